import Disk
import Foundation
import Presentation

/// Results as JSON lines, one a run, each whole on the disk before the next run begins: what was finished
/// when a program ended, in whatever way, is not run again.
public struct ExperimentFile {
    /// As the person gave it, for messages.
    public let path: String
    private let place: String

    /// Most bytes of a file that is read.
    private static let limit = 1 << 30

    /// - Throws: `FileError` for a path that cannot be one.
    public init(_ path: String) throws {
        (self.path, place) = (path, try FilePath.expanded(path))
    }

    /// The results that are there; none where there is no file.
    ///
    /// A last line without its end was being written when the program ended: it is taken off.
    /// - Returns: the results, and whether such a line was there.
    /// - Throws: `FileError` for what cannot be read, and for a line that is no result, with its number.
    public func read() throws -> (results: [ExperimentResult], wasCut: Bool) {
        guard access(place, F_OK) == 0 else { return ([], false) }
        let bytes = try ReadableFile(place).all(limit: Self.limit)
        let whole = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        var results: [ExperimentResult] = []
        let decoder = JSONDecoder()
        for (number, line) in bytes[..<whole].split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
            guard let result = try? decoder.decode(ExperimentResult.self, from: Data(line)) else {
                throw FileError(
                    .value, "line \(number + 1) of '\(path)' is no result of compare()",
                    hint: "another file, or without that line")
            }
            results.append(result)
        }
        let wasCut = whole < bytes.count
        if wasCut {
            // Only what compare() began to write: a file of something else stays as it is.
            guard bytes[whole...].starts(with: Array("{\"".utf8)) else {
                throw FileError(
                    .value, "'\(path)' does not end in a result of compare()", hint: "another file")
            }
            guard truncate(place, whole) == 0 else { throw FileError(errno, "write", path) }
        }
        return (results, wasCut)
    }

    /// Adds a result at the end, and waits until the disk has it.
    ///
    /// - Throws: `FileError`; the file is then as it was before.
    public func append(_ result: ExperimentResult) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try WholeFile.append(encoder.encode(result) + [0x0A], to: path)
    }
}
