import Disk
import GPT
import Language
import PythonLibrary
import Tensors

/// `torch.save` and `torch.load`: objects made of tensors, in the safetensors format.
enum TensorFiles {
    static let functions: [Builtin] = [
        Builtin(
            "save", group: "torch",
            summary: "Saves tensors, and containers of them, to a file in the safetensors format.",
            Parameter<Value>(
                "obj", "a tensor, a dict such as model.state_dict(), or lists, tuples and dicts of them"),
            Parameter<PathText>("f", "the path of the file"),
            returns: "None", example: "torch.save(model.state_dict(), 'model.safetensors')",
            pytorch: "torch.save(model.state_dict(), path)"
        ) { interpreter, object, place -> Value in
            let path = place.text
            try Files.permit(path, interpreter)
            let (description, tensors) = try ObjectWriter.write(object)
            do {
                try Safetensors(tensors: tensors, metadata: [SavedObject.key: description.json])
                    .write(to: path)
            } catch let error as FileError where [.notFound, .isDirectory].contains(error.reason) {
                // PyTorch opens the file itself, and its errors are none of the operating system.
                throw ScriptError("RuntimeError", error.message, hint: error.hint)
            }
            return .none
        }.raisingWrongTypes(as: "AttributeError"),
        Builtin(
            "load", group: "torch",
            summary: "Loads what torch.save() wrote; any other safetensors file as a dict of its tensors.",
            Parameter<PathText>("f", "the path of the file"),
            Parameter<Value>("map_location", "None or 'cpu': tensors live on the CPU", default: .none),
            Parameter<Bool>(
                "weights_only", "always so here: a file holds no program", default: true, .keywordOnly),
            returns: "the object", example: "model.load_state_dict(torch.load('model.safetensors'))",
            pytorch: "torch.load(path)"
        ) { _, place, location, _ -> Value in
            let path = place.text
            if !location.isNone {
                guard let device = try Device.from(location) else {
                    throw ScriptError(
                        "NotImplementedError",
                        "load(map_location=…) takes None or a device here, not a \(location.typeName)",
                        hint: "map_location='cpu'")
                }
                try device.check()
            }
            let file = try open(path)
            if let json = file.metadata[SavedObject.key] {
                return try ObjectReader(json) { try file.tensor($0) }.object()
            }
            return .dict(try file.names.map { ($0, try file.tensor($0).scriptValue) })
        }.raisingWrongTypes(as: "AttributeError") { parameter, _ in parameter.name == "f" },
    ]

    private static func open(_ path: String) throws -> SafetensorsFile {
        do { return try SafetensorsFile(path) } catch let error as TensorError {
            // What it is instead. (A sound file may begin so too: its header can be of any length.)
            let start = try ReadableFile(path).bytes(2, at: 0)
            guard start == Array("PK".utf8) || start.first == 0x80 else { throw error }
            throw ScriptError(
                "RuntimeError",
                "'\(path)' is a pickle of Python, which is a program "
                    + "and not only numbers; it is not read here",
                hint: "in Python: safetensors.torch.save_file(torch.load(path), 'model.safetensors')")
        }
    }
}
