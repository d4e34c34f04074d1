import Bindings
import Language
import Presentation
import Tensors
import Text

/// Which special tokens a text may hold: `allowed_special` and `disallowed_special` of tiktoken.
struct SpecialTokens {
    /// Nil for "all".
    var allowed: Set<String>? = []
    /// Nil for "all" that are not allowed.
    var disallowed: Set<String>?

    init() {}

    init(allowed: Value, disallowed: Value) throws {
        self.allowed = try Self.set("allowed_special", allowed, isSet: true)
        self.disallowed = try Self.set("disallowed_special", disallowed, isSet: false)
    }

    private static func set(_ name: String, _ value: Value, isSet: Bool) throws -> Set<String>? {
        if value.text == "all" { return nil }
        let elements: [Value]
        switch value {
        case .set(let set): elements = set.elements
        case .list(let list) where !isSet: elements = list.elements
        case .tuple(let tuple) where !isSet: elements = tuple.elements
        case .dict(let dict) where !isSet: elements = dict.pairs.map(\.key)
        default:
            let wanted = isSet ? "a set of texts" : "a collection of texts"
            throw ScriptError(
                "TypeError", "\(name) is \"all\" or \(wanted), not \(try value.repr())",
                hint: "\(name)={\"<|endoftext|>\"}")
        }
        return Set(
            try elements.map { element in
                guard let text = element.text else {
                    throw ScriptError("TypeError", "\(name) holds texts, not \(element.typeName)")
                }
                return text
            })
    }
}

/// `tiktoken.Encoding`: GPT-2's tokens under tiktoken's names and rules. A special token in a text is an
/// error unless the call says what it is.
public final class EncodingObject: NativeObject, ScriptConvertible, SummarisedProperties {
    /// What loads the merges.
    let base: TokenizerObject
    private let name: String

    init(_ name: String, _ base: TokenizerObject) { (self.name, self.base) = (name, base) }

    public static var scriptName: String { "Encoding" }
    public static func from(_ value: Value) throws -> EncodingObject? {
        guard case .object(let object) = value else { return nil }
        return object as? EncodingObject
    }
    public var scriptValue: Value { .object(self) }
    public func repr() throws -> String { "<Encoding '\(name)'>" }
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    package var summary: String { "Text to token ids and back, with tiktoken's names." }
    package func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    // MARK: Encoding

    /// - Throws: ValueError, in tiktoken's words, for text that is a special token that is not allowed.
    func ids(_ text: String, _ special: SpecialTokens) throws -> [Int32] {
        let tokenizer = try base.tokenizer()
        let all = Set(tokenizer.specialTokens.keys), allowed = special.allowed ?? all
        let found = (special.disallowed ?? all.subtracting(allowed)).compactMap { token in
            text.range(of: token).map { ($0.lowerBound, token) }
        }
        if let (_, token) = found.min(by: { ($0.0, $1.1.count) < ($1.0, $0.1.count) }) {
            let quoted = try Value.string(token).repr()
            throw ScriptError(
                "ValueError",
                "Encountered text corresponding to disallowed special token \(quoted).\n"
                    + "If you want this text to be encoded as a special token, pass it to `allowed_special`, "
                    + "e.g. `allowed_special={\(quoted), ...}`.\n"
                    + "If you want this text to be encoded as normal text, disable the check for this token "
                    + "by passing `disallowed_special=(enc.special_tokens_set - {\(quoted)})`.\n"
                    + "To disable this check for all special tokens, pass `disallowed_special=()`.\n")
        }
        return tokenizer.encode32(text, allowedSpecial: allowed)
    }

    private func bytes(_ id: Int) throws -> [UInt8] {
        let tokenizer = try base.tokenizer()
        guard id >= 0 else { throw ScriptError("OverflowError", "can't convert negative int to unsigned") }
        guard id < tokenizer.vocabularySize else {
            throw ScriptError(
                "KeyError", "'Invalid token for decoding: \(id)'",
                details: ["ids are 0 to \(tokenizer.vocabularySize - 1)"])
        }
        return try tokenizer.tokenBytes(id)
    }

