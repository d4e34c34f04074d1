import Foundation
import TestSupport
import Testing

/// Bindings name what the engine computes: no loop over the elements of a tensor stands there.
struct BindingSourceTests {
    /// Files that hand numbers over to something that is no tensor, by their path below `Sources/Bindings`.
    private static let exceptions: [String: String] = [
        "Torch/Tensor/TensorData.swift": "numbers of nested lists become tensors, and tensors lists",
        "Torch/Tensor/TensorViews.swift": "data_ptr() tells where memory begins",
        "Torch/Data/DataLoader.swift":
            "positions of a data set, which may be a program's own, in random order",
        "Torch/Data/DataModules.swift": "positions of a data set in random order",
        "Torch/Random/GeneratorObject.swift": "the words of a generator's state",
        "NumPy/ValueArray.swift": "texts and objects of a program, by their places in a row",
        "Core/Errors.swift": "the errors of set_num_threads",
        "Pyplot/PlottedNumbers.swift": "figures are data",
    ]

    /// What reads elements one by one, or asks for memory and threads.
    private static let loops =
        #"\.elements\((Int64|Int32|Double|Float|Bool)\.self\)|withFloats|withUnsafe|\.pointer\b"#
        + #"|UnsafePointer|UnsafeMutablePointer|ThreadPool|\.mapped\(|\bHost\."#

    private static let sources = Shared.root.appendingPathComponent("Sources/Bindings")

    private static func loops(in file: URL) throws -> [String] {
        let pattern = try Regex(loops)
        return try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .enumerated().filter { $1.contains(pattern) }.map { "\($0 + 1): \($1)" }
    }

    @Test func noElementIsComputedWithInBindings() throws {
        let files = try #require(
            FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
        var used: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let found = try Self.loops(in: file)
            if found.isEmpty { continue }
            let path = String(file.path.dropFirst(Self.sources.path.count + 1))
            if Self.exceptions[path] == nil {
                let lines = found.joined(separator: "\n")
                Issue.record("\(path) works on elements; what computes belongs in Tensors/Ops:\n\(lines)")
            }
            used.insert(path)
        }
        #expect(Set(Self.exceptions.keys).subtracting(used) == [], "these exceptions are not needed")
    }

    @Test func aLoopIsFound() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("Loop.swift")
        try Data("let x = 1\nlet y = try x.elements(Double.self).map { $0 * 2 }\n".utf8).write(to: file)
        #expect(try Self.loops(in: file) == ["2: let y = try x.elements(Double.self).map { $0 * 2 }"])
    }
}
