import Bindings
import Language

/// `IPython.display`, as notebooks import it: showing values works, everything about
/// the page has nothing to do here.
enum IPythonModules {
    static func install(in interpreter: Interpreter) {
        let make = {
            ModuleValue(
                "IPython.display", documentation: "IPython's names for showing values.",
                commands: [display, clearOutput, formats] + texts)
        }
        interpreter.register(module: "IPython.display", make)
        interpreter.register(module: "IPython") {
            let module = ModuleValue(
                "IPython", documentation: "IPython's names for showing values; see IPython.display.",
                commands: [shell])
            module["display"] = .module(try interpreter.module("IPython.display"))
            return module
        }
        interpreter.register([shell])
    }

    private static let display = Builtin(
        "display", group: "session", summary: "Shows values as the prompt does.",
        Parameter<[Value]>("values", "what to show", default: [], .variadic),
        Parameter<Value>("options", "without effect", .keywords), returns: "None",
        example: "IPython.display.display(X)"
    ) { interpreter, values, _ -> Value in
        let session = try interpreter.session()
        for value in values { try session.show(value) }
        return .none
    }

    /// `HTML(data)`, `Markdown(data)`, `Latex(data)`, `SVG(data)`.
    private static let texts = RichText.Kind.allCases.map { kind in
        Builtin(
            kind.rawValue, group: "session",
            summary: "A text that an exported page or notebook shows as \(kind.rawValue).",
            Parameter<String>("data", "the text"), returns: "\(kind.rawValue)",
            example: "IPython.display.\(kind.rawValue)('x')"
        ) { _, data -> RichText in RichText(kind, data) }
    }

    private static let clearOutput = Builtin(
        "clear_output", group: "session", summary: "Does nothing: what is written stays.",
        Parameter<Bool>("wait", "without effect", default: false),
        returns: "None", example: "IPython.display.clear_output()"
    ) { _, _ -> Value in .none }

    private static let formats = Builtin(
        "set_matplotlib_formats", group: "session",
        summary: "Does nothing: figures are drawn in the terminal and as SVG.",
        Parameter<Value>("formats", "without effect", .variadic), returns: "None",
        example: "IPython.display.set_matplotlib_formats('svg')"
    ) { _, _ -> Value in .none }

    /// What notebooks ask whether they run in IPython: nothing, as in a plain program.
    private static let shell = Builtin(
        "get_ipython", group: "session",
        summary: "None: this is not IPython, magics are lines that begin with %.", returns: "None",
        example: "get_ipython()"
    ) { _ -> Value in .none }
}
