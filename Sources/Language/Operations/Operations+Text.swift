extension Operations {
    /// `str(x)`.
    public static func str(_ value: Value) throws -> String {
        switch value {
        case .str(let text): return text.string
        case .object(let object): return try object.str()
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.str) { return try text(result, "__str__") }
            if case .str(let text)? = instance.plainValue { return text.string }
            if instance.type.isException, instance.type.lookup(Names.repr) == nil {
                return try ExceptionTypes.message(instance)
            }
            return try repr(value)
        default: return try repr(value)
        }
    }

    private static func text(_ value: Value, _ method: String) throws -> String {
        guard let text = value.text else {
            throw ScriptError("TypeError", "\(method) returned non-string (type \(value.typeName))")
        }
        return text
    }

    /// `repr(x)`.
    public static func repr(_ value: Value) throws -> String {
        switch value {
        case .none: return "None"
        case .bool(let flag): return flag ? "True" : "False"
        case .int(let number): return String(number)
        case .float(let number): return FloatFormat.repr(number)
        case .str(let text): return quoted(text.string)
        case .list(let list):
            return try printing(list, "[...]") {
                "[" + (try list.elements.map(repr).joined(separator: ", ")) + "]"
            }
        case .tuple(let tuple):
            return try printing(tuple, "(...)") {
                if let kind = tuple.kind { return try kind.text(tuple.elements) }
                let parts = try tuple.elements.map(repr)
                return parts.count == 1 ? "(\(parts[0]),)" : "(" + parts.joined(separator: ", ") + ")"
            }
        case .dict(let dict):
            return try printing(dict, "{...}") {
                try dict.sort?.text(dict) ?? braces(dict.pairs)
            }
        case .set(let set):
            let name = set.isFrozen ? "frozenset" : ""
            if set.count == 0 { return (name.isEmpty ? "set" : name) + "()" }
            return try printing(set, "set(...)") {
                let body = "{" + (try set.elements.map(repr).joined(separator: ", ")) + "}"
                return name.isEmpty ? body : "frozenset(\(body))"
            }
        case .slice(let slice):
            return "slice(\(try repr(slice.start)), \(try repr(slice.stop)), \(try repr(slice.step)))"
        case .range(let range):
            return range.step == 1
                ? "range(\(range.start), \(range.stop))"
                : "range(\(range.start), \(range.stop), \(range.step))"
        case .ellipsis: return "Ellipsis"
        case .notImplemented: return "NotImplemented"
        case .function(let function): return "<function \(function.name)>"
        case .boundMethod(let method):
            let name = try attribute(method.function, Names.name)?.text ?? "?"
            return "<bound method \(type(of: method.receiver).name).\(name)>"
        case .type(let type):
            if let text = try type.behaviour?.repr(type) { return text }
            let module = type.isScript ? type.attributes[Names.module]?.text ?? "__main__" : type.module
            return "<class '" + (module.map { $0 + "." } ?? "") + type.qualifiedName + "'>"
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.repr) { return try text(result, "__repr__") }
            if instance.type.isException {
                guard case .tuple(let arguments)? = instance.attributes[Names.args] else {
                    return instance.type.name + "()"
                }
                return instance.type.name + "(" + (try arguments.elements.map(repr).joined(separator: ", "))
                    + ")"
            }
            if let half = instance.native as? ValueHalf { return try half.repr(as: instance.type.name) }
            if let native = instance.native { return try native.repr() }
            return plainText(instance)
        case .module(let module):
            return "<module '\(module.name)'" + (module.file.map { " from \(quoted($0))" } ?? "") + ">"
        case .builtin(let builtin): return "<built-in function \(builtin.name)>"
        case .object(let object): return try object.repr()
        }
    }

    /// What an object is printed as whose class says nothing else.
    static func plainText(_ instance: Instance) -> String {
        let type = instance.type
        return "<\(type.attributes[Names.module]?.text ?? "__main__").\(type.qualifiedName) object>"
    }

    /// Pairs as a dict prints them.
    package static func braces(_ pairs: [(key: Value, value: Value)]) throws -> String {
        "{" + (try pairs.map { try repr($0.key) + ": " + repr($0.value) }.joined(separator: ", ")) + "}"
    }

    /// `body`, or `mark` where the container is being printed already.
    private static func printing(_ container: AnyObject, _ mark: String, _ body: () throws -> String) throws
        -> String
    {
        let state = NestingDepth.current
        let identity = Int(bitPattern: Unmanaged.passUnretained(container).toOpaque())
        if state.printing.contains(identity) { return mark }
        state.printing.append(identity)
        defer { state.printing.removeLast() }
        return try nested(body)
    }

    /// A string as a program would write it, with Python's choice of quotes.
    public static func quoted(_ text: String) -> String {
        let quote: Unicode.Scalar = text.utf8.contains(39) && !text.utf8.contains(34) ? "\"" : "'"
        var result = String.UnicodeScalarView()
        result.append(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case quote: result.append(contentsOf: "\\'".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case _ where scalar.value >= 32 && scalar.value < 127: result.append(scalar)
            default:
                if scalar.value >= 161, isPrintable(scalar) {
                    result.append(scalar)
                } else {
                    result.append(contentsOf: escaped(scalar).unicodeScalars)
                }
            }
        }
        result.append(quote)
        return String(result)
    }

    static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let (letter, width) = scalar.value < 256 ? ("x", 2) : scalar.value < 65536 ? ("u", 4) : ("U", 8)
        return "\\" + letter + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default: return true
        }
    }
}
