import Disk
import Foundation
import Language

/// The module `os`: folders, files and the environment. Files are changed where programs may write.
enum OSModule {
    private static let path = Parameter<PathArgument>("path", "a path")

    /// A command with one path, which it changes.
    private static func change(_ name: String, _ summary: String, _ body: @escaping (String) throws -> Void)
        -> Builtin
    {
        Builtin(name, group: "os", summary: summary, path) { interpreter, path -> Value in
            try WritingPlaces.permit(path.text, interpreter)
            try body(path.text)
            return .none
        }
    }

    /// - Throws: what the system says, where a call has failed.
    private static func check(_ result: Int32, _ path: String) throws {
        if result != 0 { throw SystemFailure.error(errno, path) }
    }

    static func make() -> ModuleValue {
        let environment = DictValue()
        for (name, value) in ProcessInfo.processInfo.environment.sorted(by: { $0.key < $1.key }) {
            environment.setString(name, .string(value))
        }
        let module = ModuleValue(
            "os", documentation: "Folders, files and the environment.",
            commands: looking + changing + [
                Builtin(
                    "getenv", group: "os", summary: "The value of an environment variable.",
                    Parameter<String>("key", "its name"),
                    Parameter<Value>("default", "the value for missing elements", default: .none)
                ) { _, name, otherwise -> Value in try environment.get(.string(name)) ?? otherwise }
            ])
        // What a notebook sets here (OMP_NUM_THREADS and the like) it can read again; nothing else looks at
        // it.
        module["environ"] = .dict(environment)
        for (name, value) in [
            ("name", "posix"), ("sep", "/"), ("linesep", "\n"), ("curdir", "."), ("pardir", ".."),
            ("extsep", "."), ("pathsep", ":"), ("devnull", "/dev/null"),
        ] {
            module[name] = .string(value)
        }
        for (name, value) in [("F_OK", 0), ("R_OK", 4), ("W_OK", 2), ("X_OK", 1)] {
            module[name] = .int(value)
        }
        module["error"] = .type(ExceptionTypes.type("OSError"))
        module["PathLike"] = .type(pathLike)
        module.refuse(
            ["chdir", "fchdir"], "the working folder is the same for everything here",
            hint: "paths with the folder in them: os.path.join(folder, name)")
        module.refuse(
            [
                "system", "popen", "chmod", "chown", "open", "symlink", "link", "kill", "fork", "execv",
                "spawnv",
                "pipe", "dup", "putenv", "unsetenv", "setsid", "umask", "wait", "waitpid", "startfile",
            ],
            "programs here read and write files, and start no others",
            hint: "open(path) for a file; os.environ[name] = value for the environment")
        return module
    }

    /// What says its path by `__fspath__`.
    private static let pathLike: ScriptClass = {
        let type = ScriptClass("PathLike", bases: [Types.object]) { value in
            guard case .instance(let instance) = value else { return false }
            return instance.type.attribute("__fspath__") != nil
        }
        type.module = "os"
        return type
    }()

    // MARK: Looking

