/// `locals()` in a function: the variables there as a dict, one of its own as in CPython: writing to it
/// changes none.
final class LocalsNode: Node {
    private let scope: Scope
    private let name: String
    private let callee: Node
    private lazy var places: [(name: String, place: Scope.Place)] = scope.blocks[0].filter {
        !$0.key.hasPrefix(".")
    }.sorted {
        LocalsNode.rank($0.value) < LocalsNode.rank($1.value)
    }.map { ($0.key, $0.value) }

    init(_ scope: Scope, _ name: String, _ callee: Node, _ range: SourceRange) {
        (self.scope, self.name, self.callee) = (scope, name, callee)
        super.init(range)
    }

    private static func rank(_ place: Scope.Place) -> Int {
        switch place {
        case .slot(let slot): return slot
        case .cell(let cell): return 1 << 40 + cell
        }
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let function = try callee.evaluate(frame)
        // The person's own function of this name is called as any other.
        guard case .builtin(let builtin) = function, builtin.name == name else {
            do { return try Operations.call(function, Arguments(), frame.interpreter) } catch {
                throw located(error, frame)
            }
        }
        guard scope.kind == .function else {
            throw located(
                ScriptError("NotImplementedError", "\(name)() in the body of a class is not in Lagado"), frame
            )
        }
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
        return .dict(result)
    }
}
