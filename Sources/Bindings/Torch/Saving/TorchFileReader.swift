import Disk
import Language
import Presentation
import PythonLibrary
import Tensors

/// A file that PyTorch wrote, or that was written as PyTorch does.
struct TorchFileReader {
    private let source: any ByteSource
    private let places: TorchPlaces
    private let isWeightsOnly: Bool
    private let encoding: String
    private let interpreter: Interpreter
    /// What messages call it.
    private let name: String

    init(
        _ source: any ByteSource, _ places: TorchPlaces, isWeightsOnly: Bool, _ encoding: String,
        _ interpreter: Interpreter, _ path: String?
    ) {
        (self.source, self.places, self.isWeightsOnly) = (source, places, isWeightsOnly)
        (self.encoding, self.interpreter) = (encoding, interpreter)
        name = path.map { "'\(Formatting.visible($0))'" } ?? "what was read"
    }

    /// The object in it.
    ///
    /// - Throws: UnpicklingError for what it holds and may not, RuntimeError for a file that is damaged.
    func object() throws -> Value {
        let start = try source.part(16, at: 0)
        guard ZipArchive.isLikely(start) else { throw other(start) }
        do { return try object(ZipArchive(source)) } catch let error as ZipArchive.Broken {
            throw TorchFileReader.broken(
                "reading zip archive: "
                    + (error.isUnknown ? "failed finding central directory" : "\(name): \(error.reason)"))
        }
    }

    private static func broken(_ words: String) -> ScriptError {
        ScriptError(
            "RuntimeError",
            "PytorchStreamReader failed \(words). This is an internal miniz error. If you are seeing this "
                + "error, there is a high likelihood that your checkpoint file is corrupted. This can happen "
                + "if the checkpoint was not saved properly, was transferred incorrectly, or the file was "
                + "modified after saving.",
            hint: "fetch or save it again")
    }

    /// Why a file that is no zip is not read.
    private func other(_ start: [UInt8]) -> ScriptError {
        if start.isEmpty { return ScriptError("EOFError", "Ran out of input: \(name) is empty") }
        // The number that PyTorch's files began with before 2020.
        let magic: [UInt8] = [0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
        if start.count > 14, Array(start[2..<14]) == magic {
            return ScriptError(
                "NotImplementedError",
                "\(name) is in PyTorch's format of before version 1.6, which is not read here",
                hint: "in PyTorch: torch.save(torch.load(path), path)")
        }
        if start.first == 0x80 {
            return ScriptError(
                "UnpicklingError", "\(name) is a pickle and no file of torch.save",
                hint: "pickle.load(open(path, 'rb'))")
        }
        if start.count > 8, start[1..<8].allSatisfy({ $0 == 0 || start[7] == 0 }),
            start[8] == UInt8(ascii: "{")
        {
            return ScriptError(
                "UnpicklingError", "\(name) is a safetensors file, and its name does not end in .safetensors",
                hint: "safetensors.torch.load_file(path)")
        }
        return ScriptError(
            "UnpicklingError", TorchPickle.failure("\(name) is no file of torch.save", isGlobal: false),
            hint: "a file that torch.save() wrote")
    }

    private func object(_ zip: ZipArchive) throws -> Value {
        guard let first = zip.entries.first?.name, let slash = first.firstIndex(of: "/") else {
            throw ScriptError(
                "RuntimeError",
                "file in archive is not in a subdirectory: \(zip.entries.first?.name ?? "")",
                hint: zip.entries.contains { $0.name.hasSuffix(".npy") } ? "np.load(path)" : nil)
        }
        let root = String(first[..<slash])
        func text(_ name: String) throws -> String? {
            try zip["\(root)/\(name)"].map {
                String(decoding: try zip.bytes(of: $0, limit: 1 << 16), as: UTF8.self)
            }
        }
        if zip["\(root)/constants.pkl"] != nil {
            throw ScriptError(
                "RuntimeError",
                "Cannot use ``weights_only=True`` with TorchScript archives passed to ``torch.load``: "
                    + "\(name) holds a program, and programs in files are not run here",
                hint: "in PyTorch: torch.save(torch.jit.load(path).state_dict(), path)")
        }
        if let order = try text("byteorder"), order != "little" {
            guard order == "big" else { throw ScriptError("ValueError", "Unknown endianness type: \(order)") }
            throw ScriptError(
                "NotImplementedError",
                "\(name) was written on a machine with the highest byte first, and is not read here")
        }
        guard let pickle = zip["\(root)/data.pkl"] else {
            throw TorchFileReader.broken("locating file data.pkl: file not found")
        }
        let vocabulary = TorchPickle(isWeightsOnly: isWeightsOnly, interpreter) { key, type, count, tag in
            try storage(zip, root, key, type, count, tag)
        }
        let bytes = try zip.bytes(of: pickle, limit: Limits.textBytes)
        do { return try PickleReader.read(bytes, vocabulary, encoding: encoding).0 } catch var error
            as ScriptError
        {
            // PyTorch's frame around what went wrong with weights.
            if error.kind == "UnpicklingError", isWeightsOnly, !error.message.hasPrefix("Weights only") {
                error.message = TorchPickle.failure(error.message, isGlobal: false)
            }
            throw error
        }
    }

    private func storage(
        _ zip: ZipArchive, _ root: String, _ key: String, _ type: DType, _ count: Int, _ tag: String
    ) throws -> Storage {
        guard let entry = zip["\(root)/data/\(key)"] else {
            throw TorchFileReader.broken("locating file data/\(key): file not found")
        }
        let (bytes, isLarge) = count.multipliedReportingOverflow(by: type.size)
        guard count >= 0, !isLarge, entry.size == bytes else {
            let wanted = isLarge || count < 0 ? "\(count) elements" : "\(bytes) bytes"
            throw ScriptError(
                "RuntimeError",
                "record size (\(entry.size) bytes) does not match expected size (\(wanted) of "
                    + "\(type.scalarName))")
        }
        let storage = try Storage(type, count: count, on: .host)
        try storage.fill { try zip.read(entry, into: $0) }
        return try storage.copied(to: places.place(.object(StorageObject(storage)), savedOn: tag))
    }
}

/// What the names in PyTorch's files stand for. Nothing else is ever made of them.
final class TorchPickle: ArrayPickle {
    private let isWeightsOnly: Bool
    private let interpreter: Interpreter
    private let source: (_ key: String, _ type: DType, _ count: Int, _ tag: String) throws -> Storage
    private var storages: [String: Storage] = [:]

