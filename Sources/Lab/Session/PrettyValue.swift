import Bindings
import Language
import Presentation

/// Values as a notebook shows them: what is too long for a line gets a line for each element.
struct PrettyValue {
    /// Elements of one container that are shown.
    private static let most = 1000
    private var layout: PrettyLayout
    private let longestString: Int
    /// The containers that are being written, for those that hold themselves.
    private var above: [ObjectIdentifier] = []

    /// - Throws: what a `__repr__` raises, RecursionError for what is nested too deeply.
    static func text(_ value: Value, width: Int, longestString: Int) throws -> String {
        var writer = PrettyValue(layout: PrettyLayout(width: width), longestString: longestString)
        try writer.write(value)
        return writer.layout.finish()
    }

    private init(layout: PrettyLayout, longestString: Int) {
        (self.layout, self.longestString) = (layout, longestString)
    }

    private mutating func write(_ value: Value) throws {
        guard above.count < Limits.valueDepth else { throw Wording.valueTooDeep() }
        layout.begin()
        switch value {
        case .str(let text): plain(Session.shortened(text, longest: longestString))
        case .list(let list): try row(list.elements, list, "[", "]")
        case .tuple(let tuple) where tuple.kind == nil:
            try row(tuple.elements, tuple, "(", tuple.elements.count == 1 ? ",)" : ")")
        case .dict(let dict): try write(dict)
        case .set(let set): try write(set)
        case .type(let type): layout.text(PrettyValue.name(of: type))
        case .function(let function):
            let name = try Operations.attribute(value, Symbol("__qualname__"))?.text ?? function.name
            let module = try Operations.attribute(value, Symbol("__module__"))?.text ?? "__main__"
            layout.text("<function \(module).\(name)\(try function.shownSignature())>")
        case .builtin(let builtin): layout.text("<function \(builtin.signature)>")
        case .object(let object) where object.typeName == "deque":
            let limit = try Operations.attribute(value, Symbol("maxlen")) ?? Value.none
            try call(
                "deque", [.list(Operations.array(value))], limit.isNone ? [] : [("maxlen", limit)], object)
        case .instance(let instance) where instance.type.isException && !hasOwnText(instance):
            let arguments = try Operations.attribute(value, Symbol("args")) ?? .tuple([])
            try call(PrettyValue.name(of: instance.type), Operations.array(arguments), [], instance)
        default: plain(try value.repr())
        }
        layout.end()
    }

    private func hasOwnText(_ instance: Instance) -> Bool { instance.type.attribute("__repr__") != nil }

    /// Each line of a text on a line of its own.
    private mutating func plain(_ text: String) {
        layout.begin()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { layout.newline() }
            layout.text(String(line))
        }
        layout.end()
    }

    private static func name(of type: ScriptClass) -> String {
        let module = type.isProgramClass ? type.attribute("__module__")?.text ?? "__main__" : type.module
        return (module.map { $0 == "builtins" ? "" : $0 + "." } ?? "") + type.qualifiedName
    }

    /// What holds itself is not written again; false where it is being written.
    private mutating func enter(_ object: AnyObject, _ shown: String) -> Bool {
        let identity = ObjectIdentifier(object)
        if above.contains(identity) {
            layout.text(shown)
            return false
        }
        above.append(identity)
        return true
    }

    private mutating func elements(_ count: Int, _ write: (inout PrettyValue, Int) throws -> Void) throws {
        for index in 0..<min(count, PrettyValue.most) {
            if index > 0 {
                layout.text(",")
                layout.breakable()
            }
            try write(&self, index)
        }
        if count > PrettyValue.most {
            layout.text(",")
            layout.breakable()
            layout.text("...")
        }
    }

    private mutating func row(_ row: [Value], _ object: AnyObject, _ start: String, _ end: String) throws {
        guard enter(object, start + "..." + end) else { return }
        layout.begin(start.unicodeScalars.count, start)
        try elements(row.count) { try $0.write(row[$1]) }
        // The comma of a tuple with one element is no place to break a line.
        if end.hasPrefix(",") { layout.text(",") }
        layout.end(start.unicodeScalars.count, String(end.drop { $0 == "," }))
        above.removeLast()
    }

    private mutating func pairs(_ pairs: [(key: Value, value: Value)], _ object: AnyObject) throws {
        guard enter(object, "{...}") else { return }
        layout.begin(1, "{")
        try elements(pairs.count) { writer, index in
            try writer.write(pairs[index].key)
            writer.layout.text(": ")
            try writer.write(pairs[index].value)
        }
        layout.end(1, "}")
        above.removeLast()
    }

    private mutating func write(_ dict: DictValue) throws {
        let pairs = dict.pairs
        switch dict.kindName {
        case nil: try self.pairs(pairs, dict)
        case "OrderedDict":
            let items = pairs.map { Value.tuple([$0.key, $0.value]) }
            try call("OrderedDict", items.isEmpty ? [] : [.list(items)], [], dict)
        case "Counter":
            let plain = DictValue()
            let counted = pairs.enumerated().sorted { first, second in
                let more =
                    (try? Operations.truth(
                        Operations.compare(.greater, first.element.value, second.element.value))) ?? false
                let less =
                    (try? Operations.truth(
                        Operations.compare(.less, first.element.value, second.element.value))) ?? false
                return more || !less && first.offset < second.offset
            }
            for (_, pair) in counted { try plain.set(pair.key, pair.value) }
            try call("Counter", pairs.isEmpty ? [] : [.dict(plain)], [], dict)
        case "defaultdict":
            let plain = DictValue()
            for pair in pairs { try plain.set(pair.key, pair.value) }
            let factory = try Operations.attribute(.dict(dict), Symbol("default_factory")) ?? Value.none
            try call("defaultdict", [factory, .dict(plain)], [], dict)
        default: plain(try Value.dict(dict).repr())
        }
    }

    private mutating func write(_ set: SetValue) throws {
        let (start, end) = set.isFrozen ? ("frozenset({", "})") : ("{", "}")
        guard set.count > 0 else { return layout.text(set.isFrozen ? "frozenset()" : "set()") }
        var elements = try Operations.array(.set(set))
        if elements.count < PrettyValue.most {
            elements = (try? PrettyValue.sorted(elements)) ?? elements
        }
        try row(elements, set, start, end)
    }

    /// By value, or by text where values cannot be compared.
    private static func sorted(_ elements: [Value]) throws -> [Value] {
        func isLess(_ a: Value, _ b: Value) throws -> Bool {
            try Operations.truth(Operations.compare(.less, a, b))
        }
        do { return try elements.sorted(by: isLess) } catch {
            return try elements.map { ($0, try $0.str()) }.sorted { $0.1 < $1.1 }.map(\.0)
        }
    }

    private mutating func call(
        _ name: String, _ arguments: [Value], _ keywords: [(String, Value)], _ object: AnyObject
    ) throws {
        guard enter(object, name + "(...)") else { return }
        let start = name + "("
        layout.begin()
        layout.begin(start.unicodeScalars.count, start)
        try elements(arguments.count) { try $0.write(arguments[$1]) }
        for (index, (name, value)) in keywords.enumerated() {
            if index > 0 || !arguments.isEmpty {
                layout.text(",")
                layout.breakable()
            }
            layout.begin(name.utf8.count + 1, name + "=")
            try write(value)
            layout.end(name.utf8.count + 1)
        }
        layout.end(start.unicodeScalars.count, ")")
        layout.end()
        above.removeLast()
    }
}
