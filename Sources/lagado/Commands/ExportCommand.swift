import Disk
import Documents
import Foundation
import Lab
import Language
import Notebook
import Presentation

/// `lagado export FILE`: a lesson, notebook or script as another kind of file.
struct ExportCommand: Command {
    static let name = "export"
    static let summary = "writes a lesson as a notebook, a page, a lesson or a program"
    static let usage = """
        lagado export FILE --to ipynb|html|md|py [--run] [-o FILE] [--force] [--without-errors] [--torch]

          --to FORMAT        a Jupyter notebook, one HTML page without network and scripts, a lesson in
                             MyST Markdown, or Python with '# %%' before each cell
          --run              runs the lesson first, and includes what its cells print and draw; otherwise
                             the outputs are those stored in the file
          --torch            the notebook or program is for Python with PyTorch: exercises are answered,
                             and what is Lagado's own is written out in a first cell
          --without-errors   leaves out cells that end with an error; with --run, goes on after them
          -o FILE            where to write; '-' is standard output. Without it: the same name with the
                             new ending, in the working folder
          --force            overwrites an existing file

        Ends with 0, with 1 if a cell failed, with 2 if the file cannot be read or written.
        """

    private let file: String
    private let format: DocumentFormat
    private let destination: String
    private let (runs, forces, withoutErrors, isTorch): (Bool, Bool, Bool, Bool)
    private let terminal: Terminal

    init(_ arguments: [String], _ terminal: Terminal) throws {
        let list = try ArgumentList(
            arguments, command: Self.name, flags: ["--run", "--force", "--without-errors", "--torch"],
            valued: ["--to", "-o"])
        guard list.operands.count == 1 else {
            throw UsageError(
                message: "lagado export wants one file"
                    + (list.operands.isEmpty ? "" : ", not \(list.operands.count)"),
                hint: "for example: lagado export tutorials/00-quick-tour.md --to html")
        }
        file = list.operands[0]
        let target = list.value("-o")
        format = try Self.format(list.value("--to"), target)
        (runs, forces) = (list.has("--run"), list.has("--force"))
        (withoutErrors, isTorch) = (list.has("--without-errors"), list.has("--torch"))
        guard !isTorch || format == .notebook || format == .program else {
            throw UsageError(
                message: "--torch makes a notebook or a program, not \(format.rawValue)",
                hint: "--to ipynb or --to py")
        }
        let base = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
        destination = target ?? "\(base).\(format.rawValue)"
        self.terminal = terminal
    }

    /// The format that `--to` says, or the ending of the file to write.
    private static func format(_ word: String?, _ target: String?) throws -> DocumentFormat {
        let names = DocumentFormat.allCases.map(\.rawValue).joined(separator: ", ")
        let ending = target.flatMap { $0 == "-" ? nil : ($0 as NSString).pathExtension.lowercased() }
        guard let word = word ?? ending, !word.isEmpty else {
            throw UsageError(
                message: "lagado export wants a format", hint: "--to with one of: \(names)")
        }
        guard let format = DocumentFormat(rawValue: word) else {
            throw UsageError(
                message: "there is no format '\(Formatting.visible(word))' to export to",
                hint: "formats: \(names)"
            )
        }
        if let ending, ending != format.rawValue {
            throw UsageError(
                message: "--to \(word) and -o '\(Formatting.visible(target ?? ""))' do not agree",
                hint: "a name that ends in .\(word)")
        }
        return format
    }

    func run() throws -> Int32 {
        let lesson: Lesson
        do { lesson = try Lesson.read(path: file) } catch {
            tell("\(error)")
            return Program.Exit.usage
        }
        // What would be in the way is known before the lesson runs.
        if let refusal = refusal() {
            tell(refusal)
            return Program.Exit.usage
        }
        var document: Document
        var code = Program.Exit.fine
        if runs {
            let result = record(lesson)
            if result.failure?.isInterruption == true {
                tell("interrupted; nothing was written")
                return Program.Exit.interrupted
            }
            if result.failure != nil, !withoutErrors { code = Program.Exit.failed }
            document = lesson.document(outputs: result.runs)
        } else {
            document = lesson.document()
        }
        if withoutErrors { document = document.withoutErrors }
        document.folder = (file as NSString).deletingLastPathComponent
        do {
            if isTorch {
                let translation = TorchTranslation(
                    document.answered, .lagado, isProgram: format == .program)
                document = try translation.document()
            }
            if format == .lesson { try lesson.check(document) }
        } catch {
            tell(error is LessonError ? "\(error)" : "\(file): \(error)")
            return Program.Exit.usage
        }
        let (bytes, remark) = document.bytes(format)
        if let remark { tell(remark) }
        if destination == "-" {
            Streams.output.write(String(decoding: bytes, as: UTF8.self))
            return code
        }
        do { try WholeFile.write(bytes, to: destination) } catch {
            tell((error as? FileError)?.message ?? "\(error)")
            return Program.Exit.usage
        }
        tell("\(Formatting.count(document.cells.count, "cell")) written to \(destination)")
        return code
    }

    private func tell(_ text: String) { Streams.error.write(terminal.shownOnError(text) + "\n") }

    /// Why the file cannot be written; nil if it can.
    private func refusal() -> String? {
        guard destination != "-" else { return nil }
        let destination = (try? FilePath.expanded(destination)) ?? destination
        if FilePath.isFolder(destination) {
            return "'\(destination)' is a folder\n  give the name of a file in it"
        }
        guard FileManager.default.fileExists(atPath: destination) else { return nil }
        let (source, target) = (URL(fileURLWithPath: file), URL(fileURLWithPath: destination))
        if source.resolvingSymlinksInPath() == target.resolvingSymlinksInPath() {
            return "'\(destination)' is the file that is exported\n  another name: -o NAME.\(format.rawValue)"
        }
        return forces
            ? nil : "'\(destination)' is there already\n  --force replaces it, -o NAME writes another file"
    }

    private func record(_ lesson: Lesson) -> LessonRecording.Result {
        let program = ScriptRun(terminal: terminal)
        program.catchInterrupts()
        let runner = SessionRunner(
            configuration: Session.Configuration(seed: lesson.settings.seed ?? 0), live: RemarkSink(terminal),
            interruption: program.interruption)
        let total = lesson.cells.count
        var done = 0
        let result = LessonRecording(lesson).run(runner, goesOn: withoutErrors) { cell, leftOut in
            done += 1
            if let leftOut { return tell("\(cell.title) is left out: \(leftOut)") }
            if terminal.isErrorTerminal {
                Streams.error.write("\r" + terminal.shown("cell \(done) of \(total)") + "\u{1b}[K")
            }
        }
        if terminal.isErrorTerminal { Streams.error.write("\r\u{1b}[K") }
        if let failure = result.failure, !withoutErrors, !failure.isInterruption {
            tell(ProgramError(error: failure, place: runner.place).text)
        }
        return result
    }
}

/// Remarks on standard error; what cells print is kept for the document and not shown.
private final class RemarkSink: OutputSink {
    private let terminal: Terminal
    init(_ terminal: Terminal) { self.terminal = terminal }
    func write(_ text: String) {}
    func display(_ forms: Forms) {}
    func progress(_ progress: Language.Progress?) {}
    func note(_ text: String) {
        Streams.error.write(
            (terminal.isErrorTerminal ? "\r\u{1b}[K" : "") + terminal.shownOnError(text) + "\n")
    }
}
