import Disk
import Foundation

/// A file that is downloaded piece by piece, and gone on with by another run of the program.
///
/// What has come lies beside its place, in `NAME.part`, with a note of what the server calls the file,
/// `NAME.part.json`. The place itself has the whole file or none.
public final class PartialFile: TransferTarget {
    /// Where the file goes when it is whole.
    public let path: String
    /// Bytes that are here.
    public private(set) var count = 0
    private let url: String
    private let descriptor: Int32
    private var isOpen = true
    private var noted: Note?

    private struct Note: Codable, Equatable {
        var url: String
        /// The server's `ETag` or `Last-Modified`.
        var validator: String?
    }

    /// What the server has called the file from which the bytes are.
    var validator: String? { didSet { if validator != oldValue { note() } } }

    /// Opens the part of a file, which is what an earlier download from the same address has left.
    ///
    /// - Throws: `TextError` where another program is downloading it; `FileError` where it cannot be written.
    public init(for path: String, from url: String) throws {
        (self.path, self.url) = (path, url)
        try AtomicFile.makeFolder((path as NSString).deletingLastPathComponent)
        descriptor = open(path + ".part", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(errno, "write", path + ".part") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw TextError(
                .system, "another program is downloading '\(path)'", hint: "Wait until it is done.")
        }
        if let (note, bytes) = PartialFile.kept(path, url) {
            (noted, count) = (note, bytes)
            validator = note.validator
        }
    }

    /// Bytes of a file that an earlier download from the same address has left, and with which the next one
    /// goes on.
    public static func bytesKept(for path: String, from url: String) -> Int { kept(path, url)?.bytes ?? 0 }

    private static func kept(_ path: String, _ url: String) -> (note: Note, bytes: Int)? {
        var information = stat()
        guard let text = try? ReadableFile(path + ".part.json").all(limit: 1 << 16),
            let note = try? JSONDecoder().decode(Note.self, from: Data(text)), note.url == url,
            note.validator != nil, stat(path + ".part", &information) == 0,
            information.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return (note, Int(information.st_size))
    }

    deinit {
        // Nothing has come: nothing is kept.
        if isOpen, count == 0 { discard() }
        shut()
    }

    private func shut() {
        if isOpen { close(descriptor) }
        isOpen = false
    }

    private func note() {
        let now = Note(url: url, validator: validator)
        guard validator != nil, now != noted, let data = try? JSONEncoder().encode(now) else { return }
        noted = now
        // Without the note the next download begins at the beginning, which is no harm.
        try? WholeFile.write(Array(data), to: path + ".part.json")
    }

    // MARK: What a transfer does with it

    func takes(status: Int) -> Bool { status == 200 || status == 206 }

    /// Forgets what is here.
    func restart() throws {
        guard ftruncate(descriptor, 0) == 0 || errno == EINVAL else {
            throw FileError(errno, "write", path + ".part")
        }
        count = 0
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let written = pwrite(descriptor, base + done, bytes.count - done, off_t(count))
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw FileError(written < 0 ? errno : ENOSPC, "write", path + ".part") }
            done += written
            count += written
        }
    }

    // MARK: The end

    /// Calls `body` with the bytes that are here, a piece at a time and in order.
    ///
    /// - Throws: where the file cannot be read, and what `body` throws.
    public func read(_ body: (_ piece: [UInt8], _ before: Int) throws -> Void) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var place = 0
        while place < count {
            let read = buffer.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, off_t(place))
            }
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { throw FileError(read < 0 ? errno : EIO, "read", path + ".part") }
            try body(read == buffer.count ? buffer : Array(buffer[..<read]), place)
            place += read
        }
    }

    /// Puts what is here, which is whole, into its place, or into another one.
    ///
    /// - Throws: `FileError`; the part is then still there.
    public func finish(at place: String? = nil) throws {
        let place = place ?? path
        try AtomicFile.makeFolder((place as NSString).deletingLastPathComponent)
        // A full disk or a broken one may show only now.
        guard fsync(descriptor) == 0 else { throw FileError(errno, "write", place) }
        guard rename(path + ".part", place) == 0 else { throw FileError(errno, "write", place) }
        unlink(path + ".part.json")
        shut()
    }

    /// Throws away what is here.
    public func discard() {
        unlink(path + ".part")
        unlink(path + ".part.json")
        shut()
    }
}
