import Foundation

/// What compilers of drivers said of kernels that they did not take: kept in a file, since it is long.
enum GPULog {
    /// Adds to this process's log.
    /// - Returns: where it lies.
    static func keep(_ text: String) -> String {
        let path = NSTemporaryDirectory() + "lagado-kernels-\(getpid()).log"
        let data = Data((text + "\n").utf8)
        if let file = FileHandle(forWritingAtPath: path) {
            defer { try? file.close() }
            _ = try? file.seekToEnd()
            try? file.write(contentsOf: data)
        } else {
            try? data.write(to: URL(fileURLWithPath: path))
        }
        return path
    }
}
