import Disk
import Language
import Presentation
import PythonLibrary
import Tensors

/// An object as PyTorch's file holds it: a pickle of what holds the numbers, and the numbers.
///
/// What was one list, one tensor or one memory is one again when it is loaded. The whole memory is written
/// where a tensor shows a part of it, as in PyTorch.
struct TorchFileContents {
    private let pickle: [UInt8]
    private let storages: [Storage]

    /// - Throws: TypeError that names what cannot be written and where it is in the object.
    init(_ object: Value) throws {
        let forms = TorchForms(object)
        pickle = try PickleWriter.write(object, version: 2, forms)
        storages = forms.storages
    }

    /// Writes the file.
    ///
    /// - Parameter name: of the folder inside it.
    func write(named name: String, _ sink: @escaping ByteSink) throws {
        var zip = ZipWriter(sink)
        func add(_ entry: String, _ text: String) throws {
            try zip.add("\(name)/\(entry)", Array(text.utf8), alignment: 64)
        }
        try zip.add("\(name)/data.pkl", pickle, alignment: 64)
        try add(".format_version", "1")
        try add(".storage_alignment", "64")
        try add("byteorder", "little")
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for (key, storage) in storages.enumerated() {
            try storage.withBytes { try zip.add("\(name)/data/\(key)", $0, alignment: 64) }
        }
        try add("version", "3\n")
        for byte in pickle { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(sum)
        let padded = String(repeating: "0", count: 40 - digits.utf8.count) + digits
        try add(".data/serialization_id", padded)
        try zip.finish()
    }
}

/// How tensors, and what else PyTorch has, are written in its pickles.
private final class TorchForms: ArrayForms {
    private(set) var storages: [Storage] = []
    private var keys: [ObjectIdentifier: Int] = [:]
    private let whole: Value

    init(_ whole: Value) { self.whole = whole }

    override func form(of value: Value) throws -> PickleForm {
        switch value {
        case .tuple(let tuple):
            guard tuple.kind === TorchSize.kind else {
                throw refusal(of: value, "a \(value.typeName)", hint: "tuple(x), or a dict with the names")
            }
            return .call(TorchNames.size, [.tuple(tuple.elements)])
        case .object(let object as TensorObject): return form(of: object.tensor)
        case .object(let object as SavedStorage): return .outside(object.identity)
        case .object(let object as DTypeObject): return .name(PickledName("torch", object.dtype.rawValue))
        case .object(let object as DeviceObject):
            let index = object.index.map { [Value.int($0)] } ?? []
            return .call(TorchNames.device, [.string(object.kind)] + index)
        default: break
        }
        if let form = try PlainForms.common(value) ?? ArrayForms.array(value) { return form }
        let hint: String?
        switch value {
        case .object(is ModuleObject): (hint) = "torch.save(model.state_dict(), path)"
        case .instance(let instance) where instance.native is ModuleObject:
            hint = "torch.save(model.state_dict(), path)"
        case .object(is OptimizerObject): hint = "torch.save(optimizer.state_dict(), path)"
        default: hint = nil
        }
        throw refusal(of: value, "a \(value.typeName)", hint: hint)
    }

    private func form(of tensor: Tensor) -> PickleForm {
        let hooks = Value.dict(DictValue.ordered())
        if tensor.isParameter {
            let numbers = tensor.detachedView().scriptValue
            return .call(TorchNames.parameter, [numbers, .bool(tensor.requiresGrad), hooks])
        }
        let storage = tensor.storage, identity = ObjectIdentifier(storage)
        let key = keys[identity] ?? storages.count
        if keys.updateValue(key, forKey: identity) == nil { storages.append(storage) }
        let isUntyped = !tensor.dtype.hasShortNames
        return .call(
            isUntyped ? TorchNames.typedTensor : TorchNames.tensor,
            [
                .object(SavedStorage(storage, key)), .int(tensor.offset), .tuple(tensor.shape.map(Value.int)),
                .tuple(tensor.strides.map(Value.int)), .bool(tensor.requiresGrad), hooks,
            ] + (isUntyped ? [tensor.dtype.scriptValue] : []))
    }

    private func refusal(of value: Value, _ what: String, hint: String?) -> ScriptError {
        let path = ValuePath.find(value, in: whole) ?? []
        let place =
            path.isEmpty
            ? "not \(what)" : "and this one holds \(what) at \(path.map { "[\($0)]" }.joined())"
        return ScriptError(
            "TypeError",
            "save() writes tensors, arrays, numbers, strings, None, "
                + "and lists, tuples, dicts and sets of them; \(place)",
            hint: hint ?? "torch.save(model.state_dict(), path)")
    }
}

/// The memory of a tensor, as a pickle refers to it.
private final class SavedStorage: ScriptObject {
    let identity: Value

    init(_ storage: Storage, _ key: Int) {
        identity = .tuple([
            .string("storage"), .object(TorchNames.storage(of: storage.dtype)), .string(String(key)),
            .string(storage.device.name), .int(storage.dtype.hasShortNames ? storage.count : storage.bytes),
        ])
    }

    var typeName: String { "UntypedStorage" }
}

/// Where in a value another one is.
enum ValuePath {
    /// The keys that lead there, as a program writes them; nil where it is not in it.
    static func find(_ wanted: Value, in whole: Value) -> [String]? {
        var seen: Set<ObjectIdentifier> = []
        return find(wanted, whole, &seen, 0)
    }

    private static func find(
        _ wanted: Value, _ value: Value, _ seen: inout Set<ObjectIdentifier>, _ depth: Int
    ) -> [String]? {
        if Operations.identical(wanted, value) { return [] }
        guard depth < Limits.valueDepth else { return nil }
        let parts: [(String, Value)], identity: AnyObject
        switch value {
        case .list(let list):
            (parts, identity) = (list.elements.enumerated().map { (String($0), $1) }, list)
        case .tuple(let tuple):
            (parts, identity) = (tuple.elements.enumerated().map { (String($0), $1) }, tuple)
        case .dict(let dict):
            (parts, identity) = (dict.pairs.map { ((try? $0.key.repr()) ?? "?", $0.value) }, dict)
        default: return nil
        }
        guard seen.insert(ObjectIdentifier(identity)).inserted else { return nil }
        for (key, part) in parts {
            if let rest = find(wanted, part, &seen, depth + 1) { return [key] + rest }
        }
        return nil
    }
}
