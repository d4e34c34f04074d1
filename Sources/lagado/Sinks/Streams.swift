import Foundation

/// Standard output and standard error, written at once and whole.
enum Streams {
    static let output = Stream(STDOUT_FILENO)
    static let error = Stream(STDERR_FILENO)
}

/// One descriptor to write to.
final class Stream: @unchecked Sendable {
    private let descriptor: Int32
    private let lock = NSLock()
    /// Why the last write failed, such as a full disk; nil if all is well.
    private(set) var failure: String?

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Writes all of a text. When nobody reads any more (`| head`), the program ends, quietly.
    func write(_ text: String) {
        guard !text.isEmpty else { return }
        lock.lock()
        defer { lock.unlock() }
        guard failure == nil else { return }
        var text = text
        text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Foundation.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count >= 0 {
                    done += count
                    continue
                }
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&wait, 1, -1)
                case EPIPE:
                    signal(SIGPIPE, SIG_DFL)
                    raise(SIGPIPE)
                    _exit(128 + SIGPIPE)
                default:
                    failure = String(cString: strerror(errno))
                    return
                }
            }
        }
    }
}
