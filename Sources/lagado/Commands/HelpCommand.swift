import Lab
import Presentation

/// `lagado help [NAME]`: the commands, one command, or whatever the language knows by that name.
struct HelpCommand: Command {
    static let name = "help"
    static let summary = "says what there is; 'help NAME' explains a command or a name of the language"
    static let usage = """
        lagado help             the list of commands
        lagado help test        one of them
        lagado help Model5      a name of the language, as 'Model5?' does at the prompt
        lagado help --markdown  the whole reference: commands, magics, modules, methods
        lagado help --names     a table of the names from PyTorch, NumPy and matplotlib that are known
        """

    private let topic: String?
    private let list: ArgumentList

    init(_ arguments: [String], _ terminal: Terminal) throws {
        list = try ArgumentList(arguments, command: Self.name, flags: ["--markdown", "--names"])
        guard list.operands.count <= 1 else {
            throw UsageError(message: "lagado help takes one name", hint: "lagado help \(list.operands[0])")
        }
        topic = list.operands.first
    }

    func run() throws -> Int32 {
        if list.has("--markdown") || list.has("--names") {
            let reference = Reference()
            Streams.output.write(list.has("--markdown") ? reference.markdown() : reference.names())
            return Program.Exit.fine
        }
        guard let topic else {
            Streams.output.write(Self.overview)
            return Program.Exit.fine
        }
        if let command = Commands.all.first(where: { $0.name == topic }) {
            Streams.output.write("lagado \(command.name): \(command.summary)\n\n\(command.usage)\n")
            return Program.Exit.fine
        }
        if ["play", "export"].contains(topic) { throw UsageError.unknownCommand(topic) }
        let text = Session().help(topic)
        Streams.output.write(text.hasSuffix("\n") ? text : text + "\n")
        return Program.Exit.fine
    }

    private static var overview: String {
        let width = (Commands.all.map { $0.name.count }.max() ?? 0) + 2
        let lines = Commands.all.map {
            "  " + Columns.padded($0.name, width) + $0.summary
        }
        return """
            Lagado: a lab for the terminal in which a GPT-2 is trained on one book.

            lagado                  the prompt (type Model5? or help there)
            lagado FILE             runs a lesson (.md), a notebook (.ipynb) or a script (.py); what stands
                                    behind a script is its own: lagado train.py --lr 0.1
            lagado -c "CODE"        runs a line and shows its value
            lagado < FILE           runs what comes through the pipe
            lagado COMMAND …        one of:
            \(lines.joined(separator: "\n"))

            'lagado help COMMAND' says more, '--version' prints the version.

            """
    }
}
