import Bindings
import Language
import Presentation
import Text

/// Tokens and their roles: `pad_token`, `convert_ids_to_tokens`, `add_special_tokens`.
extension TokenizerObject {
    /// The roles that a token can have, in the order in which Hugging Face lists them.
    static let roleNames = [
        "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ]

    /// Tokens that are recognised in text, with their ids: the tokenizer's own and those that were added.
    func special() throws -> [String: Int] { try tokenizer().specialTokens.merging(added) { own, _ in own } }

    /// What `encode` makes of a text.
    func ids(_ text: String, _ interpreter: Interpreter? = Interpreter.current) throws -> [Int32] {
        let tokenizer = try tokenizer(interpreter)
        return tokenizer.encode32(text, special: try special())
    }

    /// The bytes of a token, of an added one as well.
    func bytes(_ id: Int) throws -> [UInt8] {
        if let text = added.first(where: { $0.value == id })?.key { return Array(text.utf8) }
        return try tokenizer().tokenBytes(id)
    }

    /// The text of ids; bytes that are not UTF-8 become U+FFFD.
    func text(_ ids: [Int], skipsSpecial: Bool = false) throws -> String {
        let tokenizer = try tokenizer()
        if added.isEmpty, !skipsSpecial { return try tokenizer.decode(ids) }
        let special = skipsSpecial ? Set(try self.special().values) : []
        return String(decoding: try ids.flatMap { special.contains($0) ? [] : try bytes($0) }, as: UTF8.self)
    }

    /// A token as Hugging Face spells it: `Ġthe`; nil where there is none of this id.
    func visible(_ id: Int) throws -> String? {
        if let text = try special().first(where: { $0.value == id })?.key { return text }
        let tokenizer = try tokenizer()
        return (0..<tokenizer.vocabularySize).contains(id) ? try tokenizer.visibleToken(id) : nil
    }

    /// The id of a token as Hugging Face spells it; the unknown token's, or nil, where there is none.
    func id(visible token: String) throws -> Int? {
        if let id = try special()[token] { return id }
        if let bytes = Tokenizer.bytes(ofVisible: token), !bytes.isEmpty,
            let id = try tokenizer().id(ofToken: bytes)
        {
            return id
        }
        guard let unknown = roles["unk_token"], unknown != token else { return nil }
        return try id(visible: unknown)
    }

    /// Gives a role to a token that is in the vocabulary; nil takes it away.
    func setRole(_ role: String, _ token: String?) throws {
        if let token, try id(visible: token) == nil || (try visible(id(visible: token) ?? -1)) != token {
            throw ScriptError(
                "ValueError", "'\(Formatting.visible(token))' is not a token of this tokenizer",
                hint: "tokenizer.add_special_tokens({'\(role)': '\(Formatting.visible(token))'})")
        }
        roles[role] = token
    }

    // MARK: Attributes

    static let properties: [NativeType<TokenizerObject>.Property] =
        [
            .init(
                "vocab_size", "How many tokens there are, without added ones.",
                get: { .int(try $0.tokenizer().vocabularySize) }),
            .init(
                "n_vocab", "How many tokens there are, as tiktoken calls it.",
                get: { .int(try $0.tokenizer().vocabularySize) }),
            .init(
                "name", "`gpt2`, or the name it was trained under.", get: { .string(try $0.tokenizer().name) }
            ),
            .init(
                "name_or_path", "`gpt2`, or the name it was trained under.",
                get: { .string(try $0.tokenizer().name) }),
            .init("is_fast", "True: it is compiled.", get: { _ in .bool(true) }),
            .init("vocab", "The id of each token in its visible spelling.", get: { try $0.vocabulary() }),
            .init(
                "all_special_tokens", "The tokens that have a role, or were added.",
                get: { object in
                    .list(try object.specialTokens().map { .string($0.token) })
                }),
            .init(
                "all_special_ids", "Their ids.",
                get: { object in .list(try object.specialTokens().map { .int($0.id) }) }),
            .init(
                "special_tokens_map", "The token of each role.",
                get: { object in
                    .dict(
                        TokenizerObject.roleNames.compactMap { role in
                            object.roles[role].map { (role, .string($0)) }
                        })
                }),
            .init(
                "model_max_length", "How long truncation=True leaves a sequence.",
                get: { $0.longest.map(Value.int) ?? .float(1e30) },
                set: { $0.longest = try TokenizerObject.whole("model_max_length", $1) }),
            .init(
                "padding_side", "Where padding goes: 'right' or 'left'.",
                get: { .string($0.paddingSide.rawValue) },
                set: { $0.paddingSide = try Side.of($1) }),
            .init(
                "truncation_side", "Where what is too long is cut: 'right' or 'left'.",
                get: { .string($0.truncationSide.rawValue) },
                set: { $0.truncationSide = try Side.of($1) }),
        ] + roleNames.flatMap(role)

    private static func role(_ name: String) -> [NativeType<TokenizerObject>.Property] {
        [
            .init(
                name, "The token for this use, None if there is none.",
                get: { $0.roles[name].map(Value.string) ?? Value.none },
                set: { object, value in
                    guard value.isNone || value.text != nil else {
                        throw ScriptError("ValueError", "Cannot set a non-string value as the \(name)")
                    }
                    try object.setRole(name, value.text)
                }),
            .init(
                name + "_id", "Its id.",
                get: { object in
                    try object.roles[name].flatMap { try object.id(visible: $0) }.map(Value.int) ?? Value.none
                },
                set: { object, value in
                    guard !value.isNone else { return try object.setRole(name, nil) }
                    guard let id = try Operations.index(value), let token = try object.visible(id) else {
                        throw ScriptError(
                            "ValueError", "\(name)_id is the id of a token, not \(try value.repr())")
                    }
                    try object.setRole(name, token)
                }),
        ]
    }

    static func whole(_ name: String, _ value: Value) throws -> Int {
        guard let number = try Operations.index(value), number > 0 else {
            throw ScriptError("ValueError", "\(name) is a whole number from 1, not \(try value.repr())")
        }
        return number
    }

    /// Every special token once, in the order of roles.
    private func specialTokens() throws -> [(token: String, id: Int)] {
        var seen = Set<String>()
        let rest = added.sorted { $0.value < $1.value }.map(\.key)
        return try (Self.roleNames.compactMap { roles[$0] } + rest).compactMap { token in
            guard seen.insert(token).inserted, let id = try id(visible: token) else { return nil }
            return (token, id)
        }
    }

    private func vocabulary() throws -> Value {
        let tokenizer = try tokenizer()
        return .dict(
            try (0..<tokenizer.vocabularySize).map { (try visible(tokenizer, $0), .int($0)) }
                + added.sorted { $0.value < $1.value }.map { ($0.key, .int($0.value)) })
    }

    private func visible(_ tokenizer: Tokenizer, _ id: Int) throws -> String {
        id >= tokenizer.vocabularySize - tokenizer.specialTokens.count
            ? try visible(id) ?? "" : try tokenizer.visibleToken(id)
    }

    // MARK: Methods

    static let tokenMethods: [Builtin] = [
        Builtin(
            "tokenize", group: "data",
            summary: "Splits a text into tokens as the vocabulary spells them, where Ġ is a space.", this,
            Parameter<String>("text", textHelp), returns: "list of str",
            example: "tokenizer.tokenize(\"the man-mountain\")",
            pytorch: "tokenizer.tokenize(text)"
        ) { _, object, text -> Value in
            .list(try object.ids(text).map { try object.visible(Int($0)).map(Value.string) ?? Value.none })
        },
        Builtin(
            "convert_ids_to_tokens", group: "data",
            summary: "Gives tokens in their visible spelling, None where there is none.", this,
            Parameter<Value>("ids", "an id, or a list or tensor of them"),
            Parameter<Bool>("skip_special_tokens", "leave special tokens out", default: false),
            returns: "str or list of str", example: "tokenizer.convert_ids_to_tokens([65, 66])",
            pytorch: "tokenizer.convert_ids_to_tokens(ids)"
        ) { _, object, ids, skips -> Value in
            if let id = try Operations.index(ids) {
                return try object.visible(id).map(Value.string) ?? Value.none
            }
            guard let list = try TokenIDs.from(ids)?.ids else {
                throw ScriptError(
                    "TypeError", "convert_ids_to_tokens() wants an id or a list of them, not \(ids.typeName)")
            }
            let special = skips ? Set(try object.special().values) : []
            return .list(
                try list.filter { !special.contains($0) }.map {
                    try object.visible($0).map(Value.string) ?? Value.none
                })
        },
        Builtin(
            "convert_tokens_to_ids", group: "data",
            summary:
                "Gives the ids of tokens in their visible spelling; the unknown token's for any other text.",
            this,
            Parameter<Value>("tokens", "a token, or a list of them"), returns: "int or list of int",
            example: "tokenizer.convert_tokens_to_ids([\"a\", \"b\"])",
            pytorch: "tokenizer.convert_tokens_to_ids(tokens)"
        ) { _, object, tokens -> Value in
            func id(_ token: Value) throws -> Value {
                guard let text = token.text else {
                    throw ScriptError(
                        "TypeError",
                        "convert_tokens_to_ids() wants a str or a list of them, not \(token.typeName)")
                }
                return try object.id(visible: text).map(Value.int) ?? Value.none
            }
            if tokens.isNone { return .none }
            if tokens.text != nil { return try id(tokens) }
            return .list(try Operations.array(tokens).map(id))
        },
        Builtin(
            "convert_tokens_to_string", group: "data",
            summary: "Joins tokens in their visible spelling to a text.", this,
            Parameter<[String]>("tokens", "a list of tokens"), returns: "str",
            example: "tokenizer.convert_tokens_to_string([\"a\", \"Ġsea\"])",
            pytorch: "tokenizer.convert_tokens_to_string(tokens)"
        ) { _, object, tokens in
            String(
                decoding: tokens.flatMap { Tokenizer.bytes(ofVisible: $0) ?? Array($0.utf8) }, as: UTF8.self)
        },
        Builtin(
            "add_special_tokens", group: "data",
            summary: "Adds special tokens with their roles; a model needs rows for their ids.",
            this,
            Parameter<Value>("special_tokens_dict", "such as {'pad_token': '[PAD]'}"),
            returns: "int: how many are new",
            example: "tokenizer.add_special_tokens({'pad_token': '[PAD]'})",
            pytorch: "tokenizer.add_special_tokens({'pad_token': '[PAD]'})"
        ) { _, object, tokens -> Int in try object.add(tokens) },
        Builtin(
            "get_vocab", group: "data", summary: "Gives the id of each token in its visible spelling.", this,
            returns: "dict",
            example: "tokenizer.get_vocab()[\"a\"]", pytorch: "tokenizer.get_vocab()"
        ) { _, object -> Value in try object.vocabulary() },
        Builtin(
            "get_added_vocab", group: "data", summary: "Gives the ids of special tokens.", this,
            returns: "dict",
            example: "tokenizer.get_added_vocab()", pytorch: "tokenizer.get_added_vocab()"
        ) { _, object -> Value in
            .dict(try object.special().sorted { $0.value < $1.value }.map { ($0.key, .int($0.value)) })
        },
    ]

    private func add(_ tokens: Value) throws -> Int {
        guard case .dict(let dict) = tokens else {
            throw ScriptError(
                "TypeError",
                "add_special_tokens() wants a dict such as {'pad_token': '[PAD]'}, not \(tokens.typeName)")
        }
        var wanted: [(role: String?, token: String)] = []
        for (key, value) in dict.pairs {
            let role = key.text ?? ""
            if role == "extra_special_tokens" || role == "additional_special_tokens" {
                for token in try Operations.array(value) { wanted.append((nil, try Self.token(token, role))) }
            } else if Self.roleNames.contains(role) {
                wanted.append((role, try Self.token(value, role)))
            } else {
                throw ScriptError(
                    "ValueError", "Key \(Formatting.visible(role)) is not a valid special token.",
                    details: ["keys: " + (Self.roleNames + ["extra_special_tokens"]).joined(separator: ", ")])
            }
        }
        var made = 0
        for (role, token) in wanted {
            if try special()[token] == nil {
                added[token] = try tokenizer().vocabularySize + added.count
                made += 1
            }
            if let role { roles[role] = token }
        }
        return made
    }

    private static func token(_ value: Value, _ role: String) throws -> String {
        guard let token = value.text, !token.isEmpty else {
            throw ScriptError("ValueError", "\(role) is a str that is not empty, not \(try value.repr())")
        }
        return token
    }
}

/// An end of a sequence.
enum Side: String {
    case left, right

    static func of(_ value: Value) throws -> Side {
        guard let side = value.text.flatMap(Side.init(rawValue:)) else {
            throw ScriptError("ValueError", "a side is 'right' or 'left', not \(try value.repr())")
        }
        return side
    }
}
