import Foundation
import Language

/// The modules `os`, `os.path`, `sys` and `gc`, as far as they look at things and change nothing.
enum SystemModules {
    // MARK: os

    static func os() -> ModuleValue {
        let environment = DictValue()
        for (name, value) in ProcessInfo.processInfo.environment.sorted(by: { $0.key < $1.key }) {
            environment.setString(name, .string(value))
        }
        let module = ModuleValue(
            "os", documentation: "Folders and the environment, for looking.",
            commands: [
                Builtin("getcwd", group: "os", summary: "The current folder.") { _ -> String in
                    let path = FileManager.default.currentDirectoryPath
                    guard !path.isEmpty else {
                        throw ScriptError("FileNotFoundError", "[Errno 2] No such file or directory")
                    }
                    return path
                },
                Builtin(
                    "listdir", group: "os", summary: "The names in a folder.",
                    Parameter<String>("path", "the folder", default: ".")
                ) { _, path -> [String] in
                    let information = try status(path)
                    guard information.st_mode & S_IFMT == S_IFDIR else { throw failure(ENOTDIR, path) }
                    do { return try FileManager.default.contentsOfDirectory(atPath: path) } catch {
                        throw failure(EACCES, path)
                    }
                },
                Builtin(
                    "getenv", group: "os", summary: "A variable of the environment.",
                    Parameter<String>("key", "its name"),
                    Parameter<Value>("default", "where there is none", default: .none)
                ) { _, name, otherwise -> Value in try environment.get(.string(name)) ?? otherwise },
                Builtin("cpu_count", group: "os", summary: "The number of processors.") { _ -> Int in
                    ProcessInfo.processInfo.processorCount
                },
                Builtin("getpid", group: "os", summary: "The number of this process.") { _ -> Int in
                    Int(ProcessInfo.processInfo.processIdentifier)
                },
            ])
        // What a notebook sets here (OMP_NUM_THREADS and the like) it can read again; nothing else looks at
        // it.
        module["environ"] = .dict(environment)
        module["name"] = .string("posix")
        module["sep"] = .string("/")
        module["linesep"] = .string("\n")
        module.refuse(
            [
                "remove", "unlink", "rename", "replace", "mkdir", "makedirs", "rmdir", "removedirs", "chdir",
                "system", "popen", "chmod", "walk", "scandir", "stat", "open", "truncate", "symlink", "kill",
                "fork",
            ],
            "programs here look at files and change none",
            hint: "%save and %export write files; os.listdir and os.path look at them")
        return module
    }

    /// What the system knows about a file or folder, links followed.
    ///
    /// - Throws: the exception that Python raises: OSError or one of its kinds, ValueError for a NUL
    ///   character.
    private static func status(_ path: String) throws -> stat {
        guard !path.utf8.contains(0) else { throw ScriptError("ValueError", "embedded null byte") }
        var information = stat()
        guard stat(path, &information) == 0 else { throw failure(errno, path) }
        return information
    }

    private static func failure(_ code: Int32, _ path: String) -> ScriptError {
        ScriptError(
            ExceptionTypes.systemErrors[Int(code)] ?? "OSError",
            "[Errno \(code)] \(String(cString: strerror(code))): \(Operations.quoted(path))")
    }

