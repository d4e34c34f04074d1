import Language

/// What `ast.literal_eval` stands on: values from the tree of a text that writes them.
enum LiteralModule {
    static func make() -> ModuleValue {
        ModuleValue(
            "_literals", documentation: "Values from texts.",
            commands: [
                Builtin(
                    "read", group: "ast", summary: "The value that a text writes.",
                    Parameter<String>("text", "the text")
                ) { _, text -> Value in try read(text) }
            ])
    }

    private static func read(_ text: String) throws -> Value {
        let source = Source(text, name: "<unknown>")
        switch Parser.parse(source) {
        case .complete(let program):
            guard program.statements.count == 1, case .expression(let tree) = program.statements[0].kind
            else {
                throw ScriptError("SyntaxError", "invalid syntax")
            }
            return try value(tree, source)
        case .invalid(let error): throw ScriptError(error.kind, error.message)
        case .incomplete: throw ScriptError(Parser.incompleteError(source).kind, "invalid syntax")
        }
    }

    private static func value(_ tree: Expression, _ source: Source) throws -> Value {
        switch tree.kind {
        case .none: return .none
        case .ellipsis: return .ellipsis
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .bigInteger(let digits, let radix):
            guard let interpreter = Interpreter.current else { return .none }
            let arguments = Arguments([.string(digits), .int(radix)])
            return try Operations.call(.type(Types.int), arguments, interpreter)
        case .float(let number): return .float(number)
        case .bytes(let bytes): return .object(BytesValue(bytes))
        case .string(let text): return .string(text)
        case .collection(let kind, let elements):
            let row = try elements.map { try value($0, source) }
            switch kind {
            case .list: return .list(row)
            case .tuple: return .tuple(row)
            case .set: return .set(try SetValue(row, isFrozen: false))
            }
        case .dict(let items):
            let dict = DictValue()
            for item in items {
                guard let key = item.key else { throw malformed(tree, source) }
                try dict.set(value(key, source), value(item.value, source))
            }
            return .dict(dict)
        case .unary(let operation, let operand) where operation != .invert:
            switch try value(operand, source) {
            case .int, .float, .object: return try Operations.unary(operation, value(operand, source))
            default: throw malformed(tree, source)
            }
        case .call(let callee, let arguments):
            if case .name("set") = callee.kind, arguments.isEmpty {
                return .set(try SetValue([], isFrozen: false))
            }
            throw malformed(tree, source)
        default: throw malformed(tree, source)
        }
    }

    private static func malformed(_ tree: Expression, _ source: Source) -> ScriptError {
        let line = source.position(tree.range.lower).line
        return ScriptError(
            "ValueError", "malformed node or string on line \(line): \(source.text(tree.range))",
            hint: "numbers, texts, lists, tuples, dicts and sets are read")
    }
}