    init(
        isWeightsOnly: Bool, _ interpreter: Interpreter,
        _ source: @escaping (_ key: String, _ type: DType, _ count: Int, _ tag: String) throws -> Storage
    ) {
        (self.isWeightsOnly, self.interpreter, self.source) = (isWeightsOnly, interpreter, source)
        super.init(interpreter)
    }

    override var namesAreValues: Bool { true }

    // MARK: Names

    /// What PyTorch's loader of weights makes, of what pickle makes.
    private static let safe: Set<String> = [
        "collections.OrderedDict", "collections.Counter", "_codecs.encode", "builtins.bytearray",
        "builtins.set",
    ]
    private static let blocked: Set<String> = ["sys", "os", "posix", "nt"]

    override func value(of given: PickledName) throws -> Value {
        let name = PlainPickle.present(given)
        if TorchNames.calls.contains(name.path) || TorchNames.classes.contains(name.path)
            || TorchNames.storages[name.path] != nil || name.path == TorchNames.untyped.path
        {
            return .object(name)
        }
        if name.module == "torch", let type = DType(rawValue: name.name) { return type.scriptValue }
        if TorchNames.isAbsentType(name) {
            throw ScriptError(
                "NotImplementedError", "the file holds numbers of the type \(name.path), which is not here",
                hint: "in PyTorch: x.to(torch.float32), or another type that is here")
        }
        guard isWeightsOnly else { return try super.value(of: name) }
        guard !TorchPickle.blocked.contains(name.module) else {
            throw ScriptError(
                "UnpicklingError",
                TorchPickle.failure(
                    "Trying to load unsupported GLOBAL \(name.path) whose module \(name.module) is blocked.",
                    isGlobal: false, isBlocked: true))
        }
        if TorchPickle.safe.contains(name.path) { return try super.value(of: name) }
        if SafeGlobals.contains(name) { return try super.value(of: name) }
        throw refusal(of: name)
    }

