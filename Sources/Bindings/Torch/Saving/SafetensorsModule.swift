import Disk
import GPT
import Language
import PythonLibrary
import Tensors

/// `safetensors` and `safetensors.torch`: named tensors in a file that holds nothing else.
enum SafetensorsModule {
    static func make() -> ModuleValue {
        let module = ModuleValue(
            "safetensors", documentation: "Named tensors in a file that holds nothing else.", commands: [open]
        )
        module["SafetensorError"] = .type(LibraryExceptions.safetensors)
        MissingNames.explain(in: module)
        return module
    }

    static func makeTorch() -> ModuleValue {
        let module = ModuleValue(
            "safetensors.torch", documentation: "Files of tensors.",
            commands: [saveFile, loadFile, loadModel, saveModel])
        MissingNames.explain(
            in: module,
            near: ["save": "safetensors.torch.save_file(tensors, path)", "load": "load_file(path)"])
        return module
    }

    private static let path = Parameter<PathText>("filename", "the path of the file")
    private static let device = Parameter<Device>(
        "device", "'cpu'", default: Device(object: .cpu), shown: "'cpu'")
    private static let metadata = Parameter<Value>(
        "metadata", "a dict of words beside the tensors", default: .none)

    private static func write(
        _ dict: Value, _ path: String, _ metadata: Value, _ interpreter: Interpreter, sharing: Bool = false
    ) throws {
        guard case .dict(let dict) = dict else {
            throw ScriptError(
                "ValueError", "Expected a dict of [str, torch.Tensor] but received \(dict.typeName)")
        }
        try Files.permit(path, interpreter)
        var storages: [ObjectIdentifier: String] = [:]
        let tensors = try dict.pairs.compactMap { key, value -> (name: String, tensor: Tensor)? in
            guard let name = key.text, let tensor = try Tensor.from(value) else {
                throw ScriptError(
                    "ValueError",
                    "Key `\(try key.str())` is invalid, expected torch.Tensor but received \(value.typeName)")
            }
            if tensor.count > 0,
                let other = storages.updateValue(name, forKey: ObjectIdentifier(tensor.storage))
            {
                if sharing { return nil }
                throw ScriptError(
                    "RuntimeError",
                    "Some tensors share memory, this will lead to duplicate memory on disk and potential "
                        + "differences when loading them again: [{'\(other)', '\(name)'}].",
                    hint: "safetensors.torch.save_model(model, path), or x.clone()")
            }
            return (name, tensor.detachedView())
        }
        var words: [String: String] = [:]
        if case .dict(let given) = metadata {
            for (key, value) in given.pairs { words[try key.str()] = try value.str() }
        }
        try Safetensors(tensors: tensors, metadata: words).write(to: path)
    }

    private static func read(_ path: String) throws -> SafetensorsFile {
        _ = try TorchFiles.opened(path)
        return try SafetensorsFile(path)
    }

    private static let saveFile = Builtin(
        "save_file", group: "torch", summary: "Writes a dict of tensors to a safetensors file.",
        Parameter<Value>("tensors", "a dict from names to tensors"), path, metadata,
        returns: "None", example: "safetensors.torch.save_file(model.state_dict(), 'model.safetensors')",
        pytorch: "safetensors.torch.save_file(model.state_dict(), path)"
    ) { interpreter, tensors, path, metadata -> Value in
        try write(tensors, path.text, metadata, interpreter)
        return .none
    }

    private static let loadFile = Builtin(
        "load_file", group: "torch", summary: "The tensors of a safetensors file, in a dict.", path, device,
        returns: "dict", example: "safetensors.torch.load_file('model.safetensors')",
        pytorch: "safetensors.torch.load_file(path)"
    ) { _, path, device -> Value in
        let file = try read(path.text), device = try device.resolved()
        return .dict(try file.names.map { ($0, try file.tensor($0).to(device).scriptValue) })
    }

    private static let saveModel = Builtin(
        "save_model", group: "torch", summary: "Writes the tensors of a model, those that are shared once.",
        Parameter<Value>("model", "a module"), path, metadata,
        returns: "None", example: "safetensors.torch.save_model(model, 'model.safetensors')",
        pytorch: "safetensors.torch.save_model(model, path)"
    ) { interpreter, model, path, metadata -> Value in
        let state = try Operations.requireAttribute(model, Symbol("state_dict"))
        try write(
            Operations.call(state, Arguments(), interpreter), path.text, metadata, interpreter, sharing: true)
        return .none
    }

