import Foundation
import GPT
import Tensors
import TestSupport
import Testing

/// Files that the safetensors library takes and files that it refuses:
/// `Tests/TorchCases/safetensors-files.json`, recorded by
/// `scripts/record-safetensors-cases.py`.
private struct FileCase: Decodable {
    let name: String
    let file: Data
    let error: String?
}

@Suite(.serialized) struct SafetensorsTests {
    private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "lagado-safetensors-\(getpid())")

    private func path(_ name: String) throws -> String {
        try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        return Self.folder.appendingPathComponent(name).path
    }

    private func refusal(_ path: String) -> String? {
        do { _ = try SafetensorsFile(path) } catch { return "\(error)" }
        return nil
    }

    @Test func takesWhatTheLibraryTakes() throws {
        let cases = Shared.root.appendingPathComponent("Tests/TorchCases/safetensors-files.json")
        let files = try JSONDecoder().decode([FileCase].self, from: Data(contentsOf: cases))
        #expect(files.count > 300)
        let path = try path("case.safetensors")
        for one in files {
            try one.file.write(to: URL(fileURLWithPath: path))
            let own = refusal(path)
            #expect(
                (own == nil) == (one.error == nil),
                "\(one.name): \(own ?? "taken") (the library: \(one.error ?? "taken"))")
        }
    }

    @Test func aNameThatIsThereTwiceIsRefused() throws {
        // The library takes the last of two; a file of which two readers see different tensors is none.
        let entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}"
        let header = "{\(entry),\(entry)}"
        var bytes = Data([UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0])
        bytes += Data(header.utf8) + Data(count: 8)
        let path = try path("twice.safetensors")
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(refusal(path)?.contains("'a' is there twice") == true)
    }

    @Test func everyTypeComesBack() throws {
        let path = try path("types.safetensors")
        let source = try Tensor([1.5, -2, 0] as [Float])
        let types = DType.allCases
        try Safetensors(
            tensors: types.map { ($0.rawValue, try source.to($0)) }, metadata: ["a \"word\"": "é\n"]
        ).write(to: path)
        let file = try Safetensors(contentsOf: path)
        #expect(file.metadata == ["a \"word\"": "é\n"])
        for type in types {
            let tensor = try #require(file.dictionary[type.rawValue])
            #expect(tensor.dtype == type && tensor.shape == [3])
            #expect(try tensor.elements(Double.self) == source.to(type).elements(Double.self))
        }
    }

    @Test func typesThatAreNotHereAreNamed() throws {
        for (word, name, size) in [
            ("U64", "uint64", 8), ("C64", "complex64", 8),
            ("F8_E4M3", "float8_e4m3", 1),
        ] {
            let header = "{\"x\":{\"dtype\":\"\(word)\",\"shape\":[1],\"data_offsets\":[0,\(size)]}}"
            let path = try path("other.safetensors")
            let length = Data([UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0])
            try (length + Data(header.utf8) + Data(count: size)).write(to: URL(fileURLWithPath: path))
            do {
                _ = try Safetensors(contentsOf: path)
                Issue.record("\(word) was read")
            } catch let error as TensorError {
                #expect(
                    error.exceptionName == "NotImplementedError" && error.message.contains("'x'")
                        && error.message.contains("torch.\(name)"))
            }
        }
    }

    @Test func whatCannotBeWrittenLeavesTheOldFile() throws {
        let path = try path("old.safetensors")
        try Safetensors(tensors: [("a", try Tensor([1] as [Float]))]).write(to: path)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let twice = Safetensors(tensors: [
            ("a", try Tensor([1] as [Float])), ("a", try Tensor([2] as [Float])),
        ])
        #expect(throws: TensorError.self) { try twice.write(to: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(throws: (any Error).self) { try Safetensors().write(to: Self.folder.path) }
        #expect(throws: (any Error).self) { try Safetensors().write(to: "/dev/null") }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).allSatisfy {
                !$0.hasSuffix(".part")
            })
    }
}
