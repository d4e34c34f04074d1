import Disk
import Foundation
import Language
import Notebook
import PythonLibrary

/// A file with a program, read with a clear word on whatever may be wrong with it.
enum ScriptFile {
    /// Bytes; the longest program that makes sense, by far.
    static let largest = 64 << 20

    static func tooLarge(_ name: String) -> ScriptError {
        ScriptError(
            "OSError", "\(name) is larger than \(largest >> 20) MB, which is no program",
            hint: "give a .py, .md or .ipynb file")
    }

    /// - Throws: ScriptError: no such file, a folder, not permitted, binary, not UTF-8.
    /// - Parameter allowsStreams: takes a pipe as well, which the shell may give (`lagado <(…)`).
    static func read(_ path: String, allowsStreams: Bool = true) throws -> Source {
        do {
            let file = try ReadableFile(path, allowsStreams: allowsStreams)
            guard file.size <= largest else { throw tooLarge(path) }
            return try decode(file.all(limit: largest), name: path)
        } catch let error as FileError {
            switch error.reason {
            case .isDirectory:
                throw ScriptError("IsADirectoryError", "\(path) is a folder", hint: "give a file in it")
            case .notFound: throw ScriptError("FileNotFoundError", error.message, hint: nearest(path))
            case .permission: throw ScriptError("PermissionError", error.message, hint: "chmod u+r \(path)")
            case .value: throw tooLarge(path)
            default: throw ScriptError(error)
            }
        }
    }

    /// A program from the bytes of its file; a remark says so where they are not UTF-8.
    static func decode(_ bytes: [UInt8], name: String) throws -> Source {
        let (source, remark) = try ProgramText.decode(bytes, name: name)
        if let remark { Streams.error.write(remark + "\n") }
        return source
    }

    /// A file in the same folder with a similar name.
    private static func nearest(_ path: String) -> String? {
        let folder = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        let programs = names.filter { ["py", "md", "ipynb"].contains(($0 as NSString).pathExtension) }
        guard let best = Suggestions.best(for: name, among: programs) else { return nil }
        return "lagado " + (folder as NSString).appendingPathComponent(best)
    }
}
