import Foundation
import Language
import Plots
import Presentation
import TorchSources

/// `matplotlib`: its names over figures in the terminal and as SVG. The modules are written in the language;
/// what they describe becomes a figure here.
package enum Pyplot {
    package static func install(in interpreter: Interpreter) {
        interpreter.register(module: "_pyplot") { native() }
        for (name, source) in TorchSources.figures {
            interpreter.register(module: name, source: source) { module in MissingNames.explain(in: module) }
        }
        // The other modules are classes of names in the first.
        for (name, part) in parts {
            interpreter.register(module: name) { [unowned interpreter] in
                let module = ModuleValue(name, documentation: "matplotlib's names; see matplotlib.pyplot.")
                let whole = try interpreter.module("matplotlib.pyplot")
                module.resolveMissing = { [unowned module] missing in
                    if let names = try Operations.attribute(.module(whole), Symbol(part)),
                        let value = try Operations.attribute(names, Symbol(missing))
                    {
                        return value
                    }
                    if missing.hasPrefix("__") { return nil }
                    if let inner = try? Interpreter.current?.module(name + "." + missing) {
                        return .module(inner)
                    }
                    throw ScriptError("AttributeError", "\(module.name).\(missing) is not in Lagado")
                }
                return module
            }
        }
    }

    private static let parts = [
        ("matplotlib", "_matplotlib"), ("matplotlib.cm", "cm"), ("matplotlib.colors", "_colors"),
        ("matplotlib.gridspec", "_gridspec"), ("matplotlib.ticker", "_ticker"),
        ("matplotlib.patches", "_patches"),
        ("matplotlib.lines", "_lines"), ("matplotlib.figure", "_figure"), ("matplotlib.axes", "_axes"),
        ("matplotlib.style", "style"), ("matplotlib.collections", "_collections"),
        ("matplotlib.animation", "_animation"),
        ("mpl_toolkits", "_toolkits"), ("mpl_toolkits.axes_grid1", "_toolkits"),
        ("mpl_toolkits.mplot3d", "_toolkits"),
    ]

    private static let description = Parameter<Value>("figure", "what is drawn")

    private static func native() -> ModuleValue {
        let settings = PlotSettings()
        let reset = Builtin(
            "reset", group: "figures", summary: "Restores the default settings.", returns: "None",
            example: "reset()"
        ) { _ -> Value in
            settings.reset()
            return .none
        }
        let module = ModuleValue(
            "_pyplot", documentation: "Figures that are described.", commands: commands + [reset])
        module["settings"] = .dict(DictValue(viewOf: settings))
        return module
    }

    private static let commands: [Builtin] = [
        Builtin(
            "show", group: "figures", summary: "Shows a figure.", description, returns: "None",
            example: "show(figure)"
        ) { interpreter, figure -> Value in
            interpreter.output.display(Forms(try FigureDescription.figure(figure)))
            return .none
        },
        Builtin(
            "save", group: "figures", summary: "Saves a figure to a file.", description,
            Parameter<String>("path", "the file, ending in .svg or .png"),
            Parameter<Double>("scale", "pixels of a PNG for each of the SVG", default: 1), returns: "None",
            example: "save(figure, 'loss.svg')"
        ) { interpreter, figure, path, scale -> Value in
            try FigureObject(try FigureDescription.figure(figure)).save(path, scale: scale, interpreter)
            return .none
        },
        Builtin(
            "form", group: "figures", summary: "A figure as text for a file.", description,
            Parameter<String>("type", "svg or png"),
            Parameter<Double>("scale", "pixels of a PNG", default: 1),
            returns: "str or bytes", example: "form(figure, 'svg')"
        ) { _, figure, type, scale -> Value in
            let figure = try FigureDescription.figure(figure)
            return type == "svg"
                ? .string(figure.svg()) : .object(BytesValue(Array(try figure.png(scale: scale))))
        },
        Builtin(
            "width", group: "figures", summary: "About how wide a text is, in pixels.",
            Parameter<String>("text", "the text"), Parameter<Double>("size", "the height of its letters"),
            returns: "float", example: "width('here', 12)"
        ) { _, text, size in Words.width(text, size: size) },
        Builtin(
            "note", group: "figures", summary: "Says something beside what a program prints.",
            Parameter<String>("text", "the text"), returns: "None", example: "note('…')"
        ) { interpreter, text -> Value in
            interpreter.output.note(text)
            return .none
        },
    ]
}
