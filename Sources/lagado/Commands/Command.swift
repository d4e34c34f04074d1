import Foundation
import Language

/// One subcommand: `lagado NAME …`.
protocol Command {
    static var name: String { get }
    /// What it does, in one line of `lagado help`.
    static var summary: String { get }
    /// What `lagado help NAME` prints below the summary.
    static var usage: String { get }

    /// - Throws: ``UsageError`` for arguments that do not fit.
    init(_ arguments: [String], _ terminal: Terminal) throws

    /// - Returns: the code to end with.
    func run() throws -> Int32
}

/// The subcommands, each declared once in a file of its own.
enum Commands {
    static let all: [any Command.Type] = [
        RunCommand.self, PlayCommand.self, TestCommand.self, ExportCommand.self, BenchCommand.self,
        HelpCommand.self,
    ]

    /// Flags that stand in place of a subcommand.
    static let flags = ["-c", "--help", "--version"]

    /// True for a first argument that is more likely a file than a mistyped subcommand.
    static func looksLikeFile(_ argument: String) -> Bool {
        argument.contains("/") || argument.contains(".") || FileManager.default.fileExists(atPath: argument)
    }
}

/// Arguments that do not fit a command.
struct UsageError: Error {
    var message: String
    var hint: String?

    static func unknownCommand(_ name: String) -> UsageError {
        let names = Commands.all.map { $0.name }
        let nearest = Suggestions.best(for: name, among: names)
        return UsageError(
            message: "there is no command and no file '\(name)'"
                + (nearest.map { ". Did you mean '\($0)'?" } ?? ""),
            hint: "commands: \(names.joined(separator: ", ")); 'lagado help' says more")
    }

    static func unknownFlag(_ flag: String, known: [String], command: String? = nil) -> UsageError {
        let nearest = Suggestions.best(for: flag, among: known)
        let name = command.map { "lagado \($0)" } ?? "lagado"
        return UsageError(
            message: "\(name) has no flag '\(flag)'" + (nearest.map { ". Did you mean '\($0)'?" } ?? ""),
            hint: known.isEmpty ? "it has none" : "flags: \(known.joined(separator: ", "))")
    }
}
