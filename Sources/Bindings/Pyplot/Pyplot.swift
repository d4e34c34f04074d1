import Language
import Plots
import Presentation

/// The module `matplotlib.pyplot`: a current figure, drawn on call by call, shown by `show()`.
package enum Pyplot {
    /// The figure that `plt` draws on, if one was begun.
    private final class State {
        var canvas: Canvas?
        let settings = PlotSettings()

        func begun() -> Canvas {
            if let canvas { return canvas }
            let new = Canvas(settings: settings)
            canvas = new
            return new
        }
        func axes() -> AxesObject {
            let canvas = begun()
            return canvas.axes(canvas.current)
        }
    }

    private static let options = FigureOptions.parameter

    package static func make() -> ModuleValue {
        let state = State()
        let module = ModuleValue(
            "matplotlib.pyplot", documentation: "matplotlib's names over figures in the terminal and as SVG.",
            commands: Drawing.all.map { $0.function(state.axes) } + figures(state))
        MissingNames.explain(in: module)
        module["rcParams"] = .dict(DictValue(viewOf: state.settings))
        return module
    }

    private static func figures(_ state: State) -> [Builtin] {
        [
            Builtin(
                "figure", group: "pyplot", summary: "Begins a new figure.",
                Parameter<Value>("num", "which one; always a new one", default: .none), options,
                returns: "a figure", example: "plt.figure(figsize=(8, 3))", pytorch: "plt.figure()"
            ) { _, _, options -> CanvasObject in
                let size = try FigureOptions.size("figure", options, state.settings)
                state.canvas = Canvas(settings: state.settings, size: size)
                return CanvasObject(state.begun())
            },
            Builtin(
                "subplots", group: "pyplot", summary: "Begins a new figure with axes in a grid.",
                Parameter<Int>("nrows", "rows", default: 1),
                Parameter<Int>("ncols", "columns", default: 1), options, returns: "the figure, and its axes",
                example: "plt.subplots(1, 2)",
                pytorch: "fig, axs = plt.subplots(1, 2)"
            ) { _, rows, columns, options -> Value in
                let size = try FigureOptions.size("subplots", options, state.settings)
                guard rows >= 1, columns >= 1, rows <= 50, columns <= 50 else {
                    throw ScriptError(
                        "ValueError", "subplots() makes 1 to 50 rows and columns, not \(rows) by \(columns)")
                }
                let canvas = Canvas(rows: rows, columns: columns, settings: state.settings, size: size)
                // As there: the axes that were made last are the current ones.
                canvas.current = rows * columns - 1
                state.canvas = canvas
                let grid = (0..<rows).map { row in (0..<columns).map { canvas.axes(row * columns + $0) } }
                let axes: Value =
                    rows * columns == 1 && FigureOptions.squeezes(options)
                    ? grid[0][0].scriptValue : .object(AxesGrid(grid))
                return .tuple([CanvasObject(canvas).scriptValue, axes])
            },
            Builtin(
                "subplot", group: "pyplot", summary: "Selects one of the axes of a grid.",
                Parameter<Int>("nrows", "rows, or all three as one number such as 121"),
                Parameter<Int?>("ncols", "columns", default: nil),
                Parameter<Int?>("index", "which, from 1", default: nil), options, returns: "the axes",
                example: "plt.subplot(1, 2, 1)", pytorch: "plt.subplot(1, 2, 1)"
            ) { _, first, columns, index, options -> AxesObject in
                try FigureOptions.check("subplot", options)
                let places =
                    columns == nil
                    ? [first / 100, first / 10 % 10, first % 10] : [first, columns ?? 1, index ?? 1]
                guard places.allSatisfy({ $0 >= 1 && $0 <= 50 }), places[2] <= places[0] * places[1] else {
                    throw ScriptError(
                        "ValueError", "subplot() wants rows, columns and a number from 1 to their product")
                }
                if state.canvas?.figure.axes.count != places[0] * places[1]
                    || state.canvas?.figure.columns != places[1]
                {
                    // A figure that was begun keeps its size.
                    let size = state.canvas?.figure.size
                    state.canvas = Canvas(
                        rows: places[0], columns: places[1], settings: state.settings, size: size)
                }
                state.begun().current = places[2] - 1
                return state.axes()
            },
            Builtin(
                "gca", group: "pyplot", summary: "The axes that plt draws on.", returns: "the axes",
                example: "plt.gca()", pytorch: "plt.gca()"
            ) { _ in state.axes() },
            Builtin(
                "gcf", group: "pyplot", summary: "The figure that plt draws on.", returns: "the figure",
                example: "plt.gcf()", pytorch: "plt.gcf()"
            ) { _ in
                CanvasObject(state.begun())
            },
            Builtin(
                "show", group: "pyplot", summary: "Shows the figure, and begins a new one.", options,
                returns: "None", example: "plt.show()",
                pytorch: "plt.show()"
            ) { interpreter, options -> Value in
                try FigureOptions.check("show", options)
                if let canvas = state.canvas { interpreter.output.display(Forms(canvas.figure)) }
                state.canvas = nil
                return .none
            },
            Builtin(
                "close", group: "pyplot", summary: "Closes the figure.",
                Parameter<Value>("fig", "which", default: .none), returns: "None",
                example: "plt.close()", pytorch: "plt.close()"
            ) { _, _ -> Value in
                state.canvas = nil
                return .none
            },
            Builtin(
                "savefig", group: "pyplot", summary: "Saves the figure to a file: SVG, or PNG by librsvg.",
                Parameter<String>("fname", "the file, ending in .svg or .png"), options,
                returns: "None", example: "plt.savefig('loss.svg')", pytorch: "plt.savefig('loss.svg')"
            ) { interpreter, path, options -> Value in
                try FigureOptions.save(state.begun().figure, path, options, interpreter)
                return .none
            },
            Builtin(
                "rcdefaults", group: "pyplot", summary: "Restores the default settings.", returns: "None",
                example: "plt.rcdefaults()", pytorch: "plt.rcdefaults()"
            ) { _ -> Value in
                state.settings.reset()
                return .none
            },
            Builtin(
                "suptitle", group: "pyplot", summary: "Sets the title of the figure.",
                Parameter<String>("t", "the title"), options, returns: "None",
                example: "plt.suptitle('Two runs')", pytorch: "plt.suptitle('Two runs')"
            ) { _, title, options -> Value in
                try FigureOptions.check("suptitle", options)
                state.begun().figure.title = title
                return .none
            },
            Builtin(
                "tight_layout", group: "pyplot",
                summary: "Does nothing: figures are laid out tightly anyway.", options,
                returns: "None", example: "plt.tight_layout()",
                pytorch: "plt.tight_layout()"
            ) { _, options -> Value in
                try FigureOptions.check("tight_layout", options)
                return .none
            },
            Builtin(
                "colorbar", group: "pyplot", summary: "Shows the colour bar of an image.",
                Parameter<Value>("mappable", "what imshow gave", default: .none), options, returns: "None",
                example: "plt.colorbar()",
                pytorch: "plt.colorbar()"
            ) { _, mappable, options -> Value in
                try FigureOptions.check("colorbar", options)
                try Drawing.colourBar(mappable, state.begun())
                return .none
            },
        ]
    }
}
