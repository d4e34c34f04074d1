import Disk
import Foundation
import Kernels
import Presentation
import Tensors

/// Named tensors and words in one file: https://github.com/huggingface/safetensors — an 8-byte little-endian
/// length, a JSON header of that length, then the numbers.
///
/// What is read is checked against the file before any of it is believed: a truncated or lying file is an
/// error that says which tensor does not fit.
public struct Safetensors {
    /// Tensors by name, in the order of the file.
    public var tensors: [(name: String, tensor: Tensor)]
    /// Words beside the tensors.
    public var metadata: [String: String]

    /// A file to be written. Tensors may have any shapes.
    public init(tensors: [(name: String, tensor: Tensor)] = [], metadata: [String: String] = [:]) {
        (self.tensors, self.metadata) = (tensors, metadata)
    }

    /// By name; of two with one name the last.
    public var dictionary: [String: Tensor] {
        Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
    }

    /// Reads all of a file.
    ///
    /// - Throws: ValueError for a file that is not what it says, NotImplementedError for an element type that
    ///   is not here, by its name; a `FileError` where the file cannot be read.
    public init(contentsOf path: String) throws {
        let file = try SafetensorsFile(path)
        tensors = try file.names.map { ($0, try file.tensor($0)) }
        metadata = file.metadata
    }

    /// The same of a URL.
    ///
    /// - Throws: as for a path.
    public init(contentsOf url: URL) throws { try self.init(contentsOf: url.path) }

    /// Writes everything to a temporary file beside `path` and moves it there when it is whole: what was
    /// there before stays until then.
    ///
    /// - Throws: RuntimeError for a file that cannot be written.
    public func write(to path: String) throws {
        // The widest elements first: every tensor then lies where its type wants it.
        let sorted = try tensors.map { (name: $0.name, tensor: try $0.tensor.detach().contiguous()) }
            .enumerated().sorted {
                ($1.element.tensor.dtype.size, $0.offset) < ($0.element.tensor.dtype.size, $1.offset)
            }
            .map(\.element)
        var header: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
        var offset = 0
        for (name, tensor) in sorted {
            guard name != "__metadata__", header[name] == nil else {
                throw TensorError(
                    .value, "a file holds one tensor of a name, and none is called '\(name)' twice")
            }
            let bytes = tensor.count * tensor.dtype.size
            let type = SafetensorsHeader.ElementType(tensor.dtype)
            header[name] = [
                "dtype": type.rawValue, "shape": tensor.shape, "data_offsets": [offset, offset + bytes],
            ]
            offset += bytes
        }
        var json = try JSONSerialization.data(
            withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
        while json.count % 8 != 0 { json.append(0x20) }
        guard json.count <= SafetensorsFile.longestHeader else {
            throw TensorError(
                .value, "\(Formatting.size(json.count)) of names and words are more than a file takes")
        }
        try WholeFile.write(to: path) { part in
            try withUnsafeBytes(of: UInt64(json.count).littleEndian) { try part.write($0) }
            try part.write(json)
            for (_, tensor) in sorted where tensor.count > 0 {
                let bytes: Operand<UInt8> = tensor.storage.numbers() + tensor.offset * tensor.dtype.size
                try Host.withBytes(bytes, count: tensor.count * tensor.dtype.size) { try part.write($0) }
            }
        }
    }

    /// The same to a URL.
    ///
    /// - Throws: as for a path.
    public func write(to url: URL) throws { try write(to: url.path) }
}

/// A safetensors file that is open: its header is read and checked, its tensors
/// are read as they are asked for.
public final class SafetensorsFile {
    /// Bytes; what the format allows.
    static let longestHeader = 100_000_000

    /// Where the file is.
    public let path: String
    /// Words beside the tensors.
    public let metadata: [String: String]
    private let file: ReadableFile
    private let entries: [SafetensorsHeader.Entry]
    private let places: [String: Int]
    private let start: Int