    static func path() -> ModuleValue {
        func command<R: ScriptConvertible>(
            _ name: String, _ summary: String, _ body: @escaping (String) throws -> R
        ) -> Builtin {
            Builtin(name, group: "os.path", summary: summary, Parameter<String>("path", "a path")) {
                _, path -> R in try body(path)
            }
        }
        func isFolder(_ path: String) -> Bool? {
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
                ? isDirectory.boolValue : nil
        }
        let module = ModuleValue(
            "os.path", documentation: "Paths of files.",
            commands: [
                Builtin(
                    "join", group: "os.path", summary: "Joins parts to a path.",
                    raw: [.init("parts", "the parts", type: "str", .variadic)],
                    example: "os.path.join('data', 'book.txt')"
                ) { _, arguments in
                    var result = ""
                    for (index, part) in arguments.positional.enumerated() {
                        guard let text = part.text else {
                            throw ScriptError(
                                "TypeError",
                                "join() argument must be str, bytes, or os.PathLike object, not "
                                    + "'\(part.typeName)'"
                            )
                        }
                        if index == 0 || text.hasPrefix("/") {
                            result = text
                        } else {
                            result += (result.isEmpty || result.hasSuffix("/") ? "" : "/") + text
                        }
                    }
                    return .string(result)
                },
                command("exists", "Whether there is a file or folder.") { isFolder($0) != nil },
                command("isfile", "Whether there is a file.") { isFolder($0) == false },
                command("isdir", "Whether there is a folder.") { isFolder($0) == true },
                command("basename", "The name at the end.") { split($0).tail },
                command("dirname", "The folder before the name.") { split($0).head },
                command("split", "The folder and the name.") { path -> Value in
                    .tuple([.string(split(path).head), .string(split(path).tail)])
                },
                command("splitext", "The path without its ending, and the ending.") { path -> Value in
                    let (root, ending) = splitEnding(path)
                    return .tuple([.string(root), .string(ending)])
                },
                command("isabs", "Whether the path begins at the root.") { $0.hasPrefix("/") },
                command("normpath", "The path without detours.") { normal($0) },
                command("abspath", "The path from the root.") { path -> String in
                    normal(path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
                },
                command("expanduser", "The path with the home folder for ~.") { path -> String in
                    path == "~" || path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
                },
                command("getsize", "The number of bytes in a file.") { path -> Int in
                    Int(try status(path).st_size)
                },
            ])
        module["sep"] = .string("/")
        return module
    }

    private static func split(_ path: String) -> (head: String, tail: String) {
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

    // MARK: sys, gc

    static func sys() -> ModuleValue {
        let version = TupleKind(
            "sys.version_info", fields: ["major", "minor", "micro", "releaselevel", "serial"]
        ) { values in
            let names = ["major", "minor", "micro", "releaselevel", "serial"]
            return "sys.version_info("
                + (try zip(names, values).map { "\($0)=\(try $1.repr())" }.joined(separator: ", ")) + ")"
        }
        let module = ModuleValue(
            "sys", documentation: "Facts about the program.",
            [
                ("maxsize", .int(Int.max)), ("version", .string("3.11 (the language of this program)")),
                (
                    "version_info",
                    .tuple(
                        TupleValue([.int(3), .int(11), .int(0), .string("final"), .int(0)], kind: version))
                ),
                ("argv", .list([.string("")])), ("path", .list([])), ("platform", .string("linux")),
                ("byteorder", .string("little")),
                ("stdout", .object(ScreenStream(isError: false))),
                ("stderr", .object(ScreenStream(isError: true))),
                (
                    "getrecursionlimit",
                    .builtin(
                        Builtin("getrecursionlimit", group: "sys", summary: "How deep calls may go.") {
                            _ -> Int in Limits.callDepth
                        })
                ),
                (
                    "setrecursionlimit",
                    .builtin(
                        Builtin(
                            "setrecursionlimit", group: "sys",
                            summary: "Not more than it is: the limit is fixed.",
                            Parameter<Int>("limit", "a depth")
                        ) { interpreter, limit -> Value in
                            if limit > Limits.callDepth {
                                interpreter.output.note(
                                    "calls go \(Limits.callDepth) deep here, whatever sys.setrecursionlimit "
                                        + "says"
                                )
                            }
                            return .none
                        })
                ),
                (
                    "exc_info",
                    .builtin(
                        Builtin(
                            "exc_info", group: "sys",
                            summary: "Class, object and traceback of the exception that is being handled."
                        ) { interpreter -> Value in
                            guard let exception = interpreter.handledException else {
                                return .tuple([.none, .none, .none])
                            }
                            let traceback = ExceptionTypes.attribute(exception, Symbol("__traceback__"))
                            return .tuple([
                                .type(exception.type), .instance(exception), traceback ?? .none,
                            ])
                        })
                ),
                (
                    "exit",
                    .builtin(
                        Builtin(
                            "exit", group: "sys", summary: "Ends the program.",
                            Parameter<Value>("status", "a number or a text", default: .none)
                        ) { _, status -> Value in
                            var error = ScriptError("SystemExit", status.isNone ? "" : try status.str())
                            error.exception = ExceptionTypes.make(
                                ExceptionTypes.type("SystemExit"), status.isNone ? [] : [status])
                            throw error
                        })
                ),
            ])
        module.refuse(
            ["stdin"], "a program here asks no questions", hint: "set a variable before running the cell")
        return module
    }

    static func gc() -> ModuleValue {
        ModuleValue(
            "gc", documentation: "Memory is given back at once here: nothing to collect.",
            commands: [
                Builtin("collect", group: "gc", summary: "Does nothing: memory is freed at once.") {
                    _ -> Int in 0
                },
                Builtin("enable", group: "gc", summary: "Nothing to do.") { _ -> Value in .none },
                Builtin("disable", group: "gc", summary: "Nothing to do.") { _ -> Value in .none },
            ])
    }
}
