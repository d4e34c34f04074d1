import Encodings
import Foundation
import Language

/// What `open` gives: a file that is read and written as text or as bytes.
///
/// A file that is read is held as a whole, from when it is first read; what is written waits until there is
/// enough of it, the file is closed or asked for, or the program ends.
final class FileObject: ScriptIterator {
    /// How a file was opened.
    struct Mode {
        let text: String
        var reads = false, writes = false, appends = false, creates = false, truncates = false
        var isBinary = false

        /// - Throws: ValueError in CPython's words.
        init(_ text: String) throws {
            self.text = text
            func invalid() -> ScriptError {
                ScriptError("ValueError", "invalid mode: \(Operations.quoted(text))")
            }
            guard Set(text).isSubset(of: Set("rwxabt+")), Set(text).count == text.count else {
                throw invalid()
            }
            if text.contains("b"), text.contains("t") {
                throw ScriptError("ValueError", "can't have text and binary mode at once")
            }
            guard text.filter({ "rwxa".contains($0) }).count == 1 else {
                throw ScriptError(
                    "ValueError",
                    "must have exactly one of create/read/write/append mode")
            }
            isBinary = text.contains("b")
            reads = text.contains("r") || text.contains("+")
            writes = !text.contains("r") || text.contains("+")
            appends = text.contains("a")
            creates = text.contains("x")
            truncates = text.contains("w")
        }
    }

    let name: Value
    let path: String
    let mode: Mode
    let codec: TextCodec
    let encoding: String
    let handling: TextCodec.Handling
    /// What ends a line: nil for any of the three, which are read as one.
    let newline: String?
    private var descriptor: Int32
    /// The bytes of the file, once they were read.
    private var content: [UInt8]?
    /// Where the text begins that was decoded, and that text.
    private var base = 0
    private var text: [UInt8]?
    /// Offsets in the text before each of which the file has a byte that the text has not.
    private var dropped: [Int] = []
    /// How far the text was read.
    private var at = 0
    /// What waits to be written, and where it goes.
    private var pending: [UInt8] = []
    private var writePosition = 0

