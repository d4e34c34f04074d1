import Testing
import Text

@Suite("What load's argument means")
struct BookReferenceTests {
    @Test(arguments: [
        ("gulliver", 829), ("Gulliver's Travels", 829), (" GULLIVER ", 829), ("829", 829), ("alice", 11),
        ("Alice in Wonderland", 11), ("time machine", 35), ("timemachine", 35), ("The Time Machine", 35),
        ("time-machine", 35), ("Frankenstein", 84), ("moby dick", 2701), ("Pride and Prejudice", 1342),
        ("pg4711.txt", 4711), ("https://www.gutenberg.org/files/35/35-0.txt", 35),
        ("https://www.gutenberg.org/cache/epub/829/pg829.txt", 829), ("http://gutenberg.org/ebooks/829", 829),
        ("https://www.gutenberg.org/ebooks/829.txt.utf-8", 829),
        ("https://www.gutenberg.org/dirs/8/2/829/829.txt", 829),
        ("HTTPS://WWW.GUTENBERG.ORG/files/11/11-0.txt", 11), ("www.gutenberg.org/ebooks/84", 84),
    ])
    func gutenberg(_ text: String, _ number: Int) throws {
        #expect(try BookReference(text) == .gutenberg(number))
    }

    @Test func others() throws {
        #expect(try BookReference("voyage") == .builtIn)
        #expect(try BookReference("https://example.org/a.txt") == .url("https://example.org/a.txt"))
        #expect(
            try BookReference("https://www.gutenberg.org/files/35/35-h/35-h.htm")
                == .url("https://www.gutenberg.org/files/35/35-h/35-h.htm"))
    }

    @Test(arguments: [
        ("guliver", "Did you mean 'gulliver'?"), ("frankenstien", "'frankenstein'"), ("voyge", "'voyage'"),
        ("", "load needs"), ("0", "no book 0"), ("-5", "no book -5"), ("99999999999", "no book"),
        ("file:///etc/passwd", "not read, only http"), ("ftp://x/y.txt", "not read, only http"),
        ("http://", "not a complete"),
        ("xyzzy of nothing", "load(829)"), ("./none.txt", "there is no file"),
    ])
    func refused(_ text: String, _ part: String) {
        #expect { try BookReference(text) } throws: { "\($0)".contains(part) }
    }
}
