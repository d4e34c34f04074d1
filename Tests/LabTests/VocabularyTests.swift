import Lab
import Testing

/// `vocabulary(text)`: counts to compute with, and how they are shown.
@Suite struct VocabularyTests {
    @Test func isShownAsTables() throws {
        let fixture = SessionFixture()
        #expect(
            try fixture.run("vocabulary('A b b\\nA b', n=2)") == """
                The vocabulary of the text
                              distinct  in all
                  characters         4       9
                  words              2       5
                The most frequent
                  character  count  word  count
                  ␣              3  b         3
                  b              3  a         2

                """)
        #expect(
            try fixture.run("vocabulary('')")
                == "The vocabulary of the text\n              distinct  in all\n"
                + "  characters         0       0\n  words              0       0\n")
    }

    @Test func countsAreThereToComputeWith() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("v = vocabulary(text, tokenizer)")
        for line in [
            "dict(v.characters) == dict(collections.Counter(text))",
            "sum(v.characters.values()) == len(text)",
            "v.words.most_common(1)[0][0] == 'the' and v.words['nowhere'] == 0",
            "sum(v.tokens.values()) == len(tokens) and len(v.tokens) == len(set(tokens.tolist()))",
            "v.share == len(v.tokens) / tokenizer.vocab_size",
            "vocabulary(text).tokens is None and vocabulary(text).share is None",
            "type(v).__name__ == 'Vocabulary'",
        ] {
            #expect(try fixture.run("import collections\n" + line) == "True\n", "\(line)")
        }
        let shown = try fixture.run("v")
        #expect(shown.contains("% of the tokenizer's 300 tokens are used\n"))
        #expect(shown.contains("character  count  word  count  token  count"))
        for line in shown.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(try fixture.run("v.words.clear()\n%undo\nlen(v.words) > 100").hasSuffix("True\n"))
    }

    @Test(arguments: [
        ("vocabulary(3)", "TypeError"), ("vocabulary('a', n=-1)", "n must be at least 0, got -1"),
        ("vocabulary('a', tok='gpt2')", "no argument 'tok'"),
    ])
    func whatIsWrongIsSaid(line: String, words: String) {
        #expect(SessionFixture().failure(line).contains(words))
    }
}