    private func bytes(_ tokens: Value) throws -> [UInt8] { try Self.ids(tokens).flatMap(bytes) }

    private static func ids(_ tokens: Value) throws -> [Int] {
        // A tensor counts as what it lists; rows of ids do not, and neither does one id alone.
        if case .int = tokens {
            throw ScriptError(
                "TypeError", "'int' object is not an instance of 'Sequence'", hint: "enc.decode([id])")
        }
        if let tensor = try Tensor.from(tokens), tensor.rank != 1 {
            throw ScriptError(
                "TypeError", "decode() wants one row of ids, not a tensor of \(tensor.rank) axes",
                hint: "enc.decode(x[0].tolist())")
        }
        return try Operations.array(tokens).map { token in
            guard let id = try Operations.index(token) else {
                throw ScriptError(
                    "TypeError", "'\(token.typeName)' object cannot be interpreted as an integer")
            }
            return id
        }
    }

    private func text(_ tokens: Value, errors: String) throws -> String {
        let bytes = try bytes(tokens)
        switch errors {
        case "replace": return String(decoding: bytes, as: UTF8.self)
        case "strict":
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            throw ScriptError(
                "UnicodeDecodeError", "'utf-8' codec can't decode these tokens: a character is cut",
                hint: "errors=\"replace\"")
        case "ignore":
            var rest = bytes.makeIterator(), codec = UTF8(), text = String.UnicodeScalarView()
            while true {
                switch codec.decode(&rest) {
                case .scalarValue(let scalar): text.append(scalar)
                case .error: continue
                case .emptyInput: return String(text)
                }
            }
        default:
            throw ScriptError("LookupError", "unknown error handler name '\(Formatting.visible(errors))'")
        }
    }

    // MARK: Declarations

    private static let this: Parameter<EncodingObject> = receiver("the encoding")
    private static let allowed = Parameter<Value>(
        "allowed_special", "special tokens that are allowed in the text: a set, or \"all\"",
        default: .set(SetValue()), shown: "set()", .keywordOnly)
    private static let disallowed = Parameter<Value>(
        "disallowed_special",
        "special tokens that are an error in a text; () for none, which makes them ordinary text",
        default: .string("all"), .keywordOnly)
    private static let threads = Parameter<Int>("num_threads", "without effect", default: 8, .keywordOnly)
    private static func errors(_ passing: Passing = .either) -> Parameter<String> {
        Parameter<String>(
            "errors", "what bytes that are not UTF-8 become: \"replace\", \"ignore\" or \"strict\"",
            default: "replace", passing)
    }

    private static func list(_ ids: [Int32]) -> Value { .list(ids.map { .int(Int($0)) }) }

    public static let nativeType = NativeType<EncodingObject>(
        ScriptClass("Encoding"),
        properties: [
            .init("name", "`gpt2`.", get: { .string($0.name) }),
            .init(
                "n_vocab", "How many tokens there are.", get: { .int(try $0.base.tokenizer().vocabularySize) }
            ),
            .init(
                "max_token_value", "The largest id.",
                get: { .int(try $0.base.tokenizer().vocabularySize - 1) }),
            .init(
                "eot_token", "The id of <|endoftext|>.",
                get: { object in
                    .int(try object.base.tokenizer().specialTokens["<|endoftext|>"] ?? 0)
                }),
            .init(
                "special_tokens_set", "The special tokens.",
                get: { object in
                    .set(try SetValue(object.base.tokenizer().specialTokens.keys.sorted().map(Value.string)))
                }),
        ],
        methods: encoders + decoders)

