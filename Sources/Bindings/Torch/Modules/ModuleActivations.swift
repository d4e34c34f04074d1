import Language
import Neural
import Tensors

/// Activations of `torch.nn` and `torch.nn.functional` beside those of GPT:
/// each is declared once and is both.
enum ModuleActivations {
    /// A name of `torch.nn`, the name of `F`, and what both compute. `settings` are
    /// named numbers with their defaults.
    ///
    /// Sendable: declared once, shared by all interpreters, and never changed afterwards.
    private struct Row: @unchecked Sendable {
        let module: String, function: String, summary: String, formula: String
        let settings: [(name: String, help: String, value: Double)]
        let apply: (Tensor, [Double]) throws -> Tensor

        /// PyTorch's names of what has no form for integers.
        private static let floatingKernels = [
            "silu": "silu_cpu", "mish": "mish_cpu", "logsigmoid": "log_sigmoid_cpu",
            "hardsigmoid": "hardsigmoid_cpu",
            "hardswish": "hardswish_cpu", "selu": "elu_cpu", "elu": "elu_cpu", "leaky_relu": "leaky_relu_cpu",
            "softplus": "softplus_cpu",
        ]

        func callAsFunction(_ x: Tensor, _ settings: [Double]) throws -> Tensor {
            if let kernel = Self.floatingKernels[function] { try x.checkFloating(kernel) }
            return try apply(x, settings)
        }
    }

    private static let rows: [Row] = [
        Row(
            module: "SiLU", function: "silu", summary: "SiLU: each element times its sigmoid.",
            formula: "x·σ(x)", settings: []
        ) { x, _ in try x.silu() },
        Row(
            module: "Mish", function: "mish",
            summary: "Mish: each element times the hyperbolic tangent of its softplus.",
            formula: "x·tanh(ln(1 + eˣ))",
            settings: []
        ) { x, _ in try x.mish() },
        Row(
            module: "LogSigmoid", function: "logsigmoid", summary: "The logarithm of the sigmoid.",
            formula: "ln σ(x)", settings: []
        ) { x, _ in
            try x.logSigmoid()
        },
        Row(
            module: "Softsign", function: "softsign", summary: "The softsign function: x / (1 + |x|).",
            formula: "x / (1 + |x|)", settings: []
        ) { x, _ in try x.softSign() },
        Row(
            module: "Hardsigmoid", function: "hardsigmoid",
            summary: "Hardsigmoid: the sigmoid in straight lines.", formula: "min(max(x + 3, 0), 6) / 6",
            settings: []
        ) { x, _ in try x.hardSigmoid() },
        Row(
            module: "Hardswish", function: "hardswish",
            summary: "Hardswish: each element times its hardsigmoid.",
            formula: "x·min(max(x + 3, 0), 6) / 6", settings: []
        ) { x, _ in
            try x.hardSwish()
        },
        Row(
            module: "ReLU6", function: "relu6", summary: "ReLU with an upper bound of 6.",
            formula: "min(max(x, 0), 6)", settings: []
        ) { x, _ in
            try x.hardTanh(0, 6)
        },
        Row(
            module: "SELU", function: "selu", summary: "SELU, which keeps mean and variance.",
            formula: "", settings: []
        ) { x, _ in try x.selu() },
        Row(
            module: "ELU", function: "elu", summary: "ELU: below 0 an exponential that approaches -alpha.",
            formula: "x, or alpha·(eˣ − 1) below 0",
            settings: [("alpha", "where it ends", 1)]
        ) { x, s in try x.elu(s[0]) },
        Row(
            module: "LeakyReLU", function: "leaky_relu",
            summary: "Leaky ReLU: negative elements times a small slope.",
            formula: "max(x, slope·x)",
            settings: [("negative_slope", "the slope below 0", 0.01)]
        ) { x, s in try x.leakyReLU(s[0]) },
        Row(
            module: "Softplus", function: "softplus", summary: "A smooth approximation of ReLU.",
            formula: "ln(1 + eᵝˣ) / β",
            settings: [("beta", "the sharpness", 1), ("threshold", "above this value, the identity", 20)]
        ) { x, s in try x.softplus(s[0], threshold: s[1]) },
        Row(
            module: "Hardtanh", function: "hardtanh", summary: "Clamps elements between two bounds.",
            formula: "min(max(x, low), high)",
            settings: [("min_val", "the lower bound", -1), ("max_val", "the upper bound", 1)]
        ) { x, s in
            guard s[0] <= s[1] else {
                throw ScriptError("ValueError", "min_val cannot be greater than max_val")
            }
            return try x.hardTanh(s[0], s[1])
        },
        Row(
            module: "Threshold", function: "threshold",
            summary: "Elements up to a threshold are replaced by a value.",
            formula: "x, or value where x ≤ threshold",
            settings: [
                ("threshold", "what an element has to exceed", .nan),
                ("value", "the value that replaces them", .nan),
            ]
        ) { x, s in try x.thresholded(s[0], s[1]) },
    ]

    /// The axis of a softmax; PyTorch chooses one, with a warning, where none is named.
    static let chosenAxis = Parameter<Int?>(
        "dim", "the axis; chosen, with a warning, where left out", default: nil)

