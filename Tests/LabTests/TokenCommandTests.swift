import Lab
import Testing

/// `tok`, `bpe`, `count`, `find`, `textheat`, and what `shift` recognises.
@Suite struct TokenCommandTests {
    @Test func tokensOfAText() throws {
        let fixture = try SessionFixture().withLecture()
        #expect(
            try fixture.run("tok('the naïve\\n')") == """
                Tokens of 'the naïve\\n', by trained
                      id  piece  bytes
                  0   83  t      74
                  1  257  he     68 65
                  2  286  ␣n     20 6e
                  3   64  a      61
                  4  127  \\xc3   c3
                  5  107  \\xaf   af
                  6   85  v      76
                  7   68  e      65
                  8  198  ⏎      0a
                  9 tokens for 11 bytes, 10 characters: 1.22 bytes a token

                """)
        for line in [
            "tok(text).ids.tolist() == tokenizer.encode(text)", "''.join(tok('the sea').pieces) == 'the sea'",
            "b''.join(tok('naïve').bytes) == 'naïve'.encode()", "len(tok('').pieces) == 0",
            "tok('ab', tokenizer=train_tokenizer('xy', vocab_size=256)).ids.tolist() == [64, 65]",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
        #expect(try fixture.run("tok(text)").contains("  …\n"))
    }

    @Test func mergesOfAWord() throws {
        let fixture = try SessionFixture().withLecture()
        let shown = try fixture.run("bpe(' mountain')")
        #expect(shown.contains("        bytes  ␣ m o u n t a i n\n  5     i + n  ␣ m o u n t a in\n"))
        #expect(shown.contains("9 bytes, 3 merges, 6 tokens: 279 269 77 83 64 261"))
        for line in [
            "bpe(' mountain').ids.tolist() == tokenizer.encode(' mountain')",
            "bpe('the ship is').ids.tolist() == tokenizer.encode('the ship is')",
            "bpe(' mountain').merges[0] == (5, (72, 77), [220, 76, 78, 84, 77, 83, 64, 261])",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
        #expect(try fixture.run("bpe('zq')").contains("no two neighbours have a merge"))
    }

    @Test func counts() throws {
        let fixture = try SessionFixture().withLecture()
        let shown = try fixture.run("count(tokens, k=3)")
        #expect(shown.hasPrefix("17,227 tokens, 111 different\n     token   id  count   share\n  1  e "))
        #expect(shown.contains("% of the vocabulary of trained is used: 111 of 300"))
        for line in [
            "import collections\ncount(tokens).counts == collections.Counter(tokens.tolist())",
            "count(text).total == len(tokens)", "count(tokens).used == count(tokens).distinct / 300",
            "count([5000, 5000]).used is None", "count(tokens, k=0).distinct > 100",
        ] {
            #expect(try fixture.run(line).hasSuffix("True\n"), "\(line)")
        }
        try fixture.run("c = count(tokens)")
        #expect(try fixture.run("c.counts.clear()\n%undo\nlen(c.counts) > 100").hasSuffix("True\n"))
    }

    @Test func places() throws {
        let fixture = try SessionFixture().withLecture()
        let shown = try fixture.run("find(tokens, 'ship')")
        #expect(shown.hasPrefix("'ship' stands 5 times in 17,227 tokens\n"))
        #expect(shown.contains("»␣ship«") || shown.contains("» ship«"))
        for line in [
            "all('ship' in tokenizer.decode(tokens[p:p + n]) for p, n in zip(find(tokens, 'ship').positions, "
                + "find(tokens, 'ship').lengths))",
            "find(tokens, 'ship').times == text.count('ship')",
            "find(tokens, 'zebra').positions.numel() == 0",
            "find(tokens, tokens[40:44]).positions.tolist() == [40]",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
    }

    @Test func shadesUnderAText() throws {
        let fixture = try SessionFixture().withLecture()
        #expect(
            try fixture.run(
                "textheat('the sea', [0, 1, 2, 3, 4, float('nan')][:len(tokenizer.encode('the sea'))])"
            )
            .hasSuffix("value: ▁ 0 to █ 4\n"))
        #expect(
            try fixture.run("textheat(encode('ab\\nc'), [0., 1., 2., 3.], label='loss')") == """
                  ab⏎
                  ▁▃▆
                  c
                  █
                loss: ▁ 0 to █ 3

                """)
        #expect(
            try fixture.run("textheat(encode('a\\r\\nb'), [0., 1., 2., 3.])")
                == "  a␍⏎\n  ▁▃▆\n  b\n  █\nvalue: ▁ 0 to █ 3\n")
        try fixture.run("textheat('ab', [0, 1])")
        let forms = try #require(fixture.output.displayed.last)
        #expect(forms.types == [.html, .svg])
        #expect(try forms.form(.html)?.data.contains("rgba(255, 140, 0, 0.85)\">b</span>") == true)
        #expect(try forms.form(.svg)?.data.hasPrefix("<svg ") == true)
    }

    @Test func aWrongShiftIsRecognised() throws {
        let fixture = try SessionFixture().withLecture()
        #expect(!(try fixture.run("shift(X, Y)").contains("moved by 2")))
        #expect(
            try fixture.run("shift(X, X)").contains("not moved: each answer is the token that was just read"))
        #expect(try fixture.run("shift(X[:, :-2], X[:, 2:])").contains("moved by 2: "))
        #expect(try fixture.run("shift(Y, X)").contains("moved the wrong way: "))
        #expect(try fixture.run("s = shift(X, Y.flip(0))").contains("rows 0 and 1 are swapped"))
        #expect(try fixture.run("s.moved is None and not s.ok and s.rows == [(1, 1), (0, 1)]") == "True\n")
        #expect(try fixture.run("s = shift(X, Y)\ns.ok and s.moved == 1").hasSuffix("True\n"))
    }

    @Test(arguments: [
        ("tok(3)", "wants str"), ("bpe('')", "this text is empty"), ("bpe('a' * 500)", "at most 400 bytes"),
        ("count([])", "at least one token"), ("count([-1])", "ids are 0 or more"),
        ("count(tokens, k=-1)", "k must be"),
        ("find(tokens, '')", "nothing to look for"), ("find([999], 'a')", "0 to 299"),
        ("textheat([1, 2], [1])", "2 tokens, 1 number"), ("textheat([1], ['a'])", "textheat draws numbers"),
        ("textheat([1], [1], vmin=2, vmax=1)", "is not below"),
        ("textheat(tokens, X.float())", "17,227 tokens"),
        ("shift(X, Y[:, :3])", "of the same shape"),
    ])
    func whatIsWrongIsSaid(line: String, words: String) throws {
        let failure = try SessionFixture().withLecture().failure(line)
        #expect(failure.contains(words), "\(line): \(failure)")
    }
}