    private static let looking: [Builtin] = [
        Builtin("getcwd", group: "os", summary: "The current folder.") { _ -> String in
            let path = FileManager.default.currentDirectoryPath
            guard !path.isEmpty else {
                throw ScriptError("FileNotFoundError", "[Errno 2] No such file or directory")
            }
            return path
        },
        Builtin(
            "listdir", group: "os", summary: "The names in a folder.",
            Parameter<Value>("path", "the folder, the working folder for None", default: .none)
        ) { _, path -> [String] in try names(in: path.isNone ? "." : PathArgument.required(path)) },
        Builtin(
            "scandir", group: "os", summary: "What lies in a folder, with what is known of it.",
            Parameter<Value>("path", "the folder, the working folder for None", default: .none)
        ) { _, path -> Value in
            let folder = path.isNone ? "." : try PathArgument.required(path)
            return .object(FolderEntries(try names(in: folder).map { FolderEntry(folder, $0) }))
        },
        Builtin(
            "walk", group: "os", summary: "Each folder below one, with the folders and files in it.",
            Parameter<PathArgument>("top", "the folder"),
            Parameter<Bool>("topdown", "whether a folder comes before those in it", default: true),
            Parameter<Value>("onerror", "called with an error that is passed over else", default: .none),
            Parameter<Bool>("followlinks", "whether links to folders are entered", default: false)
        ) { interpreter, top, topDown, onError, follows -> Value in
            .object(FolderWalk.iterator(top.text, topDown: topDown, onError: onError, follows: follows))
        },
        Builtin(
            "fspath", group: "os", summary: "A path as text.", Parameter<Value>("path", "a path")
        ) { _, path -> Value in
            if case .object(let object) = path, object is BytesValue { return path }
            return .string(try PathArgument.required(path))
        },
        Builtin("stat", group: "os", summary: "What the system knows of a file.", path) { _, path -> Value in
            FileStatus.value(try FileStatus.read(path.text))
        },
        Builtin("lstat", group: "os", summary: "What the system knows of a file, or of a link.", path) {
            _, path -> Value in FileStatus.value(try FileStatus.read(path.text, followsLinks: false))
        },
        Builtin(
            "access", group: "os", summary: "Whether a file may be used in a way.", path,
            Parameter<Int>("mode", "os.F_OK, os.R_OK, os.W_OK, os.X_OK")
        ) { _, path, mode -> Bool in access(path.text, Int32(truncatingIfNeeded: mode)) == 0 },
        Builtin("readlink", group: "os", summary: "Where a link leads.", path) { _, path -> String in
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlink(path.text, &buffer, Int(PATH_MAX))
            guard count >= 0 else { throw SystemFailure.error(errno, path.text) }
            return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        },
        Builtin("cpu_count", group: "os", summary: "The number of processors.") { _ -> Int in
            ProcessInfo.processInfo.processorCount
        },
        Builtin("getpid", group: "os", summary: "The id of this process.") { _ -> Int in
            Int(ProcessInfo.processInfo.processIdentifier)
        },
        Builtin("getppid", group: "os", summary: "The number of the process that started this one.") {
            _ -> Int in Int(Foundation.getppid())
        },
        Builtin("getuid", group: "os", summary: "The number of the person.") { _ -> Int in
            Int(Foundation.getuid())
        },
        Builtin("getlogin", group: "os", summary: "The name of the person.") { _ -> String in
            guard let entry = getpwuid(Foundation.getuid()) else {
                throw ScriptError("OSError", "[Errno 6] No such device or address")
            }
            return String(cString: entry.pointee.pw_name)
        },
        Builtin("uname", group: "os", summary: "What this system calls itself.") { _ -> Value in
            .tuple(TupleValue(SystemNames.all.map(Value.string), kind: unameKind))
        },
        Builtin(
            "get_terminal_size", group: "os", summary: "Columns and lines of the terminal.",
            Parameter<[Int]>("fallback", "where there is no terminal", default: [80, 24])
        ) { _, fallback -> Value in
            guard fallback.count == 2 else { throw ScriptError("TypeError", "fallback must be two numbers") }
            let environment = ProcessInfo.processInfo.environment
            func number(_ name: String) -> Int? {
                environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            }
            var size = winsize()
            let isTerminal = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
            let columns = number("COLUMNS") ?? (isTerminal ? Int(size.ws_col) : fallback[0])
            let lines = number("LINES") ?? (isTerminal ? Int(size.ws_row) : fallback[1])
            return .tuple(TupleValue([.int(columns), .int(lines)], kind: sizeKind))
        },
        // What the modules ask that are written in the language.
        Builtin("_temporary_folder", group: "os", summary: "The folder for files that stay for a while.") {
            _ -> String in WritingPlaces.temporary
        },
        Builtin("_clock", group: "os", summary: "A number that is another one each time.") { _ -> Int in
            Int(DispatchTime.now().uptimeNanoseconds & 0xFFFF_FFFF)
        },
        Builtin("_disk_usage", group: "os", summary: "Bytes of a disk: all, used and free.", path) {
            _, path -> Value in
            var information = statvfs()
            guard statvfs(path.text, &information) == 0 else { throw SystemFailure.error(errno, path.text) }
            let unit = Int(information.f_frsize)
            let (total, free) = (Int(information.f_blocks) * unit, Int(information.f_bavail) * unit)
            let used = (Int(information.f_blocks) - Int(information.f_bfree)) * unit
            return .tuple(TupleValue([.int(total), .int(used), .int(free)], kind: usageKind))
        },
    ]

    private static func kind(_ name: String, _ fields: [String]) -> TupleKind {
        TupleKind(name, fields: fields) { values in
            name + "(" + (try zip(fields, values).map { "\($0)=\(try $1.repr())" }.joined(separator: ", "))
                + ")"
        }
    }
    private static let unameKind = kind(
        "posix.uname_result", ["sysname", "nodename", "release", "version", "machine"])
    private static let sizeKind = kind("os.terminal_size", ["columns", "lines"])
    private static let usageKind = kind("usage", ["total", "used", "free"])

