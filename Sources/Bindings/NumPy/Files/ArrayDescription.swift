import Disk
import Language
import Tensors

/// What an array file of NumPy says about the numbers behind it: their type, the order of axes, the shape.
struct ArrayDescription {
    var type: DType
    /// Whether the highest byte of each number comes first.
    var isBigEndian = false
    /// Whether the first axis runs fastest.
    var isFortran = false
    var shape: [Int]

    // MARK: Types

    /// The type that a code such as `<f4` names.
    ///
    /// - Throws: NotImplementedError, ValueError with the code, for a type that is not here or none.
    static func type(_ code: String) throws -> (type: DType, isBigEndian: Bool) {
        var plain = code[...], order: Character = "="
        if let first = code.first, "<>=|".contains(first) {
            order = first
            plain = code.dropFirst()
        }
        if let type = DType.allCases.first(where: { $0.arrayName == String(plain) }) {
            return (type, order == ">" && type.size > 1)
        }
        if plain == "O" || plain.hasPrefix("O") {
            throw ScriptError("ValueError", "Object arrays cannot be loaded when allow_pickle=False")
        }
        let absent = ["c8": "complex64", "c16": "complex128", "u8": "uint64", "f16": "longdouble"]
        let kinds = ["U": "texts", "S": "bytes", "M": "dates", "m": "time spans", "V": "records"]
        if let name = absent[String(plain)] ?? plain.first.flatMap({ kinds[String($0)] }) {
            throw ScriptError("NotImplementedError", "an array of \(name) ('\(code)') is not in Lagado")
        }
        throw ScriptError("ValueError", "descr is not a valid dtype descriptor: \(Operations.quoted(code))")
    }

    /// How NumPy writes a type.
    static func code(_ type: DType) throws -> String {
        guard let name = type.arrayName else {
            throw ScriptError(
                "TypeError", "NumPy has no type \(type)", hint: "x.float().numpy()")
        }
        return (type.size > 1 ? "<" : "|") + name
    }

    // MARK: The header

    /// Bytes of the header of format 1.0, padded as NumPy pads it.
    var header: [UInt8] {
        get throws {
            let text =
                "{'descr': '\(try Self.code(type))', 'fortran_order': \(isFortran ? "True" : "False"), "
                + "'shape': \(NumPy.tuple(shape)), }"
            // Room for the first number to grow, as NumPy leaves it.
            let growth = shape.isEmpty ? 0 : 21 - String(isFortran ? shape[shape.count - 1] : shape[0]).count
            var body = Array(text.utf8) + Array(repeating: 0x20, count: max(0, growth))
            let isShort = body.count + 11 + 64 < 65536
            let start = isShort ? 10 : 12
            body += Array(repeating: 0x20, count: 64 - (start + body.count + 1) % 64)
            body.append(10)
            let count = body.count
            let length = (0..<(isShort ? 2 : 4)).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
            return [0x93] + Array("NUMPY".utf8) + [isShort ? 1 : 2, 0] + length + body
        }
    }

    /// Reads the header of a file.
    ///
    /// - Returns: what it says, and where the numbers begin.
    /// - Throws: ValueError in NumPy's words, EOFError for a file of nothing.
    static func read(_ source: any ByteSource) throws -> (ArrayDescription, start: Int) {
        let magic = try source.part(8, at: 0)
        guard magic.count == 8 else {
            throw ScriptError(
                "ValueError", "EOF: reading magic string, expected 8 bytes got \(magic.count)")
        }
        guard magic.starts(with: [0x93] + Array("NUMPY".utf8)) else {
            throw ScriptError("ValueError", "the magic string is not correct: this is no file of np.save")
        }
        guard (1...3).contains(magic[6]), magic[7] == 0 else {
            throw ScriptError(
                "ValueError",
                "we only support format version (1,0), (2,0), and (3,0), not (\(magic[6]), \(magic[7]))")
        }
        let width = magic[6] == 1 ? 2 : 4
        let length = try source.part(width, at: 8)
        guard length.count == width else {
            throw ScriptError(
                "ValueError", "EOF: reading array header length, expected \(width) bytes got \(length.count)")
        }
        let count = length.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        guard count <= 10_000 else {
            throw ScriptError(
                "ValueError", "Header info length (\(count)) is large and may not be safe to load securely.")
        }
        let text = try source.part(count, at: 8 + width)
        guard text.count == count else {
            throw ScriptError(
                "ValueError", "EOF: reading array header, expected \(count) bytes got \(text.count)")
        }
        return (try ArrayDescription(String(decoding: text, as: UTF8.self)), 8 + width + count)
    }

