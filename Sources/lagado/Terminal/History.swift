// Readline keeps its state in globals; the one prompt of the program uses them on the main thread.
@preconcurrency import CReadline
import Disk
import Foundation

/// What was typed, kept between sessions: multi-line entries whole, each only once, safe after each entry.
final class History {
    /// The file; nil if entries are kept in memory only.
    private(set) var path: String?
    /// Why entries are not kept, to be told once; nil if they are.
    private(set) var notice: String?
    private let most: Int32 = 10_000

    /// `history` in the folder of XDG for a program's state.
    static func standardPath(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        FilePath.stateFolder(environment: environment).map { $0 + "/lagado/history" }
    }

    /// Reads the file. One that cannot be read or written is no reason not to start.
    init(path: String?) {
        self.path = path
        history_write_timestamps = 1
        // Lines `#1700000000` part the entries, so that an entry may have several lines.
        history_comment_char = CChar(UInt8(ascii: "#"))
        using_history()
        stifle_history(most)
        guard let path else { return }
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Non-blocking: a pipe of this name must not keep the prompt from coming.
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else {
            notice = "history is not kept: \(path): \(String(cString: strerror(errno)))"
            self.path = nil
        }
        if access(path, R_OK) == 0, isText(path) {
            read_history(path)
            keepLast()
            if self.path != nil { history_truncate_file(path, most) }
        }
        using_history()
    }

    /// A file of another kind is left alone.
    private func isText(_ path: String) -> Bool {
        guard let head = try? ReadableFile(path).bytes(4096, at: 0) else {
            notice = "history is not kept: \(path) is not an ordinary file"
            self.path = nil
            return false
        }
        guard head.isEmpty || head.first == UInt8(ascii: "#"), !head.contains(0) else {
            notice = "history is not kept: \(path) is not a history of Lagado"
            self.path = nil
            return false
        }
        return true
    }

    /// Of equal entries the last stays.
    private func keepLast() {
        var seen = Set<String>()
        for index in stride(from: history_length - 1, through: 0, by: -1) {
            guard let entry = history_get(history_base + index), let line = entry.pointee.line else {
                continue
            }
            if !seen.insert(String(cString: line)).inserted { free_history_entry(remove_history(index)) }
        }
    }

    /// Adds an entry and writes it to the file at once: after a crash it is still there.
    func add(_ entry: String) {
        let text = entry.trimmingCharacters(in: .newlines)
        guard !text.allSatisfy(\.isWhitespace), !text.utf8.contains(0) else { return }
        for index in stride(from: history_length - 1, through: 0, by: -1) {
            guard let old = history_get(history_base + index), let line = old.pointee.line,
                strcmp(line, text) == 0
            else { continue }
            free_history_entry(remove_history(index))
            break
        }
        add_history(text)
        if let path { append_history(1, path) }
    }

    /// Puts a text where the arrow key finds it first, without keeping it in the file.
    func offer(_ text: String) {
        guard !text.isEmpty, !text.utf8.contains(0) else { return }
        add_history(text)
    }

    /// The last entries, oldest first, for `%history`.
    func entries(last count: Int = .max) -> [String] {
        let length = Int(history_length)
        return (max(0, length - max(0, min(count, length)))..<length).compactMap { index in
            history_get(history_base + Int32(index)).flatMap { $0.pointee.line }.map { String(cString: $0) }
        }
    }
}
