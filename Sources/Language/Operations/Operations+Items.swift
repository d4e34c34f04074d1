extension Operations {
    /// `container[key]`.
    public static func item(_ container: Value, _ key: Value) throws -> Value {
        switch container {
        case .list(let list):
            if case .slice(let slice) = key { return .list(try taken(list.elements, slice)) }
            return list.elements[try position(key, list.elements.count, "list")]
        case .tuple(let tuple):
            if case .slice(let slice) = key { return tuple.derived(try taken(tuple.elements, slice)) }
            return tuple.elements[try position(key, tuple.elements.count, "tuple")]
        case .str(let text):
            if case .slice(let slice) = key {
                let (start, step, length) = try slice.indices(count: text.count)
                return .str(text.slice(start: start, step: step, length: length))
            }
            return .str(text.character(try position(key, text.count, "string")))
        case .dict(let dict):
            if let value = try dict.get(key) { return value }
            if let make = dict.makeMissing, let interpreter = Interpreter.current {
                let value = try call(make, Arguments(), interpreter)
                try dict.set(key, value)
                return value
            }
            if let missing = dict.sort?.missing { return missing }
            throw missingKey(dict, key)
        case .range(let range):
            if case .slice(let slice) = key {
                let bounds = try slice.bounds(count: range.count)
                func place(_ index: Int) throws -> Value {
                    try binary(.add, .int(range.start), integers(.multiply, range.step, index))
                }
                return try LongRange.make(
                    place(bounds.start), place(bounds.stop), integers(.multiply, range.step, bounds.step))
            }
            return .int(range[try position(key, range.count, "range object")])
        case .object(let object):
            return try CallWatching.apply("[]", [container, key]) { try object.getItem(key) } ?? .none
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.getitem, [key]) { return result }
            if instance.plainValue != nil { return try SpecialMethods.subscripted(container, key) }
            if let native = instance.native { return try native.getItem(key) }
        case .type(let type):
            if let found = try type.behaviour?.item(type, key) { return found }
            if type.isScript, let found = type.lookup(Names.classItem) {
                var function = found
                if case .object(let object) = found, let method = object as? ClassMethod {
                    function = method.function
                }
                if let interpreter = Interpreter.current {
                    return try call(function, Arguments([container, key]), interpreter)
                }
            }
            return container  // `list[int]` in an annotation
        default: break
        }
        throw ScriptError(
            "TypeError", "'\(container.typeName)' object is not subscriptable",
            hint: isCallable(container) ? "round brackets call it: f(x)" : nil)
    }

    package static func missingKey(_ dict: DictValue, _ key: Value) -> ScriptError {
        var error = Wording.missingKey(key)
        if case .str(let text) = key {
            let names = dict.pairs.compactMap(\.key.text)
            if let best = Suggestions.best(for: text.string, among: names) {
                error.hint = "did you mean \(quoted(best))?"
            }
        }
        return error
    }

    private static func taken(_ elements: [Value], _ slice: SliceValue) throws -> [Value] {
        let (start, step, length) = try slice.indices(count: elements.count)
        if length == 0 { return [] }
        if step == 1 { return Array(elements[start..<(start + length)]) }
        var result: [Value] = []
        result.reserveCapacity(length)
        var index = start
        for _ in 0..<length {
            result.append(elements[index])
            index &+= step
        }
        return result
    }

    private static func position(_ key: Value, _ count: Int, _ kind: String) throws -> Int {
        if key.bigInteger != nil {
            throw ScriptError("IndexError", "cannot fit 'int' into an index-sized integer")
        }
        guard let index = try index(key) else {
            let name = kind == "range object" ? "range" : kind
            throw ScriptError(
                "TypeError", "\(name) indices must be integers or slices, not \(key.typeName)",
                hint: { if case .float = key { return "int(…) makes a whole number" } else { return nil } }())
        }
        let place = index < 0 ? index &+ count : index
        guard place >= 0, place < count else {
            let last = count == 0 ? "it is empty" : "it has \(count) element\(count == 1 ? "" : "s")"
            throw ScriptError(
                "IndexError", "\(kind) index out of range", details: ["index \(index), but \(last)"])
        }
        return place
    }

    /// `container[key] = value`.
    public static func setItem(_ container: Value, _ key: Value, _ value: Value) throws {
        switch container {
        case .list(let list):
            try list.checkChangeable()
            guard case .slice(let slice) = key else {
                guard let index = try index(key) else {
                    throw ScriptError(
                        "TypeError", "list indices must be integers or slices, not \(key.typeName)")
                }
                let place = index < 0 ? index &+ list.elements.count : index
                guard place >= 0, place < list.elements.count else {
                    throw ScriptError("IndexError", "list assignment index out of range")
                }
                list.elements[place] = value
                return
            }
            try assign(list, slice, value)
        case .dict(let dict): try dict.set(key, value)
        case .object(let object):
            _ = try CallWatching.apply("[]=", [container, key, value]) {
                try object.setItem(key, value)
                return container
            }
        case .instance(let instance):
            if try callSpecial(instance, Names.setitem, [key, value]) != nil { return }
            if let native = instance.native { return try native.setItem(key, value) }
            fallthrough
        default:
            throw ScriptError(
                "TypeError", "'\(container.typeName)' object does not support item assignment",
                hint: {
                    if case .tuple = container { return "a list can change: list(x)" } else { return nil }
                }())
        }
    }

    private static func assign(_ list: ListValue, _ slice: SliceValue, _ value: Value) throws {
        let values: [Value]
        do { values = try array(value) } catch let error as ScriptError where error.kind == "TypeError" {
            throw ScriptError("TypeError", "can only assign an iterable")
        }
        let (start, step, length) = try slice.indices(count: list.elements.count)
        if step == 1 {
            try Limits.check(elements: list.elements.count + values.count)
            list.elements.replaceSubrange(start..<(start + length), with: values)
            return
        }
        guard values.count == length else {
            throw ScriptError(
                "ValueError",
                "attempt to assign sequence of size \(values.count) to extended slice of size \(length)")
        }
        var index = start
        for value in values {
            list.elements[index] = value
            index &+= step
        }
    }

    /// `del container[key]`.
    public static func deleteItem(_ container: Value, _ key: Value) throws {
        switch container {
        case .list(let list):
            try list.checkChangeable()
            if case .slice(let slice) = key {
                let (start, step, length) = try slice.indices(count: list.elements.count)
                if step == 1 {
                    list.elements.removeSubrange(start..<(start + length))
                } else {
                    var places: Set<Int> = []
                    var index = start
                    for _ in 0..<length {
                        places.insert(index)
                        index &+= step
                    }
                    list.elements = list.elements.enumerated().filter { !places.contains($0.offset) }.map(
                        \.element)
                }
                return
            }
            let index = try requireIndex(key)
            let place = index < 0 ? index &+ list.elements.count : index
            guard place >= 0, place < list.elements.count else {
                throw ScriptError("IndexError", "list assignment index out of range")
            }
            list.elements.remove(at: place)
        case .dict(let dict):
            if try dict.remove(key) == nil { throw missingKey(dict, key) }
        case .object(let object): try object.deleteItem(key)
        case .instance(let instance):
            if try callSpecial(instance, Names.delitem, [key]) != nil { return }
            if let native = instance.native { return try native.deleteItem(key) }
            fallthrough
        default:
            throw ScriptError("TypeError", "'\(container.typeName)' object doesn't support item deletion")
        }
    }

    /// The values for `a, *b, c = value`.
    static func unpack(_ value: Value, count: Int, star: Int?) throws -> [Value] {
        let values: [Value]
        switch value {
        case .list(let list): values = list.elements
        case .tuple(let tuple): values = tuple.elements
        default:
            let source: ScriptIterator
            do { source = try iterator(value) } catch let error as ScriptError where error.kind == "TypeError"
            {
                throw ScriptError("TypeError", "cannot unpack non-iterable \(value.typeName) object")
            }
            if star != nil {
                values = try array(.object(source))
            } else {
                var taken: [Value] = []
                while taken.count <= count, let next = try source.next() { taken.append(next) }
                values = taken
            }
        }
        guard let star else {
            if values.count == count { return values }
            if values.count > count {
                throw ScriptError("ValueError", "too many values to unpack (expected \(count))")
            }
            throw ScriptError(
                "ValueError", "not enough values to unpack (expected \(count), got \(values.count))")
        }
        guard values.count >= count - 1 else {
            throw ScriptError(
                "ValueError",
                "not enough values to unpack (expected at least \(count - 1), got \(values.count))")
        }
        let after = count - star - 1
        return Array(values[..<star]) + [.list(Array(values[star..<(values.count - after)]))]
            + values[(values.count - after)...]
    }

    /// `!r`, `!s`, `!a`.
    static func convert(_ value: Value, _ conversion: Character) throws -> String {
        switch conversion {
        case "r": return try repr(value)
        case "a":
            return try repr(value).unicodeScalars.map { $0.isASCII ? String($0) : escaped($0) }.joined()
        default: return try str(value)
        }
    }
}
