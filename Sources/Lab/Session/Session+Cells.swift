import Bindings
import Language
import Tensors

extension Session {
    /// On the evaluating thread.
    func runCell(_ cell: ParsedCell, number: Int, echo: Echo) throws -> Value? {
        if keepsUndo, !isInsideMagic, cell.canChangeSession {
            timeline.begin(cell, number: number, echo: echo)
        }
        let program = try cell.program()
        let value: Value?
        switch echo {
        case .all: value = try runEach(program, of: cell.source)
        case .last, .none:
            value = try interpreter.run(program, of: cell.source, mode: echo == .none ? .module : .cell)
            let isHidden = echo == .none || program.statements.last?.hidesValue == true
            if !isHidden, let value { try show(value) }
        }
        if let value, !value.isNone, !isInsideMagic { keep(value, number: number) }
        return value
    }

    /// Every top-level statement by itself, each value shown.
    private func runEach(_ program: Program, of source: Source) throws -> Value? {
        var last: Value?
        for statement in program.statements {
            last = try interpreter.run(Program(statements: [statement]), of: source, mode: .cell)
            if let last, !statement.hidesValue { try show(last) }
        }
        return last
    }

    /// Results that were shown: `_` is the last, `__` and `___` those before, `_3` that of cell 3.
    func keep(_ value: Value, number: Int? = nil) {
        let names = interpreter.builtins
        names["___"] = names["__"]
        names["__"] = names["_"]
        names["_"] = value
        // A batch of full-size logits is 800 MB: only `_` keeps such a thing alive.
        if let number, Session.bytes(of: value) <= 64 << 20 { names["_\(number)"] = value }
    }

    /// Bytes of the tensors in a value; containers are looked into one level deep.
    static func bytes(of value: Value) -> Int {
        switch value {
        case .object(let object): return (object as? TensorObject)?.tensor.storage.bytes ?? 0
        case .tuple(let tuple):
            return tuple.elements.reduce(0) {
                if case .object = $1 { return $0 + bytes(of: $1) } else { return $0 }
            }
        case .list(let list):
            return list.elements.prefix(100).reduce(0) {
                if case .object = $1 { return $0 + bytes(of: $1) } else { return $0 }
            }
        default: return 0
        }
    }
}
