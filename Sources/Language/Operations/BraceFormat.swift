/// `"… {} …".format(…)`.
enum BraceFormat {
    static func format(_ template: String, _ arguments: Arguments) throws -> String {
        var automatic = 0
        return try expand(template, arguments, &automatic, level: 0)
    }

    private static func expand(_ template: String, _ arguments: Arguments, _ automatic: inout Int, level: Int)
        throws -> String
    {
        if level > 2 { throw ScriptError("ValueError", "Max string recursion exceeded") }
        var result = String.UnicodeScalarView()
        let scalars = Array(template.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "}" {
                guard index + 1 < scalars.count, scalars[index + 1] == "}" else {
                    throw ScriptError("ValueError", "Single '}' encountered in format string")
                }
                result.append("}")
                index += 2
                continue
            }
            guard scalar == "{" else {
                result.append(scalar)
                index += 1
                continue
            }
            if index + 1 < scalars.count, scalars[index + 1] == "{" {
                result.append("{")
                index += 2
                continue
            }
            var depth = 0
            var end = index
            while end < scalars.count {
                if scalars[end] == "{" { depth += 1 }
                if scalars[end] == "}" {
                    depth -= 1
                    if depth == 0 { break }
                }
                end += 1
            }
            guard end < scalars.count else {
                throw ScriptError(
                    "ValueError",
                    index + 1 == scalars.count
                        ? "Single '{' encountered in format string" : "expected '}' before end of string")
            }
            let inner = String(String.UnicodeScalarView(scalars[(index + 1)..<end]))
            result.append(contentsOf: try field(inner, arguments, &automatic, level: level).unicodeScalars)
            index = end + 1
        }
        return String(result)
    }

    private static func field(_ text: String, _ arguments: Arguments, _ automatic: inout Int, level: Int)
        throws -> String
    {
        var name = text
        var spec = ""
        var conversion: Character? = nil
        if let colon = text.firstIndex(of: ":") {
            name = String(text[..<colon])
            spec = String(text[text.index(after: colon)...])
        }
        if let mark = name.firstIndex(of: "!") {
            let rest = name[name.index(after: mark)...]
            guard rest.count == 1, let letter = rest.first, "rsa".contains(letter) else {
                throw ScriptError("ValueError", "Unknown conversion specifier '\(rest)'")
            }
            conversion = letter
            name = String(name[..<mark])
        }
        var value = try lookup(name, arguments, &automatic)
        if spec.contains("{") { spec = try expand(spec, arguments, &automatic, level: level + 1) }
        if let conversion { value = .string(try Operations.convert(value, conversion)) }
        return try Format.format(value, spec)
    }

    private static func lookup(_ path: String, _ arguments: Arguments, _ automatic: inout Int) throws -> Value
    {
        let head = path.prefix { $0 != "." && $0 != "[" }
        var rest = path.dropFirst(head.count)
        var value: Value
        if head.isEmpty || head.allSatisfy({ $0.isASCII && $0.isNumber }) {
            let index: Int
            if head.isEmpty {
                if automatic < 0 {
                    throw ScriptError(
                        "ValueError",
                        "cannot switch from manual field specification to automatic field numbering")
                }
                index = automatic
                automatic += 1
            } else {
                if automatic > 0 {
                    throw ScriptError(
                        "ValueError",
                        "cannot switch from automatic field numbering to manual field specification")
                }
                automatic = -1
                index = Int(head) ?? Int.max
            }
            guard index < arguments.positional.count else {
                throw ScriptError(
                    "IndexError", "Replacement index \(index) out of range for positional args tuple")
            }
            value = arguments.positional[index]
        } else {
            guard let found = arguments.keyword(String(head)) else {
                throw Wording.missingKey(.string(String(head)))
            }
            value = found
        }
        while let first = rest.first {
            rest = rest.dropFirst()
            if first == "." {
                let name = rest.prefix { $0 != "." && $0 != "[" }
                rest = rest.dropFirst(name.count)
                value = try Operations.requireAttribute(value, Symbol(String(name)))
            } else {
                let key = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(key.count + 1)
                value = try Operations.item(value, Int(key).map(Value.int) ?? .string(String(key)))
            }
        }
        return value
    }
}
