import Foundation

/// What went wrong with a file: the exception that Python raises there, a sentence that names the path, one
/// thing to do.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Reason: String, Sendable {
        case notFound = "FileNotFoundError"
        case isDirectory = "IsADirectoryError"
        case notDirectory = "NotADirectoryError"
        case permission = "PermissionError"
        case exists = "FileExistsError"
        case value = "ValueError"
        case system = "OSError"
    }

    public let reason: Reason
    public let message: String
    public let hint: String?
    /// What the system said, as a value of `errno`; nil where it was not asked.
    public private(set) var code: Int32?

    public init(_ reason: Reason, _ message: String, hint: String? = nil) {
        (self.reason, self.message, self.hint) = (reason, message, hint)
    }

    /// What the system says by `code`, a value of `errno`, about doing `verb` (read, write) to `path`.
    public init(_ code: Int32, _ verb: String, _ path: String) {
        let words = String(cString: strerror(code))
        switch code {
        case ENOENT: self.init(.notFound, "there is no file '\(path)'")
        case ENOTDIR:
            self.init(.notDirectory, "cannot \(verb) '\(path)': a part of the path is a file, not a folder")
        case EISDIR:
            self.init(.isDirectory, "'\(path)' is a folder, not a file", hint: "the name of a file in it")
        case EACCES, EPERM, EROFS: self.init(.permission, "cannot \(verb) '\(path)': \(words)")
        case EEXIST: self.init(.exists, "cannot \(verb) '\(path)': \(words)")
        case ENOSPC, EDQUOT, EFBIG:
            self.init(
                .system, "cannot \(verb) '\(path)': \(words)", hint: "another folder, or free some space")
        default: self.init(.system, "cannot \(verb) '\(path)': \(words)")
        }
        self.code = code
    }

    public var description: String {
        "\(reason.rawValue): \(message)" + (hint.map { "\n  try: \($0)" } ?? "")
    }
}
