import Foundation
import Language

/// What `os.stat` gives.
enum FileStatus {
    private static let fields = [
        "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime",
        "st_ctime",
    ]
    private static let kind = TupleKind("os.stat_result", fields: fields) { values in
        "os.stat_result("
            + (try zip(fields, values).map { "\($0)=\(try $1.repr())" }.joined(separator: ", ")) + ")"
    }

    /// What the system knows about a file or folder.
    ///
    /// - Throws: the exception that Python raises: OSError or one of its kinds, ValueError for a NUL
    ///   character.
    static func read(_ path: String, followsLinks: Bool = true) throws -> stat {
        guard !path.utf8.contains(0) else { throw ScriptError("ValueError", "embedded null byte") }
        var information = stat()
        guard (followsLinks ? stat(path, &information) : lstat(path, &information)) == 0 else {
            throw SystemFailure.error(errno, path)
        }
        return information
    }

    static func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }

    static func value(_ information: stat) -> Value {
        .tuple(
            TupleValue(
                [
                    .int(Int(information.st_mode)), .int(Int(information.st_ino)),
                    .int(Int(information.st_dev)), .int(Int(information.st_nlink)),
                    .int(Int(information.st_uid)), .int(Int(information.st_gid)),
                    .int(Int(information.st_size)), .float(seconds(information.st_atim)),
                    .float(seconds(information.st_mtim)), .float(seconds(information.st_ctim)),
                ], kind: kind))
    }
}

/// What `os.scandir` gives of a name in a folder.
final class FolderEntry: ScriptObject {
    private let folder: String
    private let name: String
    init(_ folder: String, _ name: String) { (self.folder, self.name) = (folder, name) }

    private var path: String { folder.hasSuffix("/") ? folder + name : folder + "/" + name }
    var typeName: String { "DirEntry" }
    var scriptClass: ScriptClass? { FolderEntry.type }
    func repr() throws -> String { "<DirEntry \(Operations.quoted(name))>" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    var attributeNames: [String] { ["name", "path"] }
    func getAttribute(_ attribute: String) throws -> Value? {
        switch attribute {
        case "name": return .string(name)
        case "path": return .string(path)
        default: return nil
        }
    }

    private func kind(_ followsLinks: Bool) -> mode_t {
        (try? FileStatus.read(path, followsLinks: followsLinks)).map { $0.st_mode & S_IFMT } ?? 0
    }
    private static func follows(_ given: [Value?]) throws -> Bool {
        try given[0].map { try Operations.truth($0) } ?? true
    }
    static let type = ScriptClass(
        "DirEntry", of: "posix",
        methods: [
            Method.of(FolderEntry.self, "is_file", ["follow_symlinks=True"], "Whether it is a file.") {
                entry, given, _ in .bool(entry.kind(try follows(given)) == S_IFREG)
            },
            Method.of(FolderEntry.self, "is_dir", ["follow_symlinks=True"], "Whether it is a folder.") {
                entry, given, _ in .bool(entry.kind(try follows(given)) == S_IFDIR)
            },
            Method.of(FolderEntry.self, "is_symlink", [], "Whether it is a link.") { entry, _, _ in
                .bool(entry.kind(false) == S_IFLNK)
            },
            Method.of(FolderEntry.self, "stat", ["follow_symlinks=True"], "What the system knows of it.") {
                entry, given, _ in
                FileStatus.value(try FileStatus.read(entry.path, followsLinks: follows(given)))
            },
            Method.of(FolderEntry.self, "__fspath__", [], "Its path.") { entry, _, _ in .string(entry.path) },
        ],
        isInstance: { $0 is FolderEntry },
        construct: { _, _ in throw ScriptError("TypeError", "cannot create 'posix.DirEntry' instances") })
}

/// What `os.scandir` gives: the entries one after the other, in a with statement or not.
final class FolderEntries: ScriptIterator {
    private let entries: [FolderEntry]
    private var position = 0
    init(_ entries: [FolderEntry]) { self.entries = entries }
    override func next() throws -> Value? {
        guard position < entries.count else { return nil }
        position += 1
        return .object(entries[position - 1])
    }
    override var typeName: String { "ScandirIterator" }
    override func enter() throws -> Value { .object(self) }
    override func exit(_ error: ScriptError?) throws -> Bool { false }
    override func record(in snapshot: Snapshot) {
        let position = position
        snapshot.record(self) { self.position = position }
    }
}

/// `os.walk`.
enum FolderWalk {
    /// Folders that are still to be entered, the next one last; those that were, where they come behind
    /// what is in them.
    private struct Place {
        var waiting: [(path: String, row: Value?)]
        /// The row that was given last, in whose list of folders a program may cross some out.
        var last: (path: String, folders: ListValue)?
    }

    static func iterator(_ top: String, topDown: Bool, onError: Value, follows: Bool) -> ScriptIterator {
        StatefulIterator(
            "generator", Place(waiting: [(top, nil)]),
            holding: { place in
                place.waiting.compactMap(\.row) + (place.last.map { [.list($0.folders)] } ?? [])
            }
        ) { iterator in
            if let last = iterator.state.last {
                iterator.state.last = nil
                for name in last.folders.elements.reversed() {
                    let path = PathModule.join(last.path, try name.str())
                    if follows || !PathModule.isLink(path) { iterator.state.waiting.append((path, nil)) }
                }
            }
            while let (path, row) = iterator.state.waiting.popLast() {
                if let row { return row }
                let names: [String]
                do { names = try OSModule.names(in: path) } catch {
                    if !onError.isNone, let interpreter = Interpreter.current {
                        var told = ScriptError(error)
                        let exception = interpreter.exception(of: &told)
                        _ = try Operations.call(onError, Arguments([.instance(exception)]), interpreter)
                    }
                    continue
                }
                try Interpreter.current?.interruption.check()
                let folders = names.filter { PathModule.isFolder(PathModule.join(path, $0)) == true }
                let inside = Set(folders)
                let list = ListValue(folders.map(Value.string))
                let files = Value.list(names.filter { !inside.contains($0) }.map(Value.string))
                let made = Value.tuple([.string(path), .list(list), files])
                if topDown {
                    iterator.state.last = (path, list)
                    return made
                }
                iterator.state.waiting.append((path, made))
                for name in folders.reversed() {
                    let inner = PathModule.join(path, name)
                    if follows || !PathModule.isLink(inner) { iterator.state.waiting.append((inner, nil)) }
                }
            }
            return nil
        }
    }
}