    init(type: DType, isBigEndian: Bool = false, isFortran: Bool = false, shape: [Int]) {
        (self.type, self.isBigEndian, self.isFortran, self.shape) = (type, isBigEndian, isFortran, shape)
    }

    /// From the dict that a header is.
    private init(_ text: String) throws {
        var fields = HeaderFields(text)
        guard let parts = fields.dict(), parts.keys.sorted() == ["descr", "fortran_order", "shape"] else {
            throw ScriptError(
                "ValueError", "Cannot parse header: \(Operations.quoted(String(text.prefix(200))))")
        }
        guard case .text(let code)? = parts["descr"], case .flag(let isFortran)? = parts["fortran_order"],
            case .sizes(let shape)? = parts["shape"]
        else {
            if case .other? = parts["descr"] { _ = try Self.type("V") }
            throw ScriptError(
                "ValueError", "shape is not valid: \(Operations.quoted(String(text.prefix(200))))")
        }
        (type, isBigEndian) = try Self.type(code)
        (self.isFortran, self.shape) = (isFortran, shape)
    }

    // MARK: Numbers

    /// The array that bytes of `source` from `start` on are.
    ///
    /// - Throws: ValueError in NumPy's words where there are too few.
    func array(_ source: any ByteSource, at start: Int) throws -> Tensor {
        let count = try Shape.count(shape)
        let (bytes, isLarge) = count.multipliedReportingOverflow(by: type.size)
        let there = max(0, source.size - start)
        guard shape.allSatisfy({ $0 >= 0 }), shape.count <= 64, !isLarge, bytes <= there else {
            throw ScriptError(
                "ValueError",
                "Failed to read all data for array. Expected \(NumPy.tuple(shape)) = \(count) elements, "
                    + "could only read \(there / type.size) elements. (file seems not fully written?)")
        }
        let tensor = try Tensor.empty(isFortran ? shape.reversed() : shape, type)
        try tensor.storage.fill(isBigEndian: isBigEndian) { memory in
            _ = try source.read(into: memory.baseAddress, bytes, at: start)
        }
        return isFortran ? try tensor.transposed() : tensor
    }
}

/// Reads the dict of Python that stands in the header of an array file; nothing else of Python is understood.
private struct HeaderFields {
    enum Field { case text(String), flag(Bool), sizes([Int]), other }

    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    private mutating func skip() { while at < bytes.count, [9, 10, 13, 32].contains(bytes[at]) { at += 1 } }

    private mutating func take(_ character: Character) -> Bool {
        skip()
        guard at < bytes.count, bytes[at] == character.asciiValue else { return false }
        at += 1
        return true
    }

    private mutating func text() -> String? {
        skip()
        guard at < bytes.count, bytes[at] == 0x27 || bytes[at] == 0x22 else { return nil }
        let quote = bytes[at]
        guard let end = bytes[(at + 1)...].firstIndex(of: quote) else { return nil }
        defer { at = end + 1 }
        return String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
    }

    private mutating func word(_ word: String) -> Bool {
        skip()
        guard bytes[at...].starts(with: word.utf8) else { return false }
        at += word.utf8.count
        return true
    }

    mutating func dict() -> [String: Field]? {
        guard take("{") else { return nil }
        var result: [String: Field] = [:]
        while !take("}") {
            guard let name = text(), take(":"), let field = field() else { return nil }
            result[name] = field
            guard take(",") || bytes[safe: at] == 0x7D else { return nil }
        }
        skip()
        return at == bytes.count ? result : nil
    }

    private mutating func field() -> Field? {
        if let text = text() { return .text(text) }
        if word("True") { return .flag(true) }
        if word("False") { return .flag(false) }
        if take("[") {
            // A list of fields: an array of records.
            var depth = 1
            while at < bytes.count, depth > 0 {
                depth += bytes[at] == 0x5B ? 1 : bytes[at] == 0x5D ? -1 : 0
                at += 1
            }
            return .other
        }
        guard take("(") else { return nil }
        var sizes: [Int] = []
        while !take(")") {
            skip()
            let start = at
            while let byte = bytes[safe: at], (0x30...0x39).contains(byte) { at += 1 }
            guard at > start, let size = Int(String(decoding: bytes[start..<at], as: UTF8.self)) else {
                return nil
            }
            sizes.append(size)
            // Python 2 wrote long numbers with an L.
            _ = take("L")
            guard take(",") || bytes[safe: at] == 0x29 else { return nil }
        }
        return .sizes(sizes)
    }
}

extension Array {
    /// The element at a place; nil where there is none.
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
