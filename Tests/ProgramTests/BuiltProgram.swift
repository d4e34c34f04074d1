import Foundation
import TestSupport
import Testing

/// The built `lagado`, run as a person runs it, in a folder and with a home of its own.
final class BuiltProgram {
    struct Result {
        var code: Int32
        var output: String
        var errors: String
    }

    /// Beside the bundle of tests, where the build puts it.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = bundle.appendingPathComponent("lagado").path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        return Shared.root.appendingPathComponent(".build/release/lagado").path
    }()

    /// The folder in which it runs.
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("lagado-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Nothing of the person who runs the tests: no history, no cache, no colours by force.
    var environment: [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
            "HOME": folder.path, "LANG": "C.UTF-8", "TERM": "xterm-256color",
        ]
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
        return name
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - interruptAfter: seconds after which Ctrl-C is sent.
    ///   - environment: variables beside those that every run has.
    func run(
        _ arguments: String..., input: [UInt8]? = nil, interruptAfter: Double? = nil,
        environment extra: [String: String] = [:]
    ) throws -> Result {
        try run(arguments, input: input, interruptAfter: interruptAfter, environment: extra)
    }

    func run(
        _ arguments: [String], input: [UInt8]? = nil, interruptAfter: Double? = nil,
        environment extra: [String: String] = [:]
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment.merging(extra) { $1 }
        let name = UUID().uuidString
        let files = try ["in", "out", "err"].map { kind -> FileHandle in
            let url = folder.appendingPathComponent("\(name).\(kind)")
            try Data(kind == "in" ? input ?? [] : []).write(to: url)
            return try kind == "in" ? FileHandle(forReadingFrom: url) : FileHandle(forWritingTo: url)
        }
        process.standardInput = files[0]
        process.standardOutput = files[1]
        process.standardError = files[2]
        try process.run()
        if let interruptAfter {
            Thread.sleep(forTimeInterval: interruptAfter)
            kill(process.processIdentifier, SIGINT)
        }
        // A program that does not end fails its test, and holds up no other.
        let end = Date().addingTimeInterval(60)
        while process.isRunning, Date() < end { Thread.sleep(forTimeInterval: 0.005) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        let code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Result(code: code, output: try read("\(name).out"), errors: try read("\(name).err"))
    }
}
