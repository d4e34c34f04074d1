import Disk
import Foundation
import Language

/// The module `os.path`: paths as texts.
enum PathModule {
    static func make() -> ModuleValue {
        func command<R: ScriptConvertible>(
            _ name: String, _ summary: String, _ body: @escaping (String) throws -> R
        ) -> Builtin {
            Builtin(name, group: "os.path", summary: summary, Parameter<PathArgument>("path", "a path")) {
                _, path -> R in try body(path.text)
            }
        }
        let module = ModuleValue(
            "os.path", documentation: "Paths of files.",
            commands: [
                joining,
                Builtin(
                    "exists", group: "os.path", summary: "Whether there is a file or folder.",
                    Parameter<Value>("path", "a path")
                ) { _, path -> Bool in
                    guard let path = try PathArgument.optional(path) else {
                        _ = try PathArgument.required(path)
                        return false
                    }
                    return isFolder(path) != nil
                },
                command("lexists", "Whether there is a file, a folder or a link.") { path in
                    (try? FileStatus.read(path, followsLinks: false)) != nil
                },
                command("isfile", "Whether there is a file.") { path in
                    (try? FileStatus.read(path)).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
                },
                command("isdir", "Whether there is a folder.") { isFolder($0) == true },
                command("islink", "Whether there is a link.") { isLink($0) },
                command("ismount", "Whether another disk begins there.") { path in
                    guard let here = try? FileStatus.read(path, followsLinks: false),
                        let above = try? FileStatus.read(join(path, ".."))
                    else { return false }
                    return here.st_mode & S_IFMT == S_IFDIR
                        && (here.st_dev != above.st_dev || here.st_ino == above.st_ino)
                },
                command("basename", "The last part of a path.") { split($0).tail },
                command("dirname", "The folder of a path.") { split($0).head },
                command("split", "The folder and the last part of a path.") { path -> Value in
                    .tuple([.string(split(path).head), .string(split(path).tail)])
                },
                command("splitext", "The path split into root and extension.") { path -> Value in
                    let (root, ending) = splitEnding(path)
                    return .tuple([.string(root), .string(ending)])
                },
                command("splitdrive", "Nothing and the path: only Windows has drives.") { path -> Value in
                    .tuple([.string(""), .string(path)])
                },
                command("isabs", "Whether the path begins at the root.") { $0.hasPrefix("/") },
                command("normpath", "The normalised path.") { normal($0) },
                command("normcase", "The path: only Windows has one case.") { $0 },
                command("abspath", "The absolute path.") { absolute($0) },
                command("expanduser", "The path with ~ replaced by the home folder.") { path -> String in
                    path == "~" || path.hasPrefix("~/") ? (FilePath.home ?? "~") + path.dropFirst() : path
                },
                command("expandvars", "The path with variables of the environment in it.") { expanded($0) },
                command("getsize", "The number of bytes in a file.") { path -> Int in
                    Int(try FileStatus.read(path).st_size)
                },
                command("getmtime", "When a file was last changed, in seconds since 1970.") {
                    path -> Double in
                    FileStatus.seconds(try FileStatus.read(path).st_mtim)
                },
                command("getatime", "When a file was last read, in seconds since 1970.") { path -> Double in
                    FileStatus.seconds(try FileStatus.read(path).st_atim)
                },
                command("getctime", "When what is known of a file last changed.") { path -> Double in
                    FileStatus.seconds(try FileStatus.read(path).st_ctim)
                },
                Builtin(
                    "realpath", group: "os.path", summary: "The path from the root, without links.",
                    Parameter<PathArgument>("filename", "a path"),
                    Parameter<Bool>("strict", "whether it has to be there", default: false, .keywordOnly)
                ) { _, path, strict -> String in
                    if strict { _ = try FileStatus.read(path.text) }
                    return real(path.text)
                },
                Builtin(
                    "relpath", group: "os.path", summary: "The way from a folder to a path.",
                    Parameter<PathArgument>("path", "a path"),
                    Parameter<Value>("start", "the folder, the working folder if left out", default: .none)
                ) { _, path, start -> String in
                    if path.text.isEmpty { throw ScriptError("ValueError", "no path specified") }
                    let from = parts(absolute(start.isNone ? "." : try PathArgument.required(start)))
                    let to = parts(absolute(path.text))
                    let shared = zip(from, to).prefix { $0 == $1 }.count
                    let way = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared)
                    return way.isEmpty ? "." : way.joined(separator: "/")
                },
                Builtin(
                    "samefile", group: "os.path", summary: "Whether two paths lead to the same file.",
                    Parameter<PathArgument>("f1", "a path"), Parameter<PathArgument>("f2", "another")
                ) { _, one, other -> Bool in
                    let (a, b) = (try FileStatus.read(one.text), try FileStatus.read(other.text))
                    return a.st_dev == b.st_dev && a.st_ino == b.st_ino
                },
                Builtin(
                    "commonprefix", group: "os.path", summary: "The letters that all paths begin with.",
                    Parameter<Value>("m", "paths")
                ) { _, paths -> String in
                    let texts = try Operations.array(paths).map {
                        Array(try PathArgument.required($0).unicodeScalars)
                    }
                    guard let first = texts.first else { return "" }
                    var count = 0
                    while texts.allSatisfy({ count < $0.count && $0[count] == first[count] }) { count += 1 }
                    return String(String.UnicodeScalarView(first[..<count]))
                },
                Builtin(
                    "commonpath", group: "os.path", summary: "The folder that all paths lie in.",
                    Parameter<Value>("paths", "paths")
                ) { _, paths -> String in
                    let texts = try Operations.array(paths).map { try PathArgument.required($0) }
                    guard let first = texts.first else {
                        throw ScriptError("ValueError", "commonpath() arg is an empty sequence")
                    }
                    guard texts.allSatisfy({ $0.hasPrefix("/") == first.hasPrefix("/") }) else {
                        throw ScriptError("ValueError", "Can't mix absolute and relative paths")
                    }
                    let rows = texts.map { parts($0).filter { $0 != "." } }
                    var count = 0
                    while rows.allSatisfy({ count < $0.count && $0[count] == rows[0][count] }) { count += 1 }
                    return (first.hasPrefix("/") ? "/" : "") + rows[0][..<count].joined(separator: "/")
                },
            ])
        for (name, value) in [
            ("sep", "/"), ("curdir", "."), ("pardir", ".."), ("extsep", "."), ("pathsep", ":"),
            ("devnull", "/dev/null"),
        ] {
            module[name] = .string(value)
        }
        return module
    }

    private static let joining = Builtin(
        "join", group: "os.path", summary: "Joins parts to a path.",
        raw: [.init("parts", "the parts", type: "str", .variadic)],
        example: "os.path.join('data', 'book.txt')"
    ) { _, arguments in
        guard !arguments.positional.isEmpty else {
            throw ScriptError("TypeError", "join() missing 1 required positional argument: 'a'")
        }
        var result: String?
        for part in arguments.positional {
            guard let text = try PathArgument.optional(part) else {
                if result == nil { _ = try PathArgument.required(part) }
                throw ScriptError(
                    "TypeError",
                    "join() argument must be str, bytes, or os.PathLike object, not '\(part.typeName)'")
            }
            result = result.map { join($0, text) } ?? text
        }
        return .string(result ?? "")
    }

    // MARK: Texts

    static func join(_ path: String, _ part: String) -> String {
        if part.hasPrefix("/") { return part }
        return path + (path.isEmpty || path.hasSuffix("/") ? "" : "/") + part
    }

    /// Nil where nothing is there.
    static func isFolder(_ path: String) -> Bool? {
        (try? FileStatus.read(path)).map { $0.st_mode & S_IFMT == S_IFDIR }
    }

    static func isLink(_ path: String) -> Bool {
        (try? FileStatus.read(path, followsLinks: false)).map { $0.st_mode & S_IFMT == S_IFLNK } ?? false
    }

    static func absolute(_ path: String) -> String {
        normal(path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
    }

    private static func parts(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

    /// The path without links; of what is not there, only the folders above are looked at.
    private static func real(_ path: String) -> String {
        let whole = absolute(path)
        var (there, rest) = (whole, [String]())
        while true {
            if let found = realpath(there, nil) {
                defer { free(found) }
                return normal(([String(cString: found)] + rest).joined(separator: "/"))
            }
            guard there != "/" else { return whole }
            let (head, tail) = split(there)
            rest.insert(tail, at: 0)
            there = head
        }
    }

    private static func expanded(_ path: String) -> String {
        let environment = ProcessInfo.processInfo.environment
        return path.replacing(#/\$(?:\{(\w+)\}|(\w+))/#) { match in
            environment[String(match.1 ?? match.2 ?? "")] ?? String(match.0)
        }
    }

    static func split(_ path: String) -> (head: String, tail: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        var head = String(path[...slash])
        if head.contains(where: { $0 != "/" }) { while head.hasSuffix("/") { head.removeLast() } }
        return (head, String(path[path.index(after: slash)...]))
    }

    private static func splitEnding(_ path: String) -> (String, String) {
        let tail = split(path).tail
        guard let dot = tail.lastIndex(of: "."), tail[..<dot].contains(where: { $0 != "." }) else {
            return (path, "")
        }
        let ending = String(tail[dot...])
        return (String(path.dropLast(ending.count)), ending)
    }

    private static func normal(_ path: String) -> String {
        if path.isEmpty { return "." }
        // Two slashes at the start mean something of their own to POSIX; three are one.
        let root = path.hasPrefix("//") && !path.hasPrefix("///") ? "//" : path.hasPrefix("/") ? "/" : ""
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || root.isEmpty {
                parts.append(part)
            }
        }
        let result = root + parts.joined(separator: "/")
        return result.isEmpty ? "." : result
    }

}
