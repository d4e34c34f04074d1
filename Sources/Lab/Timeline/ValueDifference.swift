import Bindings
import Language
import Presentation
import Tensors

/// Says in words where two values differ: which rows, and what stands there.
public enum ValueDifference {
    /// Rows that are named; of more, how many there are.
    private static let mostRows = 4

    /// - Parameter names: what the two are called, usually the expressions that gave them.
    public static func text(_ a: Value, _ b: Value, names: (String, String)) throws -> String {
        let tensors = (try Tensor.from(a), try Tensor.from(b))
        if let left = tensors.0, let right = tensors.1, left.count > 1 || right.count > 1 {
            return try text(left.detach(), right.detach(), names: names)
        }
        func value(_ value: Value) throws -> String { try cut(value.repr()) }
        if case .list(let left) = a, case .list(let right) = b {
            guard left.elements.count == right.elements.count else {
                return
                    "\(names.0) has \(Formatting.count(left.elements.count, "element")), and \(names.1) has"
                    + " \(right.elements.count)"
            }
            if let place = left.elements.indices.first(where: {
                (try? Operations.equal(left.elements[$0], right.elements[$0])) == false
            }) {
                return "element \(place) differs: \(names.0) has \(try value(left.elements[place])), and"
                    + " \(names.1) has \(try value(right.elements[place]))"
            }
        }
        let other = try value(b)
        if other == names.1 { return "\(names.0) is \(try value(a)), not \(other)" }
        return "\(names.0) is \(try value(a)), and \(names.1) is \(other)"
    }

    /// Whether two values are not equal, as far as that can be known: functions and classes may do the same.
    public static func differ(_ a: Value, _ b: Value) throws -> Bool {
        if let left = try? Tensor.from(a), let right = try? Tensor.from(b) {
            guard left.shape == right.shape, left.dtype == right.dtype else { return true }
            return try left.detach().compare(.notEqual, right.detach()).any().item().isTrue
        }
        switch (a, b) {
        case (.none, _), (.bool, _), (.int, _), (.float, _), (.str, _), (.list, _), (.tuple, _), (.dict, _),
            (.set, _), (.range, _):
            return (try? Operations.equal(a, b)) == false
        default: return false
        }
    }

    /// A value in a few words.
    public static func text(_ value: Value) throws -> String { try cut(value.repr()) }

    /// In one line that is not too long.
    private static func cut(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return Columns.width(line) > 70 ? Columns.padded(line, 70) : line
    }

    private static func text(_ a: Tensor, _ b: Tensor, names: (String, String)) throws -> String {
        guard a.shape == b.shape else {
            return "\(names.0) has the shape \(Shape.description(a.shape)), and \(names.1) has"
                + " \(Shape.description(b.shape))"
        }
        guard a.dtype == b.dtype else { return "\(names.0) is \(a.dtype), and \(names.1) is \(b.dtype)" }
        let differs = try a.compare(.notEqual, b)
        let byRow = try differs.rank > 1 ? differs.flatten(1).any([1]) : differs
        let rows = try byRow.nonzeroColumns()[0].elements(Int64.self).map(Int.init)
        guard let first = rows.first else {
            return "\(names.0) and \(names.1) differ in what they are, not in numbers"
        }
        let noun = a.rank > 1 ? "row" : "place"
        let named = rows.prefix(mostRows).map(String.init)
        let list =
            rows.count > mostRows
            ? "\(named.joined(separator: ", ")) … (\(Formatting.grouped(rows.count)) of "
                + "\(Formatting.grouped(a.shape[0])))"
            : named.count > 1
                ? named.dropLast().joined(separator: ", ") + " and " + named[named.count - 1] : named[0]
        func shown(_ tensor: Tensor) throws -> String {
            let row = try tensor.select(0, first)
            return cut(row.rank == 0 ? try row.item().scriptValue.repr() : try row.scriptValue.repr())
        }
        return
            "\(noun)\(rows.count == 1 ? "" : "s") \(list) \(rows.count == 1 ? "differs" : "differ"): "
            + "in \(noun) \(first) \(names.0) has \(try shown(a)), and \(names.1) has \(try shown(b))"
    }
}
