import Language
import Tensors

/// What `numpy` and its arrays do with texts and objects: the commands for numbers, run over positions or
/// ranks.
enum ValueCommands {
    /// Commands that only move elements: they run over the positions.
    private static let moving: Set<String> = [
        "reshape", "ravel", "transpose", "squeeze", "expand_dims", "flip", "fliplr", "flipud", "roll",
        "repeat",
        "tile", "swapaxes", "moveaxis", "broadcast_to", "split", "array_split", "hsplit", "vsplit", "rot90",
        "delete", "take", "concatenate", "stack", "vstack", "hstack", "column_stack", "append", "insert",
        "where",
        "flatten", "view", "diagonal", "atleast_1d", "atleast_2d", "copy", "permutation", "choice",
    ]
    /// Commands that compare: they run over the ranks of the values.
    private static let comparing: Set<String> = [
        "unique", "sort", "argsort", "isin", "array_equal", "searchsorted", "intersect1d", "union1d",
        "setdiff1d",
        "argmax", "argmin", "lexsort",
    ]
    /// Those among them whose first result has values.
    private static let givingValues: Set<String> = ["unique", "sort", "intersect1d", "union1d", "setdiff1d"]

    static func refusal(_ name: String, _ array: ValueArray?) -> ScriptError {
        let kind = array.map { "'\($0.element.name)'" } ?? "text or objects"
        return ScriptError(
            "TypeError",
            "ufunc '\(name)' not supported for the input types, and the inputs could not be safely coerced "
                + "to any supported types according to the casting rule ''safe''",
            details: ["an array of \(kind) is not computed with"], hint: "a.astype(float), or a list")
    }

    // MARK: Functions

    /// A command of `numpy` that takes texts and objects too, or refuses them by name.
    static func taking(_ command: Builtin) -> Builtin {
        command.asking { interpreter, arguments in
            guard isMeant(command, arguments) else { return nil }
            return try run(command, interpreter, arguments)
        }
    }

    /// Parameters that no array goes to.
    private static let settings: Set<String> = [
        "casting", "axis", "condition", "dtype", "p", "order", "kind",
    ]

    /// Whether a call is about texts or objects, as far as a look at its arguments tells.
    private static func isMeant(_ command: Builtin, _ arguments: Arguments) -> Bool {
        func isOne(_ value: Value, _ place: Int) -> Bool {
            guard command.parameters.indices.contains(place) else { return false }
            let parameter = command.parameters[place]
            guard parameter.typeName.hasPrefix("any") || parameter.name == "self" else { return false }
            if parameter.name == "dtype" { return ((try? ArrayElement.ofValues(value)) ?? nil) != nil }
            if settings.contains(parameter.name) { return false }
            switch value {
            case .object(let object): return object is ValueArray
            // One text has no rows to be shuffled.
            case .str where command.name == "permutation": return false
            case .list, .tuple, .str: return ValueArray.isMeant(value)
            // Further back it stands for what is left out.
            case .none: return place == 0 || parameter.name == "fill_value"
            case .instance: return place == 0 && ValueArray.isMeant(value)
            default: return false
            }
        }
        for (place, value) in arguments.positional.enumerated() where isOne(value, place) { return true }
        return arguments.keywords.contains { name, value in
            command.parameters.firstIndex { $0.name == name }.map { isOne(value, $0) } ?? false
        }
    }

