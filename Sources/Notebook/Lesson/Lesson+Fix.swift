import Foundation

extension Lesson {
    /// The file with other text in some of its output fences; every byte outside them is as it was, and line
    /// ends are those of the fence.
    func replacingOutputs(_ replacements: [(ExpectedOutput, String)]) -> [UInt8] {
        var bytes = source
        // From the end, so that the places before stay where they are.
        for (expected, output) in replacements.sorted(by: { $0.0.fence.lowerBound > $1.0.fence.lowerBound }) {
            bytes.replaceSubrange(expected.fence, with: newFence(expected, output))
        }
        return bytes
    }

    /// An output fence with another text in it.
    func newFence(_ expected: ExpectedOutput, _ output: String) -> [UInt8] {
        let opening = Array(source[expected.fence.lowerBound..<expected.range.lowerBound])
        let closing = Array(source[expected.range.upperBound..<expected.fence.upperBound])
        let lineEnd = opening.suffix(2) == [0x0d, 0x0a] ? "\r\n" : "\n"
        let lines = OutputComparison.lines(output)
        let body = lines.map { ($0.isEmpty ? "" : expected.indent + $0) + lineEnd }.joined()
        let mark = expected.mark(of: opening)
        let run = lines.map { line in line.trimmingBlanks.prefix { $0 == mark.character }.count }.max() ?? 0
        guard run >= mark.count else { return opening + Array(body.utf8) + closing }
        // A fence inside the output would end this one: longer marks hold it.
        let longer = [UInt8](repeating: mark.byte, count: run + 1 - mark.count)
        let at = expected.indent.utf8.count
        let end = closing.firstIndex(of: mark.byte) ?? 0
        return opening[..<at] + longer + opening[at...] + Array(body.utf8) + closing[..<end] + longer
            + closing[end...]
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
