import Foundation

/// What `torch.set_printoptions` sets.
public struct PrintOptions: Sendable, Equatable {
    /// Digits after the point.
    public var precision = 4
    /// Above this many elements a tensor is summarised.
    public var threshold = 1000
    /// Elements shown at each edge of a summarised axis.
    public var edgeItems = 3
    /// Columns before a row of numbers is broken.
    public var lineWidth = 80
    /// Always or never with an exponent; nil decides by the numbers.
    public var scientific: Bool?

    /// PyTorch's defaults: 4 digits, 80 columns, a summary above 1000 elements.
    public init() {}

    /// Those of the present context.
    public static var standard: PrintOptions {
        get { ComputeContext.with { $0.printing } }
        set { ComputeContext.with { $0.printing = newValue } }
    }
}

extension Tensor: CustomStringConvertible {
    public var description: String { formatted() }

    /// As PyTorch prints it: 4 digits, a summary above 1000 elements, the type unless it is obvious.
    public func formatted(_ options: PrintOptions = .standard) -> String {
        let prefix = "tensor("
        var suffixes: [String] = []
        let obvious: Set<DType> = [.standard, .int64, .bool]
        if !device.isHost { suffixes.append("device='\(device.name)'") }
        if count == 0 {
            if rank != 1 {
                suffixes.append(
                    "size=(" + shape.map(String.init).joined(separator: ", ") + (rank == 1 ? ",)" : ")"))
            }
            if dtype != .standard { suffixes.append("dtype=torch.\(dtype)") }
        } else if !obvious.contains(dtype) {
            suffixes.append("dtype=torch.\(dtype)")
        }
        if let gradFunction {
            suffixes.append("grad_fn=<\(gradFunction.shownName)>")
        } else if leafRequiresGrad {
            suffixes.append("requires_grad=True")
        }
        let body = count == 0 ? "[]" : TensorText(self, options).text(indent: prefix.count)
        let text = Tensor.finish(prefix + body, suffixes, indent: prefix.count, options)
        return isParameter ? "Parameter containing:\n" + text : text
    }

    /// Closing words on the last line where they fit, else on a line of their own.
    private static func finish(_ text: String, _ suffixes: [String], indent: Int, _ options: PrintOptions)
        -> String
    {
        var result = text
        var last =
            text.count
            - (text.lastIndex(of: "\n").map { text.distance(from: text.startIndex, to: $0) } ?? -1) + 1
        for suffix in suffixes {
            if last + suffix.count + 2 > options.lineWidth {
                result += ",\n" + String(repeating: " ", count: indent) + suffix
                last = indent + suffix.count
            } else {
                result += ", " + suffix
                last += suffix.count + 2
            }
        }
        return result + ")"
    }
}

/// The numbers of one tensor as aligned text.
private struct TensorText {
    let options: PrintOptions
    let tensor: Tensor
    let summarise: Bool
    var format: NumberFormat

    init(_ tensor: Tensor, _ options: PrintOptions) {
        (self.tensor, self.options) = (tensor, options)
        summarise = tensor.count > options.threshold
        format = NumberFormat([], tensor.dtype, options)
        var shown: [Number] = []
        visit(axis: 0, offset: tensor.offset) { shown.append($0) }
        format = NumberFormat(shown, tensor.dtype, options)
    }

    /// Positions of an axis that are printed; nil stands for the dots.
    private func positions(_ axis: Int) -> [Int?] {
        let size = tensor.shape[axis], edge = options.edgeItems
        guard summarise && size > 2 * edge else { return (0..<size).map { $0 } }
        return (0..<edge).map { $0 } + [nil] + ((size - edge)..<size).map { $0 }
    }

    private func visit(axis: Int, offset: Int, _ body: (Number) -> Void) {
        guard axis < tensor.rank else { return body(tensor.number(at: offset)) }
        for position in positions(axis) {
            if let position { visit(axis: axis + 1, offset: offset + position * tensor.strides[axis], body) }
        }
    }

    func text(indent: Int) -> String { text(axis: 0, offset: tensor.offset, indent: indent) }

    private func text(axis: Int, offset: Int, indent: Int) -> String {
        guard axis < tensor.rank else { return format.text(tensor.number(at: offset)) }
        let stride = tensor.strides[axis]
        if axis == tensor.rank - 1 {
            // As many numbers on a line as fit its width.
            let perLine = max(1, (options.lineWidth - indent) / (format.width + 2))
            let words = positions(axis).map {
                $0.map { format.text(tensor.number(at: offset + $0 * stride)) } ?? " ..."
            }
            let lines = Swift.stride(from: 0, to: words.count, by: perLine).map {
                words[$0..<min(words.count, $0 + perLine)].joined(separator: ", ")
            }
            return "[" + lines.joined(separator: ",\n" + String(repeating: " ", count: indent + 1)) + "]"
        }
        let parts = positions(axis).map {
            $0.map { text(axis: axis + 1, offset: offset + $0 * stride, indent: indent + 1) } ?? "..."
        }
        let separator =
            "," + String(repeating: "\n", count: tensor.rank - axis - 1)
            + String(repeating: " ", count: indent + 1)
        return "[" + parts.joined(separator: separator) + "]"
    }
}

/// One way of writing all the numbers of a tensor, chosen by looking at them.
private struct NumberFormat {
    private enum Style { case words, integers, fixed, scientific }
    private var style = Style.words
    private let precision: Int
    private(set) var width = 1

    init(_ numbers: [Number], _ dtype: DType, _ options: PrintOptions) {
        precision = options.precision
        guard dtype.isFloatingPoint else {
            width = numbers.map { text($0, padded: false).count }.max() ?? 1
            return
        }
        let values = numbers.map(\.double).filter { $0.isFinite && $0 != 0 }.map(Swift.abs)
        style = .fixed
        if let least = values.min(), let most = values.max() {
            let integral = values.allSatisfy { $0 == $0.rounded(.up) }
            // Numbers too far apart, too large or too small for four places are written with an exponent.
            if options.scientific ?? (most / least > 1000 || most > 1e8 || (!integral && least < 1e-4)) {
                style = .scientific
            } else if integral {
                style = .integers
            }
        } else {
            style = .integers
        }
        // Only finite, non-zero numbers (or all, where there are none) decide the
        // width, and NaN and inf widen it.
        let deciding = numbers.filter { $0.double.isFinite && $0.double != 0 }
        if deciding.isEmpty {
            style = .integers
            width = 1
        }
        for number in deciding { width = max(width, text(number, padded: false).count) }
    }

    func text(_ number: Number) -> String { text(number, padded: true) }

    private func text(_ number: Number, padded: Bool) -> String {
        let word: String
        switch number {
        case .bool(let value): word = value ? "True" : "False"
        case .int(let value): word = String(value)
        case .float(let value):
            if !value.isFinite {
                word = value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
            } else if style == .integers {
                word = String(format: "%.0f.", value)
            } else if style == .scientific {
                word = String(format: "%.\(precision)e", value)
            } else {
                word = String(format: "%.\(precision)f", value)
            }
        }
        return padded ? String(repeating: " ", count: max(0, width - word.count)) + word : word
    }
}