    static func withoutAxis(
        _ name: String, _ function: String, _ apply: @escaping (Tensor, Int) throws -> Tensor
    ) -> ModuleObject {
        ModuleObject(
            Activation(name, "dim=None") { x in
                try apply(x, Functional.implicitAxis(function, nil, of: x))
            }, name)
    }

    /// `inplace` of modules and functions.
    static let inplace = Parameter<Bool>(
        "inplace", "whether the input itself gets the new numbers", default: false)

    /// The parameters of a row; a setting without a default must be given.
    private static func parameters(_ row: Row) -> [Parameter<Double>] {
        row.settings.map {
            $0.value.isNaN
                ? Parameter<Double>($0.name, $0.help) : Parameter<Double>($0.name, $0.help, default: $0.value)
        }
    }

    private static func settings(_ row: Row, _ values: [Value?], _ command: Builtin) throws -> [Double] {
        try zip(row.settings, values).map { setting, value in
            guard let value else {
                if setting.value.isNaN {
                    throw ScriptError("TypeError", "\(command.name)() needs an argument '\(setting.name)'")
                }
                return setting.value
            }
            guard let number = try Number.from(value)?.double else {
                throw ScriptError(
                    "TypeError",
                    "\(command.name)() wants a number for '\(setting.name)', not \(value.typeName)")
            }
            return number
        }
    }

    private static func asksInPlace(_ value: Value?) throws -> Bool {
        try value.map(Operations.truth) ?? false
    }

    static let modules: [Builtin] =
        rows.map { row in
            var command: Builtin!
            command = Builtin(
                row.module, group: "torch.nn", summary: row.summary,
                raw: parameters(row).map(\.information) + [inplace.information], returns: "a module",
                example: "nn.\(row.module)()", pytorch: "nn.\(row.module)()", formula: row.formula
            ) { _, arguments in
                let values = try command.bind(arguments), numbers = try settings(row, values, command)
                var shown = try zip(row.settings, numbers).map { "\($0.name)=\(try Value.float($1).repr())" }
                // PyTorch's Threshold tells the settings as they were given.
                if row.module == "Threshold" {
                    shown = try zip(row.settings, values).map { "\($0.name)=\(try ($1 ?? .none).repr())" }
                }
                let isInPlace = try asksInPlace(values.last ?? nil)
                if isInPlace { shown.append("inplace=True") }
                let activation = Activation(row.module, shown.joined(separator: ", ")) { x in
                    try x.changed(inPlace: isInPlace, row.function + "_") { try row($0, numbers) }
                }
                return ModuleObject(activation, row.module).scriptValue
            }
            return command
        } + [
            Builtin(
                "Softmin", group: "torch.nn", summary: "Softmax of the negated elements.", chosenAxis,
                returns: "a module",
                example: "nn.Softmin(dim=-1)",
                pytorch: "nn.Softmin(dim=-1)"
            ) { _, axis in
                guard let axis else { return withoutAxis("Softmin", "softmin") { try $0.softmin($1) } }
                return ModuleObject(Activation("Softmin", "dim=\(axis)") { try $0.softmin(axis) }, "Softmin")
            },
            Builtin(
                "GLU", group: "torch.nn", summary: "GLU: one half times the sigmoid of the other.",
                Parameter<Int>("dim", "the axis that is halved", default: -1),
                returns: "a module", example: "nn.GLU()", pytorch: "nn.GLU()", formula: "a·σ(b)"
            ) { _, axis in
                ModuleObject(Activation("GLU", "dim=\(axis)") { try $0.glu(axis) }, "GLU")
            },
            Builtin(
                "Unflatten", group: "torch.nn", summary: "Splits one axis into several.", dim,
                Parameter<Sizes>("unflattened_size", "their sizes"), returns: "a module",
                example: "nn.Unflatten(1, (2, 3))", pytorch: "nn.Unflatten(1, (2, 3))"
            ) { _, axis, sizes in
                ModuleObject(Unflatten(axis, sizes.elements), "Unflatten")
            },
        ]

    static let functions: [Builtin] =
        rows.map { row in
            var command: Builtin!
            command = Builtin(
                row.function, group: "torch.nn.functional", summary: row.summary,
                raw: [input.information] + parameters(row).map(\.information) + [inplace.information],
                returns: "a tensor of the same shape",
                example: "F.\(row.function)(x)", pytorch: "F.\(row.function)(x)", formula: row.formula
            ) { _, arguments in
                let values = try command.bind(arguments)
                guard let first = values[0], let x = try Tensor.from(first) else {
                    throw ScriptError(
                        "TypeError",
                        "\(row.function)() wants a Tensor, not \(values[0]?.typeName ?? "nothing")",
                        exceptionClass: WrongTypes.exceptionClass(ofFunction: row.function))
                }
                let numbers = try settings(row, Array(values.dropFirst()), command)
                return try x.changed(inPlace: asksInPlace(values.last ?? nil), row.function + "_") {
                    try row($0, numbers)
                }.scriptValue
            }
            return command.costing(Costs.ofFirst)
        } + [
            Builtin(
                "glu", group: "torch.nn.functional",
                summary: "GLU: one half times the sigmoid of the other.", input,
                Parameter<Int>("dim", "the axis that is halved", default: -1), returns: "a tensor",
                example: "F.glu(x)", pytorch: "F.glu(x)", formula: "a·σ(b)"
            ) { _, x, axis in try x.glu(axis) }
        ]
}
