import Foundation
import Testing

/// The prose of lessons on the screen.
struct ProseTests {
    let program: BuiltProgram

    init() throws { program = try BuiltProgram() }

    private func shown(_ prose: String, environment: [String: String] = [:]) throws -> String {
        try program.write("prose.md", prose)
        let result = try program.run("run", "prose.md", environment: environment)
        #expect(result.code == 0)
        #expect(result.errors == "")
        return result.output
    }

    @Test func blocksAreLaidOut() throws {
        let text = try shown(
            """
            # A title
            A [link](https://example.com), `code`, ~~struck~~ and **strong**<br>words, $\\sigma^2$, \
            x<sub>i</sub>.

            - one
              - two
            1. first
            - [x] done

            > quoted

            ![a picture](p.png)

            ```
            code stays
            ```
            """)
        #expect(
            text == """
                A title
                ═══════

                A link (https://example.com), `code`, ~~struck~~ and strong
                words, σ², xᵢ.

                • one
                  • two

                1. first

                ☑ done

                │ quoted

                [image: a picture]

                    code stays


                """)
    }

    @Test func tablesFitTheWidth() throws {
        let long = Array(repeating: "word", count: 60).joined(separator: " ")
        let text = try shown(
            "| a | b |\n|:-|-:|\n| 1 | 22 |\n| <h2>x</h2> | y<br>z |\n\n| c | d |\n|-|-|\n| \(long) | e |\n")
        #expect(text.hasPrefix("a │  b\n──┼───\n1 │ 22\n──┼───\nx │  y\n  │  z\n\n"))
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.filter { $0.contains("word") }.count == 4)
    }

    @Test func theHeadOfACourseNotebookHasNoTags() throws {
        let text = try shown(
            """
            |<h2>Course:</h2>|<h1><a href="https://example.com/c">A course</a></h1>|
            |-|:-:|
            |<h2>Part 4:</h2>|<h1>Pretraining<h1>|

            <br>

            <h5><b>Teacher:</b> A. Name, <a href="https://example.org" target="_blank">example.org</a></h5>
            <i>Read the text.</i> <font color="red">Now</font>
            """)
        #expect(
            text == """
                Course: │ A course (https://example.com/c)
                ────────┼─────────────────────────────────
                Part 4: │           Pretraining

                Teacher: A. Name, example.org

                Read the text. Now


                """)
    }

    @Test func controlCharactersAreShown() throws {
        let text = try shown("a \u{1b}[31m b &#27;[2J c &#155; d\n")
        #expect(
            !text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || (127..<160).contains($0.value) })
        #expect(text.contains("a ␛[31m b"))
    }
}
