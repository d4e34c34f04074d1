import Lab
import Testing

/// What a line that is typed tells an open lesson, and what is left to Python.
@Suite struct LessonVerbTests {
    @Test(arguments: [
        ("next", "next", ""), ("  back ", "back", ""), ("goto 4", "goto", "4"),
        ("goto the-model", "goto", "the-model"),
        ("auto 0.5", "auto", "0.5"), ("%next", "next", ""), ("%goto 3", "goto", "3"),
        ("%auto = 3", "auto", "= 3"),
        // It is told that it takes nothing.
        ("back 2", "back", "2"), ("check my answer", "check", "my answer"),
    ])
    func aWordIsForTheLesson(line: String, verb: String, argument: String) {
        let read = LessonVerb.read(line, isVariable: { _ in false })
        #expect(read?.verb.rawValue == verb && read?.argument == argument, "\(line)")
    }

    @Test(arguments: [
        "auto = 3", "next(rows)", "next (rows)", "check == 3", "hint in hints", "notes.append(1)",
        "skip if x else y",
        "goto = [", "backwards", "%%next", "x = next", "solution, y = 1, 2", "outline: int = 3", "",
    ])
    func pythonIsLeftToPython(line: String) {
        #expect(LessonVerb.read(line, isVariable: { _ in false }) == nil, "\(line)")
    }

    @Test func aVariableOfThatNameIsMeant() {
        #expect(LessonVerb.read("next", isVariable: { $0 == "next" }) == nil)
        #expect(LessonVerb.read("%next", isVariable: { _ in true })?.verb == .next)
        #expect(LessonVerb.allCases.filter(\.takesArgument) == [.goto, .auto])
        #expect(LessonVerb.goto.usage == "goto LABEL or N" && LessonVerb.back.usage == "back")
    }
}
