import Documents
import Testing

private let surroundings = TorchTranslation.Surroundings(
    ownNames: ["load", "split", "shift", "tokenizer", "generate", "lens", "why", "Model5", "RandomSampler"],
    ownMagics: ["undo", "cost"], tale: "A \"tale\"\n", books: [("gulliver", 829)])

private func translated(_ cells: String..., seed: UInt64? = 7) throws -> Document {
    try TorchTranslation(
        Document(
            settings: .init(seed: seed),
            blocks: cells.map { .cell(Document.Code(number: 1, source: $0, outputs: [.text("1")])) }),
        surroundings
    ).document()
}

@Test func onlyWhatIsUsedIsWrittenOut() throws {
    let document = try translated("train, test = split(torch.arange(10), 0.5)")
    #expect(document.kernel == .python && document.cells.count == 2 && document.cells[1].outputs == nil)
    let first = document.cells[0].source
    #expect(first.contains("def split(") && !first.contains("class Model5") && !first.contains("tiktoken"))
    #expect(first.contains("import torch\n") && first.hasSuffix("torch.manual_seed(7);"))
}

@Test func piecesBringWhatTheyNeed() throws {
    let first = try translated("X, Y = RandomSampler(x).batch()").cells[0].source
    let places = ["def grouped", "class Sampler", "class RandomSampler"].map {
        first.range(of: $0)?.lowerBound
    }
    #expect(places.allSatisfy { $0 != nil } && places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    // The tokenizer is GPT-2's unless the lesson makes one.
    #expect(try translated("shift(X, Y)").cells[0].source.contains("tokenizer = Tokenizer(\"gpt2\""))
    #expect(
        try !translated("tokenizer = train_tokenizer(text)\nshift(X, Y)").cells[0].source.contains("\"gpt2\"")
    )
    #expect(
        try translated("text = load('voyage')").cells[0].source.contains(
            "VOYAGE = \"\"\"\\\nA \\\"tale\\\"\n\"\"\""))
    #expect(try translated("text = load('gulliver')").cells[0].source.contains("\"gulliver\": 829"))
}

@Test func whatHasNoCounterpartIsNamed() {
    #expect(throws: TorchTranslation.Missing(names: ["%undo", "lens", "why"])) {
        try translated("lens(trace)\n%undo 2\n%time x = 1", "why()")
    }
    #expect(throws: TorchTranslation.Missing(names: ["model.trace", ".save"])) {
        try translated("model.trace(X)\nplot(x).save('a.svg')\ntorch.save(x, 'a')")
    }
    #expect(throws: Never.self) {
        try translated("class A:\n    def generate(self): return 1\nA().generate()")
    }
    // A name that the lesson has taken for itself is its own.
    #expect(throws: Never.self) { try translated("lens = 3", "lens + 1") }
    #expect(throws: Never.self) {
        try translated("def f(lens): return lens", "[lens for lens in x]", "x.lens", "g(lens=3)")
    }
}

@Test func whatRunsFromEndToEndIsAnswered() {
    let exercise = Document.Code(
        source: "y = ___",
        answers: [.init(.hint, "three"), .init(.solution, "y = 3"), .init(.wrong, "y = 4")])
    let plain = Document.Code(source: "x = 1")
    let document = Document(blocks: [.cell(exercise), .cell(plain), .prose("The end.")]).answered
    #expect(document.cells.map(\.source) == ["y = 3", "x = 1"])
    #expect(document.cells.filter { !$0.answers.isEmpty }.isEmpty)
    #expect(document.blocks.last == .prose("The end."))
}

@Test func cellsThatMustFailFailThere() throws {
    let failing = Document.Code(
        number: 2, source: "x = [1]\n\nx[5]", options: [.init("check", "error")])
    let text = Document.Code(
        number: 3, source: "print(\"\"\"a\nb\"\"\"); 1 / 0", options: [.init("check", "error")])
    let document = Document(blocks: [.cell(failing), .cell(text)])
    let notebook = try TorchTranslation(document, surroundings).document().cells
    #expect(notebook[1].source == failing.source && notebook[1].tags == ["raises-exception"])
    let program = try TorchTranslation(document, surroundings, isProgram: true).document().cells
    #expect(
        program[1].source == """
            try:
                x = [1]

                x[5]
            except Exception as error:
                print(f"{type(error).__name__}: {error}")
            """)
    // Lines of a text are not set in.
    #expect(program[2].source.contains("    exec(\"print(\\\"\\\"\\\"a\\nb"), "\(program[2].source)")
    #expect(
        try translated("tokenizer.pieces('a')").cells[0].source.contains("def pieces(self, text)"))
}
