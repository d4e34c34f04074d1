import Foundation
import Language

/// One match, with its groups.
final class MatchObject: ScriptObject {
    private let match: NSTextCheckingResult
    private let units: [UInt16]
    private let names: [String]

    init(_ match: NSTextCheckingResult, _ units: [UInt16], names: [String]) {
        (self.match, self.units, self.names) = (match, units, names)
    }

    var typeName: String { "Match" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func repr() throws -> String {
        let (start, end) = span(0)
        return "<re.Match object; span=(\(start), \(end)), match=\(try group(0).repr())>"
    }

    /// A group's text, nil where it took no part.
    static func text(_ range: NSRange, _ units: [UInt16]) -> Value? {
        guard range.location != NSNotFound, let place = Range(range), place.upperBound <= units.count else {
            return nil
        }
        return .string(String(decoding: units[place], as: UTF16.self))
    }

    private func group(_ index: Int) throws -> Value {
        guard (0..<match.numberOfRanges).contains(index) else {
            throw ScriptError("IndexError", "no such group")
        }
        return Self.text(match.range(at: index), units) ?? .none
    }

    private func number(_ value: Value) throws -> Int {
        if let name = value.text {
            guard let index = names.firstIndex(of: name) else {
                throw ScriptError("IndexError", "no such group")
            }
            return index + 1
        }
        return try Operations.requireIndex(value)
    }

    /// In code points, as positions of strings are.
    private func span(_ group: Int) -> (Int, Int) {
        guard let range = Range(match.range(at: group)) else { return (-1, -1) }
        func points(_ end: Int) -> Int { units[..<end].reduce(0) { $0 + ($1 & 0xfc00 == 0xdc00 ? 0 : 1) } }
        return (points(range.lowerBound), points(range.upperBound))
    }

    /// A replacement with its `\1` and `\g<name>` filled in.
    func expanded(_ template: String) throws -> String {
        var result = ""
        var rest = Substring(template)
        while let character = rest.popFirst() {
            guard character == "\\", let next = rest.popFirst() else {
                result.append(character)
                continue
            }
            if let digit = next.wholeNumberValue, next.isASCII {
                guard digit < match.numberOfRanges else {
                    throw ScriptError("error", "invalid group reference \(digit)")
                }
                result += try group(digit).text ?? ""
            } else if next == "g", rest.first == "<", let end = rest.firstIndex(of: ">") {
                let name = String(rest[rest.index(after: rest.startIndex)..<end])
                rest = rest[rest.index(after: end)...]
                result += try group(Int(name) ?? number(.string(name))).text ?? ""
            } else {
                result += ["n": "\n", "t": "\t", "r": "\r", "\\": "\\"][next] ?? "\\\(next)"
            }
        }
        return result
    }

    var attributeNames: [String] { ["end", "group", "groupdict", "groups", "span", "start"] }
    func getItem(_ index: Value) throws -> Value { try group(number(index)) }
    func getAttribute(_ name: String) throws -> Value? {
        let this = self
        let which = Parameter<Value>("group", "its number or name", default: .int(0))
        switch name {
        case "group":
            return .builtin(
                Builtin(
                    name, group: "re", summary: "The text of a group, or of several.",
                    raw: [.init("groups", "numbers or names", .variadic)]
                ) { _, arguments in
                    let texts = try arguments.positional.map { try this.group(this.number($0)) }
                    return texts.isEmpty ? try this.group(0) : texts.count == 1 ? texts[0] : .tuple(texts)
                })
        case "groupdict":
            return .builtin(
                Builtin(name, group: "re", summary: "The texts of the groups that have names.") {
                    _ -> Value in
                    .dict(
                        try this.names.enumerated().filter { !$0.element.isEmpty }.map {
                            ($0.element, try this.group($0.offset + 1))
                        })
                })
        case "string": return .string(String(decoding: this.units, as: UTF16.self))
        case "groups":
            return .builtin(
                Builtin(name, group: "re", summary: "The texts of all groups.") { _ -> Value in
                    .tuple(try (1..<max(1, this.match.numberOfRanges)).map { try this.group($0) })
                })
        case "start", "end", "span":
            return .builtin(
                Builtin(name, group: "re", summary: "Where a group stands.", which) { _, value -> Value in
                    let index = try this.number(value)
                    _ = try this.group(index)
                    let (start, end) = this.span(index)
                    return name == "start"
                        ? .int(start) : name == "end" ? .int(end) : .tuple([.int(start), .int(end)])
                })
        default: return nil
        }
    }
}