    override func refusal(of name: PickledName) -> ScriptError {
        let path = name.module == "builtins" ? name.name : name.path
        guard isWeightsOnly else {
            return ScriptError(
                "UnpicklingError",
                "the file holds an object of \(path), and nothing in a file is run here: it loads tensors, "
                    + "plain data, NumPy arrays and objects of classes that the program itself has",
                hint: name.module.hasPrefix("torch")
                    ? "save the model's numbers: torch.save(model.state_dict(), path)"
                    : "the class, defined or imported before the file is loaded")
        }
        return ScriptError(
            "UnpicklingError",
            TorchPickle.failure(
                "Unsupported global: GLOBAL \(path) was not an allowed global by default. "
                    + "Please use `torch.serialization.add_safe_globals([\(path)])` or the "
                    + "`torch.serialization.safe_globals([\(path)])` context manager to allowlist this "
                    + "global if you trust this class/function.", isGlobal: true),
            hint: "torch.load(path, weights_only=False); nothing in a file is run here even then")
    }

    private static let unsafe =
        "In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from "
        + "`False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely "
        + "succeed, but it can result in arbitrary code execution. Do it only if you got the file from a "
        + "trusted source."
    private static let documentation =
        "\n\nCheck the documentation of torch.load to learn more about types accepted by default with "
        + "weights_only https://pytorch.org/docs/stable/generated/torch.load.html."

    /// PyTorch's words around what went wrong with weights.
    static func failure(_ message: String, isGlobal: Bool, isBlocked: Bool = false) -> String {
        if isGlobal {
            return "Weights only load failed. This file can still be loaded, to do so you have two options, "
                + "do those steps only if you trust the source of the checkpoint. \n\t(1) \(unsafe)\n\t(2) "
                + "Alternatively, to load with `weights_only=True` please check the recommended steps in the "
                + "following error message.\n\tWeightsUnpickler error: \(message)" + documentation
        }
        let request =
            isBlocked
            ? ""
            : "Please file an issue with the following so that we can make `weights_only=True` compatible "
                + "with your use case: WeightsUnpickler error: "
        return "Weights only load failed. \(unsafe)\n\(request)\n\n\(message)" + documentation
    }

    // MARK: Calls

    override func call(_ name: PickledName, _ arguments: [Value]) throws -> Value {
        switch name.path {
        case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor":
            return try tensor(arguments, type: nil, metadata: 6).scriptValue
        case "torch._utils._rebuild_tensor_v3":
            guard arguments.count > 6, let type = try DType.from(arguments[6]) else {
                throw TorchPickle.odd(name)
            }
            return try tensor(arguments, type: type, metadata: 7).scriptValue
        case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state":
            guard arguments.count > 1, let data = try Tensor.from(arguments[0]),
                case .bool(let requiresGrad) = arguments[1]
            else { throw TorchPickle.odd(name) }
            let parameter = data.detachedView()
            if requiresGrad { try parameter.requireGrad() }
            parameter.isParameter = true
            if arguments.count > 3 { try TorchPickle.set(arguments[3], on: parameter) }
            return parameter.scriptValue
        case "torch._tensor._rebuild_from_type_v2":
            guard arguments.count == 4, case .object(let object) = arguments[0],
                let function = object as? PickledName,
                function.path != name.path
            else { throw TorchPickle.odd(name) }
            if case .object(let type as PickledName) = arguments[1], TorchNames.classes.contains(type.path) {
                let made = try call(function, Operations.array(arguments[2]))
                if let tensor = try Tensor.from(made) { try TorchPickle.set(arguments[3], on: tensor) }
                return made
            }
            throw TorchPickle.odd(name)
        case "torch.Size":
            let sizes = try arguments.first.map { try Operations.array($0) } ?? []
            return TorchSize.value(try sizes.map { try Operations.requireIndex($0) })
        case "torch.device":
            guard let first = arguments.first, let device = try Device.from(first) else {
                throw TorchPickle.odd(name)
            }
            guard arguments.count > 1 else { return device.scriptValue }
            return .object(DeviceObject(device.object.kind, try Operations.requireIndex(arguments[1])))
        default: return try super.call(name, arguments)
        }
    }

    private static func odd(_ name: PickledName) -> ScriptError {
        PickleReader.broken("the file calls \(name.path) with what it does not take")
    }

