import Foundation
import Kernels
import PythonLibrary

/// The program: picks the command, runs it, and turns every failure into a message and an exit code.
enum Program {
    static let version = "0.1.0"

    /// Exit codes besides those of `lagado test`.
    enum Exit {
        static let fine: Int32 = 0
        static let failed: Int32 = 1
        static let usage: Int32 = 2
        /// What shells expect of a program that Ctrl-C has ended.
        static let interrupted: Int32 = 130
    }

    /// - Returns: the code to end with.
    static func run(_ arguments: [String]) -> Int32 {
        // A reader that goes away is noticed where we write; a server that goes away must not end us.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that grows past the limit of the shell (ulimit -f).
        signal(SIGXFSZ, SIG_IGN)
        var code: Int32
        do {
            code = try command(arguments)
        } catch let error as UsageError {
            Streams.error.write("lagado: \(error.message)\n")
            if let hint = error.hint { Streams.error.write("  \(hint)\n") }
            code = Exit.usage
        } catch {
            Streams.error.write("lagado: \(error)\n")
            code = Exit.failed
        }
        OpenFiles.flush()
        if let reason = Streams.output.failure {
            Streams.error.write("lagado: cannot write to standard output: \(reason)\n")
            code = max(code, Exit.failed)
        }
        return code
    }

    private static func command(_ arguments: [String]) throws -> Int32 {
        do { _ = try Compute.configuredThreads } catch { throw UsageError(message: "\(error)") }
        let terminal = Terminal.detect()
        guard let first = arguments.first else {
            if terminal.isInteractive { return try PromptCommand(terminal).run() }
            return try StandardInputCommand(terminal).run()
        }
        let rest = Array(arguments.dropFirst())
        switch first {
        case "-c": return try InlineCommand(rest, terminal).run()
        case "-": return try StandardInputCommand(terminal, arguments: arguments).run()
        case "-h", "--help": return try HelpCommand([], terminal).run()
        case "-V", "--version":
            Streams.output.write("lagado \(version)\n")
            return Exit.fine
        default: break
        }
        if let command = Commands.all.first(where: { $0.name == first }) {
            if rest.contains("--help") || rest.contains("-h") {
                return try HelpCommand([first], terminal).run()
            }
            return try command.init(rest, terminal).run()
        }
        if ["--seed", "--keep-going"].contains(first) || first.hasPrefix("--seed=") {
            return try RunCommand(program: arguments, terminal).run()
        }
        if first.hasPrefix("-"), first.count > 1 {
            throw UsageError.unknownFlag(first, known: Commands.flags)
        }
        if Commands.looksLikeFile(first) {
            return try RunCommand(program: arguments, terminal).run()
        }
        throw UsageError.unknownCommand(first)
    }
}
