import Foundation
import Tensors

/// Named tensors and words in one file: https://github.com/huggingface/safetensors — an 8-byte little-endian length, a
/// JSON header of that length, then the numbers.
///
/// What is read is checked against the file before any of it is believed: a truncated or lying file is an error that
/// says which tensor does not fit.
public struct Safetensors {
    public var tensors: [(name: String, tensor: Tensor)]
    public var metadata: [String: String]

    public init(tensors: [(name: String, tensor: Tensor)] = [], metadata: [String: String] = [:]) {
        (self.tensors, self.metadata) = (tensors, metadata)
    }

    /// By name; of two with one name the last.
    public var dictionary: [String: Tensor] { Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 }) }

    // MARK: Reading

    /// - Throws: ValueError for a file that is not what it says; what the system reports where it cannot be read.
    public init(contentsOf url: URL) throws {
        let name = url.lastPathComponent
        func bad(_ reason: String) -> TensorError {
            TensorError(.value, "\(name) is not a sound safetensors file: \(reason)", hint: "fetch or save it again")
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue else {
            throw TensorError(.value, isFolder.boolValue ? "\(url.path) is a folder" : "no such file: \(url.path)")
        }
        let data: Data
        do { data = try Data(contentsOf: url, options: .alwaysMapped) } catch {
            throw TensorError(.value, "cannot read \(url.path): \(Safetensors.reason(error))")
        }
        guard data.count >= 8 else { throw bad("\(data.count) bytes are too few for a header") }
        let length = data.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
        guard length <= UInt64(data.count - 8), length <= 100_000_000 else {
            throw bad("its header claims \(length) bytes, the file has \(data.count)")
        }
        let start = 8 + Int(length)
        guard let json = try? JSONSerialization.jsonObject(with: data.subdata(in: 8..<start)), let header = json as? [String: Any] else {
            throw bad("its header is not JSON")
        }
        metadata = [:]
        var entries: [(name: String, from: Int, to: Int, info: [String: Any])] = []
        for (key, value) in header {
            guard let info = value as? [String: Any] else { throw bad("entry '\(key)' is not an object") }
            if key == "__metadata__" {
                metadata = info.compactMapValues { $0 as? String }
                continue
            }
            guard let offsets = info["data_offsets"] as? [NSNumber], offsets.count == 2 else { throw bad("'\(key)' has no data_offsets") }
            let (from, to) = (offsets[0].intValue, offsets[1].intValue)
            guard from >= 0, from <= to, to <= data.count - start else {
                throw bad("'\(key)' lies at bytes \(from)..\(to), the file holds \(data.count - start) (is it truncated?)")
            }
            entries.append((key, from, to, info))
        }
        tensors = try entries.sorted { ($0.from, $0.name) < ($1.from, $1.name) }.map { entry in
            guard let shapeNumbers = entry.info["shape"] as? [NSNumber], let type = entry.info["dtype"] as? String else {
                throw bad("'\(entry.name)' has no shape or dtype")
            }
            let shape = shapeNumbers.map(\.intValue)
            guard shape.allSatisfy({ $0 >= 0 }), let count = try? Shape.count(shape) else { throw bad("'\(entry.name)' has an impossible shape") }
            guard let coding = Coding(rawValue: type) else {
                throw TensorError(.value, "\(name): '\(entry.name)' is of type \(type), which is not read here", hint: "F32, F16, BF16, F64, I64, I32, U8 or BOOL")
            }
            let (bytes, overflow) = count.multipliedReportingOverflow(by: coding.size)
            guard !overflow, bytes == entry.to - entry.from else {
                throw bad("'\(entry.name)' \(type) \(Shape.description(shape)) does not fill its \(entry.to - entry.from) bytes")
            }
            return (entry.name, try coding.tensor(data.subdata(in: (start + entry.from)..<(start + entry.to)), shape))
        }
    }

    /// Element types of the format, and how they become ours.
    private enum Coding: String {
        case F32, F16, BF16, F64, I64, I32, U8, BOOL

        var size: Int {
            switch self {
            case .F64, .I64: return 8
            case .F32, .I32: return 4
            case .F16, .BF16: return 2
            case .U8, .BOOL: return 1
            }
        }

        func tensor(_ data: Data, _ shape: [Int]) throws -> Tensor {
            switch self {
            case .F32: return try Coding.copy(data, shape, .float32)
            case .F64: return try Coding.copy(data, shape, .float64)
            case .I64: return try Coding.copy(data, shape, .int64)
            case .I32: return try Coding.copy(data, shape, .int32)
            case .U8: return try Tensor(data.map { Int64($0) }, shape)
            case .BOOL: return try Tensor(data.map { $0 != 0 }, shape)
            case .BF16: return try Tensor(Coding.halves(data).map { Float(bitPattern: UInt32($0) << 16) }, shape)
            case .F16: return try Tensor(Coding.halves(data).map(Coding.float), shape)
            }
        }

        private static func copy(_ data: Data, _ shape: [Int], _ type: DType) throws -> Tensor {
            let tensor = try Tensor.empty(shape, type)
            if !data.isEmpty {
                let target = try tensor.storage.mutable()
                data.withUnsafeBytes { target.copyMemory(from: $0.baseAddress!, byteCount: data.count) }
            }
            return tensor
        }

        private static func halves(_ data: Data) -> [UInt16] {
            stride(from: data.startIndex, to: data.endIndex - 1, by: 2).map { UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8 }
        }

        /// IEEE 754 half precision, also where the CPU has no such type.
        private static func float(_ bits: UInt16) -> Float {
            let sign: Float = bits & 0x8000 == 0 ? 1 : -1
            let exponent = Int(bits >> 10 & 0x1f), fraction = Float(bits & 0x3ff)
            if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
            return exponent == 0 ? sign * fraction * 0x1p-24 : sign * (1 + fraction / 1024) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
        }
    }

    // MARK: Writing

    /// Writes everything to a temporary file beside `url` and moves it there when it is whole: what was there before
    /// stays until then.
    public func write(to url: URL) throws {
        var header: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
        var offset = 0
        let sources = try tensors.map { name, tensor -> Tensor in
            let source = try tensor.detach().contiguous()
            let types: [DType: String] = [.float32: "F32", .float64: "F64", .bfloat16: "BF16", .int64: "I64", .int32: "I32", .bool: "BOOL"]
            let bytes = source.count * source.dtype.size
            header[name] = ["dtype": types[source.dtype] ?? "F32", "shape": source.shape, "data_offsets": [offset, offset + bytes]]
            offset += bytes
            return source
        }
        var json = try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
        while json.count % 8 != 0 { json.append(0x20) }
        let part = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(getpid()).part")
        do {
            guard FileManager.default.createFile(atPath: part.path, contents: nil) else {
                throw CocoaError(.fileWriteNoPermission)
            }
            let file = try FileHandle(forWritingTo: part)
            var length = UInt64(json.count).littleEndian
            try file.write(contentsOf: Data(bytes: &length, count: 8))
            try file.write(contentsOf: json)
            for source in sources where source.count > 0 {
                let base = UnsafeMutableRawPointer(mutating: source.storage.pointer) + source.offset * source.dtype.size
                try file.write(contentsOf: Data(bytesNoCopy: base, count: source.count * source.dtype.size, deallocator: .none))
            }
            try file.synchronize()
            try file.close()
            guard rename(part.path, url.path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        } catch {
            try? FileManager.default.removeItem(at: part)
            throw TensorError(
                .value, "cannot write \(url.path): \(Safetensors.reason(error))",
                details: ["\(ByteCount.description(offset)) were to be written; what was there before is untouched"],
                hint: "a folder that you may write to, on a disk with room")
        }
    }

    /// An error of the system in a few words.
    private static func reason(_ error: Error) -> String {
        let code = (error as NSError).userInfo[NSUnderlyingErrorKey].flatMap { ($0 as? NSError)?.code }
        if let code { return String(cString: strerror(Int32(truncatingIfNeeded: code))) }
        if let posix = error as? POSIXError { return String(cString: strerror(posix.code.rawValue)) }
        switch (error as? CocoaError)?.code {
        case .fileWriteOutOfSpace?: return "the disk is full"
        case .fileWriteNoPermission?, .fileReadNoPermission?: return "permission denied, or no such folder"
        case .fileReadNoSuchFile?, .fileNoSuchFile?: return "no such file or folder"
        default: return error.localizedDescription
        }
    }
}
