import Disk
import Foundation
import Language
import Presentation
import PythonLibrary
import Tensors

/// The file that an array of `np.memmap` lies in.
///
/// Numbers that are only read are read where somebody looks at them; what a program writes to a file that is
/// open for writing waits in memory until `flush()`, or until the array is gone.
final class MappedFile {
    let path: String
    let mode: String
    let offset: Int
    private let storage: Storage
    private let description: ArrayDescription
    private var writtenVersion: Int
    /// Whether the file is written to.
    private var isWritten: Bool { mode == "r+" || mode == "w+" }

    init(_ path: String, _ mode: String, _ offset: Int, _ storage: Storage, _ description: ArrayDescription) {
        (self.path, self.mode, self.offset) = (path, mode, offset)
        (self.storage, self.description) = (storage, description)
        writtenVersion = storage.version
    }

    deinit { try? flush() }

    /// Writes what has changed.
    func flush() throws {
        guard isWritten, storage.version != writtenVersion else { return }
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.error(errno, path) }
        defer { close(descriptor) }
        try storage.withBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = pwrite(
                    descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(offset + written))
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw SystemFailure.error(errno, path) }
                written += count
            }
        }
        writtenVersion = storage.version
    }
}

/// `np.memmap`.
enum MappedArray {
    static let scriptClass = ScriptClass(
        "memmap", bases: [ArrayType.shared.scriptClass],
        native: NativeClass(declaration: declaration, isInstance: { ($0 as? ArrayObject)?.file != nil }) {
            _, arguments, interpreter in
            guard let made = try ArrayObject.from(declaration.call(interpreter, arguments)) else {
                throw ScriptError("RuntimeError", "memmap() gave no array")
            }
            return made
        })

    private static let modes = ["r", "c", "r+", "w+"]
    private static let longModes = ["readonly": "r", "copyonwrite": "c", "readwrite": "r+", "write": "w+"]

    private static let declaration = Builtin(
        "memmap", group: "numpy",
        summary: "An array that lies in a file, of which parts are read as they are asked for.",
        Parameter<PathText>("filename", "the path of the file"),
        Parameter<Value>("dtype", "the type of the numbers in it", default: .none, shown: "uint8"),
        Parameter<String>("mode", "'r', 'c', 'r+' or 'w+'", default: "r+"),
        Parameter<Int>("offset", "where the first number stands, in bytes", default: 0),
        Parameter<Sizes?>("shape", "the sizes; a row of all numbers where left out", default: nil),
        Parameter<String>("order", "'C', or 'F' for column by column", default: "C"),
        returns: "a memmap", example: "np.memmap('train.bin', dtype=np.uint16, mode='r')",
        pytorch: "torch.from_file('train.bin', size=n, dtype=torch.int16)"
    ) { interpreter, place, dtype, mode, offset, shape, order -> Value in
        let type = try NumPy.type(dtype) ?? .uint8
        guard let plain = longModes[mode] ?? modes.first(where: { $0 == mode }) else {
            let known = (modes + ["readonly", "copyonwrite", "readwrite", "write"]).map { "'\($0)'" }
            throw ScriptError(
                "ValueError", "mode must be one of [\(known.joined(separator: ", "))] (got '\(mode)')")
        }
        guard offset >= 0 else { throw ScriptError("OSError", "[Errno 22] Invalid argument") }
        let isFortran = order == "F"
        if plain == "w+" {
            guard let shape else {
                throw ScriptError("ValueError", "shape must be given if mode == 'w+'")
            }
            try Files.permit(place.text, interpreter)
            let count = try Shape.count(shape.elements)
            let (bytes, isLarge) = count.multipliedReportingOverflow(by: type.size)
            guard count >= 0, !isLarge, offset < 1 << 60 else {
                throw ScriptError("ValueError", "the file is too large")
            }
            let descriptor = Foundation.open(place.text, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw SystemFailure.error(errno, place.text) }
            defer { close(descriptor) }
            guard ftruncate(descriptor, off_t(offset + bytes)) == 0 else {
                throw SystemFailure.error(errno, place.text)
            }
            let description = ArrayDescription(type: type, isFortran: isFortran, shape: shape.elements)
            let tensor = try Tensor.zeros(isFortran ? shape.elements.reversed() : shape.elements, type)
            return .object(made(tensor, place.text, description, offset, plain))
        }
        let file = try TorchFiles.opened(place.text)
        let left = file.size - offset
        var sizes = shape?.elements ?? []
        if shape == nil {
            guard left > 0 else { throw ScriptError("ValueError", "cannot mmap an empty file") }
            guard left % type.size == 0 else {
                throw ScriptError(
                    "ValueError", "Size of available data is not a multiple of the data-type size.")
            }
            sizes = [left / type.size]
        }
        let description = ArrayDescription(type: type, isFortran: isFortran, shape: sizes)
        return .object(try open(place.text, description, at: offset, mode: plain, interpreter))
    }

    /// The array that a file holds from `offset` on.
    static func open(
        _ path: String, _ description: ArrayDescription, at offset: Int, mode: String,
        _ interpreter: Interpreter
    ) throws -> ArrayObject {
        guard let mode = longModes[mode] ?? modes.first(where: { $0 == mode }), mode != "w+" else {
            throw ScriptError("ValueError", "mode must be one of ['r', 'c', 'r+'] (got '\(mode)')")
        }
        if mode == "r+" { try Files.permit(path, interpreter) }
        let file = try TorchFiles.opened(path)
        let type = description.type, count = try Shape.count(description.shape)
        let (bytes, isLarge) = count.multipliedReportingOverflow(by: type.size)
        // Numbers that lie across their places, the other way round, or that may be no truth values are read.
        guard mode != "r+", !isLarge, count > 0, description.shape.allSatisfy({ $0 >= 0 }),
            offset % type.size == 0,
            !description.isBigEndian, type != .bool, offset <= file.size, bytes <= file.size - offset
        else {
            let tensor = try description.array(file, at: offset)
            return made(tensor, path, description, offset, mode)
        }
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.error(errno, path) }
        defer { close(descriptor) }
        let storage = try Storage(mapping: descriptor, offset: offset, type, count: count)
        let shape = description.isFortran ? description.shape.reversed() : description.shape
        let tensor = Tensor(storage: storage, shape: shape, strides: Shape.strides(shape), offset: 0)
        return made(description.isFortran ? try tensor.transposed() : tensor, path, description, offset, mode)
    }

    private static func made(
        _ tensor: Tensor, _ path: String, _ description: ArrayDescription, _ offset: Int, _ mode: String
    ) -> ArrayObject {
        ArrayObject(
            tensor, isReadOnly: mode == "r",
            file: MappedFile(path, mode, offset, tensor.storage, description))
    }

    /// What an array in a file has besides.
    static func attribute(_ name: String, of file: MappedFile) -> Value? {
        switch name {
        case "filename":
            let place =
                file.path.hasPrefix("/")
                ? file.path : FileManager.default.currentDirectoryPath + "/" + file.path
            return .string(place)
        case "mode": return .string(file.mode)
        case "offset": return .int(file.offset)
        case "flush":
            return .builtin(
                Builtin(
                    "flush", group: "numpy", summary: "Writes what has changed to the file.", returns: "None",
                    example: "a.flush()", pytorch: ""
                ) { _ -> Value in
                    try file.flush()
                    return .none
                })
        default: return nil
        }
    }
}
