import Language
import Tensors

/// What NumPy's functions have in common beside those of elements and reductions: how memory is laid out, and
/// ways to compute that change nothing.
enum NumPyArguments {
    /// A command of a module with all that NumPy's takes there.
    static func added(to command: Builtin, of module: String) -> Builtin {
        let named = names["\(module).\(command.name)"].map(command.renaming) ?? command
        let reduced =
            module == "numpy" || module == "numpy.ndarray"
            ? ReductionArguments.added(to: named) : named
        return SharedArgument.added(table, to: reduced, of: module)
    }

    /// What NumPy calls parameters that have other names elsewhere.
    private static let names: [String: [String: String]] = [
        "numpy.append": ["a": "arr"],
        "numpy.split": ["a": "ary"], "numpy.array_split": ["a": "ary"], "numpy.bincount": ["a": "x"],
        "numpy.digitize": ["a": "x"], "numpy.broadcast_to": ["a": "array"],
        "numpy.column_stack": ["arrays": "tup"], "numpy.hstack": ["arrays": "tup"],
        "numpy.vstack": ["arrays": "tup"], "numpy.diag": ["a": "v"], "numpy.flip": ["a": "m"],
        "numpy.fliplr": ["a": "m"], "numpy.flipud": ["a": "m"], "numpy.tril": ["a": "m"],
        "numpy.triu": ["a": "m"], "numpy.tile": ["a": "A"], "numpy.isin": ["a": "element"],
        "numpy.empty_like": ["a": "prototype"],
        "numpy.iinfo": ["dtype": "int_type"], "numpy.arange": ["start": "start_or_stop"],
        "numpy.matmul": ["a": "x1", "b": "x2"], "numpy.linalg.matrix_rank": ["a": "A"],
    ]

    private static let table = SharedArgument.table(neutral + fixed + types + NumPySettings.all)

    /// The order of elements in memory: an array's values do not depend on it.
    private static func order(
        _ after: String?, of commands: String, _ text: String = "'C'", _ passing: Passing = .either
    ) -> SharedArgument {
        .neutral(
            "order", "the order in memory, which changes no number", default: text, passing, after: after,
            of: commands
        ) { value in
            guard value.isNone || ["C", "F", "A", "K"].contains(value.text) else {
                throw ScriptError(
                    "ValueError", "order must be one of 'C', 'F', 'A', or 'K' (got \(try value.repr()))")
            }
        }
    }

    private static let neutral: [SharedArgument] = [
        order("dtype", of: "numpy: zeros ones empty full eye"),
        order("dtype", of: "numpy: asarray", "None"),
        order(nil, of: "numpy: array", "'K'", .keywordOnly),
        order("dtype", of: "numpy: zeros_like ones_like empty_like full_like", "'K'"),
        order("dtype", of: "numpy.ndarray: astype", "'K'"),
        .neutral(
            "device", "where it is: 'cpu'", default: "None",
            of:
                "numpy: arange asarray empty empty_like eye full full_like linspace ones ones_like zeros "
                + "zeros_like"
        ) { value in
            guard value.isNone || value.text == "cpu" else {
                throw ScriptError(
                    "ValueError",
                    "Device not understood. Only \"cpu\" is allowed, but received: \(try value.repr())")
            }
        },
        .neutral(
            "subok", "whether subclasses stay: there are none", default: "False", of: "numpy: array"),
        .neutral(
            "subok", "whether subclasses stay: there are none", default: "True", .either, after: "order",
            of: "numpy: zeros_like ones_like empty_like full_like; numpy.ndarray: astype"),
        .neutral(
            "subok", "whether subclasses stay: there are none", default: "False", .either,
            of: "numpy: broadcast_to"),
        .neutral(
            "overwrite_input", "whether the input may be lost: it never is", default: "False", .either,
            after: "out", of: "numpy: median"),
        .neutral(
            "kind", "how it is sorted, to the same order", default: "None", .either, after: "axis",
            of: "numpy: sort argsort; numpy.ndarray: sort argsort"
        ) { value in
            guard
                value.isNone
                    || ["quicksort", "mergesort", "heapsort", "stable"].contains(value.text)
            else {
                throw ScriptError(
                    "ValueError",
                    "sort kind must be one of 'quick', 'heap', or 'stable' (got \(try value.repr()))")
            }
        },
        .neutral(
            "stable", "whether equal elements keep their order: they do", default: "None",
            of: "numpy: sort argsort; numpy.ndarray: sort argsort"),
        .neutral(
            "assume_unique", "whether each occurs once: a quicker way to the same", default: "False",
            .either, of: "numpy: intersect1d setdiff1d isin"),
        .neutral("kind", "how it is searched, to the same result", default: "None", of: "numpy: isin"),
        .neutral(
            "allow_pickle", "whether objects may be saved: there are none", default: "True",
            of: "numpy: savez savez_compressed"),
        .neutral(
            "optimize", "the order of products, which rounds as it is", default: "False",
            of: "numpy: einsum"),
    ]

    private static let fixed: [SharedArgument] = [
        .only("like", "None", of: "numpy: arange array asarray empty eye full identity ones tri zeros"),
        .only(
            "order", "None", passing: .either, after: "kind", hint: "arrays of fields are not here",
            of: "numpy: sort argsort; numpy.ndarray: sort argsort"),
        .only("ndmax", "0", of: "numpy: array"),
    ]

    /// The type of the result.
    private static let types: [SharedArgument] = [
        .neutral(
            "casting", "which conversions of types are made", default: "'same_kind'",
            of: "numpy: concatenate stack vstack hstack"
        ) { value in
            guard ["same_kind", "unsafe"].contains(value.text) else {
                throw ScriptError(
                    "NotImplementedError", "casting=\(try value.repr()) is not in Lagado",
                    hint: "casting='same_kind' or 'unsafe'")
            }
        },
        SharedArgument(
            parameter: .init("dtype", "the type of the result", default: "None", .keywordOnly),
            commands: "numpy: concatenate stack vstack hstack", apply: resultType),
        SharedArgument(
            parameter: .init("dtype", "the type of the result", default: "None", .either),
            after: "base", commands: "numpy: logspace", apply: converted),
        SharedArgument(
            parameter: .init("dtype", "the type of the result", default: "None", .either),
            commands: "numpy: geomspace tri", apply: converted),
    ]

    private static func converted(_ call: FurtherCall) throws -> Value {
        guard let type = try NumPy.type(call["dtype"] ?? .none) else { return try call.result() }
        return try ArrayObject.value(NumPy.tensor(call.result()).to(type))
    }

    private static func resultType(_ call: FurtherCall) throws -> Value {
        guard let type = try NumPy.type(call["dtype"] ?? .none) else { return try call.result() }
        let result = try NumPy.tensor(call.result())
        let rule = try (call["casting"] ?? call.argument("casting"))?.text ?? "same_kind"
        guard Converted.allows(result.dtype, type, rule) else {
            throw ScriptError(
                "TypeError",
                "Cannot cast array data from dtype('\(result.dtype)') to dtype('\(type)') according to the "
                    + "rule '\(rule)'", hint: "casting='unsafe'")
        }
        return try ArrayObject.value(result.to(type))
    }
}