    /// - Throws: what the system says, in CPython's words; MemoryError for a file that is too large.
    init(
        _ name: Value, _ path: String, _ mode: Mode, _ codec: TextCodec, encoding: String,
        _ handling: TextCodec.Handling, newline: String?
    ) throws {
        (self.name, self.path, self.mode) = (name, path, mode)
        (self.codec, self.encoding, self.handling, self.newline) = (codec, encoding, handling, newline)
        var flags = O_CLOEXEC | O_NOCTTY | (mode.writes ? mode.reads ? O_RDWR : O_WRONLY : O_RDONLY)
        if mode.creates { flags |= O_CREAT | O_EXCL }
        if mode.appends || mode.truncates { flags |= O_CREAT }
        if mode.appends { flags |= O_APPEND }
        if !mode.writes { flags |= O_NONBLOCK }
        repeat { descriptor = open(path, flags, 0o666) } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw SystemFailure.error(errno, path) }
        super.init()
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw SystemFailure.error(errno, path) }
        let kind = information.st_mode & S_IFMT
        if kind == S_IFDIR { throw SystemFailure.error(EISDIR, path) }
        guard kind == S_IFREG || kind == S_IFIFO || path == "/dev/null" || path == "/dev/stdin" else {
            throw ScriptError(
                "OSError", "\(Operations.quoted(path)) is a device, and programs here read and write files")
        }
        if mode.truncates, kind == S_IFREG, ftruncate(descriptor, 0) != 0 {
            throw SystemFailure.error(errno, path)
        }
        if mode.appends { (base, writePosition) = (Int(information.st_size), Int(information.st_size)) }
        if mode.writes { OpenFiles.add(self) }
    }

    deinit {
        try? flush()
        if descriptor >= 0 { Foundation.close(descriptor) }
    }

    var isClosed: Bool { descriptor < 0 }

    /// - Throws: ValueError for a closed file.
    func checkOpen() throws {
        if isClosed { throw ScriptError("ValueError", "I/O operation on closed file.") }
    }

    private func checkReads() throws {
        try checkOpen()
        if !mode.reads { throw FileObject.unsupported(mode.isBinary ? "read" : "not readable") }
        try flush()
    }

    static func unsupported(_ words: String) -> ScriptError { ScriptError("UnsupportedOperation", words) }

    // MARK: Reading

    /// What of the file is not in `content` yet.
    private func load() throws {
        var bytes = content ?? []
        var information = stat()
        if fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG {
            let size = Int(information.st_size)
            guard size <= Limits.textBytes else { throw FileObject.tooLarge(path, size) }
            if content != nil, size == bytes.count { return }
            bytes.reserveCapacity(size)
        } else if content != nil {
            return
        }
        var block = [UInt8](repeating: 0, count: 1 << 18)
        let isSeekable = lseek(descriptor, 0, SEEK_CUR) >= 0
        while true {
            let count =
                isSeekable
                ? pread(descriptor, &block, block.count, off_t(bytes.count))
                : read(descriptor, &block, block.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                try Interpreter.current?.interruption.check()
                usleep(10_000)
                continue
            }
            guard count >= 0 else { throw SystemFailure.error(errno, path) }
            if count == 0 { break }
            bytes += block[..<count]
            guard bytes.count <= Limits.textBytes else { throw FileObject.tooLarge(path, bytes.count) }
        }
        content = bytes
    }

    private static func tooLarge(_ path: String, _ size: Int) -> ScriptError {
        ScriptError(
            "MemoryError",
            "\(Operations.quoted(path)) has \(size) bytes; at most \(Limits.textBytes) are read at once",
            hint: "a part of it: head -c, split")
    }

    /// Sees to it that the text from `base` on is decoded; what was added to the file meanwhile, too.
    private func decode() throws {
        if let text, at < text.count { return }
        let known = content?.count ?? -1
        try load()
        let bytes = content ?? []
        if text != nil {
            if bytes.count == known { return }
            (base, text, dropped, at) = (rawPosition, nil, [], 0)
        }
        let rest = base == 0 ? bytes : base < bytes.count ? Array(bytes[base...]) : []
        let decoded: [UInt8]
        do {
            if base == 0, codec == .utf16, rest.count > 1, TextCodec.signature(of: rest) != .utf16 {
                throw ScriptError("UnicodeError", "UTF-16 stream does not start with BOM")
            }
            decoded = try (base > 0 && codec == .utf16 ? utf16Inside : codec).decode(rest, handling)
        } catch let fault as CodecFault {
            throw TextEncoding.error(fault, .object(BytesValue(rest)))
        }
        text = newline == nil ? translated(decoded) : decoded
    }

    /// Which byte comes first, behind the mark.
    private var utf16Inside: TextCodec {
        content?.starts(with: [0xFE, 0xFF]) == true ? .utf16Big : .utf16Little
    }

    /// The text with one sort of line ends.
    private func translated(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(13) else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == 13 {
                if index + 1 < text.count, text[index + 1] == 10 {
                    dropped.append(result.count)
                    index += 1
                }
                result.append(10)
            } else {
                result.append(text[index])
            }
            index += 1
        }
        return result
    }

    /// Where the next byte is read.
    private var rawPosition: Int {
        guard let text else { return base }
        if at == 0 { return base }
        let part = Array(text[..<at])
        let bytes: Int
        switch codec {
        case .utf8: bytes = part.count
        case .utf8Signature:
            bytes = part.count + (base == 0 && content.flatMap(TextCodec.signature) == .utf8Signature ? 3 : 0)
        default: bytes = (try? codec.encode(part, .replace, isMarked: base == 0))?.count ?? part.count
        }
        let crossed = dropped.prefix { $0 < at }.count
        return base + bytes + crossed
            * (codec == .utf16 || codec == .utf16Little || codec == .utf16Big ? 2 : 1)
    }

    /// `read(count)` of a text file.
    ///
    /// - Parameter count: characters; all that is left where nil.
    func readText(_ count: Int?) throws -> Value {
        try checkReads()
        try decode()
        guard let text else { return .string("") }
        var end = text.count
        if let count {
            end = at
            var left = count
            while left > 0, end < text.count {
                end += 1
                while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
                left -= 1
            }
        }
        defer { at = end }
        return .str(ScriptText(bytes: at == 0 && end == text.count ? text : Array(text[at..<end])))
    }

    /// `readline(count)`; empty at the end of the file.
    func readLine(_ count: Int?) throws -> Value {
        try checkReads()
        if mode.isBinary { return try readBytesLine(count) }
        try decode()
        guard let text else { return .string("") }
        var end = at, left = count ?? Int.max
        while end < text.count, left > 0 {
            let byte = text[end]
            end += 1
            while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
            left -= 1
            if ends(text, byte, &end) { break }
        }
        defer { at = end }
        return .str(ScriptText(bytes: Array(text[at..<end])))
    }

    /// Whether a line ends with the byte before `end`.
    private func ends(_ text: [UInt8], _ byte: UInt8, _ end: inout Int) -> Bool {
        switch newline {
        case nil, "\n": return byte == 10
        case "\r": return byte == 13
        case "\r\n": return byte == 10 && end > 1 && text[end - 2] == 13
        default:
            if byte == 13, end < text.count, text[end] == 10 { end += 1 }
            return byte == 10 || byte == 13
        }
    }

    // MARK: Bytes

    /// `read(count)` of a file of bytes.
    func readBytes(_ count: Int?) throws -> Value {
        try checkReads()
        try load()
        let bytes = content ?? []
        let end = min(bytes.count, count.map { base + min($0, bytes.count) } ?? bytes.count)
        guard base < end else { return .object(BytesValue([])) }
        defer { base = end }
        return .object(BytesValue(base == 0 && end == bytes.count ? bytes : Array(bytes[base..<end])))
    }

    private func readBytesLine(_ count: Int?) throws -> Value {
        try load()
        let bytes = content ?? []
        guard base < bytes.count else { return .object(BytesValue([])) }
        var end = bytes[base...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
        if let count { end = min(end, base + count) }
        defer { base = end }
        return .object(BytesValue(Array(bytes[base..<end])))
    }

    /// The next line; nil at the end.
    override func next() throws -> Value? {
        let line = try readLine(nil)
        return try Operations.truth(line) ? line : nil
    }

    // MARK: Writing

    /// Writes bytes where the file stands.
    func write(_ bytes: [UInt8]) throws {
        try checkOpen()
        guard mode.writes else { throw FileObject.unsupported(mode.isBinary ? "write" : "not writable") }
        if mode.reads {
            if mode.appends {
                if content == nil { try flush() }
                try load()
                base = content?.count ?? 0
            } else {
                base = rawPosition
            }
            (text, dropped, at) = (nil, [], 0)
            if pending.isEmpty { writePosition = base }
            if var known = content {
                if known.count < base { known += [UInt8](repeating: 0, count: base - known.count) }
                known.replaceSubrange(base..<min(known.count, base + bytes.count), with: bytes)
                content = known
            }
            base += bytes.count
        }
        pending += bytes
        if pending.count >= 1 << 16 { try flush() }
    }

    /// Writes a text where the file stands.
    func write(text: ScriptText) throws {
        var bytes = text.bytes
        if let newline, newline.utf8.first == 13, bytes.contains(10) {
            let end = Array(newline.utf8)
            bytes = bytes.flatMap { $0 == 10 ? end : [$0] }
        }
        let isFirst = mode.reads ? rawPosition == 0 : writePosition + pending.count == 0
        do { try write(codec.encode(bytes, handling, isMarked: isFirst)) } catch let fault as CodecFault {
            throw TextEncoding.error(fault, .str(text))
        }
    }

    /// Hands to the system what waits.
    func flush() throws {
        guard descriptor >= 0, !pending.isEmpty else { return }
        let bytes = pending
        pending = []
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                mode.appends
                    ? Foundation.write(descriptor, $0.baseAddress! + written, bytes.count - written)
                    : pwrite(
                        descriptor, $0.baseAddress! + written, bytes.count - written,
                        off_t(writePosition + written))
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemFailure.error(errno, path) }
            written += count
        }
        writePosition += written
    }

    func shut() throws {
        guard descriptor >= 0 else { return }
        defer {
            Foundation.close(descriptor)
            descriptor = -1
            (content, text) = (nil, nil)
        }
        try flush()
    }

    // MARK: Places

    func tell() throws -> Int {
        try checkOpen()
        return mode.reads ? (mode.isBinary ? base : rawPosition) : writePosition + pending.count
    }

    func seek(_ offset: Int, _ whence: Int) throws -> Int {
        try checkOpen()
        try flush()
        var target = offset
        switch whence {
        case 0:
            if offset < 0 { throw ScriptError("ValueError", "negative seek position \(offset)") }
        case 1, 2:
            if !mode.isBinary, offset != 0 {
                throw FileObject.unsupported("can't do nonzero \(whence == 1 ? "cur" : "end")-relative seeks")
            }
            if whence == 1 {
                target = try tell() &+ offset
            } else {
                var information = stat()
                guard fstat(descriptor, &information) == 0 else { throw SystemFailure.error(errno, path) }
                target = Int(information.st_size) &+ offset
            }
            if target < 0 { throw ScriptError("OSError", "[Errno 22] Invalid argument") }
        default:
            throw ScriptError("ValueError", "invalid whence (\(whence), should be 0, 1 or 2)")
        }
        (base, text, dropped, at) = (target, nil, [], 0)
        writePosition = target
        return target
    }

    func truncate(_ size: Int?) throws -> Int {
        try checkOpen()
        guard mode.writes else { throw FileObject.unsupported("truncate") }
        let length = try size ?? tell()
        guard length >= 0 else { throw ScriptError("OSError", "[Errno 22] Invalid argument") }
        try flush()
        guard ftruncate(descriptor, off_t(length)) == 0 else { throw SystemFailure.error(errno, path) }
        if mode.reads { (base, text, dropped, at) = (rawPosition, nil, [], 0) }
        content = nil
        return length
    }

    // MARK: As a value

    override var typeName: String { type.name }
    private var type: ScriptClass { FileTypes.type(of: mode) }
    override var scriptClass: ScriptClass? { type }
    override func repr() throws -> String {
        let named = try name.repr()
        if mode.isBinary { return "<_io.\(type.name) name=\(named)>" }
        return "<_io.TextIOWrapper name=\(named) mode='\(mode.text)' encoding='\(encoding)'>"
    }
    override func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        throw ScriptError("TypeError", "cannot pickle '_io.\(type.name)' object")
    }
    override func enter() throws -> Value {
        try checkOpen()
        return .object(self)
    }
    override func exit(_ error: ScriptError?) throws -> Bool {
        try shut()
        return false
    }
    override var attributeNames: [String] {
        ["name", "mode", "closed"] + (mode.isBinary ? [] : ["encoding", "errors", "newlines"])
    }
    override func getAttribute(_ attribute: String) throws -> Value? {
        switch attribute {
        case "name": return name
        case "mode": return .string(mode.isBinary ? binaryMode : mode.text)
        case "closed": return .bool(isClosed)
        case "encoding" where !mode.isBinary: return .string(encoding)
        case "errors" where !mode.isBinary: return .string(handling.rawValue)
        case "newlines" where !mode.isBinary: return Value.none
        default: return try super.getAttribute(attribute)
        }
    }
    private var binaryMode: String {
        let both = mode.reads && mode.writes
        let first = mode.creates ? "x" : mode.appends ? "a" : mode.reads ? "r" : "w"
        return first + (both ? "b+" : "b")
    }

    /// Going back puts the place back where the file is read on; what was written stays written.
    override func record(in snapshot: Snapshot) {
        guard !isClosed else {
            snapshot.record(self) {}
            return
        }
        let place = mode.reads ? (mode.isBinary ? base : rawPosition) : nil
        snapshot.record(self) {
            guard let place else { return }
            if self.isClosed, !self.mode.writes {
                self.descriptor = open(self.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            }
            (self.base, self.text, self.dropped, self.at) = (place, nil, [], 0)
        } change: {
            place != nil && (try? self.tell()) != place ? "was read on" : nil
        }
    }
}

/// Files that are open for writing: what waits in them is written before the program ends.
package enum OpenFiles {
    private final class Row: @unchecked Sendable {
        let lock = NSLock()
        var files: [() -> FileObject?] = []
    }
    private static let row = Row()

    static func add(_ file: FileObject) {
        row.lock.lock()
        defer { row.lock.unlock() }
        row.files.removeAll { $0() == nil }
        row.files.append { [weak file] in file }
    }

    /// Writes what waits.
    package static func flush() {
        row.lock.lock()
        let files = row.files.compactMap { $0() }
        row.lock.unlock()
        for file in files { try? file.flush() }
    }
}
