import Foundation
import Language
import Plots
import Presentation

/// A figure that is being drawn, shared by `plt`, its axes and who holds them.
final class Canvas {
    var figure: Figure
    /// Where `plt.plot` and the like draw.
    var current = 0
    /// What `plt.rcParams` says of lines and images.
    let settings: PlotSettings

    init(rows: Int = 1, columns: Int = 1, settings: PlotSettings? = nil, size: Figure.Size? = nil) {
        let settings = settings ?? PlotSettings()
        self.settings = settings
        figure = Figure(columns: columns, axes: Array(repeating: settings.axes, count: rows * columns))
        figure.size = size ?? settings.size
    }

    func axes(_ index: Int) -> AxesObject { AxesObject(self, index) }
}

/// One pair of axes of a figure: what `plt.gca()` and `plt.subplots()` give.
final class AxesObject: NativeObject, ScriptConvertible {
    let canvas: Canvas
    let index: Int

    init(_ canvas: Canvas, _ index: Int) { (self.canvas, self.index) = (canvas, index) }

    var axes: Axes {
        get { canvas.figure.axes[index] }
        set { canvas.figure.axes[index] = newValue }
    }

    static var scriptName: String { "Axes" }
    static func from(_ value: Value) throws -> AxesObject? {
        guard case .object(let object) = value else { return nil }
        return object as? AxesObject
    }
    var scriptValue: Value { .object(self) }
    func repr() throws -> String { "<Axes: \(Formatting.count(axes.elements.count, "element"))>" }
    func isEqual(to other: Value) throws -> Bool {
        guard let axes = try AxesObject.from(other) else { return false }
        return axes.canvas === canvas && axes.index == index
    }

    static let nativeType = NativeType<AxesObject>(ScriptClass("Axes"), methods: Drawing.methods)
}

/// The figure that `plt.figure()` and `plt.subplots()` give.
final class CanvasObject: NativeObject, ScriptConvertible {
    let canvas: Canvas

    init(_ canvas: Canvas) { self.canvas = canvas }

    static var scriptName: String { "Figure" }
    static func from(_ value: Value) throws -> CanvasObject? {
        guard case .object(let object) = value else { return nil }
        return object as? CanvasObject
    }
    var scriptValue: Value { .object(self) }
    func repr() throws -> String {
        "<Figure with \(Formatting.count(canvas.figure.axes.count, "pair")) of axes>"
    }

    private static let this: Parameter<CanvasObject> = receiver("the figure")
    private static let options = FigureOptions.parameter

    static let nativeType = NativeType<CanvasObject>(
        ScriptClass("Figure"),
        methods: [
            Builtin(
                "suptitle", group: "pyplot", summary: "Sets the title of the figure.", this,
                Parameter<String>("t", "the title"), options,
                returns: "None", example: "plt.gcf().suptitle('Two runs')"
            ) { _, object, title, options -> Value in
                try FigureOptions.check("suptitle", options)
                object.canvas.figure.title = title
                return .none
            },
            Builtin(
                "savefig", group: "pyplot", summary: "Saves the figure to a file: SVG, or PNG by librsvg.",
                this,
                Parameter<String>("fname", "the file, ending in .svg or .png"),
                options, returns: "None", example: "plt.gcf().savefig('loss.svg')"
            ) { interpreter, object, path, options -> Value in
                try FigureOptions.save(object.canvas.figure, path, options, interpreter)
                return .none
            },
            Builtin(
                "tight_layout", group: "pyplot",
                summary: "Does nothing: figures are laid out tightly anyway.", this,
                options, returns: "None",
                example: "plt.gcf().tight_layout()"
            ) { _, _, options -> Value in
                try FigureOptions.check("tight_layout", options)
                return .none
            },
            Builtin(
                "colorbar", group: "pyplot", summary: "Shows the colour bar of an image.", this,
                Parameter<Value>("mappable", "what imshow gave", default: .none), options, returns: "None",
                example: "plt.gcf().colorbar(image)"
            ) { _, object, mappable, options -> Value in
                try FigureOptions.check("colorbar", options)
                try Drawing.colourBar(mappable, object.canvas)
                return .none
            },
        ])
}

/// What `imshow` gives: known by the axes that it lies on.
final class MappableObject: ScriptObject {
    let axes: AxesObject
    init(_ axes: AxesObject) { self.axes = axes }
    var typeName: String { "AxesImage" }
}

/// The axes of `plt.subplots(2, 3)`: indexed by one or two numbers, walked through, flattened.
final class AxesGrid: ScriptObject {
    let rows: [[AxesObject]]

    init(_ rows: [[AxesObject]]) { self.rows = rows }

    var typeName: String { "ndarray" }
    func repr() throws -> String { "array of \(rows.count) by \(rows[0].count) Axes" }

    private var values: [Value] {
        if rows.count == 1 { return rows[0].map(\.scriptValue) }
        if rows[0].count == 1 { return rows.map { $0[0].scriptValue } }
        return rows.map { .object(AxesGrid([$0])) }
    }

    func length() throws -> Int { values.count }
    func iterate() throws -> ScriptIterator { try Operations.iterator(.list(values)) }
    func getItem(_ index: Value) throws -> Value {
        guard case .tuple(let places) = index else { return try Operations.item(.list(values), index) }
        return try places.elements.reduce(.object(self), Operations.item)
    }
    var attributeNames: [String] { ["flat", "flatten", "ravel", "shape"] }
    func getAttribute(_ name: String) throws -> Value? {
        let all = Value.object(AxesGrid([rows.flatMap { $0 }]))
        switch name {
        case "flat": return all
        case "flatten", "ravel":
            return .builtin(
                Builtin(
                    name, group: "pyplot", summary: "Flattens all axes into one.", returns: "the axes",
                    example: "axs.flatten()"
                ) { _ in all })
        case "shape": return .tuple([.int(rows.count), .int(rows[0].count)])
        default: return nil
        }
    }
}
