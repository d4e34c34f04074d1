import Disk
import Language
import PythonLibrary
import Tensors

/// What the names in a pickle stand for where it may hold arrays of NumPy.
class ArrayPickle: PlainPickle {
    private static let modules: Set<String> = [
        "numpy.core.multiarray", "numpy._core.multiarray", "numpy", "numpy.core.numeric",
        "numpy._core.numeric",
    ]
    private static let calls: Set<String> = ["_reconstruct", "scalar", "dtype", "ndarray", "_frombuffer"]

    override func value(of name: PickledName) throws -> Value {
        if ArrayPickle.modules.contains(name.module), ArrayPickle.calls.contains(name.name) {
            return .object(name)
        }
        return try super.value(of: name)
    }

    override var namesAreValues: Bool { true }

    override func call(_ name: PickledName, _ arguments: [Value]) throws -> Value {
        guard ArrayPickle.modules.contains(name.module) else { return try super.call(name, arguments) }
        switch name.name {
        case "_reconstruct": return .object(UnfinishedArray())
        case "dtype":
            guard let code = arguments.first?.text else { break }
            return .object(PickledType(code))
        case "scalar":
            guard arguments.count == 2, case .object(let type as PickledType) = arguments[0],
                let bytes = arguments[1].bytes
            else { break }
            let description = try type.description([])
            return try ArrayObject.value(description.array(BytesInMemory(bytes), at: 0))
        default: break
        }
        throw PickleReader.broken("the pickle calls \(name.path) with what it does not take")
    }

    override func restore(_ value: Value, _ state: Value) throws -> Value? {
        guard case .object(let object) = value else { return try super.restore(value, state) }
        guard case .tuple(let tuple) = state else { throw PickleReader.broken("a tuple was expected") }
        let parts = tuple.elements
        switch object {
        case let type as PickledType:
            guard parts.count > 1, let order = parts[1].text else { break }
            type.isBigEndian = order == ">"
            return nil
        case is UnfinishedArray:
            guard parts.count == 5, case .object(let type as PickledType) = parts[2] else { break }
            let shape = try Operations.array(parts[1]).map { try Operations.requireIndex($0) }
            guard let bytes = parts[4].bytes else {
                throw ScriptError(
                    "NotImplementedError", "the pickle holds an array of objects, which is not in Lagado")
            }
            var description = try type.description(shape)
            description.isFortran = try Operations.truth(parts[3])
            return .object(ArrayObject(try description.array(BytesInMemory(bytes), at: 0)))
        default: return try super.restore(value, state)
        }
        throw PickleReader.broken("the pickle gives an array a state that it does not take")
    }
}

/// A type of NumPy in a pickle.
private final class PickledType: ScriptObject {
    private let code: String
    var isBigEndian = false

    init(_ code: String) { self.code = code }

    var typeName: String { "dtype" }

    func description(_ shape: [Int]) throws -> ArrayDescription {
        let (type, swapped) = try ArrayDescription.type(code)
        return ArrayDescription(
            type: type, isBigEndian: isBigEndian && type.size > 1 || swapped, shape: shape)
    }
}

/// An array that a pickle has begun with.
private final class UnfinishedArray: ScriptObject {
    var typeName: String { "ndarray" }
}

/// How arrays of NumPy are written in pickles.
class ArrayForms: PlainForms {
    override func form(of value: Value) throws -> PickleForm {
        try ArrayForms.array(value) ?? super.form(of: value)
    }

    /// The form of an array and of its type; nil for anything else.
    static func array(_ value: Value) throws -> PickleForm? {
        switch value {
        case .object(let object as ArrayObject):
            let tensor = object.tensor, bytes = try RawNumbers.bytes(of: tensor)
            let state: [Value] = [
                .int(1), .tuple(tensor.shape.map(Value.int)), .object(WrittenType(tensor.dtype)),
                .bool(false),
                .object(BytesValue(bytes)),
            ]
            return .call(
                PickledName("numpy._core.multiarray", "_reconstruct"),
                [
                    .object(PickledName("numpy", "ndarray")), .tuple([.int(0)]),
                    .object(BytesValue(Array("b".utf8))),
                ], state: .tuple(state))
        case .object(let object as WrittenType):
            let code = try ArrayDescription.code(object.type), order = code.first == "<" ? "<" : "|"
            let state: [Value] = [
                .int(3), .string(order), .none, .none, .none, .int(-1), .int(-1), .int(0),
            ]
            return .call(
                PickledName("numpy", "dtype"),
                [.string(String(code.dropFirst())), .bool(false), .bool(true)], state: .tuple(state))
        default: return nil
        }
    }
}

/// A type of NumPy as a pickle is to hold it.
private final class WrittenType: ScriptObject {
    let type: DType

    init(_ type: DType) { self.type = type }

    var typeName: String { "dtype" }
}
