import Bindings
import Foundation
import Language
import Presentation
import Tensors

/// Says an error in the person's own words: their names for the operands, the axes of their tensors, their
/// names in what to try.
///
/// An operation knows shapes and not names; the failing expression is still there, and what its parts stand
/// for is looked up, never computed.
///
///     ShapeError: nll_loss wants [N, classes] and [N]
///       log_probs [B=16, T=256, V=50257]     Y [B=16, T=256]
///       try: loss_function(log_probs.view(-1, 50257), Y.view(-1))
struct ErrorNaming {
    let session: Session

    /// A part of the failing expression that can be a tensor.
    private struct Operand {
        let text: String
        let tensor: Tensor?
        /// Nil where it is not known without computing.
        let isFloat: Bool?
    }

    func named(_ error: ScriptError) -> ScriptError {
        guard !error.isInterruption, let range = error.range, let source = error.source else { return error }
        let text = source.text(range)
        guard text.utf8.count <= 2000, let expression = Self.expression(text) else { return error }
        let operands = self.operands(expression, text)
        var error = error
        error.details = details(error.details, operands)
        if let hint = error.hint {
            error.hint = renamed(
                hint, operands, callee: Self.callee(expression).map { Self.text(of: $0, text) })
        } else if ["TypeError", "ValueError", "IndexError", "ShapeError"].contains(error.kind) {
            error.hint = example(for: expression, not: text)
        }
        return error
    }

    // MARK: The failing expression

    private static func expression(_ text: String) -> Language.Expression? {
        guard case .complete(let program) = Parser.parse(text), program.statements.count == 1,
            case .expression(let expression) = program.statements[0].kind
        else { return nil }
        return expression
    }

    private static func text(of expression: Language.Expression, _ text: String) -> String {
        Source(text).text(expression.range)
    }

    private static func callee(_ expression: Language.Expression) -> Language.Expression? {
        if case .call(let callee, _) = expression.kind { return callee }
        return nil
    }

    private func operands(_ expression: Language.Expression, _ text: String) -> [Operand] {
        let parts: [Language.Expression]
        switch expression.kind {
        case .call(let callee, let arguments):
            var row = arguments.map(\.value).flatMap { argument -> [Language.Expression] in
                if case .collection(_, let elements) = argument.kind { return elements }
                return [argument]
            }
            if case .attribute(let owner, _, _) = callee.kind, isTensor(owner) { row.insert(owner, at: 0) }
            parts = row
        case .binary(_, let a, let b): parts = [a, b]
        case .subscripted(let owner, _): parts = [owner]
        default: parts = []
        }
        return parts.compactMap { part in
            switch part.kind {
            case .int, .float, .string, .bool, .none, .joined, .slice, .ellipsis, .lambda, .dict: return nil
            default: break
            }
            let words = Self.text(of: part, text)
            // A part of a tensor holds the same kind of numbers.
            if case .subscripted(let owner, _) = part.kind {
                return Operand(text: words, tensor: nil, isFloat: tensor(owner)?.dtype.isFloatingPoint)
            }
            if session.value(of: part) == nil { return Operand(text: words, tensor: nil, isFloat: nil) }
            return tensor(part).map { Operand(text: words, tensor: $0, isFloat: $0.dtype.isFloatingPoint) }
        }
    }

    private func isTensor(_ expression: Language.Expression) -> Bool {
        switch expression.kind {
        case .name, .attribute: return tensor(expression) != nil
        // A call's or an index's result: it may well be one.
        default: return true
        }
    }

    private func tensor(_ expression: Language.Expression) -> Tensor? {
        session.value(of: expression).flatMap { (try? Tensor.from($0)) ?? nil }
    }

    // MARK: Shapes

