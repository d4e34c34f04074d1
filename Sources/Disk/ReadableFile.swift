import Foundation
import Presentation

/// A file that is open for reading.
public final class ReadableFile {
    /// The path as the person wrote it.
    public let path: String
    /// Bytes, as the system says: 0 for some of its own files that have contents all the same.
    public let size: Int
    private let descriptor: Int32

    /// Opens an ordinary file.
    ///
    /// - Parameter allowsStreams: takes a pipe or a terminal as well, and waits for what comes from it.
    /// - Throws: `FileError` where nothing is there, where it is a folder, a pipe or a device, and where
    ///   the system refuses.
    public init(_ path: String, allowsStreams: Bool = false) throws {
        self.path = path
        let place = try FilePath.expanded(path)
        // A pipe that nobody writes to would keep an ordinary `open` waiting.
        let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (allowsStreams ? 0 : O_NONBLOCK)
        var opened: Int32
        repeat { opened = open(place, flags) } while opened < 0 && errno == EINTR
        guard opened >= 0 else { throw FileError(errno, "read", path) }
        var information = stat()
        guard fstat(opened, &information) == 0 else {
            let code = errno
            close(opened)
            throw FileError(code, "read", path)
        }
        let kind = information.st_mode & S_IFMT
        guard kind == S_IFREG || (allowsStreams && kind != S_IFDIR) else {
            close(opened)
            throw kind == S_IFDIR
                ? FileError(EISDIR, "read", path)
                : FileError(.system, "'\(path)' is not an ordinary file but a device or a pipe")
        }
        (descriptor, size) = (opened, Int(information.st_size))
    }

    deinit { close(descriptor) }

    /// Bytes from `position` on; fewer than `count` where the file ends.
    public func bytes(_ count: Int, at position: Int) throws -> [UInt8] {
        var failure: (any Error)?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            do { filled = try read(into: buffer.baseAddress, count, at: position) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Fills memory with the bytes from `position` on.
    ///
    /// - Returns: how many there were; fewer than `count` where the file ends.
    public func read(into target: UnsafeMutableRawPointer?, _ count: Int, at position: Int) throws -> Int {
        guard let target else { return 0 }
        var filled = 0
        while filled < count {
            let part = pread(
                descriptor, target + filled, min(count - filled, 1 << 30), off_t(position + filled))
            if part < 0 && errno == EINTR { continue }
            guard part >= 0 else { throw FileError(errno, "read", path) }
            if part == 0 { break }
            filled += part
        }
        return filled
    }

    /// All of it, from where a stream stands.
    ///
    /// - Throws: ValueError past `limit` bytes, before they are held where the
    ///   system says how many there are.
    public func all(limit: Int) throws -> [UInt8] {
        func tooLarge(_ count: String) -> FileError {
            FileError(.value, "'\(path)' has \(count) bytes; at most \(Formatting.grouped(limit)) are read")
        }
        guard size <= limit else { throw tooLarge(Formatting.grouped(size)) }
        var bytes: [UInt8] = []
        // One byte more than it says: a file that grows, or says 0, goes on below.
        var chunk = max(size + 1, 1 << 16)
        while true {
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: chunk))
            let part = bytes.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress! + start, chunk)
            }
            let code = errno
            bytes.removeLast(chunk - max(part, 0))
            if part < 0 && code == EINTR { continue }
            guard part >= 0 else { throw FileError(code, "read", path) }
            if part == 0 { return bytes }
            guard bytes.count <= limit else { throw tooLarge("more than \(Formatting.grouped(limit))") }
            chunk = min(max(1 << 16, bytes.count), limit - bytes.count + 1)
        }
    }
}
