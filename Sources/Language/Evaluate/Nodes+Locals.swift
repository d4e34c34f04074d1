/// The variables around a place of the source, as a dict.
final class LocalVariables {
    private let scope: Scope
    /// Those of comprehensions around the place, which the scope forgets.
    private let inner: [String: Scope.Place]
    private lazy var places: [(name: String, place: Scope.Place)] =
        (scope.blocks[0].filter { !$0.key.hasPrefix(".") && inner[$0.key] == nil }.sorted {
            LocalVariables.rank($0.value) < LocalVariables.rank($1.value)
        } + inner.sorted { LocalVariables.rank($0.value) < LocalVariables.rank($1.value) }).map {
            ($0.key, $0.value)
        }

    init(_ scope: Scope) {
        self.scope = scope
        inner = scope.blocks.dropFirst().reduce(into: [:]) { $0.merge($1) { _, new in new } }
    }

    private static func rank(_ place: Scope.Place) -> Int {
        switch place {
        case .slot(let slot): return slot
        case .cell(let cell): return 1 << 40 + cell
        }
    }

    /// A dict of its own as in CPython: writing to it changes none of them.
    func dictionary(_ frame: Frame) -> DictValue {
        let result = DictValue()
        for (name, place) in places {
            let value: Value?
            switch place {
            case .slot(let slot): value = frame.slots[slot]
            case .cell(let cell): value = frame.cells[cell].value
            }
            if let value { result.setString(name, value) }
        }
        for (name, index) in scope.free.sorted(by: { $0.value < $1.value }) {
            if let value = frame.free[index].value { result.setString(name, value) }
        }
        return result
    }
}

/// `locals()` in a function.
final class LocalsNode: Node {
    private let variables: LocalVariables
    private let name: String
    private let callee: Node
    private let isAvailable: Bool

    init(_ scope: Scope, _ name: String, _ callee: Node, _ range: SourceRange) {
        (variables, self.name, self.callee) = (LocalVariables(scope), name, callee)
        isAvailable = scope.kind == .function
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let function = try callee.evaluate(frame)
        // The person's own function of this name is called as any other.
        guard case .builtin(let builtin) = function, builtin.name == name else {
            do { return try Operations.call(function, Arguments(), frame.interpreter) } catch {
                throw located(error, frame)
            }
        }
        guard isAvailable else {
            throw located(
                ScriptError("NotImplementedError", "\(name)() in the body of a class is not in Lagado"), frame
            )
        }
        return .dict(variables.dictionary(frame))
    }
}

/// `globals()` and `locals()` in a text that runs in variables of its own.
final class NamespaceNode: Node {
    private let variables: DictValue
    private let name: String
    private let callee: Node

    init(_ variables: DictValue, _ name: String, _ callee: Node, _ range: SourceRange) {
        (self.variables, self.name, self.callee) = (variables, name, callee)
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let function = try callee.evaluate(frame)
        if case .builtin(let builtin) = function, builtin.name == name { return .dict(variables) }
        do { return try Operations.call(function, Arguments(), frame.interpreter) } catch {
            throw located(error, frame)
        }
    }
}

/// A name at the top of a text that runs with a dict for its variables.
final class DictNameNode: Node, Target {
    let variables: DictValue
    let name: String
    private let key: Value
    private let fallback: GlobalNode
    init(_ variables: DictValue, _ name: String, _ fallback: GlobalNode, _ range: SourceRange) {
        (self.variables, self.name, key, self.fallback) = (variables, name, .string(name), fallback)
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        try variables.get(key) ?? fallback.evaluate(frame)
    }
    func assign(_ value: Value, _ frame: Frame) throws {
        do { try variables.set(key, value) } catch { throw located(error, frame) }
    }
    func delete(_ frame: Frame) throws {
        if try variables.remove(key) == nil { try fallback.unknownName(frame) }
    }
}

/// `exec(…)` and `eval(…)` where they find the variables of a function.
final class RunTextNode: CallNode {
    private let variables: LocalVariables
    private let name: String
    init(
        _ scope: Scope, _ name: String, _ callee: Node, _ arguments: CompiledArguments, _ range: SourceRange
    ) {
        (variables, self.name) = (LocalVariables(scope), name)
        super.init(callee, arguments, range)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let function = try callee.evaluate(frame)
        guard case .builtin(let builtin) = function, builtin.name == name,
            arguments.isPlain, arguments.plain.count == 1
        else { return try apply(function, nil, frame) }
        var given = try arguments.evaluate(frame)
        given.positional += [.none, .dict(variables.dictionary(frame))]
        do { return try Operations.call(function, given, frame.interpreter) } catch {
            throw failed(error, frame)
        }
    }
}
