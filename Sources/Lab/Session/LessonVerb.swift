import Bindings
import Foundation
import Language

/// What can be told to a lesson that is open: a bare word at the prompt, or the same behind `%`.
///
/// A word that a variable has as its name means the variable; with `%` it always means the lesson.
public enum LessonVerb: String, CaseIterable, Sendable {
    case next, back, skip, again, goto, outline, notes, hint, check, solution, auto, lesson

    public var usage: String { ([rawValue] + parameters.map(\.form)).joined(separator: " ") }

    private var parameters: [Magic.Parameter] {
        func parameter(_ form: String, _ help: String) -> [Magic.Parameter] {
            [Magic.Parameter(form: form, help: help, isOptional: false, kind: .plain, completion: .nothing)]
        }
        switch self {
        case .goto: return parameter("LABEL or N", "the cell's label, or its number")
        case .auto: return parameter("SECONDS", "how long each cell is shown")
        default: return []
        }
    }

    public var summary: String {
        switch self {
        case .next: "Runs the next cell; Enter on an empty line does the same."
        case .back: "Undoes the last cell and what was typed after it: everything is as it was before."
        case .skip: "Skips the next cell without running it."
        case .again: "Undoes the last cell and runs it once more."
        case .goto: "Goes to a cell, back or ahead; the cells up to there run without being shown."
        case .outline: "Lists headings and cells, and says where you are."
        case .notes: "Shows the speaker's notes for the next cell."
        case .hint: "Shows the next hint of an exercise."
        case .check: "Checks your answer to an exercise."
        case .solution: "Shows the solution of an exercise."
        case .auto: "Runs cell after cell, with that many seconds between them, until Ctrl-C."
        case .lesson: "Shows the next cell again, with the prose before it."
        }
    }

    /// What a typed line tells the lesson; nil for a line of Python.
    ///
    /// - Parameter isVariable: whether the person has a variable of that name.
    public static func read(_ line: String, isVariable: (String) -> Bool) -> (
        verb: LessonVerb, argument: String
    )? {
        var text = line.trimmingCharacters(in: .whitespaces)
        let isMagic = text.hasPrefix("%") && !text.hasPrefix("%%")
        if isMagic { text.removeFirst() }
        let word = String(text.prefix { $0.isLetter })
        let rest = String(text.dropFirst(word.count))
        guard let verb = LessonVerb(rawValue: word), rest.isEmpty || rest.hasPrefix(" ") else { return nil }
        let argument = rest.trimmingCharacters(in: .whitespaces)
        if isMagic { return (verb, argument) }
        if isVariable(word) { return nil }
        switch verb {
        case .goto, .auto:
            // `goto 4` is no Python; `auto = 3` is.
            let isPlain = argument.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
            return isPlain ? (verb, argument) : nil
        default:
            // `back 2` and `check z` are no Python: the word is told that it takes nothing.
            let isPlain = argument.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " }
            let operators = ["in ", "is ", "and ", "or ", "if ", "not "]
            return isPlain && !operators.contains { (argument + " ").hasPrefix($0) } ? (verb, argument) : nil
        }
    }

    /// The word as a magic, for help and completion. A prompt with a lesson reads it before it is run, so
    /// what runs is a line in the middle of a cell or of a program.
    var magic: Magic {
        Magic(rawValue, summary, raw: parameters, example: "%" + (example ?? rawValue)) { _, _ in
            throw ScriptError(
                "RuntimeError",
                "'%\(rawValue)' is for a lesson that is open at the prompt, on a line by itself",
                hint: "lagado play LESSON.md, or %play LESSON.md at the prompt")
        }
    }

    private var example: String? {
        switch self {
        case .goto: "goto 3"
        case .auto: "auto 5"
        default: nil
        }
    }

    /// Opens a lesson at the prompt.
    static let play = Magic(
        "play", "Opens a lesson, a notebook or a script in this session, to be stepped through.",
        raw: [MagicParameter.file("the lesson").information], example: "%play lesson.md"
    ) { _, _ in
        throw ScriptError(
            "RuntimeError", "'%play' opens a lesson at the prompt, on a line by itself",
            hint: "lagado run LESSON.md runs it from end to end")
    }
}
