import Foundation
import Kernels
import Testing

/// The limits of containers, read from folders that look like the system's.
struct ContainerTests {
    private func folder(_ files: [String: String]) throws -> String {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString)")
        for (name, text) in files {
            let url = root.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return root.path
    }

    @Test("The tightest limit of the groups around the process holds; what files left in the cache is free")
    func unified() throws {
        let root = try folder([
            "memory.max": "max\n", "a/memory.max": "8000\n", "a/memory.current": "7000\n",
            "a/memory.stat": "anon 5\ninactive_file 2500\n",
            "a/b/memory.max": "9000\n", "a/b/memory.current": "1000\n",
        ])
        defer { try? FileManager.default.removeItem(atPath: root) }
        #expect(ContainerMemory(root: root, membership: "0::/a/b\n").available == 3500)
        #expect(ContainerMemory(root: root, membership: "0::/\n").available == nil)
        // A path of the outside's: the root is what counts.
        #expect(ContainerMemory(root: root + "/a", membership: "0::/some/where\n").available == 3500)
    }

    @Test("Version 1 has other names, and a number for no limit")
    func first() throws {
        let root = try folder([
            "memory/memory.limit_in_bytes": "9223372036854771712\n",
            "memory/x/memory.limit_in_bytes": "500\n",
            "memory/x/memory.usage_in_bytes": "600\n",
        ])
        defer { try? FileManager.default.removeItem(atPath: root) }
        #expect(ContainerMemory(root: root, membership: "9:cpu:/x\n4:memory:/x\n0::/\n").available == 0)
        #expect(ContainerMemory(root: root, membership: "4:memory:/\n").available == nil)
        #expect(ContainerMemory(root: "/nowhere", membership: "garbage\n0::/\n").available == nil)
    }
}
