import Disk
import Tensors

/// What a safetensors file says about its tensors, checked as the `safetensors` library checks it: every byte
/// of the data belongs to exactly one tensor.
struct SafetensorsHeader {
    struct Entry {
        var name: String
        var type: ElementType
        var shape: [Int]
        /// Bytes of the data, counted from the end of the header.
        var range: Range<Int>
    }

    /// The element types of the format.
    enum ElementType: String {
        case BOOL, U8, I8, F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ
        case I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64, C64, F4, F6_E2M3, F6_E3M2

        var bits: Int {
            switch self {
            case .F4: return 4
            case .F6_E2M3, .F6_E3M2: return 6
            case .BOOL, .U8, .I8, .F8_E5M2, .F8_E4M3, .F8_E8M0, .F8_E4M3FNUZ, .F8_E5M2FNUZ: return 8
            case .I16, .U16, .F16, .BF16: return 16
            case .I32, .U32, .F32: return 32
            case .F64, .I64, .U64, .C64: return 64
            }
        }

        init(_ type: DType) { self = ElementType(rawValue: type.safetensorsName)! }

        /// The type that holds such elements here, nil where there is none.
        var dtype: DType? { DType.allCases.first { $0.safetensorsName == rawValue } }

        /// PyTorch's name.
        var name: String {
            if let dtype { return dtype.rawValue }
            switch self {
            case .C64: return "complex64"
            case .U8, .U16, .U32, .U64: return "uint\(bits)"
            case .I8, .I16: return "int\(bits)"
            default: return "float" + rawValue.dropFirst().lowercased()
            }
        }
    }

    /// Why a header is refused.
    struct Unsound: Error {
        let reason: String
    }

    /// By their places.
    let entries: [Entry]
    let metadata: [String: String]

    /// - Parameters:
    ///   - bytes: the JSON.
    ///   - dataSize: how many bytes follow it.
    /// - Throws: `Unsound` where the two do not fit each other exactly.
    init(_ bytes: [UInt8], dataSize: Int) throws {
        let json: StrictJSON
        do { json = try StrictJSON(bytes) } catch let error as StrictJSON.Broken {
            throw Unsound(reason: "its header is not JSON: \(error.reason)")
        }
        guard case .object(let pairs) = json else { throw Unsound(reason: "its header is not a JSON object") }
        var metadata: [String: String]?
        var entries: [Entry] = []
        var names = Set<String>()
        for (name, value) in pairs {
            guard names.insert(name).inserted else { throw Unsound(reason: "'\(name)' is there twice") }
            if name == "__metadata__" {
                metadata = try Self.words(value)
            } else {
                entries.append(try Self.entry(name, value))
            }
        }
        entries.sort {
            ($0.range.lowerBound, $0.range.upperBound, $0.name) < (
                $1.range.lowerBound, $1.range.upperBound, $1.name
            )
        }
        var end = 0
        for entry in entries {
            guard entry.range.lowerBound == end else {
                let what = entry.range.lowerBound > end ? "a hole before it" : "an overlap with another"
                throw Unsound(
                    reason:
                        "'\(entry.name)' lies at bytes \(entry.range.lowerBound)..\(entry.range.upperBound): "
                        + "\(what), which ends at \(end)")
            }
            end = entry.range.upperBound
            try Self.checkSize(entry)
        }
        guard end == dataSize else {
            throw Unsound(
                reason: end > dataSize
                    ? "its tensors need \(end) bytes, it holds \(dataSize): it is truncated"
                    : "\(dataSize - end) bytes after its last tensor belong to none")
        }
        self.entries = entries
        self.metadata = metadata ?? [:]
    }

    private static func words(_ value: StrictJSON) throws -> [String: String] {
        switch value {
        case .null: return [:]
        case .object(let pairs):
            return try Dictionary(
                pairs.map { name, value in
                    guard case .string(let text) = value else {
                        throw Unsound(reason: "'\(name)' of its __metadata__ is not a string")
                    }
                    return (name, text)
                }, uniquingKeysWith: { $1 })
        default: throw Unsound(reason: "its __metadata__ is not an object")
        }
    }

    private static func entry(_ name: String, _ value: StrictJSON) throws -> Entry {
        let known = ["dtype", "shape", "data_offsets"]
        let pairs: [(name: String, value: StrictJSON)]
        switch value {
        case .object(let named): pairs = named
        // The library takes the three without their names as well.
        case .array(let row) where row.count == 3: pairs = zip(known, row).map { ($0, $1) }
        default: throw Unsound(reason: "entry '\(name)' is not an object")
        }
        var fields: [String: StrictJSON] = [:]
        for (field, value) in pairs {
            guard fields.updateValue(value, forKey: field) == nil || !known.contains(field) else {
                throw Unsound(reason: "'\(name)' has two of '\(field)'")
            }
        }
        guard case .string(let word)? = fields["dtype"] else {
            throw Unsound(reason: "'\(name)' has no dtype")
        }
        guard let type = ElementType(rawValue: word) else {
            throw Unsound(reason: "'\(name)' is of type '\(word)', which the format does not have")
        }
        guard case .array(let sizes)? = fields["shape"] else {
            throw Unsound(reason: "'\(name)' has no shape")
        }
        let shape = try sizes.map { size -> Int in
            guard let size = size.count else { throw Unsound(reason: "'\(name)' has an impossible shape") }
            return size
        }
        guard case .array(let ends)? = fields["data_offsets"], ends.count == 2, let from = ends[0].count,
            let to = ends[1].count
        else { throw Unsound(reason: "'\(name)' has no data_offsets of two whole numbers") }
        guard from <= to else {
            throw Unsound(reason: "'\(name)' ends at byte \(to), before its start at \(from)")
        }
        return Entry(name: name, type: type, shape: shape, range: from..<to)
    }

    private static func checkSize(_ entry: Entry) throws {
        var bits = entry.type.bits
        // The product as the library takes it, from the left: a zero behind sizes
        // that overflow does not mend them.
        var count = 1
        for size in entry.shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow else { throw Unsound(reason: "'\(entry.name)' has an impossible shape") }
            count = product
        }
        let (product, overflow) = count.multipliedReportingOverflow(by: bits)
        guard !overflow else { throw Unsound(reason: "'\(entry.name)' has an impossible shape") }
        bits = product
        guard bits % 8 == 0, bits / 8 == entry.range.count else {
            throw Unsound(
                reason:
                    "'\(entry.name)' \(entry.type.rawValue) \(Shape.description(entry.shape)) "
                    + "does not fill its \(entry.range.count) bytes")
        }
    }
}
