import Bindings
import Language
import Text

/// A tokenizer of either surface, as commands take it: the lab's own, which is Hugging Face's, or tiktoken's.
public struct AnyTokenizer: ScriptConvertible {
    private enum Kind {
        case own(TokenizerObject), encoding(EncodingObject)
    }
    private let kind: Kind

    init(_ object: TokenizerObject) { kind = .own(object) }

    public static var scriptName: String { "tokenizer" }
    public static func from(_ value: Value) throws -> AnyTokenizer? {
        guard case .object(let object) = value else { return nil }
        if let own = object as? TokenizerObject { return AnyTokenizer(own) }
        return (object as? EncodingObject).map { AnyTokenizer(kind: .encoding($0)) }
    }
    private init(kind: Kind) { self.kind = kind }

    public var scriptValue: Value {
        switch kind {
        case .own(let object): return .object(object)
        case .encoding(let object): return .object(object)
        }
    }

    /// What cuts and joins.
    func tokenizer(_ interpreter: Interpreter? = Interpreter.current) throws -> Tokenizer {
        try base.tokenizer(interpreter)
    }

    /// What its own `encode` makes of a text, special tokens in it included.
    func ids(_ text: String, _ interpreter: Interpreter? = Interpreter.current) throws -> [Int32] {
        switch kind {
        case .own(let object): return try object.ids(text, interpreter)
        case .encoding(let object): return try object.ids(text, SpecialTokens())
        }
    }

    /// The object that loads it.
    var base: TokenizerObject {
        switch kind {
        case .own(let object): return object
        case .encoding(let object): return object.base
        }
    }
}

extension Session {
    /// The tokenizer that commands use: the variable `tokenizer` if it holds one, GPT-2's otherwise.
    var presentTokenizer: AnyTokenizer {
        if let value = interpreter.globals["tokenizer"], let own = try? AnyTokenizer.from(value) {
            return own
        }
        return AnyTokenizer(tokenizer)
    }

    /// The tokenizer whose ids a model's vocabulary can hold, if one is at hand without a download.
    func tokenizerAtHand(vocabulary: Int?) -> Tokenizer? {
        let object = presentTokenizer.base
        guard object.isLoaded || !object.needsLibrary || configuration.library.hasMerges,
            let own = try? object.tokenizer(interpreter)
        else { return nil }
        if let vocabulary, own.vocabularySize > vocabulary { return nil }
        return own
    }
}
