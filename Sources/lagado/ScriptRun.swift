import Foundation
import Lab
import Language
import Notebook

/// What every way of running a program without a prompt shares: sinks, Ctrl-C, errors, exit codes.
struct ScriptRun {
    let terminal: Terminal
    let interruption = Interruption()

    /// A terminal's sink if a person reads, else a pipe's.
    func sink() -> any OutputSink { terminal.isOutputTerminal ? TerminalSink(terminal) : PipeSink() }

    /// Ctrl-C stops the program as soon as what runs can be stopped; a second one within a second, while
    /// nothing has seen the first, stops it at once.
    func catchInterrupts() {
        InterruptSignal.install(interruption, hint: { _exit(Program.Exit.interrupted) })
    }

    /// Runs one program.
    ///
    /// - Returns: the code to end with.
    func run(_ source: String, name: String, echo: Session.Echo) -> Int32 {
        runProgram(source, name: name, echo: echo).code
    }

    /// Runs one program, and keeps the error that ended it.
    ///
    /// - Parameters:
    ///   - arguments: `sys.argv`.
    ///   - file: where the program lies, for `__file__` and for what it imports; nil where it is no file.
    func runProgram(
        _ source: String, name: String, echo: Session.Echo, seed: UInt64? = nil,
        arguments: [String] = [""], file: String? = nil
    ) -> (code: Int32, error: ScriptError?) {
        catchInterrupts()
        let sink = sink()
        var configuration = Session.Configuration(seed: seed ?? 0)
        configuration.arguments = arguments
        if let folder = file.map({ ($0 as NSString).deletingLastPathComponent }), !folder.isEmpty {
            configuration.searchPath = [folder, ""]
        }
        let session = Session(configuration: configuration, sink: sink, interruption: interruption)
        if let file {
            let whole = file.hasPrefix("/") ? file : FileManager.default.currentDirectoryPath + "/" + file
            session.variables["__file__"] = .string(whole)
        }
        (sink as? TerminalSink)?.wantsColour = { [unowned session] in session.usesColour }
        do {
            try session.run(source, name: name, echo: echo)
            sink.progress(nil)
            return (Program.Exit.fine, nil)
        } catch {
            let error = ScriptError(error), code = failed(error, sink)
            return (code, code == Program.Exit.fine ? nil : error)
        }
    }

    /// Tells an error that ended a program.
    ///
    /// - Returns: the code to end with: what `exit` was given, 130 for Ctrl-C, else 1.
    func failed(
        _ error: ScriptError, _ sink: any OutputSink,
        place: @escaping (Source) -> (file: String, linesBefore: Int)? = { _ in nil }
    ) -> Int32 {
        sink.settle()
        if error.kind == "SystemExit" { return exitCode(error) }
        sink.tell(fatal: ProgramError(error: error, place: place).text, terminal)
        return error.kind == "KeyboardInterrupt" ? Program.Exit.interrupted : Program.Exit.failed
    }

    /// Python's way: nothing or None is 0, a number is itself, anything else is told and is 1.
    private func exitCode(_ error: ScriptError) -> Int32 {
        if error.message.isEmpty || error.message == "None" { return Program.Exit.fine }
        if let number = Int(error.message) { return Int32(truncatingIfNeeded: number & 0xff) }
        Streams.error.write(error.message + "\n")
        return Program.Exit.failed
    }
}
