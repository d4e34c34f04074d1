import Language
import Tensors

/// An array of texts or of objects: positions in a row of values.
///
/// The positions are a tensor of int64, so that views, shapes and indices are those of arrays of numbers.
final class ValueArray: Restorable {
    /// The values, shared by all views.
    final class Row {
        var values: [Value]
        init(_ values: [Value]) { self.values = values }
    }

    let row: Row
    let places: Tensor
    let element: ArrayElement

    init(_ row: Row, _ places: Tensor, _ element: ArrayElement) {
        (self.row, self.places, self.element) = (row, places, element)
    }

    /// An array of its own of these values, one after the other.
    convenience init(_ values: [Value], _ shape: [Int], _ element: ArrayElement) throws {
        let count = try Shape.count(shape)
        try Shape.checkMemory(count, each: 24)
        self.init(Row(values), try Tensor((0..<Int64(count)).map { $0 }, shape), element)
    }

    /// The same values seen from other places.
    func view(_ places: Tensor) -> ValueArray { ValueArray(row, places, element) }

    /// What was made of the positions: an array, or the value where there are no axes.
    func value(_ places: Tensor) throws -> Value {
        guard places.rank == 0 else { return .object(view(places)) }
        return ValueArray.scalar(row.values[try places.item().int], element)
    }

    /// An element as a program gets it.
    private static func scalar(_ value: Value, _ element: ArrayElement) -> Value {
        if case .text = element, let text = value.text { return TextScalar.value(text) }
        return value
    }

    /// All values in order.
    func values() throws -> [Value] {
        try places.contiguous().elements(Int64.self).map { row.values[Int($0)] }
    }

    /// Puts values in the places of this array, in order.
    func replace(_ values: [Value]) throws {
        for (place, value) in zip(try places.contiguous().elements(Int64.self), values) {
            row.values[Int(place)] = value
        }
    }

    static func from(_ value: Value) -> ValueArray? {
        guard case .object(let object) = value else { return nil }
        return object as? ValueArray
    }

    func record(in snapshot: Snapshot) {
        let values = row.values
        snapshot.record(self, parts: values) { [row] in row.values = values }
        snapshot.record(places)
    }

