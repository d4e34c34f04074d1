import Foundation
import Testing

/// Every public declaration of these rooms has a doc comment, and one that throws says what.
struct DocumentationTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

    @Test(arguments: ["Neural", "GPT", "Training"])
    func publicDeclarationsAreDocumented(_ room: String) throws {
        let folder = Self.sources.appendingPathComponent(room)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "swift" }
        #expect(!files.isEmpty)
        for file in files {
            let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
                .map { $0.trimmingCharacters(in: .whitespaces) }
            for (index, line) in lines.enumerated() where Self.isDeclaration(line) {
                let comment = Self.comment(above: index, lines)
                let place = "\(file.lastPathComponent):\(index + 1): \(line)"
                #expect(!comment.isEmpty, "no doc comment: \(place)")
                if Self.throwsErrors(index, lines) {
                    #expect(
                        comment.contains { $0.hasPrefix("/// - Throws:") },
                        "the doc comment has no '- Throws:': \(place)")
                }
            }
        }
    }

    /// What overrides says the same as what it overrides.
    private static func isDeclaration(_ line: String) -> Bool {
        let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
        guard let first = words.first, first == "public" || first == "open" else { return false }
        return !words.contains("override") && !line.contains(" extension ")
    }

    private static func comment(above index: Int, _ lines: [String]) -> [String] {
        var end = index
        while end > 0, lines[end - 1].hasPrefix("@") { end -= 1 }
        var start = end
        while start > 0, lines[start - 1].hasPrefix("///") { start -= 1 }
        return Array(lines[start..<end])
    }

    /// Whether the function that is declared from a line on throws; what its arguments throw is theirs.
    private static func throwsErrors(_ index: Int, _ lines: [String]) -> Bool {
        let kinds = ["func", "init", "subscript"]
        guard
            lines[index].split(whereSeparator: { !$0.isLetter }).contains(where: {
                kinds.contains(String($0))
            })
        else { return false }
        var depth = 0, outside = ""
        for line in lines[index...].prefix(20) {
            for character in line {
                if "([".contains(character) { depth += 1 }
                if depth == 0 {
                    if character == "{" { return outside.contains(" throws") }
                    outside.append(character)
                }
                if ")]".contains(character) { depth -= 1 }
            }
            outside.append(" ")
        }
        return outside.contains(" throws")
    }
}
