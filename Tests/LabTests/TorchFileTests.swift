import Bindings
import Foundation
import Language
import PythonLibrary
import Testing

/// Files that PyTorch and NumPy wrote, sound ones and others: `Tests/TorchFiles`, made by
/// `scripts/record-torch-files.py`.
@Suite("Files of PyTorch and NumPy", .serialized)
struct TorchFileTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("TorchFiles")

    private struct Case: Decodable {
        let file: String, call: String, shows: String?, error: String?
    }

    /// What is compared: types, numbers and how they lie.
    private static let show = """
        import pickle
        import numpy as np
        import torch
        def show(x):
            if isinstance(x, torch.Tensor):
                return (f"{type(x).__name__} {x.dtype} {tuple(x.shape)} {x.stride()} {x.storage_offset()} "
                        f"{x.requires_grad} {x.tolist()}")
            if isinstance(x, np.ndarray):
                return f"ndarray {x.dtype.name} {x.shape} {x.tolist()}"
            if isinstance(x, dict):
                return f"{type(x).__name__} {{{', '.join(f'{k!r}: {show(v)}' for k, v in x.items())}}}"
            if isinstance(x, (list, tuple)):
                return f"{type(x).__name__} [{', '.join(show(v) for v in x)}]"
            if isinstance(x, set):
                return f"set {sorted(x)}"
            return f"{type(x).__name__} {x!r}"
        """

    private static func prepared() throws -> Interpreter {
        let interpreter = Interpreter.withLibrary()
        TorchLibrary.install(in: interpreter)
        try interpreter.run(show, mode: .module)
        return interpreter
    }

    private static func cases() throws -> [Case] {
        try JSONDecoder().decode(
            [Case].self, from: Data(contentsOf: folder.appendingPathComponent("files.json")))
    }

    @Test func whatTheyHoldComesBack() throws {
        let interpreter = try Self.prepared()
        for one in try Self.cases() {
            let path = Self.folder.appendingPathComponent(one.file).path
            let call = one.call.replacingOccurrences(of: "PATH", with: "'\(path)'")
            do {
                let shown = try interpreter.run("show(\(call))", mode: .cell)
                #expect(shown?.text == one.shows, "\(one.file): \(call)")
            } catch {
                let error = ScriptError(error)
                #expect(error.className == one.error, "\(one.file): \(error.kind): \(error.message)")
                #expect(!error.message.isEmpty)
            }
        }
    }

    /// Files with bytes that were changed end in a value or in an error: nothing traps, nothing outside of
    /// the file is read, nothing large is allocated.
    @Test func changedBytesEndInAnError() throws {
        let interpreter = try Self.prepared()
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        var state: UInt64 = 17
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let names = [
            "plain.pt", "views.pt", "array.pt", "row.pt", "x.npy", "two.npz", "packed.npz", "arrays.pickle",
        ]
        var values = 0, errors: Set<String> = []
        for name in names {
            let sound = try [UInt8](Data(contentsOf: Self.folder.appendingPathComponent(name)))
            for round in 0..<120 {
                var bytes = sound
                if round % 3 == 0 { bytes.removeLast(random(bytes.count)) }
                for _ in 0..<(1 + random(4)) where !bytes.isEmpty {
                    bytes[random(bytes.count)] = round % 2 == 0 ? UInt8(random(256)) : 0xFF
                }
                let path = scratch.appendingPathComponent(name).path
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                let call: String
                switch (name as NSString).pathExtension {
                case "pt": call = "torch.load('\(path)', weights_only=False)"
                case "pickle": call = "pickle.load(open('\(path)', 'rb'))"
                default:
                    call = "[np.load('\(path)')] if '\(path)'.endswith('npy') else dict(np.load('\(path)'))"
                }
                do {
                    _ = try interpreter.run("show(\(call))", mode: .cell)
                    values += 1
                } catch { errors.insert(ScriptError(error).kind) }
            }
        }
        #expect(values > 0 && errors.count > 3, "\(values) \(errors)")
    }

    /// PyTorch writes the same bytes for what holds the numbers.
    @Test func writtenFilesHaveTheirNames() throws {
        let interpreter = try Self.prepared()
        let names = try interpreter.run(
            """
            import io
            b = io.BytesIO()
            torch.save({'x': torch.arange(3.)}, b)
            c = b.getvalue()
            [n for n in [b'archive/data.pkl', b'archive/data/0', b'archive/version', b'archive/byteorder',
                         b'ctorch._utils\\n_rebuild_tensor_v2', b'ctorch\\nFloatStorage'] if n not in c]
            """, mode: .cell)
        #expect(try names?.repr() == "[]")
    }

    /// Objects of the program's own classes come back without a call of anything.
    @Test func objectsOfOwnClassesComeBack() throws {
        let interpreter = try Self.prepared()
        let shown = try interpreter.run(
            """
            import io
            class Config:
                made = 0
                def __init__(self, size):
                    Config.made += 1
                    self.size = size
            b = io.BytesIO()
            torch.save({'config': Config(3)}, b)
            def load(**more):
                b.seek(0)
                return torch.load(b, **more)['config'].size
            results = [load(weights_only=False), Config.made]
            try:
                load()
            except pickle.UnpicklingError as error:
                results.append('__main__.Config was not an allowed global' in str(error))
            with torch.serialization.safe_globals([Config]):
                results.append(load())
            del Config
            try:
                load(weights_only=False)
            except pickle.UnpicklingError as error:
                results.append('nothing in a file is run' in str(error))
            results
            """, mode: .cell)
        #expect(try shown?.repr() == "[3, 1, True, 3, True]")
    }
}