    private static let loadModel = Builtin(
        "load_model", group: "torch", summary: "Reads the tensors of a file into a model.",
        Parameter<Value>("model", "a module"), path,
        Parameter<Bool>("strict", "whether the names have to be the same", default: true), device,
        returns: "the names that are missing, and those that are not used",
        example: "safetensors.torch.load_model(model, 'model.safetensors')",
        pytorch: "safetensors.torch.load_model(model, path)"
    ) { interpreter, model, path, strict, device -> Value in
        try device.check()
        let file = try read(path.text)
        let tensors = Value.dict(try file.names.map { ($0, try file.tensor($0).scriptValue) })
        let load = try Operations.requireAttribute(model, Symbol("load_state_dict"))
        let result = try Operations.call(
            load, Arguments([tensors], keywords: [("strict", .bool(false))]), interpreter)
        // Names that share their memory with one that is there are not missing.
        let parts = try Operations.array(result)
        let state = try Operations.call(
            Operations.requireAttribute(model, Symbol("state_dict")), Arguments(), interpreter)
        var missing: [Value] = []
        if case .dict(let own) = state, parts.count == 2 {
            let found = try file.names.compactMap {
                try own.get(.string($0)).flatMap { try Tensor.from($0)?.storage }
            }
            missing = try Operations.array(parts[0]).filter { name in
                guard let storage = try own.get(name).flatMap({ try Tensor.from($0)?.storage }) else {
                    return true
                }
                return !found.contains { $0 === storage }
            }
        }
        let unexpected = parts.count == 2 ? try Operations.array(parts[1]) : []
        if strict, !missing.isEmpty || !unexpected.isEmpty {
            throw ScriptError(
                "RuntimeError",
                "Error(s) in loading state_dict: missing \(try Value.list(missing).repr()), unexpected "
                    + "\(try Value.list(unexpected).repr())")
        }
        return .tuple([.set(try SetValue(missing)), .list(unexpected)])
    }

    private static let open = Builtin(
        "safe_open", group: "torch",
        summary: "Opens a safetensors file, of which tensors are read as they are asked for.",
        path, Parameter<String>("framework", "'pt' for tensors, 'np' for arrays"), device,
        returns: "the file", example: "with safe_open('model.safetensors', framework='pt') as f: f.keys()",
        pytorch: "with safe_open(path, framework='pt') as f: f.get_tensor(name)"
    ) { _, path, framework, device -> Value in
        guard ["pt", "torch", "pytorch", "np", "numpy"].contains(framework) else {
            throw ScriptError("SafetensorError", "framework \(framework) is invalid", hint: "framework='pt'")
        }
        let target = try device.resolved()
        return .object(OpenSafetensors(try read(path.text), isArray: framework.hasPrefix("n"), target))
    }
}

/// What `safe_open` gives.
private final class OpenSafetensors: NativeObject, ScriptConvertible {
    private let file: SafetensorsFile
    private let isArray: Bool

    private let device: ComputeDevice

    init(_ file: SafetensorsFile, isArray: Bool, _ device: ComputeDevice) {
        (self.file, self.isArray, self.device) = (file, isArray, device)
    }

    static var scriptName: String { "safe_open" }
    static func from(_ value: Value) throws -> OpenSafetensors? {
        guard case .object(let object) = value else { return nil }
        return object as? OpenSafetensors
    }
    var scriptValue: Value { .object(self) }
    func enter() throws -> Value { .object(self) }
    func exit(_ error: ScriptError?) throws -> Bool { false }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }

    private static let this: Parameter<OpenSafetensors> = receiver("the file")

    static let nativeType = NativeType<OpenSafetensors>(
        ScriptClass("safe_open"),
        methods: [
            Builtin(
                "keys", group: "torch", summary: "The names of the tensors.", this, returns: "list of str",
                example: "f.keys()", pytorch: "f.keys()"
            ) { _, object -> Value in .list(object.file.names.sorted().map(Value.string)) },
            Builtin(
                "metadata", group: "torch",
                summary: "The words beside the tensors; None where there are none.", this,
                returns: "dict", example: "f.metadata()", pytorch: "f.metadata()"
            ) { _, object -> Value in
                let words = object.file.metadata
                return words.isEmpty
                    ? .none : .dict(words.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
            },
            Builtin(
                "get_tensor", group: "torch", summary: "Reads one tensor.", this,
                Parameter<String>("name", "its name"), returns: "a tensor",
                example: "f.get_tensor('wte.weight')",
                pytorch: "f.get_tensor('wte.weight')"
            ) { _, object, name -> Value in
                guard object.file.shape(of: name) != nil else {
                    throw ScriptError("SafetensorError", "File does not contain tensor \(name)")
                }
                let tensor = try object.file.tensor(name)
                return object.isArray
                    ? try ArrayObject.value(tensor) : try tensor.to(object.device).scriptValue
            },
        ])
}
