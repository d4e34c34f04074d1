import Foundation
import Language

/// `lagado < FILE`: runs what comes through the pipe and shows what it prints, as `lagado FILE` does.
struct StandardInputCommand {
    private let terminal: Terminal
    private let arguments: [String]

    /// - Parameter arguments: what `sys.argv` is.
    init(_ terminal: Terminal, arguments: [String] = [""]) {
        (self.terminal, self.arguments) = (terminal, arguments)
    }

    func run() throws -> Int32 {
        let run = ScriptRun(terminal: terminal)
        let name = "<stdin>"
        do {
            let source = try ScriptFile.decode(try Self.readAll(), name: name)
            return run.runProgram(source.text, name: name, echo: .none, arguments: arguments).code
        } catch let error as ScriptError {
            return run.failed(error, run.sink())
        }
    }

    /// Everything that comes, up to a size at which it is no program any more.
    private static func readAll() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw UsageError(
                    message: "standard input cannot be read: \(String(cString: strerror(errno)))",
                    hint: "give a file: lagado FILE.py")
            }
            if count == 0 { return bytes }
            bytes += block[..<count]
            guard bytes.count <= ScriptFile.largest else { throw ScriptFile.tooLarge("<stdin>") }
        }
    }
}
