import Foundation
import Notebook
import Script

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
    static func read(_ path: String) throws -> Source {
        var information = stat()
        guard stat(path, &information) == 0 else { throw unreadable(path, errno) }
        guard information.st_mode & S_IFMT != S_IFDIR else {
            throw ScriptError("IsADirectoryError", "\(path) is a folder", hint: "give a file in it")
        }
        guard information.st_size <= largest else { throw tooLarge(path) }
        guard let file = FileHandle(forReadingAtPath: path) else { throw unreadable(path, errno) }
        defer { try? file.close() }
        let data: Data
        do {
            data = try file.read(upToCount: largest + 1) ?? Data()
        } catch {
            throw unreadable(path, errno)
        }
        guard data.count <= largest else { throw tooLarge(path) }
        return try Source.decode([UInt8](data), name: path)
    }

    private static func unreadable(_ path: String, _ code: Int32) -> ScriptError {
        switch code {
        case ENOENT, ENOTDIR:
            return ScriptError(
                "FileNotFoundError", "there is no file '\(path)'", hint: nearest(path))
        case EACCES, EPERM:
            return ScriptError("PermissionError", "'\(path)' may not be read", hint: "chmod u+r \(path)")
        default:
            return ScriptError("OSError", "'\(path)' cannot be read: \(String(cString: strerror(code)))")
        }
    }

    /// A file in the same folder with a similar name.
    private static func nearest(_ path: String) -> String? {
        let folder = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        let programs = names.filter { ["py", "md", "ipynb"].contains(($0 as NSString).pathExtension) }
        guard let best = Suggestions.best(for: name, among: programs) else { return nil }
        return "lagado " + (folder as NSString).appendingPathComponent(best)
    }
}