    private static let encoders: [Builtin] = [
        Builtin(
            "encode", group: "tiktoken",
            summary:
                "Gives the ids of a text; a special token in it is an error unless the call says what it is.",
            this, Parameter<String>("text", "any text"), allowed, disallowed, returns: "list of int",
            example:
                "tiktoken.get_encoding('gpt2').encode('x<|endoftext|>', allowed_special={'<|endoftext|>'})",
            pytorch: "enc.encode(text)"
        ) { _, object, text, allowed, disallowed -> Value in
            list(try object.ids(text, SpecialTokens(allowed: allowed, disallowed: disallowed)))
        },
        Builtin(
            "encode_ordinary", group: "tiktoken",
            summary: "Gives the ids of a text in which special tokens are ordinary text.", this,
            Parameter<String>("text", "any text"), returns: "list of int",
            example: "tiktoken.get_encoding('gpt2').encode_ordinary('a sea')",
            pytorch: "enc.encode_ordinary(text)"
        ) { _, object, text -> Value in list(try object.base.tokenizer().encode32(text)) },
        Builtin(
            "encode_batch", group: "tiktoken", summary: "Gives the ids of each of several texts.", this,
            Parameter<[String]>("text", "texts"), threads, allowed, disallowed,
            returns: "list of lists of int",
            example: "tiktoken.get_encoding('gpt2').encode_batch(['a', 'b c'])",
            pytorch: "enc.encode_batch(texts)"
        ) { _, object, texts, _, allowed, disallowed -> Value in
            let special = try SpecialTokens(allowed: allowed, disallowed: disallowed)
            return .list(try texts.map { list(try object.ids($0, special)) })
        },
        Builtin(
            "encode_ordinary_batch", group: "tiktoken",
            summary: "Gives the ids of each of several texts in which special tokens are ordinary text.",
            this, Parameter<[String]>("text", "texts"), threads, returns: "list of lists of int",
            example: "tiktoken.get_encoding('gpt2').encode_ordinary_batch(['a', 'b c'])",
            pytorch: "enc.encode_ordinary_batch(texts)"
        ) { _, object, texts, _ -> Value in
            .list(try texts.map { list(try object.base.tokenizer().encode32($0)) })
        },
        Builtin(
            "encode_single_token", group: "tiktoken", summary: "Gives the id of one token, special ones too.",
            this,
            Parameter<Value>("text_or_bytes", "exactly one token"), returns: "int",
            example: "tiktoken.get_encoding('gpt2').encode_single_token('hello')",
            pytorch: "enc.encode_single_token(text)"
        ) { _, object, token -> Int in
            let tokenizer = try object.base.tokenizer(), bytes: [UInt8]
            if let text = token.text {
                bytes = Array(text.utf8)
            } else if case .object(let object) = token, let given = object as? BytesValue {
                bytes = given.bytes
            } else {
                throw ScriptError(
                    "TypeError", "encode_single_token() wants a str or bytes, not \(token.typeName)")
            }
            if let id = tokenizer.specialTokens[String(decoding: bytes, as: UTF8.self)]
                ?? tokenizer.id(ofToken: bytes)
            {
                return id
            }
            throw Wording.missingKey(.object(BytesValue(bytes)))
        },
        Builtin(
            "is_special_token", group: "tiktoken", summary: "Whether an id is a special token's.", this,
            Parameter<Int>("token", "an id"),
            returns: "bool", example: "tiktoken.get_encoding('gpt2').is_special_token(50256)",
            pytorch: "enc.is_special_token(token)"
        ) { _, object, token -> Bool in try object.base.tokenizer().specialTokens.values.contains(token) },
    ]

