import Bindings
import Disk
import Foundation
import Language
import Presentation
import Tensors
import Text

/// A tokenizer as a value, with the surface of Hugging Face's `GPT2Tokenizer`. The session's own loads
/// GPT-2's merges when it is first used.
public final class TokenizerObject: NativeObject, ScriptConvertible, SummarisedProperties {
    private var loaded: Tokenizer?
    private let library: Library?

    /// Roles of tokens, such as `pad_token`, with the token that has each.
    var roles: [String: String] = [:]
    /// Tokens that `add_special_tokens` made, with their ids.
    var added: [String: Int] = [:]
    var paddingSide = Side.right
    var truncationSide = Side.right
    /// How long a sequence may get where `truncation` asks for one of the model's length; nil for no limit.
    var longest: Int?

    /// GPT-2's, loaded when first used.
    init(library: Library) {
        self.library = library
        roles = ["bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"]
        longest = 1024
    }

    public init(_ tokenizer: Tokenizer) { (loaded, library) = (tokenizer, nil) }

    /// Another object over the same merges, with settings of its own.
    func fresh() -> TokenizerObject {
        guard let library else { return TokenizerObject(loaded) }
        let other = TokenizerObject(library: library)
        other.loaded = loaded
        return other
    }
    private init(_ tokenizer: Tokenizer?) { (loaded, library) = (tokenizer, nil) }

    var isLoaded: Bool { loaded != nil }
    /// Whether it has to find GPT-2's merges first.
    var needsLibrary: Bool { library != nil }

    /// - Throws: what the library throws when the merges are nowhere, with the way around it.
    public func tokenizer(_ interpreter: Interpreter? = Interpreter.current) throws -> Tokenizer {
        if let loaded { return loaded }
        let interruption = interpreter?.interruption
        let output = interpreter?.output
        defer { output?.progress(nil) }
        do {
            let tokenizer = try (library ?? Library()).gpt2 { part in
                try interruption?.check()
                output?.progress(
                    Language.Progress(label: "GPT-2's merges", completed: part.received, total: part.total))
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
    public func length() throws -> Int { try tokenizer().vocabularySize + added.count }
    public var isCallable: Bool { true }
    public var callDeclaration: Builtin? { Self.callCommand }
    public func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        try Self.callCommand.call(
            interpreter, Arguments([scriptValue] + arguments.positional, keywords: arguments.keywords))
    }
    package var summary: String {
        "Text to token ids and back: byte-pair encoding, with Hugging Face's names."
    }
    package func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    /// The piece of text that a token stands for, control characters and blanks visible; a part of a
    /// character as its bytes.
    static func label(_ id: Int, _ tokenizer: Tokenizer?) -> String {
        guard let tokenizer, let bytes = try? tokenizer.tokenBytes(id) else { return String(id) }
        if let text = String(validating: bytes, as: UTF8.self) { return Formatting.token(text) }
        let text = bytes.map { $0 < 128 ? String(UnicodeScalar($0)) : String(format: "\\x%02x", $0) }
        return Formatting.token(text.joined())
    }

    /// What every way of encoding says about its text.
    static let textHelp =
        "any text; special tokens in it, such as <|endoftext|>, "
        + "are recognised, as Hugging Face's tokenizers do"

    static let this: Parameter<TokenizerObject> = receiver("the tokenizer")

    public static let nativeType = NativeType<TokenizerObject>(
        ScriptClass("Tokenizer"), properties: properties, methods: ownMethods + encodingMethods + tokenMethods
    )

    private static let ownMethods: [Builtin] = [
        Builtin(
            "pieces", group: "data", summary: "Shows where a text is split: the piece of each token.", this,
            Parameter<String>("text", textHelp), returns: "list of str",
            example: "tokenizer.pieces(\"the man-mountain\")",
            pytorch: "[tokenizer.decode([t]) for t in tokenizer.encode(text)]"
        ) { _, object, text in
            try object.ids(text).map { String(decoding: try object.bytes(Int($0)), as: UTF8.self) }
        },
        Builtin(
            "token", group: "data", summary: "Decodes one token.", this,
            Parameter<Int>("id", "from 0 to len(tokenizer) − 1"), returns: "str",
            example: "tokenizer.token(65)",
            pytorch: "tokenizer.decode([id])"
        ) { _, object, id in try object.text([id]) },
        Builtin(
            "save_pretrained", group: "data",
            summary:
                "Writes vocab.json, merges.txt and tokenizer_config.json into a folder, as transformers "
                + "does.",
            this, Parameter<String>("folder", "made if it is not there"), returns: "None",
            example: "tokenizer.save_pretrained(\"gulliver-gpt2\")",
            pytorch: "tokenizer.save_pretrained(folder)"
        ) { interpreter, object, folder -> Value in
            let place = try Files.folder(folder, what: "a tokenizer", interpreter)
            try object.tokenizer(interpreter).savePretrained(place, longest: object.longest ?? 1024)
            return .none
        },
        Builtin(
            "save", group: "data", summary: "Writes the merges as a file in the format of GPT-2's vocab.bpe.",
            this,
            Parameter<String>("path", "the file, ending in .bpe"), returns: "None",
            example: "train_tokenizer(\"a sea, a sea, a sea\", vocab_size=258).save(\"mine.bpe\")"
        ) { interpreter, object, path -> Value in
            let url = try Files.destination(
                path, endings: ["bpe", "txt"], what: "a tokenizer", interpreter)
            try Files.write(Data(try object.tokenizer().mergesFile.utf8), to: url)
            return .none
        },
    ]
}
