import Foundation
import Lab
import Language

/// What an exercise's check says about the state of a session.
public enum CheckResult: Equatable, Sendable {
    case right
    /// In the subject's words, without a traceback.
    case wrong(String)
}

extension Session {
    /// Runs the assertions of a check; whatever they change is put back.
    ///
    /// The answer to a failed one is its own message. Where it has none, both sides of what was compared are
    /// told: which rows differ, and what stands there.
    ///
    /// - Parameters:
    ///   - answer: runs before the assertions, and leaves no trace either.
    ///   - called: what messages call the answer.
    ///   - missing: what to say where a name has no value; nil for the usual words.
    public func check(
        _ cells: [Cell], after answer: String? = nil, called: String = "it",
        missing: (_ name: String) -> String? = { _ in nil }
    ) -> CheckResult {
        for cell in cells {
            do {
                try tryingOut { run in
                    if let answer {
                        do { try run(answer) } catch {
                            throw CheckFailure("\(called) fails: \(ScriptError(error).message)")
                        }
                    }
                    do { try run(cell.source) } catch {
                        let error = ScriptError(error)
                        throw CheckFailure(
                            error.missingName.flatMap(missing) ?? Session.answer(to: error, in: cell, self))
                    }
                }
            } catch let failure as CheckFailure {
                return .wrong(failure.text)
            } catch {
                return .wrong("the check could not run: \(ScriptError(error).message)")
            }
        }
        return .right
    }

    private struct CheckFailure: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }

    private static func answer(
        to error: ScriptError, in cell: Cell, _ session: Session
    ) -> String {
        switch error.kind {
        case "AssertionError":
            if !error.message.isEmpty { return error.message }
            return failedComparison(error, in: cell, session) ?? "not yet: a check of the result fails"
        case "NameError":
            if let name = error.missingName {
                return name == "___"
                    ? "there is still a blank, ___, to fill"
                    : "there is no '\(name)' yet: run the cell with your answer"
            }
            return error.message
        case "KeyboardInterrupt": return "the check was stopped"
        default: return "the check cannot be made with these values: \(error.message)"
        }
    }

    /// `got 3, wanted 4`, or the rows that differ, for an assertion that compares two sides.
    private static func failedComparison(
        _ error: ScriptError, in cell: Cell, _ session: Session
    ) -> String? {
        guard let range = error.range, let source = error.source,
            case .complete(let program) = Parser.parse(cell.source, as: .cell)
        else { return nil }
        let failed = program.statements.lazy.compactMap { statement -> Language.Expression? in
            guard case .assert(let test, _) = statement.kind, statement.range.lower <= range.lower,
                range.lower <= statement.range.upper
            else { return nil }
            return test
        }.first
        guard let failed else { return nil }
        // `n > 4`: there is one side to tell, and what is wanted of it.
        if case .compare(let left, let rest) = failed.kind, rest.count == 1,
            rest[0].comparison != .value(.equal)
        {
            guard let value = try? session.run(source.text(left.range), name: "check", echo: .last) else {
                return nil
            }
            return (try? ValueDifference.text(value)).map {
                "\(source.text(left.range)) is \($0), and \(source.text(failed.range)) is wanted"
            }
        }
        guard let (left, right) = failed.comparedSides else { return nil }
        let names = (source.text(left.range), source.text(right.range))
        guard
            case .tuple(let pair)? = try? session.run(
                "(\(names.0)), (\(names.1))", name: "check", echo: .last),
            pair.elements.count == 2
        else { return nil }
        return try? ValueDifference.text(pair.elements[0], pair.elements[1], names: names)
    }
}

extension ScriptError {
    /// The name that a NameError is about.
    fileprivate var missingName: String? {
        kind == "NameError" ? message.split(separator: "'").dropFirst().first.map(String.init) : nil
    }
}

extension Language.Expression {
    /// Both sides of `a == b`, `torch.equal(a, b)`, `torch.allclose(a, b)`,
    /// `(a == b).all()`, `bool(…)` of these.
    fileprivate var comparedSides: (Language.Expression, Language.Expression)? {
        switch kind {
        case .compare(let first, let rest) where rest.count == 1: return (first, rest[0].operand)
        case .call(let callee, let arguments):
            guard let name = callee.lastName else { return nil }
            let given = arguments.filter { $0.name == nil }.map(\.value)
            if ["equal", "allclose", "array_equal", "isclose"].contains(name), given.count >= 2 {
                return (given[0], given[1])
            }
            if name == "bool", given.count == 1 { return given[0].comparedSides }
            if name == "all" {
                if case .attribute(let owner, _, _) = callee.kind, given.isEmpty {
                    return owner.comparedSides
                }
                return given.first?.comparedSides
            }
            return nil
        default: return nil
        }
    }

    private var lastName: String? {
        switch kind {
        case .name(let name): return name
        case .attribute(_, let name, _): return name
        default: return nil
        }
    }
}

extension Player {
    /// Looks at the answer to the exercise that is open, and goes on where it is right.
    ///
    /// An answer that is a part of the cell is completed by the rest: a right one leaves the lesson as the
    /// whole cell would.
    ///
    /// - Parameter tell: is told what was completed, or put right.
    /// - Returns: nil where no exercise is open.
    public func checkExercise(tell: (String) -> Void = { _ in }) -> CheckResult? {
        guard let step = current, step.isExercise else { return nil }
        guard !step.checks.isEmpty else {
            finishExercise()
            return .right
        }
        let cell = ExerciseLines(step.cell.source)
        var below: [ExerciseLines.Line] = []
        if excursions > 0, let last = cell.lastBlank {
            let answer = cell.lines.filter { !$0.isGiven }.flatMap(\.bound).sorted()
            if let name = answer.first(where: { session.variables[$0] == nil }),
                let words = missingName(name, in: cell)
            {
                return .wrong(words)
            }
            let above = missingLines(of: cell, in: 0..<last)
            if runSilently(above) { tell(Player.ran(above.map(\.title))) }
            below = missingLines(of: cell, in: last..<cell.lines.count)
        }
        let result = session.check(
            step.checks, after: below.isEmpty ? nil : below.map(\.text).joined(separator: "\n"),
            called: "the rest of the cell, '\(below.first?.title ?? "")',"
        ) { missingName($0, in: cell) }
        guard result == .right else { return result }
        if runSilently(below) { tell(Player.ran(below.map(\.title))) }
        for row in cell.lastBlank == nil ? [] : mendGivenNames(of: cell, solution: step.cell.solution) {
            tell(
                "\(row[0]) was \(row[1]) with you, and the cell sets \(row[2]): the lesson goes on with that")
        }
        finishExercise()
        return result
    }

    /// What to say of lines of a cell that ran since an answer lacked them.
    public static func ran(_ lines: [String]) -> String {
        "the cell's own \(lines.count == 1 ? "line" : "lines") ran with it: "
            + lines.joined(separator: "; ")
    }

    /// The next hint for the exercise that is open, with its number and how many there are.
    public func nextHint() -> (text: String, number: Int, count: Int)? {
        guard let step = current, !step.cell.hints.isEmpty else { return nil }
        let number = min(hintsGiven[step.cell.number, default: 0], step.cell.hints.count - 1)
        hintsGiven[step.cell.number] = number + 1
        return (step.cell.hints[number], number + 1, step.cell.hints.count)
    }

    /// The solution of the exercise that is open. It is noted that it was shown; `next` runs it.
    public func showSolution() -> String? {
        guard let step = current, step.isExercise, let solution = step.cell.solution else { return nil }
        solutionsShown.insert(step.cell.number)
        return solution
    }
}
