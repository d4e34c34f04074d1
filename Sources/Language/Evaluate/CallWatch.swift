import CThread

/// Is told which commands a program calls, which operators it applies to objects of a library, and what it
/// names: what shows a line from inside.
public protocol CallWatch: AnyObject {
    /// A command is called; `body` calls it.
    func call(_ command: Builtin, _ arguments: Arguments, _ body: () throws -> Value) throws -> Value
    /// An operator or an index meets an object of a library; `body` applies it. Nil: the object has no such
    /// operator.
    func apply(_ operation: String, _ operands: [Value], _ body: () throws -> Value?) throws -> Value?
    /// A variable has got a value, the result of an expression of this text.
    func assigned(_ name: String, _ value: Value, _ expression: String)
}

/// Runs every call of a command and every operator on an object of a library, in surroundings that depend on
/// what they are given: on the device of the tensors among it.
public protocol CallSurroundings: AnyObject {
    /// A command is called; `body` calls it, with these arguments or others in their place.
    func call(_ command: Builtin, _ arguments: Arguments, _ body: (Arguments) throws -> Value) throws -> Value
    /// An operator or an index meets an object of a library; `body` applies it. Nil: the object has no such
    /// operator.
    func apply(_ operation: String, _ operands: [Value], _ body: () throws -> Value?) throws -> Value?
}

/// Who watches, and what surrounds calls. Neither as a rule, and then a call costs one comparison.
public enum CallWatching {
    /// Who watches the program of the present thread.
    static var watch: (any CallWatch)? { Interpreter.current?.watch }
    /// Whether there is anybody: what every call looks at.
    @inline(__always)
    static var isOn: Bool {
        guard let pointer = lagado_interpreter() else { return false }
        return Unmanaged<Interpreter>.fromOpaque(pointer)._withUnsafeGuaranteedRef { $0.attendsCalls }
    }

    /// Calls a command in its surroundings, told to whoever watches.
    @inline(never)
    static func call(
        _ command: Builtin, _ arguments: Arguments, _ interpreter: Interpreter,
        _ body: (Arguments) throws -> Value
    ) throws -> Value {
        func watched(_ arguments: Arguments) throws -> Value {
            guard let watch = interpreter.watch else { return try body(arguments) }
            return try watch.call(command, arguments) { try body(arguments) }
        }
        guard let surroundings = interpreter.surroundings else { return try watched(arguments) }
        return try surroundings.call(command, arguments, watched)
    }

    /// Applies an operator to an object, told to whoever watches.
    @inline(__always)
    static func apply(
        _ operation: @autoclosure () -> String, _ operands: @autoclosure () -> [Value],
        _ body: () throws -> Value?
    ) throws -> Value? {
        guard isOn, let interpreter = Interpreter.current else { return try body() }
        return try surrounded(operation(), operands(), interpreter, body)
    }

    @inline(never)
    private static func surrounded(
        _ operation: String, _ operands: [Value], _ interpreter: Interpreter, _ body: () throws -> Value?
    ) throws -> Value? {
        func watched() throws -> Value? {
            guard let watch = interpreter.watch else { return try body() }
            return try watch.apply(operation, operands, body)
        }
        guard let surroundings = interpreter.surroundings else { return try watched() }
        return try surroundings.apply(operation, operands, watched)
    }
}

extension AssignNode {
    /// Tells what each name of the targets has got.
    @inline(never)
    func tell(_ frame: Frame) {
        frame.interpreter.attend(at: range, in: frame.source)
        CallWatching.tell(targets, value.range, frame)
    }
}

extension AugmentedNode {
    @inline(never)
    func tell(_ frame: Frame) {
        frame.interpreter.attend(at: range, in: frame.source)
        CallWatching.tell([target], range, frame)
    }
}

extension CallWatching {
    static func tell(_ targets: [any Target], _ expression: SourceRange, _ frame: Frame) {
        guard let watch else { return }
        let text = frame.source.text(expression)
        for target in targets {
            for (name, value) in target.named(frame) { watch.assigned(name, value, text) }
        }
    }
}

extension Target {
    /// The plain names among the targets with the values that they have now.
    func named(_ frame: Frame) -> [(String, Value)] {
        func row(_ name: String, _ node: Node) -> [(String, Value)] {
            (try? node.evaluate(frame)).map { [(name, $0)] } ?? []
        }
        switch self {
        case let node as LocalNode: return row(node.name, node)
        case let node as CellNode: return row(node.name, node)
        case let node as GlobalNode: return row(node.cell.name, node)
        case let node as CollectionNode:
            return node.elements.flatMap { ($0 as? any Target)?.named(frame) ?? [] }
        default: return []
        }
    }
}

extension FunctionValue {
    /// What its last `return` gives, as it is written; nil where there is none on one line.
    public var lastReturn: String? {
        let lines = sourceText.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "\t" } }
        return lines.last { $0.hasPrefix("return ") }.map { String($0.dropFirst("return ".count)) }
    }
}
