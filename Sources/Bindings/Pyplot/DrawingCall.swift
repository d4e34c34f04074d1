import Foundation
import Language
import Plots
import Tensors

/// The arguments of a call of matplotlib's, taken one by one; what is left over is an error.
struct DrawingCall {
    let name: String
    var positional: ArraySlice<Value>
    var keywords: [(name: String, value: Value)]

    /// Looks that a figure of characters does not have; accepted, without effect.
    private static let ignored: Set<String> = [
        "zorder", "markersize", "ms", "markerfacecolor", "mfc", "markeredgecolor", "mec", "markeredgewidth",
        "mew", "edgecolor", "edgecolors",
        "ec", "facecolor", "fc", "fontsize", "fontweight", "fontstyle", "weight", "size", "loc", "frameon",
        "bbox_to_anchor", "ncol", "ncols", "ha", "va",
        "horizontalalignment", "verticalalignment", "rotation", "pad", "labelpad", "interpolation", "figsize",
        "dpi",
        "gridspec_kw", "sharex", "sharey", "linewidths", "which", "clip_on", "bbox", "family", "fontfamily",
        "axis", "layout",
        "constrained_layout", "tight_layout", "num", "rasterized", "title_fontsize", "histtype", "rwidth",
        "y", "x", "fontdict", "shrink",
        "fraction", "bbox_inches", "transparent", "capsize", "block",
    ]

    init(_ name: String, _ arguments: Arguments, skipping count: Int = 0) {
        self.name = name
        positional = arguments.positional.dropFirst(count)
        keywords = arguments.keywords
    }

    /// The keyword argument of one of these names; None counts as not given.
    mutating func take(_ names: String...) -> Value? {
        for name in names {
            if let index = keywords.firstIndex(where: { $0.name == name }) {
                let value = keywords.remove(at: index).value
                return value.isNone ? nil : value
            }
        }
        return nil
    }

    /// The next positional argument, or the keyword argument of this name.
    mutating func next(_ name: String) -> Value? {
        if let value = positional.popFirst() { return value.isNone ? nil : value }
        return take(name)
    }

    mutating func need(_ name: String) throws -> Value {
        guard let value = next(name) else {
            throw ScriptError("TypeError", "\(self.name)() missing 1 required argument: '\(name)'")
        }
        return value
    }

    mutating func text(_ names: String...) throws -> String? {
        for name in names { if let value = take(name) { return try value.text ?? value.str() } }
        return nil
    }

    mutating func number(_ names: String...) throws -> Double? {
        for name in names { if let value = take(name) { return try Self.number(value, name, self.name) } }
        return nil
    }

    /// Refuses an argument that would change what the figure says, for every
    /// value but the one that it has here.
    mutating func only(_ name: String, _ standard: String? = nil, hint: String) throws {
        guard let value = take(name), value.text == nil || value.text != standard else { return }
        throw ScriptError(
            "NotImplementedError", "\(self.name)(\(name)=\(try value.repr())) is not in Lagado", hint: hint)
    }

    func finish() throws {
        guard positional.isEmpty else {
            throw ScriptError(
                "TypeError", "\(name)() takes fewer positional arguments: \(positional.count) too many")
        }
        if let unknown = keywords.first(where: { !Self.ignored.contains($0.name) }) {
            throw ScriptError(
                "AttributeError",
                "\(name)() got an unexpected keyword argument '\(unknown.name)'" + Self.meant(unknown.name))
        }
    }

    private static func meant(_ name: String) -> String {
        let known = [
            "label", "color", "linestyle", "linewidth", "marker", "alpha", "cmap", "vmin", "vmax", "bins",
            "density", "width", "height", "bottom",
        ]
        return Suggestions.best(for: name, among: known).map { ". Did you mean '\($0)'?" } ?? ""
    }

    // MARK: Values

    /// A number, or an array of one without axes; nil for everything else.
    static func scalar(_ value: Value) throws -> Double? {
        if let tensor = try Tensor.from(value), tensor.rank > 0 { return nil }
        return try Double.from(value)
    }

    static func number(_ value: Value, _ what: String, _ call: String) throws -> Double {
        guard let number = try scalar(value) else {
            throw ScriptError("TypeError", "\(call)(): \(what) must be a number, not \(value.typeName)")
        }
        return number
    }

    /// One list of numbers for each curve: a matrix gives its columns, as in matplotlib.
    static func columns(_ value: Value) throws -> [[Double]] {
        if let number = try scalar(value) { return [[number]] }
        if let tensor = try Tensor.from(value), tensor.rank == 2 { return try columns(tensor) }
        if case .list(let list) = value, let first = list.elements.first, try scalar(first) == nil {
            return try columns(TensorData.tensor(value))
        }
        return [try PlottedNumbers.row(value)]
    }

    private static func columns(_ tensor: Tensor) throws -> [[Double]] {
        guard tensor.rank == 2, tensor.count <= PlottedNumbers.most else {
            throw ScriptError(
                "ValueError", "plot() draws one or two axes, not shape \(Shape.description(tensor.shape))")
        }
        let numbers = try tensor.detach().to(.float64).contiguous().elements(Double.self)
        let (rows, columns) = (tensor.shape[0], tensor.shape[1])
        return (0..<columns).map { column in (0..<rows).map { numbers[$0 * columns + column] } }
    }

    static func numbers(_ value: Value) throws -> [Double] {
        if let number = try scalar(value) { return [number] }
        if let tensor = try Tensor.from(value), tensor.rank != 1 {
            return try PlottedNumbers.row(tensor.detach().reshape([tensor.count]).scriptValue)
        }
        return try PlottedNumbers.row(value)
    }

    /// A name, a grey, or three or four parts between 0 and 1.
    static func colour(_ value: Value) throws -> Colour {
        if let text = value.text { return try Colour(named: text) }
        let parts = try numbers(value)
        guard parts.count == 3 || parts.count == 4, parts.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
            throw ScriptError(
                "ValueError", "a colour is a name such as 'k', or three numbers between 0 and 1")
        }
        let bytes = parts.map { UInt8(($0 * 255).rounded()) }
        return Colour(bytes[0], bytes[1], bytes[2])
    }

    mutating func style(format: String? = nil) throws -> Style {
        let base = try format.map(Style.init(format:)) ?? Style()
        let colour = try take("color", "c").map(Self.colour) ?? base.colour
        let line = try text("linestyle", "ls").map(Style.stroke(named:)) ?? base.line
        let marker = try text("marker").map(Style.marker(named:)) ?? base.marker
        return Style(
            colour: colour, line: line, marker: marker, width: try number("linewidth", "lw") ?? base.width,
            opacity: try number("alpha") ?? base.opacity)
    }
}
