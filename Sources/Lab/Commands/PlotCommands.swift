import Bindings
import Foundation
import Language
import Plots
import Presentation
import Tensors
import Training

/// Numbers to figures.
enum PlotCommands {
    static let all: [Builtin] = [plot]

    static let plot = Builtin(
        "plot", group: "plots", summary: "Draws a run's losses, a row of numbers, or a matrix.",
        Parameter<Value>(
            "x", "a run, a trainer or a film strip, a list, a dict of lists, a tensor of one or two axes"),
        Parameter<String?>("path", "an .svg or .png file to write the figure to as well", default: nil),
        Parameter<String?>("title", "the title", default: nil),
        Parameter<String?>("xlabel", "the label of the x axis", default: nil),
        Parameter<String?>("ylabel", "the label of the y axis", default: nil), returns: "Figure",
        example: "plot([4.0, 2.5, 2.0, 1.8])",
        pytorch: "plt.plot(losses); plt.show()"
    ) { interpreter, value, path, title, xLabel, yLabel -> FigureObject in
        var figure = try figure(of: value)
        if !figure.axes.isEmpty {
            if let title { figure.axes[0].title = title }
            if let xLabel { figure.axes[0].xLabel = xLabel }
            if let yLabel { figure.axes[0].yLabel = yLabel }
        }
        let object = FigureObject(figure)
        if let path { try object.save(path, interpreter) }
        return object
    }

    static func figure(of value: Value) throws -> Figure {
        if let run = try RunObject.from(value) { return try run.figure() }
        switch value {
        case .object(let object):
            if let figure = object as? FigureObject { return figure.figure }
            if let film = object as? FilmObject { return try film.figure }
            if let tensor = (object as? TensorObject)?.tensor { return try self.figure(of: tensor) }
            if let sampler = object as? SamplerObject {
                let coverage = sampler.source.sampler.coverage
                let bins = min(400, coverage.count)
                let width = Double(coverage.count) / Double(bins)
                return try Figure.curves(
                    title: "How often each place was given out", xLabel: "token", yLabel: "times",
                    [("", (0..<bins).map { (Double($0) + 0.5) * width }, coverage.profile(bins: bins))])
            }
        case .dict(let dict):
            let pairs = try Operations.array(.dict(dict))
            var curves: [(name: String, x: [Double], y: [Double])] = []
            for key in pairs {
                let numbers = try PlottedNumbers.row(Operations.item(of: dict, key))
                curves.append((try key.str(), numbers.indices.map(Double.init), numbers))
            }
            guard !curves.isEmpty else { throw nothing }
            return try Figure.curves(curves)
        case .list, .tuple, .range:
            let elements = try Operations.array(value)
            // A list of tensors or of lists: one curve each.
            if let first = elements.first, try Double.from(first) == nil {
                let curves = try elements.enumerated().map {
                    index, row -> (name: String, x: [Double], y: [Double]) in
                    let numbers = try PlottedNumbers.row(row)
                    return (String(index), numbers.indices.map(Double.init), numbers)
                }
                return try Figure.curves(curves)
            }
        default: break
        }
        let numbers = try PlottedNumbers.row(value)
        guard !numbers.isEmpty else { throw nothing }
        return try Figure.curves([("", numbers.indices.map(Double.init), numbers)])
    }

    private static var nothing: ScriptError {
        ScriptError("ValueError", "plot: there is nothing to draw, the list is empty")
    }

    private static func figure(of tensor: Tensor) throws -> Figure {
        let tensor = tensor.detach()
        guard tensor.count > 0 else { throw nothing }
        guard tensor.count <= PlottedNumbers.most else {
            throw ScriptError(
                "ValueError", "\(Formatting.grouped(tensor.count)) numbers are too many for one figure",
                hint: "a part of it: x[:100]")
        }
        let values = try tensor.to(.float64).contiguous().elements(Double.self)
        switch tensor.rank {
        case 1: return try Figure.curves([("", values.indices.map(Double.init), values)])
        case 2:
            let image = try Image(
                rows: tensor.shape[0], columns: tensor.shape[1], values: values,
                square: tensor.shape[0] == tensor.shape[1])
            return Figure(axes: [Axes(elements: [.image(image)])])
        default:
            throw ScriptError(
                "ShapeError",
                "plot draws one axis as a curve and two as a picture, this tensor has \(tensor.rank)",
                details: ["shape \(Shape.description(tensor.shape))"],
                hint: tensor.rank > 2 ? "x[0]" : "[x.item()]",
                exceptionClass: "RuntimeError")
        }
    }
}

extension Operations {
    /// The value of a key that is known to be there.
    static func item(of dict: DictValue, _ key: Value) throws -> Value { try dict.get(key) ?? .none }
}