    /// Nil for a call that is about numbers after all.
    private static func run(_ command: Builtin, _ interpreter: Interpreter, _ arguments: Arguments) throws
        -> Value?
    {
        let name = command.name
        var values = try command.bound(arguments)
        func place(_ parameter: String) -> Int? { command.parameters.firstIndex { $0.name == parameter } }
        let given = place("dtype").flatMap { values[$0] }.flatMap { $0.isNone ? nil : $0 }
        let wanted = try given.flatMap { try ArrayElement.ofValues($0) }
        /// - Throws: NotImplementedError for what is taken for arrays of numbers alone.
        func checkSettings() throws {
            let known = [
                "object", "a", "dtype", "shape", "fill_value", "copy", "order", "like", "subok", "device",
            ]
            for (parameter, value) in zip(command.parameters, values) {
                guard let value, !value.isNone, !known.contains(parameter.name) else { continue }
                throw ScriptError(
                    "NotImplementedError",
                    "np.\(name)(\(parameter.name)=…) of texts or objects is not in Lagado")
            }
        }
        switch name {
        case "array", "asarray":
            guard let value = values[0] else { return nil }
            if let given, wanted == nil {
                // Numbers of texts: `np.array(['1', '2'], dtype=int)`.
                guard let array = try ValueArray.made(value, nil), let dtype = try NumPy.type(given) else {
                    return nil
                }
                return .object(ArrayObject(try array.numbers(dtype)))
            }
            guard let made = try ValueArray.made(value, wanted) else { return nil }
            try checkSettings()
            if name == "array", ValueArray.from(value) === made { return .object(try made.copied(nil)) }
            return .object(made)
        case "empty", "zeros", "ones":
            guard let wanted, let shape = try values[0].flatMap({ try Sizes.from($0) }) else { return nil }
            try checkSettings()
            let filling: Value
            switch wanted {
            case .text: filling = .string(name == "ones" ? "1" : "")
            default: filling = name == "empty" ? .none : .int(name == "ones" ? 1 : 0)
            }
            return .object(try filled(shape.elements, filling, wanted == .text(0) ? .text(1) : wanted))
        case "full":
            guard let shape = try values[0].flatMap({ try Sizes.from($0) }), let filling = values[1] else {
                return nil
            }
            guard let one = try ValueArray.made(filling, wanted) else { return nil }
            try checkSettings()
            return .object(try one.view(one.places.expand(shape.elements)).detached())
        case "ndim", "shape", "size":
            guard let array = try values[0].flatMap({ try ValueArray.made($0, nil) }) else { return nil }
            return try array.getAttribute(name)
        case "shuffle":
            guard let array = values[0].flatMap(ValueArray.from) else { return nil }
            let order = try array.places.clone()
            _ = try command.call(interpreter, Arguments([.object(ArrayObject(order))]))
            let moved = try array.view(order).values()
            try array.replace(moved)
            return Value.none
        case "set_printoptions", "errstate", "seterr", "dtype", "issubdtype", "isscalar", "finfo", "iinfo":
            return nil
        default: break
        }
        if wanted != nil {
            throw ScriptError(
                "NotImplementedError", "np.\(name)(dtype=\(wanted?.name ?? "")) is not in Lagado",
                hint: "np.\(name)(…).astype(\(wanted?.name == "object" ? "object" : "str"))")
        }
        guard moving.contains(name) || comparing.contains(name) else {
            let array = try values.lazy.compactMap { $0 }.compactMap(ValueArray.from).first
            // A text or None may be a setting of a command about numbers.
            guard array != nil || values[0].map({ $0.isSequence && ValueArray.isMeant($0) }) ?? false else {
                return nil
            }
            throw refusal(name, array)
        }
        // All that can be an array of texts or objects, over one row.
        var arrays: [ValueArray] = []
        func taken(_ value: Value, _ parameter: ParameterInformation) throws -> Value {
            if parameter.name == "arrays" {
                return .list(
                    try Operations.array(value).map { part in
                        guard let array = try ValueArray.made(part, nil) ?? ValueArray.ofNumbers(part) else {
                            return part
                        }
                        arrays.append(array)
                        return .int(arrays.count - 1)
                    })
            }
            guard parameter.typeName.hasPrefix("any") || parameter.name == "self",
                !settings.contains(parameter.name), !value.isNone || arrays.isEmpty,
                let array = try ValueArray.made(value, nil)
            else { return value }
            arrays.append(array)
            return .object(Standing(arrays.count - 1))
        }
        for index in values.indices {
            guard let value = values[index] else { continue }
            values[index] = try taken(value, command.parameters[index])
        }
        guard !arrays.isEmpty else { return nil }
        let merged = try comparing.contains(name) ? ranked(arrays) : joined(arrays)
        for index in values.indices {
            switch values[index] {
            case .object(let object as Standing)?:
                values[index] = .object(ArrayObject(merged.places[object.number]))
            case .list(let list)? where command.parameters[index].name == "arrays":
                values[index] = .list(
                    list.elements.map { item in
                        guard case .int(let number) = item else { return item }
                        return .object(ArrayObject(merged.places[number]))
                    })
            default: break
            }
        }
        let result = try command.call(interpreter, ValueCommands.arguments(command, values))
        let back = moving.contains(name) || givingValues.contains(name)
        return try back ? merged.values(of: result, firstOnly: name == "unique") : result
    }