    /// - Throws: ValueError for a file that is not what it says; a `FileError` where it cannot be read.
    public init(_ path: String) throws {
        let file = try ReadableFile(path)
        (self.path, self.file) = (path, file)
        let head = try file.bytes(8, at: 0)
        guard head.count == 8 else { throw Self.unsound(path, "\(file.size) bytes are too few for a header") }
        let length = head.enumerated().reduce(UInt64(0)) {
            $0 | UInt64($1.element) << (8 * UInt64($1.offset))
        }
        guard length <= UInt64(Self.longestHeader), Int(length) <= file.size - 8 else {
            throw Self.unsound(path, "its header claims \(length) bytes, the file has \(file.size)")
        }
        start = 8 + Int(length)
        do {
            let header = try SafetensorsHeader(file.bytes(Int(length), at: 8), dataSize: file.size - start)
            (entries, metadata) = (header.entries, header.metadata)
        } catch let error as SafetensorsHeader.Unsound { throw Self.unsound(path, error.reason) }
        places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
    }

    private static func unsound(_ path: String, _ reason: String) -> TensorError {
        TensorError(
            .value, "'\(path)' is not a sound safetensors file: \(reason)", hint: "fetch or save it again")
    }

    /// In the order of the file.
    public var names: [String] { entries.map(\.name) }

    /// PyTorch's name of the type that a tensor's elements have in the file;
    /// nil where there is no such tensor.
    public func type(of name: String) -> String? { places[name].map { entries[$0].type.name } }

    /// The sizes of a tensor; nil where there is none of this name.
    public func shape(of name: String) -> [Int]? { places[name].map { entries[$0].shape } }

    /// Reads one tensor.
    ///
    /// - Parameter widening: float16, which is not here, becomes float32, which holds all its numbers.
    /// - Throws: NotImplementedError that names another type that is not here.
    public func tensor(_ name: String, widening: Bool = false) throws -> Tensor {
        guard let place = places[name] else { throw Self.unsound(path, "there is no tensor '\(name)'") }
        let entry = entries[place]
        if widening, entry.type == .F16 { return try Tensor(halves(entry).map(Self.float), entry.shape) }
        guard let dtype = entry.type.dtype else {
            throw TensorError(
                .notImplemented,
                "'\(name)' in '\(path)' is of type torch.\(entry.type.name), which is not here",
                hint: "in Python: {name: x.to(torch.float32) for name, x in "
                    + "safetensors.torch.load_file(path).items()}"
            )
        }
        let tensor = try Tensor.empty(entry.shape, dtype)
        try Host.withMutableBytes(tensor.storage.mutable(UInt8.self), count: entry.range.count) {
            guard let base = $0.baseAddress else { return }
            try read(entry, into: base)
        }
        return tensor
    }

    private func read(_ entry: SafetensorsHeader.Entry, into memory: UnsafeMutableRawPointer) throws {
        let count = entry.range.count
        guard try file.read(into: memory, count, at: start + entry.range.lowerBound) == count else {
            throw Self.unsound(path, "'\(entry.name)' is cut off while it was read")
        }
        guard entry.type == .BOOL else { return }
        // A truth value is one of two bytes.
        for byte in UnsafeMutableRawBufferPointer(start: memory, count: count).indices {
            memory.storeBytes(
                of: memory.load(fromByteOffset: byte, as: UInt8.self) == 0 ? 0 : 1, toByteOffset: byte,
                as: UInt8.self)
        }
    }

    private func halves(_ entry: SafetensorsHeader.Entry) throws -> [UInt16] {
        let bytes = try file.bytes(entry.range.count, at: start + entry.range.lowerBound)
        guard bytes.count == entry.range.count else {
            throw Self.unsound(path, "'\(entry.name)' is cut off while it was read")
        }
        return stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
    }

    /// IEEE 754 half precision, also where the CPU has no such type.
    private static func float(_ bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1f), fraction = Float(bits & 0x3ff)
        if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
        return exponent == 0
            ? sign * fraction * 0x1p-24
            : sign * (1 + fraction / 1024) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }
}