    func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        let values = try values()
        return try ValueArray(memo.map { memo in try values.map(memo.copy) } ?? values, places.shape, element)
    }

    // MARK: What it is

    var typeName: String { "numpy.ndarray" }
    var scriptClass: ScriptClass? { ArrayType.shared.scriptClass }
    func repr() throws -> String { try ArrayText.repr(self) }
    func str() throws -> String { try ArrayText.str(self) }

    private var width: Int { if case .text(let width) = element { 4 * width } else { 8 } }

    var attributeNames: [String] { ["shape", "size", "ndim", "dtype", "T", "itemsize", "nbytes"] }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "shape": return .tuple(places.shape.map(Value.int))
        case "size": return .int(places.count)
        case "ndim": return .int(places.rank)
        case "dtype": return .object(NumPyType.of(element))
        case "T": return .object(view(try places.transposed()))
        case "itemsize": return .int(width)
        case "nbytes": return .int(places.count * width)
        default: return try ValueCommands.method(name, of: self)
        }
    }

    // MARK: As a container

    func length() throws -> Int {
        guard let first = places.shape.first else {
            throw ScriptError("TypeError", "len() of unsized object")
        }
        return first
    }

    func iterate() throws -> ScriptIterator {
        guard places.rank > 0 else { throw ScriptError("TypeError", "iteration over a 0-d array") }
        return StatefulIterator("iterator", 0, holding: { [self] _ in [.object(self)] }) { [self] walk in
            guard walk.state < places.shape[0] else { return nil }
            walk.state += 1
            return try value(places.select(0, walk.state - 1))
        }
    }

    func contains(_ value: Value) throws -> Bool {
        try values().contains { try Operations.identicalOrEqual($0, value) }
    }

    func getItem(_ index: Value) throws -> Value {
        let found = try ArrayObject(places).getItem(index)
        if let scalar = ScalarObject.from(found) {
            return ValueArray.scalar(row.values[scalar.element.int], element)
        }
        guard let array = try ArrayObject.from(found) else { return found }
        return .object(view(array.tensor))
    }

    func setItem(_ index: Value, _ value: Value) throws {
        let found = try ArrayObject(places).getItem(index)
        let targets = try NumPy.tensor(found)
        let source: ValueArray
        if case .object = element, targets.rank == 0 {
            source = try ValueArray([value], [], .object)
        } else {
            source = try ValueArray.made(value, element) ?? ValueArray([value], [], element)
        }
        let values = try source.view(source.places.expand(targets.shape)).values()
        for (place, value) in zip(try targets.contiguous().elements(Int64.self), values) {
            row.values[Int(place)] = try ValueArray.fitted(value, element)
        }
    }

    func truth() throws -> Bool {
        guard places.count == 1 else { return try ArrayObject(places).truth() }
        return try Operations.truth(values()[0])
    }
    func hash() throws -> Int { throw ScriptError("TypeError", "unhashable type: 'numpy.ndarray'") }
    func number() throws -> Value? {
        guard places.rank == 0 else { return try ArrayObject(places).number() }
        return try values()[0]
    }

    // MARK: Operators

    func unary(_ operation: UnaryOperator) throws -> Value? {
        guard case .object = element else { throw ValueCommands.refusal("negative", self) }
        let values = try values().map { try Operations.unary(operation, $0) }
        return .object(try ValueArray(values, places.shape, .object))
    }

    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        guard let partner = try ValueArray.made(other, nil) ?? ValueArray.ofNumbers(other) else { return nil }
        let isText = element.isText && partner.element.isText
        let isAllowed =
            isText
            ? operation == .add
            : (!element.isText || ValueArray.from(other)?.element == .object)
                && (!partner.element.isText || element == .object)
        guard isAllowed else {
            throw ValueCommands.refusal(operation.rawValue, self)
        }
        if operation == .matrixMultiply {
            throw ScriptError(
                "NotImplementedError", "numpy: `@` of arrays of objects is not in Lagado",
                hint: "a.astype(float)")
        }
        let (shape, rows) = try paired(partner, "\(operation.rawValue)")
        let values = try rows.map {
            try Operations.binary(operation, reflected ? $1 : $0, reflected ? $0 : $1)
        }
        if isText {
            let width = element.width + partner.element.width
            return .object(try ValueArray(values, shape, .text(width)))
        }
        return shape.isEmpty ? values[0] : .object(try ValueArray(values, shape, .object))
    }

    func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        guard let partner = try ValueArray.made(other, nil) ?? ValueArray.ofNumbers(other) else { return nil }
        let isEquality = operation == .equal || operation == .notEqual
        let (shape, rows) = try paired(partner, operation.rawValue)
        let flags = try rows.map { a, b -> Bool in
            if isEquality { return try Operations.equal(a, b) == (operation == .equal) }
            return try Operations.truth(Operations.compare(operation, a, b))
        }
        return try ArrayObject.value(Tensor(flags, shape))
    }

    /// Both sides in their common shape.
    private func paired(_ other: ValueArray, _ operation: String) throws -> (
        shape: [Int], rows: [(Value, Value)]
    ) {
        let shape = try ArrayObject.rewording {
            try Shape.broadcast(places.shape, other.places.shape, for: operation)
        }
        let mine = try view(places.expand(shape)).values()
        return (shape, Array(zip(mine, try other.view(other.places.expand(shape)).values())))
    }

    // MARK: Making one

    /// An array of texts or objects of what a program writes.
    ///
    /// - Parameter wanted: what the elements have to be; nil finds out, and gives nil for what an array of
    ///   numbers is made of.
    static func made(_ value: Value, _ wanted: ArrayElement?) throws -> ValueArray? {
        if let array = from(value) {
            guard let wanted, wanted != array.element else { return array }
            return try array.converted(to: wanted)
        }
        if wanted == nil, !isMeant(value) { return nil }
        return try mixed(value, wanted)
    }

    /// The same where only a look at all elements tells that an array of numbers will not do.
    static func mixed(_ value: Value, _ wanted: ArrayElement?) throws -> ValueArray? {
        // Of numbers in a list each is written as the text that it is.
        if wanted?.isText != true || !value.isSequence, let numbers = try NumPy.numbers(value) {
            guard let wanted else { return nil }
            return try converted(numbers, to: wanted)
        }
        var shape: [Int] = [], values: [Value] = []
        try measure(value, wanted, &shape)
        try collect(value, shape[...], wanted, &values)
        let element =
            try wanted.map { $0.width > 0 || !$0.isText ? $0 : try widest(values, mixed: false) }
            ?? widest(values, mixed: true)
        return try ValueArray(values.map { try fitted($0, element) }, shape, element)
    }

    /// The elements of an array of numbers, as objects.
    static func ofNumbers(_ value: Value) throws -> ValueArray? {
        switch value {
        case .none, .dict, .set, .function, .builtin, .type, .module:
            return try ValueArray([value], [], .object)
        case .instance(let instance) where !value.isLikeArray && instance.plainValue == nil:
            return try ValueArray([value], [], .object)
        case .instance(let instance) where instance.plainValue != nil:
            return try ofNumbers(value.plain)
        default: break
        }
        guard let numbers = try NumPy.numbers(value) else { return nil }
        return try converted(numbers, to: .object)
    }

    private static func converted(_ numbers: Tensor, to element: ArrayElement) throws -> ValueArray {
        let list = try numbers.flatten().nestedList()
        let values = try Operations.array(list)
        if case .text(let width) = element {
            let texts = try values.map { value -> Value in
                guard case .float(let number) = value else { return .string(try value.str()) }
                return .string(ArrayText.scalar(number, numbers.dtype))
            }
            let longest = texts.map { $0.text?.unicodeScalars.count ?? 0 }.max() ?? 0
            let own = ArrayElement.text(width == 0 ? max(1, longest) : width)
            return try ValueArray(texts.map { try fitted($0, own) }, numbers.shape, own)
        }
        return try ValueArray(values, numbers.shape, element)
    }

    /// An array of numbers as texts: as wide as the longest number of its type.
    static func texts(_ numbers: Tensor, _ element: ArrayElement) throws -> ValueArray {
        guard element == .text(0) else { return try converted(numbers, to: element) }
        let width =
            numbers.dtype == .bool ? 5 : numbers.dtype.isFloatingPoint ? 32 : numbers.dtype.digitCount
        return try converted(numbers, to: .text(width))
    }

    func converted(to wanted: ArrayElement) throws -> ValueArray {
        let values = try values()
        var element = wanted
        if wanted == .text(0) {
            element = try ValueArray.widest(values.map { .string(try $0.text ?? $0.str()) }, mixed: false)
        }
        return try ValueArray(values.map { try ValueArray.fitted($0, element) }, places.shape, element)
    }

    /// The numbers that the texts or objects are.
    func numbers(_ dtype: DType) throws -> Tensor {
        guard let interpreter = Interpreter.current else { return places }
        let kind = dtype == .bool ? Types.bool : dtype.isFloatingPoint ? Types.float : Types.int
        let numbers = try values().map { value -> Value in
            let plain = value.text.map { Value.string($0) } ?? value
            return try Operations.call(.type(kind), Arguments([plain]), interpreter)
        }
        return try NumPy.tensor(.list(numbers), dtype).reshape(places.shape)
    }

    /// Whether a value is one that no array of numbers is made of, told by its first element.
    static func isMeant(_ value: Value) -> Bool {
        var value = value
        while true {
            switch value {
            case .list(let list):
                guard let first = list.elements.first else { return false }
                value = first
            case .tuple(let tuple):
                guard let first = tuple.elements.first else { return false }
                value = first
            case .str, .none, .dict, .set, .function, .builtin, .type, .module, .boundMethod, .slice:
                return true
            case .object(let object): return object is ValueArray || value.bigInteger != nil
            case .instance(let instance):
                if let own = instance.plainValue {
                    value = own
                    continue
                }
                return !value.isLikeArray
            default: return false
            }
        }
    }

    // MARK: Shapes and elements

    private static func elements(_ value: Value) throws -> [Value]? {
        switch value.plain {
        case .list(let list): return list.elements
        case .tuple(let tuple): return tuple.elements
        case .range: return try Operations.array(value)
        case .object(let object)
        where object is ValueArray || object is ArrayObject || object is TensorObject:
            return try object.length() >= 0 ? Operations.array(value) : nil
        case .instance where value.isLikeArray: return try Operations.array(value)
        default: return nil
        }
    }

    /// The shape: as deep as all rows have one length.
    private static func measure(_ value: Value, _ wanted: ArrayElement?, _ shape: inout [Int]) throws {
        var level = [value]
        while shape.count < 64, !level.isEmpty {
            let rows = try level.map { try elements($0) }
            guard rows.allSatisfy({ $0 != nil }), let count = rows[0]?.count else {
                if rows.contains(where: { $0 != nil }), wanted != .object { throw inhomogeneous(shape) }
                return
            }
            guard rows.allSatisfy({ $0?.count == count }) else {
                if wanted == .object { return }
                throw inhomogeneous(shape)
            }
            shape.append(count)
            level = rows.flatMap { $0 ?? [] }
        }
    }

    private static func inhomogeneous(_ shape: [Int]) -> ScriptError {
        ScriptError(
            "ValueError",
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after "
                + "\(shape.count) dimensions. The detected shape was \(NumPy.tuple(shape)) + inhomogeneous "
                + "part.",
            hint: "dtype=object")
    }

    private static func collect(
        _ value: Value, _ shape: ArraySlice<Int>, _ wanted: ArrayElement?, _ values: inout [Value]
    ) throws {
        guard !shape.isEmpty, let row = try elements(value) else {
            // Texts of NumPy are held as Python's.
            return values.append(value.text.map { Value.string($0) } ?? value)
        }
        for element in row { try collect(element, shape.dropFirst(), wanted, &values) }
    }

    /// What holds all the values.
    private static func widest(_ values: [Value], mixed: Bool) throws -> ArrayElement {
        var width = 1
        for value in values {
            switch value.plain {
            case .str(let text): width = max(width, text.count)
            case .bool: width = max(width, mixed ? 5 : try value.str().count)
            case .int: width = max(width, mixed ? 21 : try value.str().count)
            case .float: width = max(width, mixed ? 32 : try value.str().count)
            case .object where ScalarObject.from(value) != nil:
                let dtype = ScalarObject.from(value)?.dtype ?? .float64
                let most = dtype.isFloatingPoint ? 32 : dtype == .bool ? 5 : dtype.digitCount
                width = max(width, mixed ? most : try value.str().count)
            default:
                if mixed, value.bytes != nil {
                    throw ScriptError(
                        "NotImplementedError", "numpy: an array of bytes is not in Lagado",
                        hint: "texts, a list, or dtype=object")
                }
                if mixed { return .object }
                width = max(width, try value.str().count)
            }
        }
        // Of numbers alone it would be an array of numbers.
        guard !mixed || values.contains(where: { $0.text != nil }) else { return .object }
        return .text(width)
    }

    /// A value as an array of such elements holds it.
    private static func fitted(_ value: Value, _ element: ArrayElement) throws -> Value {
        guard case .text(let width) = element else { return value }
        let text = ScriptText(try value.text ?? value.str())
        return .str(width > 0 && text.count > width ? text.slice(start: 0, step: 1, length: width) : text)
    }
}

extension ArrayElement {
    var isText: Bool { if case .text = self { true } else { false } }
    /// Characters of a text, 0 for anything else.
    var width: Int { if case .text(let width) = self { width } else { 0 } }
}

extension DType {
    /// Characters of the longest number of an integer type, as NumPy counts them.
    var digitCount: Int {
        if size == 8 { return 21 }
        return (size == 1 ? 3 : size == 2 ? 5 : 10) + (isSigned ? 1 : 0)
    }
}
