import Foundation

/// Writes files that are either whole or not there: beside the place, flushed to the disk, then renamed.
enum AtomicFile {
    /// - Throws: `TextError` (`.system`) with the operating system's reason; nothing is left behind.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try makeFolder(folder)
        let part =
            "\(path).\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max)).part"
        let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure("write", part) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(file, $0.baseAddress! + written, $0.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                let error = failure("write", part)
                close(file)
                unlink(part)
                throw error
            }
            written += count
        }
        // A full disk or a broken one may show only now.
        guard fsync(file) == 0, close(file) == 0 else {
            let error = failure("write", part)
            unlink(part)
            throw error
        }
        guard rename(part, path) == 0 else {
            let error = failure("write", path)
            unlink(part)
            throw error
        }
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                return
            }
            throw TextError(.system, "cannot make the folder \(path): \(reason(of: error))")
        }
    }

    private static func failure(_ verb: String, _ path: String) -> TextError {
        TextError(.system, "cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }

    private static func reason(of error: Error) -> String {
        let error = error as NSError
        if let posix = error.userInfo[NSUnderlyingErrorKey] as? NSError, posix.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(posix.code)))
        }
        if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
        return error.localizedDescription
    }
}
