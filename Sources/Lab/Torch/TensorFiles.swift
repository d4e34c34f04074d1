import Foundation
import GPT
import Script
import Tensors

/// `torch.save` and `torch.load`: tensors by name, in the safetensors format.
enum TensorFiles {
    static let functions: [Builtin] = [
        Builtin("save", group: "torch", summary: "Writes a tensor or a dict of tensors to a file in the safetensors format.",
            Parameter<Value>("obj", "a tensor, or a dict with tensors such as model.state_dict()"), Parameter<String>("f", "the path of the file"),
            returns: "None", example: "torch.save(model.state_dict(), 'model.safetensors')", pytorch: "torch.save(model.state_dict(), path)"
        ) { _, object, path -> Value in
            try Safetensors(tensors: named(object)).write(to: URL(fileURLWithPath: (path as NSString).expandingTildeInPath))
            return .none
        },
        Builtin("load", group: "torch", summary: "Reads what torch.save() wrote, or any safetensors file.",
            Parameter<String>("f", "the path of the file"), Parameter<Value>("map_location", "has no effect here", default: .none),
            Parameter<Bool>("weights_only", "always so here", default: true, .keywordOnly),
            returns: "a tensor or a dict of tensors", example: "model.load_state_dict(torch.load('model.safetensors'))", pytorch: "torch.load(path)"
        ) { _, path, _, _ -> Value in
            let expanded = (path as NSString).expandingTildeInPath
            guard FileManager.default.fileExists(atPath: expanded) else {
                throw ScriptError("FileNotFoundError", "No such file: '\(path)'")
            }
            if let start = FileHandle(forReadingAtPath: expanded)?.readData(ofLength: 2), start == Data("PK".utf8) || start.first == 0x80 {
                throw ScriptError(
                    "RuntimeError", "'\(path)' is a pickle of Python, which is a program and not only numbers; it is not read here",
                    hint: "in Python: safetensors.torch.save_file(torch.load(path), 'model.safetensors')")
            }
            let file = try Safetensors(contentsOf: URL(fileURLWithPath: expanded))
            if file.tensors.count == 1, file.tensors[0].name == single { return file.tensors[0].tensor.scriptValue }
            return .dict(file.tensors.map { ($0.name, $0.tensor.scriptValue) })
        },
    ]

    private static let single = "tensor"

    private static func named(_ object: Value) throws -> [(name: String, tensor: Tensor)] {
        if let tensor = try Tensor.from(object) { return [(single, tensor.detachedView())] }
        guard case .dict(let dict) = object else {
            throw ScriptError(
                "TypeError", "save() writes a tensor or a dict of tensors, not \(object.typeName)", hint: "torch.save(model.state_dict(), path)")
        }
        return try dict.pairs.map { key, value in
            guard let name = key.text, let tensor = try Tensor.from(value) else {
                throw ScriptError(
                    "TypeError", "save() writes a dict of tensors by name; this one holds a \(value.typeName)", hint: "torch.save(model.state_dict(), path)")
            }
            return (name, tensor.detachedView())
        }
    }
}
