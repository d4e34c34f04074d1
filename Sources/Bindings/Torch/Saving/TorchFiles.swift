import Disk
import GPT
import Language
import PythonLibrary
import Tensors

/// `torch.save` and `torch.load`: PyTorch's own files, a zip of numbers and a pickle of what holds them.
enum TorchFiles {
    static let functions: [Builtin] = [
        Builtin(
            "save", group: "torch",
            summary: "Saves tensors, plain data and containers of both to a file that PyTorch reads too.",
            Parameter<Value>(
                "obj", "a tensor, a dict such as model.state_dict(), or lists, tuples and dicts of anything"),
            Parameter<FileArgument>("f", "the path of the file, or an object with a write method"),
            Parameter<Value>("pickle_module", "None: what is written is plain data", default: .none),
            Parameter<Int>("pickle_protocol", "2, as in PyTorch's files", default: 2),
            Parameter<Bool>(
                "_use_new_zipfile_serialization", "True: the format of before 2020 is not written",
                default: true),
            returns: "None", example: "torch.save(model.state_dict(), 'model.pt')",
            pytorch: "torch.save(model.state_dict(), path)"
        ) { interpreter, object, file, module, version, isZip -> Value in
            guard module.isNone || isPickle(module), version == 2, isZip else {
                throw ScriptError(
                    "NotImplementedError",
                    "save() writes a zip file with a pickle of protocol 2, PyTorch's default, and no other",
                    hint: "torch.save(obj, path)")
            }
            switch file {
            case .path(let path):
                try Files.permit(path, interpreter)
                let contents = try TorchFileContents(object)
                do {
                    try WholeFile.write(to: path) { part in
                        try contents.write(named: FilePath.stem(path)) { try part.write($0) }
                    }
                } catch let error as FileError where [.notFound, .isDirectory].contains(error.reason) {
                    // PyTorch opens the file itself, and its errors are none of the operating system.
                    throw ScriptError("RuntimeError", error.message, hint: error.hint)
                }
            case .object:
                let buffer = ByteCollector()
                try TorchFileContents(object).write(named: "archive") { buffer.bytes += $0 }
                try file.write(buffer.bytes, interpreter)
            }
            return .none
        }.raisingWrongTypes(as: "AttributeError"),
        Builtin(
            "load", group: "torch",
            summary: "Loads what torch.save() wrote, here or in PyTorch; nothing in a file is ever run.",
            Parameter<FileArgument>("f", "the path of the file, or an object with a read method"),
            Parameter<Value>(
                "map_location", "where tensors go: 'cpu', a dict from places to places, or a function",
                default: .none),
            Parameter<Value>("pickle_module", "None: what is read is plain data", default: .none),
            Parameter<Bool?>(
                "weights_only",
                "False takes sets, NumPy arrays and objects of the program's own classes too", default: nil,
                .keywordOnly),
            Parameter<Bool?>(
                "mmap", "True reads a file as it is asked for: here it is read at once", default: nil,
                .keywordOnly),
            Parameter<String>("encoding", "of texts of Python 2", default: "utf-8", .keywordOnly),
            returns: "the object", example: "model.load_state_dict(torch.load('model.pt'))",
            pytorch: "torch.load(path)"
        ) { interpreter, file, location, module, weightsOnly, mapped, encoding -> Value in
            guard module.isNone || isPickle(module) && weightsOnly == false else {
                throw ScriptError(
                    "RuntimeError",
                    "Can not safely load weights when explicit pickle_module is specified",
                    hint: "torch.load(path)")
            }
            if mapped == true, file.path == nil {
                throw ScriptError("ValueError", "f must be a file path in order to use the mmap argument")
            }
            let places = TorchPlaces(location, interpreter)
            if let path = file.path, path.hasSuffix(".safetensors") {
                try places.check(named: "safetensors")
                return try weights(path, on: places.target())
            }
            let source: any ByteSource
            switch file {
            case .path(let path): source = try opened(path)
            case .object: source = BytesInMemory(try file.read(interpreter))
            }
            return try TorchFileReader(
                source, places, isWeightsOnly: weightsOnly ?? true, encoding, interpreter, file.path
            ).object()
        }.raisingWrongTypes(as: "AttributeError") { parameter, _ in parameter.name == "f" },
    ]

    private static func isPickle(_ value: Value) -> Bool {
        if case .module(let module) = value { return module.name == "pickle" }
        return false
    }

    /// A file for reading, with the system's own words where there is none.
    static func opened(_ path: String) throws -> ReadableFile {
        do { return try ReadableFile(path) } catch let error as FileError {
            throw SystemFailure.error(error, path)
        }
    }

    /// The tensors of a safetensors file, as a dict.
    private static func weights(_ path: String, on device: ComputeDevice) throws -> Value {
        _ = try opened(path)
        let file = try SafetensorsFile(path)
        return .dict(try file.names.map { ($0, try file.tensor($0).to(device).scriptValue) })
    }
}

/// Where the numbers in a file go: `map_location` of `torch.load`.
struct TorchPlaces {
    private let location: Value
    private let interpreter: Interpreter

