import Foundation
import Synchronization

/// What compilers of drivers said of kernels that they did not take: kept in a file, since it is long, and
/// told once for each family.
public enum GPULog {
    private static let told = Mutex<[String]>([])

    /// Families that did not compile, each with the device and where the log lies, not told yet.
    public static func news() -> [String] {
        told.withLock { told in
            defer { told = [] }
            return told
        }
    }

    static func keep(_ text: String, _ family: String, _ device: Device) {
        let path = NSTemporaryDirectory() + "lagado-kernels-\(getpid()).log"
        let data = Data((text + "\n").utf8)
        if let file = FileHandle(forWritingAtPath: path) {
            defer { try? file.close() }
            _ = try? file.seekToEnd()
            try? file.write(contentsOf: data)
        } else {
            try? data.write(to: URL(fileURLWithPath: path))
        }
        told.withLock {
            $0.append(
                "the \(family) kernels do not compile on \(device.name): the CPU computes them (log: \(path))"
            )
        }
    }
}
