import Foundation

extension Lesson {
    /// The file with other text in some of its output fences; every byte outside them is as it was, and line ends
    /// are those of the fence.
    func replacingOutputs(_ replacements: [(ExpectedOutput, String)]) -> [UInt8] {
        var bytes = source
        // From the end, so that the places before stay where they are.
        for (expected, output) in replacements.sorted(by: { $0.0.fence.lowerBound > $1.0.fence.lowerBound }) {
            let opening = Array(source[expected.fence.lowerBound..<expected.range.lowerBound])
            let closing = Array(source[expected.range.upperBound..<expected.fence.upperBound])
            let lineEnd = opening.suffix(2) == [0x0d, 0x0a] ? "\r\n" : "\n"
            let lines = OutputComparison.lines(output)
            let body = lines.map { ($0.isEmpty ? "" : expected.indent + $0) + lineEnd }.joined()
            let mark = expected.mark(of: opening)
            let run =
                lines.map { line in line.trimmingBlanks.prefix { $0 == mark.character }.count }.max() ?? 0
            if run >= mark.count {
                // A fence inside the output would end this one: longer marks hold it.
                let longer = [UInt8](repeating: mark.byte, count: run + 1 - mark.count)
                let at = expected.indent.utf8.count
                let new = Array(opening[..<at]) + longer + Array(opening[at...]) + Array(body.utf8)
                let end = closing.firstIndex(of: mark.byte) ?? 0
                bytes.replaceSubrange(
                    expected.fence, with: new + Array(closing[..<end]) + longer + Array(closing[end...]))
            } else {
                bytes.replaceSubrange(expected.range, with: Array(body.utf8))
            }
        }
        return bytes
    }
}

extension ExpectedOutput {
    /// The character that the fence is made of, and how often it stands in the opening line.
    fileprivate func mark(of opening: [UInt8]) -> (character: Character, byte: UInt8, count: Int) {
        let marks = opening.dropFirst(indent.utf8.count)
        let byte = marks.first ?? 0x60
        return (Character(Unicode.Scalar(byte)), byte, marks.prefix { $0 == byte }.count)
    }
}
