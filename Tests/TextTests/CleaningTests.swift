import Foundation
import TestSupport
import Testing
import Text

@Suite("Cleaning")
struct CleaningTests {
    @Test(arguments: [
        ("*** START OF THE PROJECT GUTENBERG EBOOK X ***", "*** END OF THE PROJECT GUTENBERG EBOOK X ***"),
        ("***START OF THE PROJECT GUTENBERG EBOOK X***", "***END OF THE PROJECT GUTENBERG EBOOK X***"),
        ("*** START OF THIS PROJECT GUTENBERG EBOOK X ***", "End of Project Gutenberg's X, by Y"),
        (
            "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
            "End of The Project Gutenberg Etext of X"
        ),
        ("*** START OF THE PROJECT GUTENBERG EBOOK, X ***", "End of the Project Gutenberg EBook of X"),
    ])
    func markers(_ start: String, _ end: String) {
        let body =
            "CHAPTER I.\r\n\r\nIt began.\r\nEnd of the day.\r\nIt ended.\r\n"
            + String(repeating: "More.\r\n", count: 40)
        let cleaned = clean("\u{FEFF}Title: X\r\n\(start)\r\n\r\n\r\n\(body)\r\n\r\n\(end)\r\nLicence\r\n")
        #expect(cleaned.text == body.replacingOccurrences(of: "\r\n", with: "\n"))
        #expect(cleaned.removed.byteOrderMark && cleaned.removed.header > 0 && cleaned.removed.licence > 0)
    }

    @Test("a text without Gutenberg's marks keeps its words")
    func plainText() {
        #expect(clean("\n\na\rb\r\nc\n\n").text == "\n\na\nb\nc\n\n")
        #expect(clean("\n\na\rb\r\nc\n\n").removed.carriageReturns == 2)
        #expect(clean("").text == "" && clean("").report == "nothing to remove")
        #expect(clean(Voyage.text).text == Voyage.text)
    }

    @Test("real books", .enabled(if: Shared.isPresent, Shared.missing))
    func books() throws {
        for file in ["pg829.txt", "pg829-utf8.txt", "pg35.txt", "pg11.txt"] {
            let cleaned = clean(try Goldens.book(file))
            #expect(!cleaned.text.contains("Gutenberg License"), "\(file)")
            #expect(!cleaned.text.contains("START OF") && !cleaned.text.contains("\r"), "\(file)")
            #expect(cleaned.removed.licence > 18_000 && cleaned.removed.header < 700, "\(file)")
            #expect(clean(cleaned.text).text == cleaned.text, "\(file)")
        }
    }
}
