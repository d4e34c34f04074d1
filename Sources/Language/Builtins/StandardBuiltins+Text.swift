/// A text that was compiled: what `compile` gives, and `exec` and `eval` run.
final class CodeValue: ScriptObject {
    let source: Source
    let program: Program
    let mode: String

    init(_ source: Source, _ program: Program, _ mode: String) {
        (self.source, self.program, self.mode) = (source, program, mode)
    }
    var typeName: String { "code" }
    func repr() throws -> String {
        let address = UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque())
        return "<code object <module> at 0x\(String(address, radix: 16)), file \"\(source.name)\", line 1>"
    }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    var attributeNames: [String] { ["co_filename", "co_name"] }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "co_filename": return .string(source.name)
        case "co_name": return .string("<module>")
        default: return nil
        }
    }

    /// - Throws: SyntaxError with its place in the text.
    static func parse(_ text: String, name: String, mode: String) throws -> CodeValue {
        // As CPython: blanks before an expression are no indentation.
        let shown = mode == "eval" ? String(text.drop { $0 == " " || $0 == "\t" }) : text
        let source = Source(shown, name: name)
        let program: Program
        switch Parser.parse(source) {
        case .complete(let parsed): program = parsed
        case .invalid(let error): throw error
        case .incomplete: throw Parser.incompleteError(source)
        }
        if mode == "eval" {
            guard program.statements.count == 1, case .expression = program.statements[0].kind else {
                let place = program.statements.first?.range ?? SourceRange(0, source.bytes.count)
                throw ScriptError(
                    "SyntaxError", "invalid syntax", hint: "exec(…) runs statements", range: place,
                    source: source)
            }
        }
        return CodeValue(source, program, mode)
    }
}

extension StandardBuiltins {
    static let texts: [Builtin] = [
        Builtin(
            "exec", group: "python", summary: "Runs a text as a program.",
            raw: [
                .init("source", "the text, or what compile made of it", .positionalOnly),
                .init("globals", "a dict for its variables", default: "None", .positionalOnly),
                .init("locals", "a dict for those that it binds", default: "None", .positionalOnly),
            ], example: "exec(\"x = 1\")"
        ) { interpreter, arguments in
            _ = try interpreter.runText(arguments.positional, "exec")
            return .none
        },
        Builtin(
            "eval", group: "python", summary: "The value of an expression in a text.",
            raw: [
                .init("source", "the text, or what compile made of it", .positionalOnly),
                .init("globals", "a dict for its variables", default: "None", .positionalOnly),
                .init("locals", "a dict for more variables", default: "None", .positionalOnly),
            ], example: "eval(\"1 + 2\")"
        ) { interpreter, arguments in
            try interpreter.runText(arguments.positional, "eval")
        },
        Builtin(
            "compile", group: "python", summary: "Reads a text, for exec and eval.",
            Parameter<Value>("source", "the text"), Parameter<String>("filename", "what errors call it"),
            Parameter<String>("mode", "'exec', 'eval' or 'single'"),
            example: "compile(\"1 + 2\", \"sum\", \"eval\")"
        ) { _, source, name, mode -> Value in
            guard ["exec", "eval", "single"].contains(mode) else {
                throw ScriptError("ValueError", "compile() mode must be 'exec', 'eval' or 'single'")
            }
            return .object(try CodeValue.parse(text(source, "compile"), name: name, mode: mode))
        },
    ]

    /// The text of a program.
    fileprivate static func text(_ value: Value, _ command: String) throws -> String {
        if let text = value.text { return text }
        if let bytes = value.bytes { return try TextEncoding.decode(bytes, "utf-8-sig", "strict") }
        throw ScriptError(
            "TypeError", "\(command)() arg 1 must be a string, bytes or code object",
            hint: "not \(value.typeName)")
    }
}

extension Interpreter {
    /// - Parameter given: the text, the dict for its variables, the dict for what it binds.
    fileprivate func runText(_ given: [Value], _ command: String) throws -> Value {
        guard let first = given.first, given.count <= 3 else {
            throw ScriptError(
                "TypeError",
                given.isEmpty
                    ? "\(command) expected at least 1 argument, got 0"
                    : "\(command) expected at most 3 arguments, got \(given.count)")
        }
        func dict(_ place: Int, _ what: String) throws -> DictValue? {
            guard given.count > place, !given[place].isNone else { return nil }
            guard case .dict(let dict) = given[place] else {
                throw ScriptError(
                    "TypeError",
                    "\(command)() \(what) must be a \(place == 1 ? "dict" : "mapping"), not "
                        + given[place].typeName)
            }
            return dict
        }
        let (own, locals) = (try dict(1, "globals"), try dict(2, "locals"))
        let code: CodeValue
        if case .object(let object) = first, let compiled = object as? CodeValue {
            code = compiled
        } else {
            do {
                code = try CodeValue.parse(
                    StandardBuiltins.text(first, command), name: "<string>", mode: command)
            } catch var error as ScriptError {
                if error.range != nil { error.resumed = "<module>" }
                throw error
            }
        }
        let globals = try own.map { try Globals.behind($0) } ?? self.globals
        let separate = locals === own ? nil : locals
        return try run(code, globals, separate?.source === globals ? nil : separate)
    }

    private func run(_ code: CodeValue, _ globals: Globals, _ locals: DictValue?) throws -> Value {
        let (depth, mark) = (callDepth, stack.top)
        if depth >= callLimit { throw Wording.tooDeep() }
        callDepth = depth + 1
        defer {
            callDepth = depth
            stack.release(to: mark)
        }
        do {
            let compiler = Compiler(
                source: code.source, interpreter: self, globals: globals, locals: locals)
            let unit = try compiler.compile(code.program)
            let frame = Frame(
                interpreter: self, slots: try stack.reserve(unit.slotCount), source: code.source)
            frame.makeCells(unit.cellCount)
            var last = Value.none
            for node in unit.statements {
                try interruption.check()
                if code.mode != "exec", let expression = node as? ExpressionStatementNode {
                    last = try expression.value.evaluate(frame)
                    if code.mode == "single", !last.isNone {
                        output.write(try last.repr() + "\n")
                        last = .none
                    }
                } else {
                    _ = try node.execute(frame)
                }
            }
            return last
        } catch {
            var failure = ScriptError(error)
            if failure.range != nil { failure.resumed = "<module>" }
            throw failure
        }
    }
}

extension Globals {
    /// The variables that a dict of the program shows from now on, with what it held.
    ///
    /// - Throws: TypeError where a key is no name.
    static func behind(_ dict: DictValue) throws -> Globals {
        if let known = dict.source as? Globals { return known }
        let globals = Globals()
        for (key, value) in dict.pairs { try globals.set(key, value) }
        dict.become(viewOf: globals)
        return globals
    }
}
