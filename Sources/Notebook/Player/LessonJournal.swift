import Disk
import Foundation
import Lab
import Language

/// How far a person is in a lesson, and what they typed, on disk after each step: what a killed program left
/// can be gone on with.
///
/// The file is a row of JSON objects, one a line, each written at once. `keep` says how many
/// of the entries before it still count (the others were taken back); `place` is a step of the
/// lesson, `typed` a line beside it.
public final class LessonJournal {
    /// One thing that was done.
    public struct Entry: Codable, Equatable, Sendable {
        /// The step's index in the lesson; nil for a line that was typed.
        public var place: Int?
        /// What ran; empty for a step that was passed over.
        public var source: String
        public var seconds: Double
        /// True if Ctrl-C ended it.
        public var stopped: Bool?
        /// True for a step that ended in an error.
        public var failed: Bool?

        public init(
            place: Int?, source: String, seconds: Double, stopped: Bool? = nil, failed: Bool? = nil
        ) {
            (self.place, self.source, self.seconds) = (place, source, seconds)
            (self.stopped, self.failed) = (stopped, failed)
        }
    }

    /// What a journal says.
    public struct Record: Equatable, Sendable {
        public var entries: [Entry] = []
        /// The numbers of exercises that were answered, and of those whose solution was shown.
        public var solved: Set<Int> = []
        public var shown: Set<Int> = []
        /// The seed that the lesson was played with.
        public var seed: UInt64?

        /// How many steps were done.
        public var stepsDone: Int {
            guard let last = entries.last(where: { $0.place != nil }), let place = last.place else {
                return 0
            }
            return last.failed == true || last.stopped == true ? place : place + 1
        }

        public init() {}

        /// Seconds that the entries took.
        public var seconds: Double { entries.reduce(0) { $0 + $1.seconds } }
    }

    private struct Line: Codable {
        var keep: Int?
        var entry: Entry?
        var solved: Int?
        var shown: Int?
        var seed: UInt64?
    }

    public let path: String
    private var descriptor: Int32 = -1
    /// Timeline entries that are in the file, by their own numbers.
    private var written: [Int] = []
    private var told: (solved: Set<Int>, shown: Set<Int>) = ([], [])
    /// Why nothing is written any more; nil while all is well.
    public private(set) var failure: String?

    /// - Parameter path: the file; its folder is made.
    public init(path: String) { self.path = path }

    /// Where the journal of a lesson is: in a folder for a program's state, under a name made of the lesson's
    /// whole path. Nil where the system names no such folder.
    public static func path(of lesson: String, environment: [String: String]) -> String? {
        guard let folder = FilePath.stateFolder(environment: environment) else { return nil }
        let whole = URL(fileURLWithPath: lesson).standardizedFileURL.resolvingSymlinksInPath().path
        // FNV-1a: two lessons of one name in two folders have two journals.
        let hash = whole.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let name = ((whole as NSString).lastPathComponent as NSString).deletingPathExtension
        let plain = String(
            name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" }.prefix(60))
        return "\(folder)/lagado/lessons/\(plain)-\(String(hash, radix: 16)).jsonl"
    }

    // MARK: Reading

    /// What was done when the file was last written; empty where there is none, or where it is no journal.
    ///
    /// A last line that is cut off, as a full disk leaves it, is left out.
    public static func read(_ path: String) -> Record {
        var record = Record()
        guard let file = try? ReadableFile(path), let bytes = try? file.all(limit: 64 << 20) else {
            return record
        }
        for text in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let line = try? JSONDecoder().decode(Line.self, from: Data(text)) else { break }
            if let keep = line.keep { record.entries = Array(record.entries.prefix(max(0, keep))) }
            if let entry = line.entry { record.entries.append(entry) }
            if let number = line.solved { record.solved.insert(number) }
            if let number = line.shown { record.shown.insert(number) }
            if let seed = line.seed { record.seed = seed }
        }
        return record
    }

    // MARK: Writing

    /// Begins the file afresh. Until something is worth writing, what was in it stays.
    private func start() {
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0o600)
        if descriptor < 0 { failure = String(cString: strerror(errno)) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes what has changed since the last time.
    ///
    /// - Returns: why it cannot be written, the first time that it cannot.
    @discardableResult
    public func note(_ player: Player) -> String? {
        guard failure == nil else { return nil }
        let entries = player.session.timeline.entries
        let ids = entries.map(\.id)
        let same = zip(written, ids).prefix { $0 == $1 }.count
        var lines: [Line] = []
        if same < written.count { lines.append(Line(keep: same)) }
        for (index, entry) in entries.enumerated().dropFirst(same) {
            let next = index + 1 < entries.count ? entries[index + 1].place : player.session.timeline.place
            let hasFailed = entry.isStep && next == entry.place
            lines.append(
                Line(
                    entry: Entry(
                        place: entry.isStep ? entry.place : nil, source: entry.source, seconds: entry.seconds,
                        stopped: entry.wasInterrupted ? true : nil, failed: hasFailed ? true : nil)))
        }
        written = ids
        lines += player.solved.subtracting(told.solved).sorted().map { Line(solved: $0) }
        lines += player.solutionsShown.subtracting(told.shown).sorted().map { Line(shown: $0) }
        told = (player.solved, player.solutionsShown)
        guard !lines.isEmpty else { return nil }
        if descriptor < 0 {
            start()
            guard descriptor >= 0 else { return failure }
            if let seed = player.lesson.settings.seed { lines.insert(Line(seed: seed), at: 0) }
        }
        return write(lines)
    }

    private func write(_ lines: [Line]) -> String? {
        let encoder = JSONEncoder()
        var bytes: [UInt8] = []
        for line in lines {
            guard let data = try? encoder.encode(line) else { continue }
            bytes += data + [UInt8(ascii: "\n")]
        }
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                failure = count == 0 ? "nothing could be written" : String(cString: strerror(errno))
                return failure
            }
            done += count
        }
        fdatasync(descriptor)
        return nil
    }
}
