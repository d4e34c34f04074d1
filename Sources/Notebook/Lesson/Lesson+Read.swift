import Disk
import Foundation
import Language

extension Lesson {
    /// Bytes of the longest file that is read.
    static let largest = 64 << 20

    /// Reads a lesson (`.md`), a notebook (`.ipynb`) or a script (any other name).
    ///
    /// - Throws: ``LessonError`` if the file cannot be read or is not understood: file, line, what to do.
    public static func read(path: String) throws -> Lesson {
        try parse(bytes(of: path), name: path)
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        func fail(_ message: String, _ hint: String) -> LessonError {
            LessonError(file: path, line: nil, message: message, hint: hint)
        }
        do {
            let file = try ReadableFile(path)
            guard file.size <= largest else {
                throw fail(
                    "it is larger than \(largest >> 20) MB, which is no lesson",
                    "give a .md, .ipynb or .py file")
            }
            return try file.all(limit: largest)
        } catch let error as FileError {
            switch error.reason {
            case .notFound:
                throw fail(
                    error.message,
                    nearest(path).map { "did you mean '\($0)'?" }
                        ?? "check the spelling, or give the whole path"
                )
            case .isDirectory: throw fail(error.message, "give a file in it")
            case .permission: throw fail(error.message, "chmod u+r \(path)")
            default: throw fail(error.message, "give a .md, .ipynb or .py file")
            }
        }
    }

    /// A file in the same folder with a similar name.
    private static func nearest(_ path: String) -> String? {
        let folder = (path as NSString).deletingLastPathComponent
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        let lessons = names.filter { ["py", "md", "ipynb"].contains(($0 as NSString).pathExtension) }
        return Suggestions.best(for: (path as NSString).lastPathComponent, among: lessons)
            .map { (folder as NSString).appendingPathComponent($0) }
    }

    /// The format that a file's name says: Markdown and notebooks by their
    /// endings, anything else is a script.
    public static func format(of name: String) -> Format {
        switch (name as NSString).pathExtension.lowercased() {
        case "md", "markdown", "myst": .markdown
        case "ipynb": .notebook
        default: .script
        }
    }

    /// Endings of files that are surely no program, so that they are not read as one.
    private static let otherEndings: Set<String> = [
        "csv", "docx", "gz", "htm", "html", "jpeg", "jpg", "json", "pdf", "png", "pt", "pth", "safetensors",
        "svg",
        "toml", "xml", "yaml", "yml", "zip",
    ]

    /// Reads a lesson from bytes; the ending of the name says in which format.
    public static func parse(_ bytes: [UInt8], name: String) throws -> Lesson {
        let ending = (name as NSString).pathExtension.lowercased()
        guard !otherEndings.contains(ending) else {
            throw LessonError(
                file: name, line: nil, message: "a file that ends in .\(ending) is no lesson",
                hint: "a lesson (.md), a notebook (.ipynb) or a script (.py)")
        }
        return switch format(of: name) {
        case .markdown: try markdown(bytes, name: name)
        case .notebook: try notebook(bytes, name: name)
        case .script: try script(bytes, name: name)
        }
    }
}