    private static let decoders: [Builtin] = [
        Builtin(
            "decode", group: "tiktoken", summary: "Decodes token ids to text.", this,
            Parameter<Value>("tokens", "a list of ids"), errors(),
            returns: "str", example: "tiktoken.get_encoding('gpt2').decode([64, 5417])",
            pytorch: "enc.decode(tokens)"
        ) { _, object, tokens, errors -> String in try object.text(tokens, errors: errors) },
        Builtin(
            "decode_bytes", group: "tiktoken", summary: "Gives the bytes that token ids stand for.", this,
            Parameter<Value>("tokens", "a list of ids"),
            returns: "bytes", example: "tiktoken.get_encoding('gpt2').decode_bytes([64, 5417])",
            pytorch: "enc.decode_bytes(tokens)"
        ) { _, object, tokens -> Value in .object(BytesValue(try object.bytes(tokens))) },
        Builtin(
            "decode_single_token_bytes", group: "tiktoken", summary: "Gives the bytes of one token.", this,
            Parameter<Int>("token", "an id"),
            returns: "bytes", example: "tiktoken.get_encoding('gpt2').decode_single_token_bytes(64)",
            pytorch: "enc.decode_single_token_bytes(token)"
        ) { _, object, token -> Value in .object(BytesValue(try object.bytes(token))) },
        Builtin(
            "decode_tokens_bytes", group: "tiktoken", summary: "Gives the bytes of each token.", this,
            Parameter<Value>("tokens", "a list of ids"),
            returns: "list of bytes",
            example: "tiktoken.get_encoding('gpt2').decode_tokens_bytes([64, 5417])",
            pytorch: "enc.decode_tokens_bytes(tokens)"
        ) { _, object, tokens -> Value in
            .list(try ids(tokens).map { .object(BytesValue(try object.bytes($0))) })
        },
        Builtin(
            "decode_batch", group: "tiktoken", summary: "Decodes each row of ids.", this,
            Parameter<Value>("batch", "lists of ids"), errors(.keywordOnly), threads,
            returns: "list of str", example: "tiktoken.get_encoding('gpt2').decode_batch([[64], [5417]])",
            pytorch: "enc.decode_batch(batch)"
        ) { _, object, batch, errors, _ -> Value in
            .list(try Operations.array(batch).map { .string(try object.text($0, errors: errors)) })
        },
        Builtin(
            "decode_bytes_batch", group: "tiktoken", summary: "Gives the bytes of each row of ids.", this,
            Parameter<Value>("batch", "lists of ids"), threads,
            returns: "list of bytes",
            example: "tiktoken.get_encoding('gpt2').decode_bytes_batch([[64], [5417]])",
            pytorch: "enc.decode_bytes_batch(batch)"
        ) { _, object, batch, _ -> Value in
            .list(try Operations.array(batch).map { .object(BytesValue(try object.bytes($0))) })
        },
        Builtin(
            "decode_with_offsets", group: "tiktoken",
            summary: "Decodes token ids, with the position in the text at which each begins.", this,
            Parameter<Value>("tokens", "a list of ids"), returns: "str, list of int",
            example: "tiktoken.get_encoding('gpt2').decode_with_offsets([64, 5417])",
            pytorch: "enc.decode_with_offsets(tokens)"
        ) { _, object, tokens -> Value in
            var offsets: [Value] = [], length = 0
            for id in try ids(tokens) {
                let bytes = try object.bytes(id)
                // A token that begins within a character begins where that character does.
                let isWithin = bytes.first.map { $0 & 0xC0 == 0x80 } ?? false
                offsets.append(.int(max(0, length - (isWithin ? 1 : 0))))
                length += bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
            }
            return .tuple([.string(try object.text(tokens, errors: "strict")), .list(offsets)])
        },
        Builtin(
            "token_byte_values", group: "tiktoken",
            summary: "Gives the bytes of every token but special ones, in their order.", this,
            returns: "list of bytes", example: "len(tiktoken.get_encoding('gpt2').token_byte_values())",
            pytorch: "enc.token_byte_values()"
        ) { _, object -> Value in
            let tokenizer = try object.base.tokenizer()
            let all = try (0..<(tokenizer.vocabularySize - tokenizer.specialTokens.count)).map {
                try tokenizer.tokenBytes($0)
            }
            return .list(all.sorted { $0.lexicographicallyPrecedes($1) }.map { .object(BytesValue($0)) })
        },
    ]
}
