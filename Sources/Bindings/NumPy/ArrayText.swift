import Foundation
import Language
import Tensors

/// How NumPy prints arrays.
package enum ArrayText {
    package struct Options: Equatable {
        var precision = 8, threshold = 1000, edge = 3, width = 75
        var suppress = false
    }
    /// Those of the present context. `np.set_printoptions`.
    package static var options: Options {
        get { ComputeContext.current[Printing.self] }
        set { ComputeContext.current[Printing.self] = newValue }
    }

    package enum Printing: ComputeContextKey {
        package static func initial(in _: ComputeContext) -> Options { Options() }
    }

    /// `[1.  2.5]`
    static func str(_ x: Tensor) -> String { text(x, separator: " ", prefix: "", suffix: "") }

    /// `array([1. , 2.5])`
    static func repr(_ x: Tensor) -> String {
        let isImplied = x.count > 0 && [.float64, .int64, .bool].contains(x.dtype)
        let body = "array(" + (x.count == 0 ? "[]" : text(x, separator: ", ", prefix: "array(", suffix: ")"))
        return closed(body, x, isImplied ? nil : "dtype=\(x.dtype)")
    }

    /// The elements, and what has to be told besides: the shape where it does not show, the type.
    private static func closed(_ body: String, _ x: Tensor, _ type: String?) -> String {
        var extras: [String] = []
        if x.count == 0 && x.shape != [0] || x.count > options.threshold {
            extras.append("shape=" + NumPy.tuple(x.shape))
        }
        if let type { extras.append(type) }
        guard !extras.isEmpty else { return body + ")" }
        let extra = extras.joined(separator: ", ")
        let last =
            body.count + 1
            - (body.lastIndex(of: "\n").map { body.distance(from: body.startIndex, to: $0) + 1 } ?? 0)
        return body + "," + (last + extra.count + 1 > options.width ? "\n      " : " ") + extra + ")"
    }

    /// `['a' 'b']`
    static func str(_ x: ValueArray) throws -> String {
        if x.places.rank == 0 { return try x.values()[0].str() }
        return text(x.places, separator: " ", prefix: "", suffix: "", words: try words(x))
    }

    /// `array(['a', 'b'], dtype='<U1')`
    static func repr(_ x: ValueArray) throws -> String {
        let shown = text(x.places, separator: ", ", prefix: "array(", suffix: ")", words: try words(x))
        let type = x.element == .object ? "dtype=object" : "dtype='\(x.element.name)'"
        return closed("array(" + shown, x.places, type)
    }

    /// Each value as an array shows it.
    private static func words(_ x: ValueArray) throws -> (Number) -> String {
        // What goes wrong in a program's own `__repr__` is told before anything is written.
        for value in try x.values().prefix(options.threshold) { _ = try value.repr() }
        return { place in
            let value = x.row.values[place.int]
            let text = (try? value.repr()) ?? "?"
            if case .list = value { return "list(\(text))" }
            return text
        }
    }

    private static func text(
        _ x: Tensor, separator: String, prefix: String, suffix: String, words: ((Number) -> String)? = nil
    ) -> String {
        guard x.count > 0 else { return "[]" }
        let isSummary = x.count > options.threshold
        func positions(_ axis: Int) -> [Int?] {
            let size = x.shape[axis]
            guard isSummary, size > 2 * options.edge else { return (0..<size).map { $0 } }
            return (0..<options.edge).map { $0 } + [nil] + ((size - options.edge)..<size).map { $0 }
        }
        var shown: [Int] = []
        func visit(_ axis: Int, _ offset: Int) {
            guard axis < x.rank else { return shown.append(offset) }
            for position in positions(axis) {
                if let position { visit(axis + 1, offset + position * x.strides[axis]) }
            }
        }
        visit(0, x.offset)
        let format = words ?? formatter(shown.map { x.number(at: $0) }, x.dtype, isScalar: x.rank == 0)

        func part(_ axis: Int, _ offset: Int, _ indent: String, _ width: Int) -> String {
            guard axis < x.rank else { return format(x.number(at: offset)) }
            let inner = indent + " ", left = x.rank - axis, places = positions(axis)
            var result = ""
            if left == 1 {
                let bare = separator == " " ? 0 : 1, elementWidth = width - max(bare, 1)
                var line = indent
                for (count, place) in places.enumerated() {
                    let word =
                        place.map { part(axis + 1, offset + $0 * x.strides[axis], inner, width - 1) } ?? "..."
                    if line.count + word.count > elementWidth && line.count > indent.count {
                        while line.last == " " { line.removeLast() }
                        result += line + "\n"
                        line = indent
                    }
                    line += word + (count + 1 < places.count ? separator : "")
                }
                result += line
            } else {
                let between = (separator == " " ? "" : ",") + String(repeating: "\n", count: left - 1)
                result = places.map { place in
                    guard let place else { return indent + "..." }
                    return indent + part(axis + 1, offset + place * x.strides[axis], inner, width - 1)
                }.joined(separator: between)
            }
            return "[" + result.dropFirst(indent.count) + "]"
        }
        return part(
            0, x.offset, " " + String(repeating: " ", count: prefix.count), options.width - suffix.count)
    }

    private static func formatter(_ numbers: [Number], _ dtype: DType, isScalar: Bool) -> (Number) -> String {
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        guard dtype.isFloatingPoint else {
            func word(_ number: Number) -> String {
                if case .bool(let flag) = number { return flag ? "True" : "False" }
                return String(number.int)
            }
            let width = dtype == .bool ? (isScalar ? 0 : 5) : numbers.map { word($0).count }.max() ?? 0
            return { right(word($0), width) }
        }
        let precision = options.precision
        let finite = numbers.map(\.double).filter(\.isFinite),
            sizes = finite.filter { $0 != 0 }.map(Swift.abs)
        let hasOthers = finite.count != numbers.count
        let most = sizes.max() ?? 0, least = sizes.min() ?? 0
        let isScientific =
            !sizes.isEmpty && (most >= 1e8 || (!options.suppress && (least < 0.0001 || most / least > 1000)))
        func other(_ value: Double, _ width: Int) -> String {
            right(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf", width)
        }
        if isScientific {
            let parts = finite.map { scientific($0, precision, dtype) }
            let digits = parts.map { $0.fraction.count }.max() ?? 0,
                exponents = parts.map { $0.exponent.count }.max() ?? 2
            var left = parts.map { $0.whole.count }.max() ?? 1
            let rightPad = exponents + 2 + digits
            if hasOthers {
                left = max(
                    left, 3 - (rightPad + 1),
                    (numbers.contains { $0.double == -.infinity } ? 4 : 3) - (rightPad + 1))
            }
            return { number in
                guard number.double.isFinite else { return other(number.double, left + rightPad + 1) }
                let p = scientific(number.double, digits, dtype)
                let exponent =
                    String(repeating: "0", count: max(0, exponents - p.exponent.count)) + p.exponent
                return right(p.whole, left) + "." + p.fraction
                    + String(repeating: "0", count: max(0, digits - p.fraction.count)) + "e" + p.sign
                    + exponent
            }
        }
        let parts = finite.map { positional($0, precision, dtype) }
        var left = parts.map { $0.whole.count }.max() ?? 0
        let rightPad = parts.map { $0.fraction.count }.max() ?? 0
        if hasOthers {
            left = max(
                left, 3 - (rightPad + 1),
                (numbers.contains { $0.double == -.infinity } ? 4 : 3) - (rightPad + 1))
        }
        if finite.isEmpty { left = 0 }
        return { number in
            guard number.double.isFinite else { return other(number.double, left + rightPad + 1) }
            let p = positional(number.double, precision, dtype)
            return right(p.whole, left) + "." + p.fraction
                + String(repeating: " ", count: max(0, rightPad - p.fraction.count))
        }
    }

    /// A single number: `0.1`, `1e-05`.
    static func scalar(_ value: Double, _ dtype: DType) -> String {
        guard value.isFinite, value != 0, dtype != .float64 else { return FloatFormat.repr(value) }
        let size = Swift.abs(value)
        return FloatFormat.repr(
            shown(value, dtype), isNegative: value < 0,
            isScientific: size < 1e-4 || size >= (dtype == .float16 ? 1e3 : 1e6))
    }

    /// Swift's description of the size: the shortest digits of its type.
    private static func shown(_ value: Double, _ dtype: DType) -> String {
        let size = Swift.abs(value)
        switch dtype {
        case .float32: return "\(Float(size))"
        // Swift writes all digits of a whole number.
        case .float16:
            let digits = (0...4).lazy.map { String(format: "%.\($0)e", size) }
            return digits.first { Double(Float16(Double($0) ?? 0)) == size } ?? "\(size)"
        default: return "\(size)"
        }
    }

    /// The shortest digits that read back as the same number: 0.d₁d₂… · 10^point.
    private static func shortest(_ value: Double, _ dtype: DType) -> (digits: [Character], point: Int) {
        guard value != 0 else { return ([], 1) }
        let text = shown(value, dtype)
        let pieces = text.split(separator: "e"), exponent = pieces.count == 2 ? Int(pieces[1]) ?? 0 : 0
        let mantissa = pieces[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = Array(mantissa[0]), fraction = mantissa.count == 2 ? Array(mantissa[1]) : []
        var digits = whole + fraction, point = whole.count + exponent
        while digits.first == "0" {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == "0" { digits.removeLast() }
        return (digits, point)
    }

    private static func sign(_ value: Double) -> String { value.sign == .minus ? "-" : "" }

    private static func positional(_ value: Double, _ precision: Int, _ dtype: DType) -> (
        whole: String, fraction: String
    ) {
        let (digits, point) = shortest(value, dtype)
        if digits.count - point <= precision {
            let whole =
                point <= 0
                ? "0"
                : String(digits.prefix(point)) + String(repeating: "0", count: max(0, point - digits.count))
            let fraction =
                digits.count > point
                ? String(repeating: "0", count: max(0, -point)) + String(digits.dropFirst(max(0, point))) : ""
            return (sign(value) + (value == 0 ? "0" : whole), value == 0 ? "" : fraction)
        }
        let text = String(format: "%.\(precision)f", Swift.abs(value)).split(
            separator: ".", omittingEmptySubsequences: false)
        var fraction = text.count == 2 ? String(text[1]) : ""
        while fraction.last == "0" { fraction.removeLast() }
        return (sign(value) + text[0], fraction)
    }

    private static func scientific(_ value: Double, _ precision: Int, _ dtype: DType) -> (
        whole: String, fraction: String, sign: String, exponent: String
    ) {
        var (digits, point) = shortest(value, dtype)
        if digits.count - 1 > precision {
            let text = String(format: "%.\(precision)e", Swift.abs(value)),
                pieces = text.split(separator: "e")
            digits = pieces[0].filter { $0 != "." }.map { $0 }
            point = (Int(pieces[1]) ?? 0) + 1
            while digits.count > 1 && digits.last == "0" { digits.removeLast() }
        }
        let exponent = value == 0 ? 0 : point - 1
        let shown = String(Swift.abs(exponent))
        return (
            sign(value) + (digits.first.map { String($0) } ?? "0"), String(digits.dropFirst()),
            exponent < 0 ? "-" : "+", shown.count < 2 ? "0" + shown : shown
        )
    }
}