    /// Bound values as a call hands them over.
    private static func arguments(_ command: Builtin, _ values: [Value?]) throws -> Arguments {
        var result = Arguments(), isComplete = true
        for (parameter, value) in zip(command.parameters, values) {
            guard let value else {
                isComplete = false
                continue
            }
            switch parameter.passing {
            case .variadic: result.positional += try Operations.array(value)
            case .keywords:
                if case .dict(let dict) = value {
                    result.keywords += dict.pairs.compactMap { pair in pair.key.text.map { ($0, pair.value) }
                    }
                }
            case .keywordOnly: result.keywords.append((parameter.name, value))
            default:
                if isComplete {
                    result.positional.append(value)
                } else {
                    result.keywords.append((parameter.name, value))
                }
            }
        }
        return result
    }

    private static func function(_ name: String, _ arguments: [Value]) throws -> Value {
        guard let command = NumPy.commands.first(where: { $0.name == name }),
            let interpreter = Interpreter.current
        else { return .none }
        return try command.call(interpreter, Arguments(arguments))
    }

    /// Stands for an array while the arguments are gone through.
    private final class Standing: ScriptObject {
        let number: Int
        init(_ number: Int) { self.number = number }
        var typeName: String { "ndarray" }
    }

    private static func filled(_ shape: [Int], _ value: Value, _ element: ArrayElement) throws -> ValueArray {
        let count = try Shape.count(shape)
        try Shape.checkMemory(count, each: 24)
        return try ValueArray([Value](repeating: value, count: count), shape, element)
    }

    /// Several arrays over one row.
    private struct Merged {
        let row: ValueArray.Row
        let places: [Tensor]
        let element: ArrayElement

        /// What a command made of positions, as values.
        func values(of result: Value, firstOnly: Bool) throws -> Value {
            switch result {
            case .tuple(let tuple):
                return .tuple(
                    try tuple.elements.enumerated().map { index, part in
                        firstOnly && index > 0 ? part : try values(of: part, firstOnly: false)
                    })
            case .list(let list): return .list(try list.elements.map { try values(of: $0, firstOnly: false) })
            case .int(let place):
                return try values(of: ScalarObject.value(.int(place), .int64), firstOnly: false)
            case .object(let object):
                if let scalar = object as? ScalarObject {
                    return try ValueArray(row, Tensor.scalar(.int(0), .int64), element)
                        .value(Tensor.scalar(scalar.element, .int64))
                }
                guard let array = object as? ArrayObject else { return result }
                return .object(ValueArray(row, array.tensor, element))
            default: return result
            }
        }
    }

    private static func element(_ arrays: [ValueArray]) -> ArrayElement {
        guard arrays.allSatisfy({ $0.element.isText }) else { return .object }
        return .text(arrays.map(\.element.width).max() ?? 1)
    }

    private static func joined(_ arrays: [ValueArray]) throws -> Merged {
        if arrays.count == 1 {
            return Merged(row: arrays[0].row, places: [arrays[0].places], element: arrays[0].element)
        }
        var values: [Value] = [], places: [Tensor] = []
        for array in arrays {
            let start = values.count
            values += try array.values()
            places.append(
                try Tensor((start..<values.count).map { Int64($0) }, array.places.shape))
        }
        return Merged(row: ValueArray.Row(values), places: places, element: element(arrays))
    }

    /// The distinct values in order, and for each array the ranks of its elements.
    private static func ranked(_ arrays: [ValueArray]) throws -> Merged {
        let rows = try arrays.map { try $0.values() }
        let all = rows.flatMap { $0 }
        let order = try Sorting.order(all, reverse: false)
        var ranks = [Int64](repeating: 0, count: all.count), distinct: [Value] = []
        for place in order {
            if try distinct.isEmpty || !Operations.identicalOrEqual(distinct[distinct.count - 1], all[place])
            {
                distinct.append(all[place])
            }
            ranks[place] = Int64(distinct.count - 1)
        }
        var start = 0
        let places = try zip(arrays, rows).map { array, row in
            defer { start += row.count }
            return try Tensor(Array(ranks[start..<(start + row.count)]), array.places.shape)
        }
        return Merged(row: ValueArray.Row(distinct), places: places, element: element(arrays))
    }

    // MARK: Methods

