import Disk
import Foundation
import Testing

/// What a path can lead to, read and written: nothing traps, nothing waits, nothing is lost.
@Suite(.serialized) struct FileTests {
    private let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent("lagado-disk-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = mkfifo(folder + "/pipe", 0o600)
        _ = mkdir(folder + "/folder", 0o700)
        _ = symlink("loop", folder + "/loop")
        _ = symlink("nowhere/at/all", folder + "/dangling")
        FileManager.default.createFile(atPath: folder + "/file", contents: Data("old".utf8))
        _ = symlink("file", folder + "/link")
    }

    private func reason(_ body: () throws -> Void) -> FileError.Reason? {
        do { try body() } catch { return (error as? FileError)?.reason ?? .exists }
        return nil
    }

    @Test func whatCannotBeReadSaysWhy() {
        let cases: [(String, FileError.Reason)] = [
            ("nothing", .notFound), ("folder", .isDirectory), ("pipe", .system), ("loop", .system),
            ("dangling", .notFound),
            ("file/x", .notDirectory), (String(repeating: "x", count: 300), .system), ("a\0b", .value),
        ]
        for (name, expected) in cases {
            #expect(reason { _ = try ReadableFile("\(folder)/\(name)") } == expected, "\(name)")
        }
        #expect(reason { _ = try ReadableFile("") } == .notFound)
        for device in ["/dev/zero", "/dev/full", "/dev/null"] {
            #expect(reason { _ = try ReadableFile(device) } == .system)
        }
        #expect(reason { _ = try ReadableFile("/proc/self/mem").bytes(2, at: 0) } == .system)
    }

    @Test func readsWhatIsThere() throws {
        let file = try ReadableFile(folder + "/link")
        #expect(file.size == 3)
        #expect(try file.bytes(2, at: 1) == Array("ld".utf8))
        #expect(try file.bytes(9, at: 1) == Array("ld".utf8))
        #expect(try file.bytes(9, at: 9).isEmpty)
        #expect(try file.all(limit: 3) == Array("old".utf8))
        #expect(reason { _ = try ReadableFile(folder + "/file").all(limit: 2) } == .value)
        // The system says that this one has no bytes.
        #expect(try ReadableFile("/proc/self/status").all(limit: 1 << 20).count > 100)
        #expect(
            reason { _ = try ReadableFile("/dev/zero", allowsStreams: true).all(limit: 1 << 20) } == .value)
    }

    @Test func whatCannotBeWrittenSaysWhy() throws {
        let cases: [(String, FileError.Reason)] = [
            ("folder", .isDirectory), ("new/", .isDirectory), ("pipe", .system), ("loop", .system),
            ("dangling", .notFound),
            ("file/x", .notDirectory), ("none/x", .notFound), (String(repeating: "x", count: 300), .system),
            ("a\0b", .value),
        ]
        for (name, expected) in cases {
            #expect(reason { try WholeFile.write([1], to: "\(folder)/\(name)") } == expected, "\(name)")
        }
        for device in ["/dev/zero", "/dev/full", "/dev/null"] {
            #expect(reason { try WholeFile.write([1], to: device) } == .system)
        }
        #expect(reason { try WholeFile.write([1], to: "") } == .notFound)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.hasSuffix(".part") })
    }

    @Test func aFileIsWholeOrAsItWas() throws {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try WholeFile.write(to: folder + "/file") { part in
                try part.write(Array("half".utf8))
                throw Stop()
            }
        }
        #expect(try ReadableFile(folder + "/file").all(limit: 99) == Array("old".utf8))
        try WholeFile.write(Array("new".utf8), to: folder + "/link")
        #expect(try ReadableFile(folder + "/file").all(limit: 99) == Array("new".utf8))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "file")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.hasSuffix(".part") })
    }

    @Test func permissionsStay() throws {
        chmod(folder + "/file", 0o640)
        try WholeFile.write([1], to: folder + "/file")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/file")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o640)
        // The longest name that a file can have.
        try WholeFile.write([1], to: folder + "/" + String(repeating: "n", count: 255))
    }
}

@Test func whereAPathLeads() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("lagado-\(UUID().uuidString)")
        .path
    defer { try? FileManager.default.removeItem(atPath: root) }
    for folder in ["/in/sub", "/out"] {
        try FileManager.default.createDirectory(atPath: root + folder, withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(atPath: root + "/in/link", withDestinationPath: "../out")
    try FileManager.default.createSymbolicLink(atPath: root + "/in/own", withDestinationPath: "sub/there")
    try FileManager.default.createSymbolicLink(atPath: root + "/in/loop", withDestinationPath: "loop")
    for path in ["a", "sub/a", "sub/../a", "own", "new/folder/a", "./a"] {
        #expect(FilePath.leads("\(root)/in/\(path)", into: root + "/in"), "\(path)")
    }
    for path in ["../a", "link/a", "link", "loop", "sub/../../a", "../in2/a", "new/../../../a"] {
        #expect(!FilePath.leads("\(root)/in/\(path)", into: root + "/in"), "\(path)")
    }
    #expect(
        !FilePath.leads("/etc/passwd", into: root) && !FilePath.leads("~/x", into: root)
            && FilePath.leads("/x", into: "/"))
    #expect(!FilePath.leads("a\0b", into: root) && !FilePath.leads("x", into: root + "/none"))
}

@Test func jsonIsWrittenAsPythonWritesIt() throws {
    let value = StrictJSON.object([
        ("b", .array([.whole(1), .number("2.5"), .null, .bool(true), .array([]), .object([])])),
        ("a", .string("é\"\\\n\u{1}")),
    ])
    #expect(
        value.laidOut
            == "{\n \"b\": [\n  1,\n  2.5,\n  null,\n  true,\n  [],\n  {}\n ],\n \"a\": "
            + "\"é\\\"\\\\\\n\\u0001\"\n}"
    )
    #expect(value.line == "{\"b\": [1, 2.5, null, true, [], {}], \"a\": \"é\\\"\\\\\\n\\u0001\"}")
    #expect(try StrictJSON(Array(value.laidOut.utf8)) == value)
    #expect(value["a"]?.text == "é\"\\\n\u{1}" && value["b"]?.elements?.count == 6 && value["c"] == nil)
}