    static func names(in folder: String) throws -> [String] {
        let information = try FileStatus.read(folder)
        guard information.st_mode & S_IFMT == S_IFDIR else { throw SystemFailure.error(ENOTDIR, folder) }
        do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw SystemFailure.error(EACCES, folder)
        }
    }

    // MARK: Changing

    private static let changing: [Builtin] = [
        change("remove", "Removes a file.") { path in try check(unlink(path), path) },
        change("unlink", "Removes a file.") { path in try check(unlink(path), path) },
        change("rmdir", "Removes an empty folder.") { path in try check(rmdir(path), path) },
        change("removedirs", "Removes an empty folder, and those above that become empty.") { path in
            try check(rmdir(path), path)
            var above = (path as NSString).deletingLastPathComponent
            while !above.isEmpty, rmdir(above) == 0 { above = (above as NSString).deletingLastPathComponent }
        },
        Builtin(
            "mkdir", group: "os", summary: "Makes a folder.", path,
            Parameter<Int>("mode", "who may use it", default: 0o777)
        ) { interpreter, path, mode -> Value in
            try WritingPlaces.permit(path.text, interpreter)
            try check(mkdir(path.text, mode_t(truncatingIfNeeded: mode)), path.text)
            return .none
        },
        Builtin(
            "makedirs", group: "os", summary: "Makes a folder, and those above it.",
            Parameter<PathArgument>("name", "the folder"),
            Parameter<Int>("mode", "who may use it", default: 0o777),
            Parameter<Bool>("exist_ok", "whether it may be there already", default: false)
        ) { interpreter, name, mode, mayExist -> Value in
            try WritingPlaces.permit(name.text, interpreter)
            try makeFolders(name.text, mode_t(truncatingIfNeeded: mode), mayExist: mayExist)
            return .none
        },
        move("rename"), move("replace"), move("renames"),
        Builtin(
            "utime", group: "os", summary: "Sets when a file was last read and changed.", path,
            Parameter<[Double]?>("times", "seconds since 1970, now if left out", default: nil)
        ) { interpreter, path, times -> Value in
            try WritingPlaces.permit(path.text, interpreter)
            guard let times else {
                try check(utimes(path.text, nil), path.text)
                return .none
            }
            guard times.count == 2, times.allSatisfy({ $0.magnitude < 1e11 }) else {
                throw ScriptError("TypeError", "utime: 'times' must be either a tuple of two ints or None")
            }
            let parts = times.map { time in
                timeval(
                    tv_sec: Int(time.rounded(.down)), tv_usec: Int((time - time.rounded(.down)) * 1e6))
            }
            try check(utimes(path.text, parts), path.text)
            return .none
        },
        Builtin(
            "truncate", group: "os", summary: "Cuts a file off.", path, Parameter<Int>("length", "bytes")
        ) { interpreter, path, length -> Value in
            try WritingPlaces.permit(path.text, interpreter)
            try check(truncate(path.text, off_t(length)), path.text)
            return .none
        },
        Builtin(
            "_copy", group: "os", summary: "Copies a file.", Parameter<PathArgument>("src", "the file"),
            Parameter<PathArgument>("dst", "the copy")
        ) { interpreter, source, target -> Value in
            try WritingPlaces.permit(target.text, interpreter)
            try copy(source.text, target.text, interpreter)
            return .none
        },
    ]

    private static func move(_ name: String) -> Builtin {
        Builtin(
            name, group: "os", summary: "Gives a file or a folder another path.",
            Parameter<PathArgument>("src", "the file"), Parameter<PathArgument>("dst", "its new path")
        ) { interpreter, source, target -> Value in
            for path in [source, target] { try WritingPlaces.permit(path.text, interpreter) }
            if name == "renames" {
                let folder = (target.text as NSString).deletingLastPathComponent
                if !folder.isEmpty { try makeFolders(folder, 0o777, mayExist: true) }
            }
            guard rename(source.text, target.text) == 0 else {
                throw SystemFailure.error(errno, source.text, target.text)
            }
            return .none
        }
    }

    private static func makeFolders(_ path: String, _ mode: mode_t, mayExist: Bool) throws {
        let above = (path as NSString).deletingLastPathComponent
        if !above.isEmpty, above != path, !FileManager.default.fileExists(atPath: above) {
            try makeFolders(above, 0o777, mayExist: true)
        }
        if mkdir(path, mode) == 0 { return }
        let code = errno
        guard mayExist, FilePath.isFolder(path) else { throw SystemFailure.error(code, path) }
    }

    private static func copy(_ source: String, _ target: String, _ interpreter: Interpreter) throws {
        let input = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard input >= 0 else { throw SystemFailure.error(errno, source) }
        defer { close(input) }
        let information = try FileStatus.read(source)
        guard information.st_mode & S_IFMT == S_IFREG else { throw SystemFailure.error(EISDIR, source) }
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, information.st_mode & 0o777)
        guard output >= 0 else { throw SystemFailure.error(errno, target) }
        defer { close(output) }
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            try interpreter.interruption.check()
            let count = read(input, &block, block.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemFailure.error(errno, source) }
            if count == 0 { return }
            var done = 0
            while done < count {
                let part = block.withUnsafeBytes { write(output, $0.baseAddress! + done, count - done) }
                if part < 0 && errno == EINTR { continue }
                guard part >= 0 else { throw SystemFailure.error(errno, target) }
                done += part
            }
        }
    }
}

/// What `uname` says.
enum SystemNames {
    /// The system, this machine, the release, the version, the processor.
    static var all: [String] {
        var names = utsname()
        guard uname(&names) == 0 else { return ["Linux", "", "", "", ""] }
        func text<T>(_ field: T) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return [
            text(names.sysname), text(names.nodename), text(names.release), text(names.version),
            text(names.machine),
        ]
    }
}
