import Foundation
import Language
import Plots
import Presentation
import Tensors

/// A figure as a value: shown at the prompt, written as SVG or PNG by `save`.
public final class FigureObject: NativeObject, ScriptConvertible, SummarisedProperties {
    public let figure: Figure

    public init(_ figure: Figure) { self.figure = figure }

    public static var scriptName: String { "Figure" }
    public static func from(_ value: Value) throws -> FigureObject? {
        guard case .object(let object) = value else { return nil }
        return object as? FigureObject
    }
    public var scriptValue: Value { .object(self) }
    package var summary: String { "A plot: shown at the end of a cell, written by save(\"name.svg\")." }
    package var forms: Forms { Forms(figure) }
    package func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    /// What a sink that knows only text writes.
    public func repr() throws -> String {
        var text = figure.render()
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    /// What the first image shows.
    private func values() throws -> Value {
        for case .image(let image) in figure.axes.flatMap(\.elements) {
            return try Tensor(image.values, [image.rows, image.columns]).to(.float32).scriptValue
        }
        return .none
    }

    /// Writes the figure as SVG or PNG, as the ending of the path says.
    ///
    /// - Parameter scale: pixels of a PNG for each of the SVG.
    package func save(_ path: String, scale: Double = 1, _ interpreter: Interpreter) throws {
        let place = try Files.destination(
            path, endings: ["svg", "png"], what: "a figure", interpreter)
        let isPNG = place.pathExtension.lowercased() == "png"
        try Files.write(isPNG ? Data(figure.png(scale: scale)) : Data(figure.svg().utf8), to: place)
    }

    public static let nativeType = NativeType<FigureObject>(
        ScriptClass("Figure"),
        properties: [
            .init("title", "The title.", get: { $0.figure.title.map(Value.string) ?? .none }),
            .init(
                "values", "The numbers of its first image, a tensor [rows, columns]; None without one.",
                get: { try $0.values() }),
        ],
        methods: [
            Builtin(
                "save", group: "plots", summary: "Saves the figure to a file: SVG, or PNG by librsvg.",
                receiver("the figure") as Parameter<FigureObject>,
                Parameter<String>("path", "the file, ending in .svg or .png"),
                returns: "None", example: "plot([3, 2, 1]).save(\"loss.svg\")",
                pytorch: "plt.savefig(\"loss.svg\")"
            ) { interpreter, figure, path -> Value in
                try figure.save(path, interpreter)
                return .none
            },
            Builtin(
                "svg", group: "plots", summary: "The figure as SVG text.",
                receiver("the figure") as Parameter<FigureObject>,
                returns: "str", example: "plot([3, 2, 1]).svg()[:4]"
            ) { _, figure in figure.figure.svg() },
            Builtin(
                "show", group: "plots", summary: "Shows the figure in the middle of a cell.",
                receiver("the figure") as Parameter<FigureObject>, returns: "None",
                example: "plot([3, 2, 1]).show()",
                pytorch: "plt.show()"
            ) { interpreter, figure -> Value in
                interpreter.output.display(figure.forms)
                return .none
            },
        ])
}

extension PlotError: DescribedError {
    public var kind: String { "ValueError" }
    public var details: [String] { [] }
}

extension PictureError: DescribedError {
    public var kind: String { "RuntimeError" }
    public var details: [String] { [] }
}
