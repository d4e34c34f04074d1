import Bindings
import Language
import PythonLibrary
import Tensors
import Text

/// `tokenizer(text)`, `encode` and `decode`, with Hugging Face's arguments.
extension TokenizerObject {
    /// What padding and truncation make of rows of ids.
    private struct Form {
        var padding = Padding.none
        var truncates = false
        var length: Int?
        var multiple: Int?
        var side: Side
        var tensors: String?
        var hasMask = true
    }
    private enum Padding { case none, longest, maximum }

    private static let arguments: [ParameterInformation] = [
        .init("self", "the tokenizer", type: "Tokenizer", .positionalOnly),
        .init(
            "text", "a text, or a list of texts; special tokens in it are recognised",
            type: "str or list of str"),
        .init("text_pair", "None: pairs are not here", default: "None"),
        .init("add_special_tokens", "without effect: GPT-2 adds none", default: "True"),
        .init("padding", "True fills up to the longest, 'max_length' to max_length", default: "False"),
        .init("truncation", "True cuts to max_length", default: "None"),
        .init("max_length", "a length for padding and truncation", default: "None"),
        .init("stride", "0: overflowing tokens are not here", default: "0"),
        .init("return_tensors", "'pt' for tensors, 'np' for arrays", default: "None"),
        .init("return_attention_mask", "whether the mask is returned too", default: "None", .keywordOnly),
        .init("pad_to_multiple_of", "fill up to a multiple of this", default: "None", .keywordOnly),
        .init("padding_side", "'right' or 'left'", default: "None", .keywordOnly),
        .init("verbose", "without effect", default: "True", .keywordOnly),
        .init("is_split_into_words", "False", default: "False", .keywordOnly),
        .init("return_token_type_ids", "False: GPT-2 has none", default: "None", .keywordOnly),
        .init("return_overflowing_tokens", "False", default: "False", .keywordOnly),
        .init("return_special_tokens_mask", "False", default: "False", .keywordOnly),
        .init("return_offsets_mapping", "False", default: "False", .keywordOnly),
        .init("return_length", "False", default: "False", .keywordOnly),
    ]

    /// What would have to be built first: any other value than False, None or 0 is an error with the name.
    private static let missing: Set<String> = [
        "text_pair", "stride", "is_split_into_words", "return_token_type_ids", "return_overflowing_tokens",
        "return_special_tokens_mask", "return_offsets_mapping", "return_length",
    ]

    static let callCommand: Builtin = Builtin(
        "__call__", group: "data",
        summary: "Cuts texts into tokens: their ids, and a mask that is 0 at padding.",
        raw: arguments,
        returns: "BatchEncoding", example: "tokenizer(\"the man-mountain\")",
        pytorch: "tokenizer(text, return_tensors='pt')"
    ) { interpreter, arguments in
        let (object, texts, isBatch, form) = try read(callCommand.bind(arguments), interpreter)
        let (rows, masks) = try object.rows(texts, form, interpreter)
        let ids = try value(rows, isBatch, form.tensors)
        let mask = try value(masks, isBatch, form.tensors)
        return .dict(
            DictValue(batchEncoding, [("input_ids", ids)] + (form.hasMask ? [("attention_mask", mask)] : [])))
    }

    static let encodingMethods: [Builtin] = [encode, decode, batchDecode]

    private static let encode: Builtin = Builtin(
        "encode", group: "data", summary: "Encodes a text as token ids.", raw: arguments,
        returns: "list of int",
        example: "tokenizer.encode(\"the man-mountain\")", pytorch: "tokenizer.encode(text)"
    ) { interpreter, arguments in
        // A text and nothing else: the whole book at once.
        if arguments.keywords.isEmpty, arguments.positional.count == 2,
            let text = arguments.positional[1].text,
            let object = try TokenizerObject.from(arguments.positional[0])
        {
            return .list(try object.ids(text, interpreter).map { .int(Int($0)) })
        }
        let (object, texts, isBatch, form) = try read(encode.bind(arguments), interpreter)
        return try value(object.rows(texts, form, interpreter).rows, isBatch, form.tensors)
    }

    private static let decode = Builtin(
        "decode", group: "data",
        summary: "Decodes token ids to text; rows of ids to a list of texts.", this,
        Parameter<Value>("token_ids", "an id, ids as a tensor or a list, or rows of them"),
        Parameter<Bool>("skip_special_tokens", "leave special tokens out", default: false),
        Parameter<Bool?>(
            "clean_up_tokenization_spaces", "without effect for byte-pair encoding, as in transformers",
            default: nil),
        returns: "str", example: "tokenizer.decode(tokenizer.encode(\"ahoy\"))",
        pytorch: "tokenizer.decode(tokens)"
    ) { interpreter, object, tokens, skips, cleans -> Value in
        if cleans == true {
            interpreter.output.note(
                "clean_up_tokenization_spaces has no effect on byte-pair encoding: "
                    + "the text is as it was encoded"
            )
        }
        if try TokenizerObject.isRows(tokens) {
            return .list(
                try Operations.array(tokens).map {
                    .string(try object.text(TokenizerObject.ids($0), skipsSpecial: skips))
                })
        }
        return .string(try object.text(TokenizerObject.ids(tokens), skipsSpecial: skips))
    }