    /// Attributes that a tensor had.
    private static func set(_ state: Value, on tensor: Tensor) throws {
        guard case .dict(let dict) = state else { return }
        for (name, value) in dict.pairs {
            guard let name = name.text else { continue }
            try Operations.setAttribute(tensor.scriptValue, Symbol(name), value)
        }
    }

    private func tensor(_ arguments: [Value], type: DType?, metadata: Int) throws -> Tensor {
        guard arguments.count >= 4, case .object(let object) = arguments[0] else {
            throw TorchPickle.odd(TorchNames.tensor)
        }
        let storage: Storage
        if let bytes = object as? UntypedBytes, let type {
            storage = try self.storage(bytes.key, type, bytes.count / type.size, bytes.tag)
        } else if let loaded = object as? StorageObject, type == nil || type == loaded.storage.dtype {
            storage = loaded.storage
        } else {
            throw TorchPickle.odd(TorchNames.tensor)
        }
        if arguments.count > metadata, try Operations.truth(arguments[metadata]) {
            throw ScriptError(
                "NotImplementedError", "the file holds a tensor that is read conjugated or negated")
        }
        let offset = try Operations.requireIndex(arguments[1])
        let shape = try Operations.array(arguments[2]).map { try Operations.requireIndex($0) }
        let strides = try Operations.array(arguments[3]).map { try Operations.requireIndex($0) }
        try TorchPickle.check(shape, strides, offset, storage)
        let tensor = Tensor(storage: storage, shape: shape, strides: strides, offset: offset)
        if arguments.count > 4, case .bool(true) = arguments[4] { try tensor.requireGrad() }
        return tensor
    }

    /// - Throws: RuntimeError, in PyTorch's words, for a tensor of which a part lies outside of the memory.
    private static func check(_ shape: [Int], _ strides: [Int], _ offset: Int, _ storage: Storage) throws {
        guard shape.count == strides.count else {
            throw ScriptError(
                "RuntimeError",
                "mismatch in length of strides and shape: \(strides.count) and \(shape.count)")
        }
        guard offset >= 0 else {
            throw ScriptError("RuntimeError", "Tensor: invalid storage offset \(offset)")
        }
        guard shape.count <= 64, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 }),
            let count = try? Shape.count(shape)
        else { throw ScriptError("RuntimeError", "numel: integer multiplication overflow") }
        var last = offset, isLarge = false
        for (size, step) in zip(shape, strides) where count > 0 {
            let (reach, overflow) = (size - 1).multipliedReportingOverflow(by: step)
            let (sum, more) = last.addingReportingOverflow(overflow ? 0 : reach)
            (last, isLarge) = (sum, isLarge || overflow || more)
        }
        guard !isLarge, count == 0 || last < storage.count else {
            throw ScriptError(
                "RuntimeError",
                "setStorage: sizes \(shape), strides \(strides), storage offset \(offset), and itemsize "
                    + "\(storage.dtype.size) are out of bounds for storage of size \(storage.bytes)")
        }
    }

    // MARK: Storages

    override func load(_ identity: Value) throws -> Value {
        guard case .tuple(let tuple) = identity, tuple.elements.count == 5,
            tuple.elements[0].text == "storage",
            case .object(let object) = tuple.elements[1], let name = object as? PickledName,
            let key = tuple.elements[2].text, let tag = tuple.elements[3].text,
            let count = try Operations.index(tuple.elements[4])
        else { throw PickleReader.broken("the file refers to what is no storage") }
        if name.path == TorchNames.untyped.path { return .object(UntypedBytes(key, tag, count)) }
        guard let type = TorchNames.storages[name.path] else {
            throw PickleReader.broken("the file refers to what is no storage")
        }
        return .object(StorageObject(try storage(key, type, count, tag)))
    }

    /// The memory of a key, read once.
    private func storage(_ key: String, _ type: DType, _ count: Int, _ tag: String) throws -> Storage {
        if let known = storages[key] {
            guard known.dtype == type, known.count == count else {
                throw PickleReader.broken("the file gives one storage two forms")
            }
            return known
        }
        let storage = try source(key, type, count, tag)
        storages[key] = storage
        return storage
    }
}

/// Bytes in a file whose type a tensor says.
private final class UntypedBytes: ScriptObject {
    let key: String, tag: String, count: Int

    init(_ key: String, _ tag: String, _ count: Int) { (self.key, self.tag, self.count) = (key, tag, count) }

    var typeName: String { "UntypedStorage" }
}
