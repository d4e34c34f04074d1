import Testing
import Text

@Suite("The form of a text")
struct TextFormTests {
    @Test func counts() {
        let form = TextForm("It is. I don't know!\r\n\r\nwhy? Yes.\n", vocabulary: ["it", "is", "yes"])
        #expect(form.words == 7 && form.sentences == 4 && form.lines == 3)
        #expect(form.characters == 32)
        #expect(form.lineBreakShare == 3.0 / 32)
        #expect(form.emptyLineShare == 1.0 / 3)
        #expect(form.meanLineLength == 14.5)
        #expect(form.capitalAfterPeriod == 2.0 / 3)
        #expect(form.knownWordShare == 3.0 / 7)
        #expect(form.repetition == 0)
    }

    @Test("one fragment repeated is as repetitive as can be, and nothing like a book")
    func repeated() {
        let ions = String(repeating: " ions", count: 200)
        #expect(TextForm(ions).repetition > 0.99)
        let same = TextForm.compare(Voyage.text, with: Voyage.text).closeness
        let other = TextForm.compare(ions, with: Voyage.text).closeness
        #expect(same > 0.999 && other < 0.4)
    }

    @Test func nothing() {
        let form = TextForm("")
        #expect(form.words == 0 && form.meanLineLength == 0 && form.measures.allSatisfy { $0.value.isFinite })
        #expect(TextForm.compare("", with: "").closeness >= 0)
    }
}