    private static let batchDecode = Builtin(
        "batch_decode", group: "data", summary: "Decodes each row of token ids.", this,
        Parameter<Value>("sequences", "rows of ids"),
        Parameter<Bool>("skip_special_tokens", "leave special tokens out", default: false),
        returns: "list of str", example: "tokenizer.batch_decode([[65], [66, 67]])",
        pytorch: "tokenizer.batch_decode(sequences)"
    ) { _, object, rows, skips -> Value in
        .list(
            try Operations.array(rows).map {
                .string(try object.text(TokenizerObject.ids($0), skipsSpecial: skips))
            })
    }

    private static func ids(_ value: Value) throws -> [Int] {
        if let single = try Operations.index(value) { return [single] }
        guard let ids = try TokenIDs.from(value)?.ids else {
            throw ScriptError("TypeError", "decode() wants token ids, integers, not \(value.typeName)")
        }
        return ids
    }

    /// Whether these are rows of ids rather than ids.
    private static func isRows(_ value: Value) throws -> Bool {
        if case .object = value { return (try Tensor.from(value)?.rank ?? 0) > 1 }
        let first: Value?
        switch value {
        case .list(let list): first = list.elements.first
        case .tuple(let tuple): first = tuple.elements.first
        default: return false
        }
        switch first {
        case .list?, .tuple?: return true
        case .object?: return (try Tensor.from(first ?? .none)?.rank ?? 0) > 0
        default: return false
        }
    }

    // MARK: Arguments

    private static func read(
        _ values: [Value?], _ interpreter: Interpreter
    ) throws -> (TokenizerObject, [String], isBatch: Bool, Form) {
        var named: [String: Value] = [:]
        for (parameter, value) in zip(arguments, values) { if let value { named[parameter.name] = value } }
        guard let this = named["self"], let object = try TokenizerObject.from(this) else {
            throw ScriptError("TypeError", "a tokenizer's method was called without one")
        }
        for parameter in arguments where missing.contains(parameter.name) {
            guard let value = named[parameter.name], try Operations.truth(value) else { continue }
            throw ScriptError(
                "NotImplementedError", "tokenizer(\(parameter.name)=\(try value.repr())) is not here")
        }
        let (texts, isBatch) = try self.texts(named["text"] ?? .none)
        return (object, texts, isBatch, try form(named, object, interpreter))
    }

    private static func texts(_ value: Value) throws -> ([String], isBatch: Bool) {
        if let text = value.text { return ([text], false) }
        let rows: [Value]
        switch value {
        case .none: throw ScriptError("ValueError", "You need to specify either `text` or `text_target`.")
        case .list(let list): rows = list.elements
        case .tuple(let tuple): rows = tuple.elements
        default: rows = [value]
        }
        guard !rows.isEmpty else { throw ScriptError("IndexError", "there is no text in the list") }
        return (
            try rows.map { row in
                guard let text = row.text else {
                    throw ScriptError(
                        "ValueError",
                        "text input must be of type `str` (single example) "
                            + "or `list[str]` (batch), not \(row.typeName)"
                    )
                }
                return text
            }, true
        )
    }

