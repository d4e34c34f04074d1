import Disk
import Foundation

/// Writes files that are either whole or not there, into folders that are made where they are missing.
enum AtomicFile {
    /// - Throws: `TextError` with the operating system's reason; nothing is left behind.
    static func write(_ bytes: [UInt8], to path: String) throws {
        try makeFolder((path as NSString).deletingLastPathComponent)
        do { try WholeFile.write(bytes, to: path) } catch let error as FileError { throw TextError(error) }
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            if FilePath.isFolder(path) { return }
            throw TextError(.system, "cannot make the folder \(path): \(reason(of: error))")
        }
    }

    private static func reason(of error: Error) -> String {
        let error = error as NSError
        if let posix = error.userInfo[NSUnderlyingErrorKey] as? NSError, posix.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(truncatingIfNeeded: posix.code)))
        }
        if error.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(truncatingIfNeeded: error.code)))
        }
        return error.localizedDescription
    }
}
