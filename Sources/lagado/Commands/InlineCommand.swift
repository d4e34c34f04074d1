/// `lagado -c "CODE"`: runs a line or more and shows the value of each expression, as the prompt does.
struct InlineCommand {
    private let source: String
    private let terminal: Terminal

    init(_ arguments: [String], _ terminal: Terminal) throws {
        guard let source = arguments.first else {
            throw UsageError(message: "-c wants a program", hint: "for example: lagado -c \"1 + 1\"")
        }
        guard arguments.count == 1 else {
            throw UsageError(
                message: "-c wants one argument, and \(arguments.count) were given",
                hint: "put quotes around the program")
        }
        (self.source, self.terminal) = (source, terminal)
    }

    func run() throws -> Int32 { ScriptRun(terminal: terminal).run(source, name: "<command>", echo: .all) }
}