    /// Shapes in the order of the operands get their names; a row of shapes that
    /// does not fit them stays as it is.
    private func details(_ lines: [String], _ operands: [Operand]) -> [String] {
        var next = 0
        return lines.map { line in
            var (result, rest) = ("", line[...])
            while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
                let inner = rest[rest.index(after: open)..<close]
                let sizes = inner.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
                var before = String(rest[..<open])
                rest = rest[rest.index(after: close)...]
                guard !sizes.isEmpty, !sizes.contains(nil), next < operands.count,
                    operands[next].tensor.map({ $0.shape == sizes.compactMap { $0 } }) ?? true
                else {
                    result += before + "[\(inner)]"
                    continue
                }
                let operand = operands[next]
                next += 1
                let word = String(
                    before.reversed().drop { $0 == " " }.prefix { $0.isLetter || $0 == "_" }.reversed())
                // A label alone gives way to the person's name; a word of a sentence stays.
                let label = String(before.dropLast(word.count + 1))
                let isLabel = label.isEmpty || label.hasSuffix("  ") || label.hasSuffix(", ")
                if operand.text.count <= 30 {
                    if word.isEmpty {
                        before += operand.text + " "
                    } else if isLabel, before.hasSuffix(word + " "), DType(rawValue: word) == nil {
                        before = label + operand.text + " "
                    }
                }
                let shape = sizes.compactMap { $0 }
                // Whether two axes are [B, T] or a matrix depends on the numbers, which are
                // not known of what was computed.
                let isFloat = operand.isFloat ?? (shape.count > 2 ? true : nil)
                result += before + (isFloat.map { session.namedShape(shape, isFloat: $0) } ?? "[\(inner)]")
            }
            return result + rest
        }
    }

    // MARK: What to try

    /// Names that operations use for their operands where they know no better.
    private static let placeholders: Set<String> = [
        "x", "X", "y", "Y", "a", "b", "input", "target", "other", "tensor", "log_probs", "logits", "scores",
    ]

    private func renamed(_ hint: String, _ operands: [Operand], callee: String?) -> String {
        // Words may stand before the line, and alternatives beside it.
        let head = hint.range(of: ": ", options: .backwards).map { hint[..<$0.upperBound] } ?? ""
        let pieces = hint.dropFirst(head.count).components(separatedBy: " or ").map { piece -> String in
            guard let expression = Self.expression(piece) else { return piece }
            var changes: [(range: SourceRange, text: String)] = []
            var order: [String] = []
            Self.names(expression) { name, range, isCallee, isOwner in
                if isCallee {
                    // `loss_function` is what the person calls nll_loss.
                    if let callee, session.declaration(named: name) != nil,
                        session.resolve([callee])?.isObject == true
                    {
                        changes.append((range, callee))
                    }
                    return
                }
                guard Self.placeholders.contains(name) else { return }
                if !order.contains(name) { order.append(name) }
                guard let place = order.firstIndex(of: name), place < operands.count,
                    operands[place].text.count <= 40
                else { return }
                let text = operands[place].text
                changes.append((range, isOwner && !Self.standsAlone(text) ? "(\(text))" : text))
            }
            guard order.count <= operands.count else { return piece }
            var bytes = Array(piece.utf8)
            for change in changes.sorted(by: { $0.range.lower > $1.range.lower }) {
                bytes.replaceSubrange(change.range.lower..<change.range.upper, with: Array(change.text.utf8))
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        return head + pieces.joined(separator: " or ")
    }

    private static func standsAlone(_ text: String) -> Bool {
        switch expression(text)?.kind {
        case .name, .attribute, .call, .subscripted: return true
        default: return false
        }
    }

    /// Every plain name in an expression: whether it is called, and whether a dot or a bracket follows.
    private static func names(
        _ expression: Language.Expression,
        _ visit: (String, SourceRange, _ isCallee: Bool, _ isOwner: Bool) -> Void
    ) {
        var special: Language.Expression?
        switch expression.kind {
        case .name(let name): visit(name, expression.range, false, false)
        case .call(let callee, _):
            special = callee
            if case .name(let name) = callee.kind {
                visit(name, callee.range, true, false)
            } else {
                names(callee, visit)
            }
        case .attribute(let owner, _, _), .subscripted(let owner, _):
            special = owner
            if case .name(let name) = owner.kind {
                visit(name, owner.range, false, true)
            } else {
                names(owner, visit)
            }
        default: break
        }
        for part in expression.parts where part.range != special?.range { names(part, visit) }
    }

    /// The example of the command that was called, where everything that it names is there.
    private func example(for expression: Language.Expression, not text: String) -> String? {
        guard let callee = Self.callee(expression), let value = session.value(of: callee),
            let command = session.declaration(of: value),
            Catalog.groups.contains(command.group), !command.example.isEmpty, command.example != text,
            case .complete(let program) = Parser.parse(command.example)
        else { return nil }
        var isThere = true
        for statement in program.statements {
            switch statement.kind {
            case .expression(let inner), .assign(_, let inner):
                Self.names(inner) { name, _, _, _ in if session.resolve([name]) == nil { isThere = false } }
            default: isThere = false
            }
        }
        return isThere ? command.example : nil
    }
}

extension Session {
    /// `[B=16, T=256]`: the axes as the lecture calls them, as far as the sizes tell.
    func namedShape(_ shape: [Int], isFloat: Bool, named name: String? = nil) -> String {
        let names = DisplayCommands.axes(shape, isFloat: isFloat, named: name, interpreter)
        return "[" + zip(names, shape).map { $0.isEmpty ? String($1) : "\($0)=\($1)" }.joined(separator: ", ")
            + "]"
    }

    fileprivate func declaration(named name: String) -> Builtin? { resolve([name]).flatMap(declaration) }
}

extension Value {
    fileprivate var isObject: Bool {
        switch self {
        case .object, .instance, .function: return true
        default: return false
        }
    }
}
