import Foundation

extension Lesson {
    /// What replacing outputs changes, as a unified difference without lines around it: what `--fix` shows
    /// before it writes. Empty where nothing changes.
    func difference(replacing replacements: [(ExpectedOutput, String)]) -> String {
        var hunks: [String] = []
        // Lines that earlier hunks have added.
        var shift = 0
        for (expected, output) in replacements.sorted(by: { $0.0.fence.lowerBound < $1.0.fence.lowerBound }) {
            let old = Self.rows(source[expected.fence])
            let new = Self.rows(self.newFence(expected, output)[...])
            var start = 0
            while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
            var end = 0
            while end < min(old.count, new.count) - start,
                old[old.count - 1 - end] == new[new.count - 1 - end]
            {
                end += 1
            }
            let (gone, come) = (old[start..<(old.count - end)], new[start..<(new.count - end)])
            guard !gone.isEmpty || !come.isEmpty else { continue }
            let line = expected.line - 1 + start
            // As in `diff -U0`: of no lines, the place is the line before.
            let (from, to) = (line - (gone.isEmpty ? 1 : 0), line + shift - (come.isEmpty ? 1 : 0))
            hunks.append("@@ -\(from),\(gone.count) +\(to),\(come.count) @@")
            hunks += gone.map { "-" + $0 } + come.map { "+" + $0 }
            shift += come.count - gone.count
        }
        guard !hunks.isEmpty else { return "" }
        return (["--- \(name)", "+++ \(name), with the real outputs"] + hunks).joined(separator: "\n") + "\n"
    }

    private static func rows(_ bytes: ArraySlice<UInt8>) -> [String] {
        var rows = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).map {
            String(decoding: $0.last == 0x0d ? $0.dropLast() : $0, as: UTF8.self)
        }
        if rows.last == "" { rows.removeLast() }
        return rows
    }
}