    init(_ location: Value, _ interpreter: Interpreter) {
        (self.location, self.interpreter) = (location, interpreter)
    }

    /// - Throws: RuntimeError, in PyTorch's words, where a file of another format goes elsewhere.
    func check(named format: String) throws {
        if location.isNone { return }
        switch location {
        case .dict:
            throw ScriptError(
                "RuntimeError",
                "Loading safetensors file with dict map_location is not supported. "
                    + "Use a device string or torch.device instead.")
        case .function, .boundMethod, .builtin:
            throw ScriptError(
                "RuntimeError",
                "Loading safetensors file with callable map_location is not supported. "
                    + "Use a device string or torch.device instead.")
        default: _ = try place(location.str())
        }
    }

    /// Where numbers come to of which no place is known.
    func target() throws -> ComputeDevice { location.isNone ? .host : try place(location.str()) }

    /// Where numbers that were saved on a device come to.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for a place that is not here.
    func place(_ storage: @autoclosure () -> Value, savedOn tag: String) throws -> ComputeDevice {
        switch location {
        case .none: return try place(tag)
        case .str(let text): return try place(text.string)
        case .object(let object as DeviceObject): return try place(object.str())
        case .int(let index): return try place("cuda:\(index)")
        case .dict(let dict):
            let target = try dict.get(.string(tag)) ?? .string(tag)
            return try place(target.str())
        default:
            guard Operations.isCallable(location) else {
                throw ScriptError(
                    "TypeError", "'\(location.typeName)' object is not callable", hint: "map_location='cpu'")
            }
            let given = storage()
            let result = try Operations.call(location, Arguments([given, .string(tag)]), interpreter)
            if result.isNone { return try place(tag) }
            guard case .object(let object) = result, let storage = object as? StorageObject else {
                throw ScriptError(
                    "TypeError", "map_location gives a storage or None, not a \(result.typeName)",
                    hint: "map_location='cpu'")
            }
            return storage.place
        }
    }

    private func place(_ device: String) throws -> ComputeDevice {
        let kind = device.prefix { $0 != ":" }
        switch kind {
        case "cpu": return .host
        case "cuda":
            let there = ComputeContext.current.accelerators.count
            if there > 0, let named = try Device.from(.string(device)) {
                if let index = named.object.index, index >= there {
                    throw ScriptError(
                        "RuntimeError",
                        "Attempting to deserialize object on CUDA device \(index) but "
                            + "torch.cuda.device_count() is "
                            + "\(there). Please use torch.load with map_location to map your storages to an "
                            + "existing device.", hint: "torch.load(path, map_location='cuda:0')")
                }
                return try named.resolved()
            }
            throw ScriptError(
                "RuntimeError",
                "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. "
                    + "If you are running on a CPU-only machine, please use torch.load with "
                    + "map_location=torch.device('cpu') to map your storages to the CPU.",
                hint: "torch.load(path, map_location='cpu')")
        case "mps":
            throw ScriptError(
                "RuntimeError",
                "Attempting to deserialize object on MPS device but torch.backends.mps.is_available() is "
                    + "False. If you are running on a CPU-only machine, please use torch.load with "
                    + "map_location=torch.device('cpu') to map your storages to the CPU.",
                hint: "torch.load(path, map_location='cpu')")
        default:
            throw ScriptError(
                "RuntimeError",
                "don't know how to restore data location of torch.storage.UntypedStorage "
                    + "(tagged with \(device))",
                hint: "map_location='cpu'")
        }
    }
}

/// The numbers in a file as a function of `map_location` sees them.
final class StorageObject: ScriptObject {
    let storage: Storage
    /// Where the numbers come to.
    let place: ComputeDevice

    init(_ storage: Storage, place: ComputeDevice = .host) { (self.storage, self.place) = (storage, place) }

    var typeName: String { "UntypedStorage" }
    func repr() throws -> String { "<torch.UntypedStorage of \(storage.bytes) bytes>" }
    func length() throws -> Int { storage.bytes }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    var attributeNames: [String] { ["device", "nbytes", "cpu", "cuda"] }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "device": return .object(DeviceObject.of(place))
        case "nbytes": return .builtin(StorageObject.method("nbytes", .int(storage.bytes)))
        case "cpu": return .builtin(StorageObject.method("cpu", .object(StorageObject(storage))))
        case "cuda":
            return .builtin(
                Builtin(
                    "cuda", group: "torch", summary: "The numbers, to be put on a GPU.",
                    Parameter<Device?>("device", "which; the current one if left out", default: nil),
                    returns: "a storage", example: "storage.cuda(0)", pytorch: "storage.cuda(0)"
                ) { [storage] _, device -> Value in
                    .object(StorageObject(storage, place: try CudaModule.gpu(device)))
                })
        default: return nil
        }
    }

    private static func method(_ name: String, _ result: Value) -> Builtin {
        Builtin(
            name, group: "torch", summary: "Of the numbers in a file.", returns: "what it says",
            example: "storage.\(name)()", pytorch: "storage.\(name)()"
        ) { _ -> Value in result }
    }
}

/// Bytes that are written one after the other.
final class ByteCollector {
    var bytes: [UInt8] = []
}