    private static func form(_ named: [String: Value], _ object: TokenizerObject, _ interpreter: Interpreter)
        throws -> Form
    {
        var form = Form(side: object.paddingSide)
        func given(_ name: String) -> Value? { named[name].flatMap { $0.isNone ? nil : $0 } }
        form.length = try given("max_length").map { try whole("max_length", $0) }
        form.multiple = try given("pad_to_multiple_of").map { try whole("pad_to_multiple_of", $0) }
        if let side = given("padding_side") { form.side = try Side.of(side) }
        if let mask = given("return_attention_mask") { form.hasMask = try Operations.truth(mask) }
        switch given("padding") {
        case nil, .bool(false)?: break
        case .bool(true)?: form.padding = .longest
        case let word?:
            switch word.text {
            case "longest": form.padding = .longest
            case "max_length": form.padding = .maximum
            case "do_not_pad": break
            default:
                throw ScriptError(
                    "ValueError",
                    "\(try word.repr()) is not a valid PaddingStrategy, please select one of ['longest', "
                        + "'max_length', 'do_not_pad']"
                )
            }
        }
        switch given("truncation") {
        case .bool(false)?: break
        case nil:
            guard form.length != nil, form.padding != .maximum else { break }
            interpreter.output.note(
                "max_length without truncation: texts are cut to it, as truncation=True says")
            form.truncates = true
        case .bool(true)?: form.truncates = true
        case let word?:
            switch word.text {
            case "longest_first", "only_first": form.truncates = true
            case "do_not_truncate": break
            case "only_second":
                throw ScriptError(
                    "NotImplementedError",
                    "tokenizer(truncation='only_second') is not here: there are no pairs of texts")
            default:
                throw ScriptError(
                    "ValueError",
                    "\(try word.repr()) is not a valid TruncationStrategy, please select one of "
                        + "['only_first', 'only_second', 'longest_first', 'do_not_truncate']"
                )
            }
        }
        if let tensors = given("return_tensors") {
            guard let kind = tensors.text, ["pt", "np"].contains(kind) else {
                throw ScriptError(
                    "ValueError",
                    "\(try tensors.repr()) is not a valid TensorType here, please select one of ['pt', 'np']")
            }
            form.tensors = kind
        }
        guard form.padding == .none || object.roles["pad_token"] != nil else {
            throw ScriptError(
                "ValueError", "Asking to pad but the tokenizer does not have a padding token.",
                hint: "tokenizer.pad_token = tokenizer.eos_token, or "
                    + "tokenizer.add_special_tokens({'pad_token': '[PAD]'})"
            )
        }
        return form
    }

    // MARK: Rows

    private func rows(_ texts: [String], _ form: Form, _ interpreter: Interpreter) throws -> (
        rows: [[Int]], masks: [[Int]]
    ) {
        var rows = try texts.map { try ids($0, interpreter).map(Int.init) }
        if form.truncates, let length = form.length ?? longest {
            rows = rows.map {
                $0.count <= length
                    ? $0 : Array(truncationSide == .right ? $0.prefix(length) : $0.suffix(length))
            }
        }
        var masks = rows.map { [Int](repeating: 1, count: $0.count) }
        guard form.padding != .none, let pad = try roles["pad_token"].flatMap({ try id(visible: $0) }) else {
            return (rows, masks)
        }
        let wanted = form.padding == .longest ? rows.map(\.count).max() ?? 0 : form.length ?? longest ?? 0
        let multiple = form.multiple ?? 1
        let length = (wanted + multiple - 1) / multiple * multiple
        guard length <= 1 << 28 else {
            throw ScriptError("MemoryError", "rows of \(length) tokens are too long")
        }
        for index in rows.indices where rows[index].count < length {
            let room = length - rows[index].count
            let (padding, zeros) = ([Int](repeating: pad, count: room), [Int](repeating: 0, count: room))
            rows[index] = form.side == .right ? rows[index] + padding : padding + rows[index]
            masks[index] = form.side == .right ? masks[index] + zeros : zeros + masks[index]
        }
        return (rows, masks)
    }

    private static func value(_ rows: [[Int]], _ isBatch: Bool, _ tensors: String?) throws -> Value {
        guard let tensors else {
            let lists = rows.map { Value.list($0.map(Value.int)) }
            return isBatch ? .list(lists) : lists[0]
        }
        let length = rows[0].count
        guard rows.allSatisfy({ $0.count == length }) else {
            throw ScriptError(
                "ValueError",
                "Unable to create tensor, you should probably activate truncation and/or padding with "
                    + "'padding=True' 'truncation=True' to have batched tensors with the same length.",
                details: [
                    "rows of \(Set(rows.map(\.count)).sorted().map(String.init).joined(separator: ", ")) "
                        + "tokens"
                ])
        }
        let tensor = try Tensor(rows.flatMap { $0 }.map(Int64.init), [rows.count, length])
        return tensors == "pt" ? tensor.scriptValue : try ArrayObject.value(tensor)
    }

    /// What a call of a tokenizer gives: a dict whose keys are attributes too.
    private static let batchEncoding = DictKind(
        "BatchEncoding",
        constructor: Builtin("BatchEncoding", group: "data", summary: "What tokenizer(text) gives.", raw: [])
        { _, _ in
            throw ScriptError(
                "TypeError", "a BatchEncoding comes from a call of a tokenizer", hint: "tokenizer(text)")
        },
        methods: [
            Builtin(
                "to", group: "data", summary: "Itself: everything lives on the CPU.",
                Parameter<Value>("self", "the encoding", .positionalOnly),
                Parameter<Device>("device", "'cpu'"),
                returns: "BatchEncoding", example: "tokenizer(\"a\", return_tensors=\"pt\").to(\"cpu\")"
            ) { _, encoding, device -> Value in
                try device.check()
                return encoding
            }
        ], keysAreAttributes: true
    ) { dict in
        let plain = DictValue()
        for (key, value) in dict.pairs { try plain.set(key, value) }
        return try Value.dict(plain).repr()
    }
}