    /// A method of an array of texts or objects. - Throws: NotImplementedError for one that only arrays of
    /// numbers have here.
    static func method(_ name: String, of array: ValueArray) throws -> Value? {
        func bound(
            _ summary: String, _ raw: [ParameterInformation] = [],
            _ body: @escaping (Arguments) throws -> Value
        ) -> Value {
            .builtin(
                Builtin(name, group: "numpy", summary: summary, raw: raw, example: "a.\(name)()") {
                    _, arguments in
                    try body(arguments)
                })
        }
        switch name {
        case "tolist":
            return bound("The elements as nested lists.") { _ in try nested(array) }
        case "item":
            return bound("One element.", [.init("index", "which, counted through", default: "None")]) {
                arguments in
                let values = try array.values()
                guard let index = arguments.positional.first else {
                    guard values.count == 1 else {
                        throw ScriptError(
                            "ValueError", "can only convert an array of size 1 to a Python scalar")
                    }
                    return values[0]
                }
                return try Operations.item(.list(values), index)
            }
        case "copy": return bound("A copy with values of its own.") { _ in .object(try array.copied(nil)) }
        case "astype":
            return bound("A copy with other elements.", [.init("dtype", "the type")]) { arguments in
                guard let type = arguments.positional.first ?? arguments.keyword("dtype") else {
                    throw ScriptError("TypeError", "astype() missing required argument 'dtype' (pos 0)")
                }
                if let wanted = try ArrayElement.ofValues(type) {
                    return .object(try array.converted(to: wanted))
                }
                return .object(ArrayObject(try array.numbers(NumPy.type(type) ?? .float64)))
            }
        case "sort":
            return bound("Puts the elements in order, in place.") { _ in
                let sorted = try function("sort", [.object(array)])
                try array.setItem(.ellipsis, sorted)
                return .none
            }
        case "__abs__" where array.element == .object:
            return bound("The size of each element.") { _ in
                guard let interpreter = Interpreter.current, let size = interpreter.builtins["abs"] else {
                    return .none
                }
                let values = try array.values().map {
                    try Operations.call(size, Arguments([$0]), interpreter)
                }
                return .object(try ValueArray(values, array.places.shape, .object))
            }
        case "fill":
            return bound("Fills the array with one value.", [.init("value", "the value")]) { arguments in
                try array.setItem(.ellipsis, arguments.positional.first ?? .none)
                return .none
            }
        case "sum", "max", "min", "any", "all", "prod", "mean":
            guard array.element == .object else {
                return bound("Not for texts.", [.init("axis", "the axis", default: "None")]) { _ in
                    throw refusal(name == "max" ? "maximum" : name == "min" ? "minimum" : "add", array)
                }
            }
            return bound("Of all elements.") { _ in try reduced(name, array) }
        default: break
        }
        guard case .builtin(let command)? = ArrayType.shared.scriptClass.attribute(name),
            !name.hasPrefix("__")
        else {
            return nil
        }
        guard moving.contains(name) || comparing.contains(name) else {
            return bound("Not for texts and objects.", [.init("args", "whatever", .variadic)]) { _ in
                throw refusal(name, array)
            }
        }
        return .builtin(
            Builtin(
                name, group: "numpy", summary: command.summary, raw: Array(command.parameters.dropFirst()),
                example: command.example
            ) { interpreter, arguments in
                var all = arguments
                all.positional.insert(.object(array), at: 0)
                guard let result = try run(command, interpreter, all) else {
                    throw refusal(name, array)
                }
                return result
            })
    }

    private static func nested(_ array: ValueArray) throws -> Value {
        let values = try array.values()
        var place = 0
        func build(_ axis: Int) -> Value {
            guard axis < array.places.rank else {
                place += 1
                return values[place - 1]
            }
            return .list((0..<array.places.shape[axis]).map { _ in build(axis + 1) })
        }
        return build(0)
    }

    private static func reduced(_ name: String, _ array: ValueArray) throws -> Value {
        let values = try array.values()
        guard let first = values.first else {
            switch name {
            case "sum": return .int(0)
            case "prod": return .int(1)
            case "any": return .bool(false)
            case "all": return .bool(true)
            default:
                throw ScriptError(
                    "ValueError", "zero-size array to reduction operation \(name) which has no identity")
            }
        }
        switch name {
        case "any": return .bool(try values.contains { try Operations.truth($0) })
        case "all": return .bool(try values.allSatisfy { try Operations.truth($0) })
        case "max", "min":
            return try values.dropFirst().reduce(first) { best, next in
                try Operations.truth(Operations.compare(name == "max" ? .greater : .less, next, best))
                    ? next : best
            }
        case "prod": return try values.dropFirst().reduce(first) { try Operations.binary(.multiply, $0, $1) }
        default:
            let sum = try values.dropFirst().reduce(first) { try Operations.binary(.add, $0, $1) }
            return name == "sum" ? sum : try Operations.binary(.divide, sum, .int(values.count))
        }
    }
}

extension ArrayElement {
    var isNumber: Bool { if case .number = self { true } else { false } }
}

extension ValueArray {
    /// An array with a row of its own.
    func detached() throws -> ValueArray { try ValueArray(values(), places.shape, element) }
}
