import Foundation
import Script
import Tensors
import Text

/// A tokenizer as a value. The session's own loads GPT-2's merges when it is first used.
public final class TokenizerObject: NativeObject, ScriptConvertible, SummarisedProperties {
    private var loaded: Tokenizer?
    private let library: Library?

    /// GPT-2's, loaded when first used.
    init(library: Library) { self.library = library }

    public init(_ tokenizer: Tokenizer) { (loaded, library) = (tokenizer, nil) }

    /// - Throws: what the library throws when the merges are nowhere, with the way around it.
    public func tokenizer(_ interpreter: Interpreter? = Interpreter.current) throws -> Tokenizer {
        if let loaded { return loaded }
        let interruption = interpreter?.interruption
        let output = interpreter?.output
        defer { output?.progress(nil) }
        do {
            let tokenizer = try (library ?? Library()).gpt2 { part in
                try interruption?.check()
                output?.progress(Script.Progress(label: "GPT-2's merges", completed: part.received, total: part.total))
            }
            loaded = tokenizer
            return tokenizer
        } catch let error as TextError {
            var error = ScriptError(error)
            let own = "tokenizer = train_tokenizer(text, vocab_size=512), which needs no download"
            error.hint = error.hint.map { $0 + "\n       or " + own } ?? own
            throw error
        }
    }

    public static var scriptName: String { "Tokenizer" }
    public static func from(_ value: Value) throws -> TokenizerObject? {
        guard case .object(let object) = value else { return nil }
        return object as? TokenizerObject
    }
    public var scriptValue: Value { .object(self) }

    public func repr() throws -> String {
        guard let loaded else { return "Tokenizer(gpt2, loads when first used)" }
        return "Tokenizer(\(loaded.name), vocab_size=\(loaded.vocabularySize))"
    }
    public func length() throws -> Int { try tokenizer().vocabularySize }
    var summary: String { "Text to token ids and back: byte-pair encoding." }
    func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    /// The piece of text that a token stands for, control characters and blanks visible.
    static func label(_ id: Int, _ tokenizer: Tokenizer?) -> String {
        guard let tokenizer, let bytes = try? tokenizer.tokenBytes(id) else { return String(id) }
        return Words.token(String(decoding: bytes, as: UTF8.self))
    }

    public static let nativeType = NativeType<TokenizerObject>(
        ScriptClass("Tokenizer"),
        properties: [
            .init("vocab_size", "How many tokens there are.", get: { .int(try $0.tokenizer().vocabularySize) }),
            .init("n_vocab", "How many tokens there are, as tiktoken calls it.", get: { .int(try $0.tokenizer().vocabularySize) }),
            .init("name", "`gpt2`, or the name it was trained under.", get: { .string(try $0.tokenizer().name) }),
        ],
        methods: methods)

    private static let this: Parameter<TokenizerObject> = receiver("the tokenizer")

    private static let methods: [Builtin] = [
        Builtin(
            "encode", group: "data", summary: "Cuts a text into tokens and gives their ids.", this,
            Parameter<String>("text", "any text"),
            Parameter<String?>("return_tensors", "\"pt\" gives a tensor [1, N], as in transformers", default: nil),
            returns: "list of int", example: "tokenizer.encode(\"the man-mountain\")", pytorch: "tokenizer.encode(text)"
        ) { _, object, text, kind -> Value in
            let ids = try object.tokenizer().encode32(text)
            guard let kind else { return .list(ids.map { .int(Int($0)) }) }
            guard kind == "pt" else { throw ScriptError("ValueError", "return_tensors is \"pt\" or None, not '\(kind)'") }
            return try Tensor(ids.map(Int64.init), [1, ids.count]).scriptValue
        },
        Builtin(
            "decode", group: "data", summary: "Gives the text that token ids stand for.", this,
            Parameter<TokenIDs>("tokens", "ids, as a tensor or a list"), returns: "str",
            example: "tokenizer.decode(tokenizer.encode(\"ahoy\"))", pytorch: "tokenizer.decode(tokens)"
        ) { _, object, tokens in try object.tokenizer().decode(tokens.ids) },
        Builtin(
            "pieces", group: "data", summary: "Shows where a text is cut: the piece of each token.", this,
            Parameter<String>("text", "any text"), returns: "list of str", example: "tokenizer.pieces(\"the man-mountain\")",
            pytorch: "[tokenizer.decode([t]) for t in tokenizer.encode(text)]"
        ) { _, object, text in
            let tokenizer = try object.tokenizer()
            return try tokenizer.encode(text).map { String(decoding: try tokenizer.tokenBytes($0), as: UTF8.self) }
        },
        Builtin(
            "token", group: "data", summary: "Gives the text of one token.", this, Parameter<Int>("id", "from 0 to vocab_size − 1"),
            returns: "str", example: "tokenizer.token(65)", pytorch: "tokenizer.decode([id])"
        ) { _, object, id in try object.tokenizer().decode([id]) },
        Builtin(
            "save", group: "data", summary: "Writes the merges as a file in the format of GPT-2's vocab.bpe.", this,
            Parameter<String>("path", "the file, ending in .bpe"), returns: "None",
            example: "train_tokenizer(\"a sea, a sea, a sea\", vocab_size=258).save(\"mine.bpe\")"
        ) { _, object, path -> Value in
            let url = try Files.destination(path, endings: ["bpe", "txt"], what: "a tokenizer")
            try Files.write(Data(try object.tokenizer().mergesFile.utf8), to: url)
            return .none
        },
    ]
}

extension Session {
    /// The tokenizer that commands use: the variable `tokenizer` if it holds one, GPT-2's otherwise.
    var presentTokenizer: TokenizerObject {
        if case .object(let object)? = interpreter.globals["tokenizer"], let own = object as? TokenizerObject { return own }
        return tokenizer
    }

    /// The tokenizer whose ids a model's vocabulary can hold, if one is at hand without a download.
    func tokenizerAtHand(vocabulary: Int?) -> Tokenizer? {
        let object = presentTokenizer
        guard object !== tokenizer || configuration.library.hasMerges || object.isLoaded, let own = try? object.tokenizer(interpreter)
        else { return nil }
        if let vocabulary, own.vocabularySize > vocabulary { return nil }
        return own
    }
}

extension TokenizerObject {
    var isLoaded: Bool { loaded != nil }
}
