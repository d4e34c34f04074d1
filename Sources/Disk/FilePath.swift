import Foundation

/// What a path means that a person has written.
public enum FilePath {
    /// The path with the home folder in place of a leading `~`.
    ///
    /// - Throws: `FileError`: ValueError for a NUL character, at which the system would cut the path off;
    ///   FileNotFoundError for an empty path.
    public static func expanded(_ path: String) throws -> String {
        guard !path.utf8.contains(0) else {
            throw FileError(.value, "embedded null byte in the path '\(visible(path))'")
        }
        guard !path.isEmpty else { throw FileError(.notFound, "there is no file '': the path is empty") }
        guard path == "~" || path.hasPrefix("~/"), let home else { return path }
        return home + path.dropFirst()
    }

    /// The folder of `HOME`, or of the person's entry in the system's list.
    public static var home: String? {
        if let home = ProcessInfo.processInfo.environment["HOME"], home.hasPrefix("/") { return home }
        guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return nil }
        return String(cString: folder)
    }

    /// True for a folder, whatever its name; false for anything else and for nothing.
    public static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return !path.utf8.contains(0) && stat(path, &information) == 0
            && information.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether what a path leads to lies in a folder or below it, with all links followed and `..` resolved;
    /// of what is not there yet, the folder above that is there counts.
    public static func leads(_ path: String, into folder: String) -> Bool {
        guard let place = try? WholeFile.target(of: expanded(path), path), let root = resolved(folder) else {
            return false
        }
        var above = FilePath.folder(of: place)
        while true {
            if let real = resolved(above) { return real == root || root == "/" || real.hasPrefix(root + "/") }
            // `..` behind what is not there leads nowhere, or elsewhere for who only reads the words.
            guard above != "..", !above.hasSuffix("/..") else { return false }
            let next = FilePath.folder(of: above)
            guard next != above else { return false }
            above = next
        }
    }

    /// The path without links, `.` and `..`; nil where nothing is there.
    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// XDG's folder for what programs keep between runs; nil where the system names none.
    public static func stateFolder(environment: [String: String]) -> String? {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.local/state"
    }

    /// The folder that a file lies in: "." for a name alone.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The name of a file without its folder and its ending.
    public static func stem(_ path: String) -> String {
        let name = (path as NSString).lastPathComponent as NSString
        return name.deletingPathExtension
    }

    private static func visible(_ path: String) -> String {
        path.replacingOccurrences(of: "\0", with: "\\x00")
    }
}
