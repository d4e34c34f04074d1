import Foundation

/// Writes files that are either whole or not there: beside the place, flushed to the disk, then renamed; and
/// adds to files what is either whole at their end or not there.
public enum WholeFile {
    /// What is being written, and takes the next bytes.
    public struct Part {
        fileprivate let descriptor: Int32
        fileprivate let path: String

        /// Adds bytes at the end.
        public func write(_ bytes: UnsafeRawBufferPointer) throws {
            guard let base = bytes.baseAddress else { return }
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(descriptor, base + written, min(bytes.count - written, 1 << 30))
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw FileError(errno, "write", path) }
                written += count
            }
        }

        public func write(_ bytes: some Sequence<UInt8>) throws {
            try Array(bytes).withUnsafeBytes { try write($0) }
        }
    }

    /// Adds `bytes` at the end of the file at `path`, which is made where it is not there, and waits until
    /// the disk has them.
    ///
    /// - Throws: `FileError`; the file is then as it was before.
    public static func append(_ bytes: some Sequence<UInt8>, to path: String) throws {
        let descriptor = try open(FilePath.expanded(path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(errno, "write", path) }
        defer { close(descriptor) }
        let before = lseek(descriptor, 0, SEEK_END)
        do {
            try Part(descriptor: descriptor, path: path).write(bytes)
            // A device such as a pipe has nothing to wait for.
            guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(errno, "write", path) }
        } catch {
            if before >= 0 { _ = ftruncate(descriptor, before) }
            throw error
        }
    }

    /// Writes all of `bytes` to the file at `path`.
    public static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        try write(to: path) { try $0.write(bytes) }
    }

    /// Calls `body` to write the file. What was at `path` stays until all is
    /// written, also where `body` throws.
    ///
    /// A link stays a link: the file that it names is replaced. The file's permissions stay as they are.
    /// - Throws: `FileError` where `path` is a folder, a device or a pipe, where its folder is not there,
    ///   and what the system says; what `body` throws.
    public static func write(to path: String, _ body: (Part) throws -> Void) throws {
        let place = try target(of: FilePath.expanded(path), path)
        let mode = try permissions(of: place, path)
        let folder = FilePath.folder(of: place)
        try check(folder: folder, path)
        // A short name of its own: the longest name that a file can have is not too long for its part.
        let part = "\(folder == "/" ? "" : folder)/.lagado-\(getpid())-\(UInt32.random(in: 0 ... .max)).part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            // The present folder itself can be gone.
            guard errno != ENOENT else {
                throw FileError(.notFound, "cannot write '\(path)': its folder is not there")
            }
            throw FileError(errno, "write", path)
        }
        do {
            do {
                if let mode { _ = fchmod(descriptor, mode) }
                try body(Part(descriptor: descriptor, path: path))
                // A full disk or a broken one may show only now.
                guard fsync(descriptor) == 0 else { throw FileError(errno, "write", path) }
            } catch {
                close(descriptor)
                throw error
            }
            guard close(descriptor) == 0, rename(part, place) == 0 else {
                throw FileError(errno, "write", path)
            }
        } catch {
            unlink(part)
            throw error
        }
    }

    /// Where a link leads in the end, whether or not something is there.
    static func target(of place: String, _ path: String) throws -> String {
        var place = place
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlink(place, &buffer, Int(PATH_MAX))
            guard count >= 0 else { return place }
            let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            place = link.hasPrefix("/") ? link : FilePath.folder(of: place) + "/" + link
        }
        throw FileError(ELOOP, "write", path)
    }

    /// The permissions of the file that is there, nil where there is none.
    private static func permissions(of place: String, _ path: String) throws -> mode_t? {
        var information = stat()
        guard stat(place, &information) == 0 else {
            let code = errno
            guard code == ENOENT else { throw FileError(code, "write", path) }
            // Python says so too: a name that ends in a slash is a folder's.
            guard !place.hasSuffix("/") else { throw FileError(EISDIR, "write", path) }
            return nil
        }
        switch information.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw FileError(EISDIR, "write", path)
        default: throw FileError(.system, "'\(path)' is not an ordinary file but a device or a pipe")
        }
        guard access(place, W_OK) == 0 else { throw FileError(errno, "write", path) }
        return information.st_mode & 0o7777
    }

    private static func check(folder: String, _ path: String) throws {
        var information = stat()
        guard stat(folder, &information) == 0 else {
            guard errno == ENOENT else { throw FileError(errno, "write", path) }
            throw FileError(
                .notFound, "cannot write '\(path)': there is no folder '\(folder)'",
                hint: "a folder that exists")
        }
    }
}
