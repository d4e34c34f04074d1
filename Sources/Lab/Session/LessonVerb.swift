import Bindings
import Foundation
import Language

/// What can be told to a lesson that is open: a bare word at the prompt, or the same behind `%`.
///
/// A word that a variable has as its name means the variable; with `%` it always means the lesson.
public enum LessonVerb: String, CaseIterable, Sendable {
    case next, back, skip, again, goto, outline, notes, hint, check, solution, auto, lesson

    /// What help says about the one thing that a word may take after it.
    private struct Argument {
        let form: String, help: String, sample: String
    }

    /// Said once for each word: its help, what Tab offers, the magic of the same name,
    /// and whether anything can stand after it come from this.
    private var declaration: (summary: String, argument: Argument?) {
        switch self {
        case .next: ("Runs the next cell; Enter on an empty line does the same.", nil)
        case .back:
            ("Undoes the last cell and what was typed after it: everything is as it was before.", nil)
        case .skip: ("Skips the next cell without running it.", nil)
        case .again: ("Undoes the last cell and runs it once more.", nil)
        case .goto:
            (
                "Goes to a cell, back or ahead; the cells up to there run without being shown.",
                Argument(form: "LABEL or N", help: "the cell's label, or its number", sample: "3")
            )
        case .outline: ("Lists headings and cells, and says where you are.", nil)
        case .notes: ("Shows the speaker's notes for the next cell.", nil)
        case .hint: ("Shows the next hint of an exercise.", nil)
        case .check: ("Checks your answer to an exercise.", nil)
        case .solution: ("Shows the solution of an exercise.", nil)
        case .auto:
            (
                "Runs cell after cell, with that many seconds between them, until Ctrl-C.",
                Argument(form: "SECONDS", help: "how long each cell is shown", sample: "5")
            )
        case .lesson: ("Shows the next cell again, with the prose before it.", nil)
        }
    }

    public var summary: String { declaration.summary }

    /// How it is typed: `goto LABEL or N`.
    public var usage: String { rawValue + (declaration.argument.map { " " + $0.form } ?? "") }

    /// Whether anything can stand after it.
    public var takesArgument: Bool { declaration.argument != nil }

    /// What a typed line tells the lesson; nil for a line of Python, such as `auto = 3` and `next(rows)`.
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
        if isVariable(word) || !argument.isEmpty && isPython(text) { return nil }
        return (verb, argument)
    }

    /// Whether a line is Python, or the beginning of it: `goto 4` is none.
    private static func isPython(_ line: String) -> Bool {
        if case .invalid = Parser.parse(line) { false } else { true }
    }

    /// The word as a magic, for help and completion. A prompt with a lesson reads it before it is run, so
    /// what runs is a line in the middle of a cell or of a program.
    var magic: Magic {
        let (summary, argument) = declaration
        let parameters = argument.map {
            Magic.Parameter(
                form: $0.form, help: $0.help, isOptional: false, kind: .plain, completion: .nothing)
        }
        return Magic(
            rawValue, summary, raw: parameters.map { [$0] } ?? [],
            example: "%" + rawValue + (argument.map { " " + $0.sample } ?? "")
        ) { _, _ in
            throw ScriptError(
                "RuntimeError",
                "'%\(rawValue)' is for a lesson that is open at the prompt, on a line by itself",
                hint: "lagado play LESSON.md, or %play LESSON.md at the prompt")
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
