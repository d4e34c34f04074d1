import Disk
import Foundation
import Language
import PythonLibrary
import Tensors

/// Numbers as the bytes that they are: `tofile`, `np.fromfile`, `tobytes`, `np.frombuffer`.
enum RawNumbers {
    private static let dtype = Parameter<Value>(
        "dtype", "the type of the numbers", default: .none, shown: "float")
    private static let count = Parameter<Int>("count", "how many are read; -1 for all", default: -1)

    static let commands: [Builtin] = [
        Builtin(
            "fromfile", group: "numpy", summary: "The numbers that a file of bytes holds.",
            Parameter<FileArgument>("file", "the path of the file, or an open file of bytes"), dtype, count,
            Parameter<String>("sep", "'' for bytes; what stands between numbers in a text", default: ""),
            Parameter<Int>("offset", "bytes that are left out at the beginning", default: 0),
            returns: "an array", example: "np.fromfile('train.bin', dtype=np.uint16)",
            pytorch: "torch.from_file('train.bin', size=n, dtype=torch.int16)"
        ) { interpreter, file, dtype, count, separator, offset -> Value in
            let type = try NumPy.type(dtype) ?? .float64
            let source: any ByteSource
            switch file {
            case .path(let path): source = try TorchFiles.opened(path)
            case .object: source = BytesInMemory(try file.read(interpreter))
            }
            guard separator.isEmpty else {
                let text = String(decoding: try source.part(source.size, at: 0), as: UTF8.self)
                return .object(ArrayObject(try numbers(text, separator, type, count)))
            }
            guard offset >= 0 else { throw ScriptError("OSError", "[Errno 22] Invalid argument") }
            let there = max(0, source.size - offset) / type.size
            let wanted = count < 0 ? there : min(count, there)
            let description = ArrayDescription(type: type, shape: [wanted])
            return .object(ArrayObject(try description.array(source, at: offset)))
        },
        Builtin(
            "frombuffer", group: "numpy", summary: "The numbers that bytes are, for reading.",
            Parameter<Value>("buffer", "bytes, or an array"), dtype, count,
            Parameter<Int>("offset", "bytes that are left out at the beginning", default: 0),
            returns: "an array", example: "np.frombuffer(b'abcd', dtype=np.uint8)",
            pytorch: "torch.frombuffer(data, dtype=torch.uint8)"
        ) { _, buffer, dtype, count, offset -> Value in
            let type = try NumPy.type(dtype) ?? .float64
            guard
                let bytes = try buffer.bytes
                    ?? ArrayObject.from(buffer).map({ try RawNumbers.bytes(of: $0.tensor) })
            else {
                throw ScriptError("TypeError", "a bytes-like object is required, not '\(buffer.typeName)'")
            }
            guard offset >= 0, offset <= bytes.count else {
                throw ScriptError(
                    "ValueError",
                    "offset must be non-negative and no greater than buffer length (\(bytes.count))")
            }
            let left = bytes.count - offset
            guard count >= 0 || left % type.size == 0 else {
                throw ScriptError("ValueError", "buffer size must be a multiple of element size")
            }
            let wanted = count < 0 ? left / type.size : count
            guard wanted <= left / type.size else {
                throw ScriptError("ValueError", "buffer is smaller than requested size")
            }
            let tensor = try ArrayDescription(type: type, shape: [wanted]).array(
                BytesInMemory(bytes), at: offset)
            return .object(ArrayObject(tensor, isReadOnly: !(isWritable(buffer))))
        },
        Builtin(
            "fromstring", group: "numpy", summary: "The numbers in a text.",
            Parameter<String>("string", "the text"), dtype, count,
            Parameter<String>("sep", "what stands between the numbers", .keywordOnly),
            returns: "an array", example: "np.fromstring('1 2', sep=' ')", pytorch: "torch.tensor([1., 2.])"
        ) { _, text, dtype, count, separator -> Value in
            guard !separator.isEmpty else {
                throw ScriptError(
                    "ValueError",
                    "The binary mode of fromstring is removed, use frombuffer instead",
                    hint: "np.frombuffer(data)")
            }
            return .object(ArrayObject(try numbers(text, separator, NumPy.type(dtype) ?? .float64, count)))
        },
    ]

    /// Methods of arrays.
    static let methods: [Builtin] = [
        Builtin(
            "tobytes", group: "numpy", summary: "The numbers as bytes, row by row.", ArrayType.this,
            Parameter<String>("order", "'C', or 'F' for column by column", default: "C"),
            returns: "bytes", example: "a.tobytes()", pytorch: "x.numpy().tobytes()"
        ) { _, array, order -> Value in
            .object(BytesValue(try bytes(of: order == "F" ? array.tensor.transposed() : array.tensor)))
        },
        Builtin(
            "tofile", group: "numpy", summary: "Writes the numbers to a file as bytes, row by row.",
            ArrayType.this,
            Parameter<FileArgument>("fid", "the path of the file, or an open file of bytes"),
            Parameter<String>("sep", "'' for bytes; what stands between numbers of a text", default: ""),
            Parameter<String>("format", "how numbers of a text are written", default: "%s"),
            returns: "None", example: "a.tofile('train.bin')", pytorch: "x.numpy().tofile('train.bin')"
        ) { interpreter, array, file, separator, format -> Value in
            var content = try bytes(of: array.tensor)
            if !separator.isEmpty {
                let elements = try Operations.array(ArrayObject.value(array.tensor.flatten().contiguous()))
                let row = try elements.map { element -> String in
                    try format == "%s"
                        ? element.repr().replacingOccurrences(of: "\n", with: " ")
                        : Operations.binary(.remainder, .string(format), element).str()
                }
                content = Array(row.joined(separator: separator).utf8)
            }
            switch file {
            case .path(let path):
                try Files.permit(path, interpreter)
                do { try WholeFile.write(content, to: path) } catch let error as FileError {
                    throw SystemFailure.error(error, path)
                }
            case .object: try file.write(content, interpreter)
            }
            return .none
        },
    ]

    private static func isWritable(_ value: Value) -> Bool {
        if case .object(let object) = value { return object is ByteArrayValue || object is ArrayObject }
        return false
    }

    /// The numbers of a tensor as bytes, row by row.
    static func bytes(of tensor: Tensor) throws -> [UInt8] {
        try tensor.withBytes { Array($0) }
    }

    private static func numbers(_ text: String, _ separator: String, _ type: DType, _ count: Int) throws
        -> Tensor
    {
        let blank = separator.trimmingCharacters(in: .whitespaces).isEmpty
        let parts =
            blank
            ? text.split(whereSeparator: \.isWhitespace).map(String.init)
            : text.components(separatedBy: separator.trimmingCharacters(in: .whitespaces))
        var values: [Double] = []
        for part in parts where count < 0 || values.count < count {
            let word = part.trimmingCharacters(in: .whitespacesAndNewlines)
            if word.isEmpty, values.count == parts.count - 1 { break }
            guard let number = Double(word) else {
                throw ScriptError(
                    "ValueError", "string or file could not be read to its end due to unmatched data",
                    details: ["\(Operations.quoted(word)) is no number"])
            }
            values.append(number)
        }
        return try Tensor(values, [values.count]).to(type)
    }
}
