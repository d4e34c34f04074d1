import Foundation

/// The limits of the containers (control groups) around this process: past them the system ends it, whatever
/// the machine has.
public struct ContainerMemory: Sendable {
    /// One group: its folder, and how its version of the interface names things.
    private struct Group: Sendable {
        let folder: String
        let isUnified: Bool

        var limit: Int? {
            // "max" in version 2; in version 1 a number beyond all memory.
            number(isUnified ? "memory.max" : "memory.limit_in_bytes").flatMap { $0 < 1 << 60 ? $0 : nil }
        }

        /// Bytes that the group may still take. What files left in the cache is
        /// given up before the limit counts.
        var left: Int? {
            guard let limit, let used = number(isUnified ? "memory.current" : "memory.usage_in_bytes") else {
                return nil
            }
            let name = isUnified ? "inactive_file " : "total_inactive_file "
            let cached = text("memory.stat")?.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap {
                Int($0.dropFirst(name.count))
            }
            return max(0, limit - max(0, used - (cached ?? 0)))
        }

        private func text(_ file: String) -> String? {
            try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        }

        private func number(_ file: String) -> Int? {
            text(file).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
    }

    private let limited: [Group]

    /// - Parameters:
    ///   - root: where the groups are mounted.
    ///   - membership: the text of `/proc/self/cgroup`.
    public init(root: String, membership: String) {
        var groups: [Group] = []
        for line in membership.split(separator: "\n") {
            // "0::/path" in version 2, "4:memory:/path" in version 1.
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isUnified = parts[0] == "0" && parts[1].isEmpty
            guard isUnified || parts[1].split(separator: ",").contains("memory") else { continue }
            // A limit of any group above holds too. Inside a container the path may be the outside's: then
            // the root is ours.
            var path = parts[2].split(separator: "/").map(String.init)
            while true {
                groups.append(
                    Group(
                        folder: ([isUnified ? root : "\(root)/memory"] + path).joined(separator: "/"),
                        isUnified: isUnified))
                if path.popLast() == nil { break }
            }
        }
        limited = groups.filter { $0.limit != nil }
    }

    /// Bytes that may still be taken; nil where nothing limits.
    public var available: Int? { limited.compactMap(\.left).min() }

    /// This process's own. Which groups have limits is found out once.
    static let own = ContainerMemory(
        root: "/sys/fs/cgroup",
        membership: (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? "")
}
