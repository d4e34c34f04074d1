import Disk
import Foundation
import Language
import Presentation

/// Files that commands read and write.
package enum Files {
    /// The place that a person's path means; `~` is the home folder.
    ///
    /// - Throws: ValueError for another ending, IsADirectoryError, FileNotFoundError for a folder that is
    ///   not there, PermissionError where programs may not write there.
    package static func destination(
        _ path: String, endings: [String], what: String, _ interpreter: Interpreter
    ) throws -> URL {
        let trimmed = path.trimmingCharacters(in: .whitespaces)
        guard !trimmed.isEmpty, !trimmed.hasSuffix("/"), !trimmed.utf8.contains(0) else {
            throw ScriptError(
                "ValueError", "'\(Formatting.visible(path))' is not a file name",
                hint: "a name such as \"run.\(endings.first ?? "txt")\"")
        }
        let place = try FilePath.expanded(trimmed)
        let ending = (place as NSString).pathExtension.lowercased()
        if !endings.isEmpty, !endings.contains(ending) {
            let wanted = endings.map { "." + $0 }.joined(separator: " or ")
            throw ScriptError(
                "ValueError",
                "\(what) is written to a file ending in \(wanted), not '\(Formatting.visible(trimmed))'",
                hint: "\"\((trimmed as NSString).deletingPathExtension).\(endings[0])\"")
        }
        try permit(trimmed, interpreter)
        if FilePath.isFolder(place) {
            throw ScriptError(
                "IsADirectoryError", "'\(Formatting.visible(trimmed))' is a folder",
                hint: "the name of a file in it")
        }
        let url = URL(fileURLWithPath: place)
        let folder = url.deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder) else {
            throw ScriptError(
                "FileNotFoundError", "there is no folder '\(Formatting.visible(folder))'",
                hint: "a folder that exists")
        }
        return url
    }

    /// Refuses a path that leads out of the folder in which programs may write, by `..`, a link or `~`.
    ///
    /// Whatever writes a file for a program asks here first.
    package static func permit(_ path: String, _ interpreter: Interpreter) throws {
        guard let folder = interpreter.writingFolder, !FilePath.leads(path, into: folder) else {
            return
        }
        let name = Formatting.visible((path as NSString).lastPathComponent)
        throw ScriptError(
            "PermissionError",
            "a lesson writes files in its working folder only, "
                + "and '\(Formatting.visible(path))' is not in it",
            details: ["the working folder is \(Formatting.visible(folder))"],
            hint: "a name without a folder, such as \"\(name)\"")
    }

    /// The path of an existing file.
    package static func source(_ path: String) throws -> URL {
        let trimmed = path.trimmingCharacters(in: .whitespaces)
        let place = try FilePath.expanded(trimmed)
        do { _ = try ReadableFile(place) } catch let error as FileError {
            var told = ScriptError(error)
            if error.reason == .notFound {
                told.message = "there is no file '\(Formatting.visible(trimmed))'"
                told.details = ["paths are seen from \(FileManager.default.currentDirectoryPath)"]
            }
            throw told
        }
        return URL(fileURLWithPath: place)
    }

    /// Writes all or nothing.
    package static func write(_ data: Data, to url: URL) throws { try WholeFile.write(data, to: url.path) }
}

extension Files {
    /// A folder that is going to be written into, made where it is not there.
    ///
    /// - Throws: PermissionError outside of where programs may write, FileExistsError where a file has the
    ///   name.
    package static func folder(_ path: String, what: String, _ interpreter: Interpreter) throws -> String {
        let trimmed = path.trimmingCharacters(in: .whitespaces)
        guard !trimmed.isEmpty, !trimmed.utf8.contains(0) else {
            throw ScriptError("ValueError", "\(what) is written into a folder: a name for it is missing")
        }
        try permit(trimmed, interpreter)
        let place = try FilePath.expanded(trimmed)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) {
            guard isFolder.boolValue else {
                throw ScriptError(
                    "FileExistsError", "'\(Formatting.visible(trimmed))' is a file, not a folder",
                    hint: "another name")
            }
            return place
        }
        do {
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        } catch {
            throw ScriptError("OSError", "cannot make the folder '\(Formatting.visible(trimmed))'")
        }
        return place
    }
}
