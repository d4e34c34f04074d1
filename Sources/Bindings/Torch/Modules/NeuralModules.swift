import Language
import Neural
import Tensors

/// The modules `torch.nn`, `torch.nn.init` and `torch.nn.utils`.
enum NeuralModules {
    package static func make() -> ModuleValue {
        let module = ModuleValue("torch.nn", documentation: "Parts of models.")
        for (name, type) in ModuleTypes.all { module[name] = .type(type) }
        module["Parameter"] = .type(TensorType.parameterClass)
        MissingNames.explain(
            in: module,
            near: [
                "FractionalMaxPool2d": "nn.MaxPool2d", "AdaptiveLogSoftmaxWithLoss": "nn.CrossEntropyLoss",
                "DataParallel": "the model itself: there is one device",
            ])
        return module
    }

    static func makeInit() -> ModuleValue {
        let module = ModuleValue(
            "torch.nn.init", documentation: "Fresh numbers for parameters, in place.",
            commands: initialisers.map(WrongTypes.asking))
        MissingNames.explain(in: module)
        return module
    }

    static func makeUtils() -> ModuleValue {
        let module = ModuleValue(
            "torch.nn.utils", documentation: "Help with parameters.",
            commands: utilities.map { TorchArguments.added(to: $0, of: "torch.nn.utils") })
        MissingNames.explain(in: module)
        return module
    }

    private static let tensor = Parameter<TensorObject>("tensor", "the tensor that is filled")
    private static let generator = Parameter<GeneratorObject?>(
        "generator", "where the random numbers come from", default: nil)
    private static let gain = Parameter<Double>("gain", "a factor", default: 1)
    private static let slope = Parameter<Double>("a", "slope of the leaky ReLU that follows", default: 0)
    private static let mode = Parameter<String>("mode", "'fan_in' or 'fan_out'", default: "fan_in")
    private static let nonlinearity = Parameter<String>(
        "nonlinearity", "'relu', 'leaky_relu' or 'linear'", default: "leaky_relu")

    private static func generator(_ object: GeneratorObject?) -> Generator { object?.generator ?? .standard }

    private static func fanGain(_ slope: Double, _ mode: String, _ nonlinearity: String) throws -> (
        gain: Double, outputs: Bool
    ) {
        guard mode == "fan_in" || mode == "fan_out" else {
            throw ScriptError(
                "ValueError", "Mode \(mode) not supported, please use one of ['fan_in', 'fan_out']")
        }
        switch nonlinearity {
        case "relu": return (Initialisation.rectifierGain(0), mode == "fan_out")
        case "leaky_relu": return (Initialisation.rectifierGain(slope), mode == "fan_out")
        case "linear", "sigmoid": return (1, mode == "fan_out")
        case "tanh": return (5.0 / 3, mode == "fan_out")
        default: throw ScriptError("ValueError", "Unsupported nonlinearity \(nonlinearity)")
        }
    }

    static let initialisers: [Builtin] = [
        Builtin(
            "normal_", group: "torch.nn.init", summary: "Fills a tensor from a normal distribution.", tensor,
            Parameter<Double>("mean", "the mean", default: 0),
            Parameter<Double>("std", "the standard deviation", default: 1), generator, returns: "the tensor",
            example: "nn.init.normal_(w, 0, 0.02)",
            pytorch: "nn.init.normal_(w, 0, 0.02)"
        ) { _, x, mean, deviation, source in
            try Initialisation.normal(x.tensor, mean: mean, deviation: deviation, generator(source))
            return x
        },
        Builtin(
            "uniform_", group: "torch.nn.init", summary: "Fills a tensor from a uniform distribution.",
            tensor,
            Parameter<Double>("a", "the lower end", default: 0),
            Parameter<Double>("b", "the upper end", default: 1), generator, returns: "the tensor",
            example: "nn.init.uniform_(w, -1, 1)",
            pytorch: "nn.init.uniform_(w, -1, 1)"
        ) { _, x, low, high, source in
            try Initialisation.uniform(x.tensor, low, high, generator(source))
            return x
        },
        Builtin(
            "constant_", group: "torch.nn.init", summary: "One number everywhere.", tensor,
            Parameter<Number>("val", "the number"),
            returns: "the tensor", example: "nn.init.constant_(w, 0.5)", pytorch: "nn.init.constant_(w, 0.5)"
        ) { _, x, value in
            try Initialisation.constant(x.tensor, value)
            return x
        },
        Builtin(
            "zeros_", group: "torch.nn.init", summary: "Fills a tensor with zeros.", tensor,
            returns: "the tensor",
            example: "nn.init.zeros_(w)",
            pytorch: "nn.init.zeros_(w)"
        ) { _, x in
            try Initialisation.constant(x.tensor, .int(0))
            return x
        },
        Builtin(
            "ones_", group: "torch.nn.init", summary: "Fills a tensor with ones.", tensor,
            returns: "the tensor",
            example: "nn.init.ones_(w)",
            pytorch: "nn.init.ones_(w)"
        ) { _, x in
            try Initialisation.constant(x.tensor, .int(1))
            return x
        },
        Builtin(
            "xavier_uniform_", group: "torch.nn.init",
            summary: "Xavier (Glorot) initialisation from a uniform distribution.",
            tensor, gain, generator, returns: "the tensor",
            example: "nn.init.xavier_uniform_(w)", pytorch: "nn.init.xavier_uniform_(w)",
            formula: "U(−a, a), a = gain·√(6/(in + out))"
        ) { _, x, gain, source in
            try Initialisation.xavierUniform(x.tensor, gain: gain, generator(source))
            return x
        },
        Builtin(
            "xavier_normal_", group: "torch.nn.init",
            summary: "Xavier (Glorot) initialisation from a normal distribution.", tensor, gain, generator,
            returns: "the tensor", example: "nn.init.xavier_normal_(w)", pytorch: "nn.init.xavier_normal_(w)",
            formula: "N(0, σ²), σ = gain·√(2/(in + out))"
        ) { _, x, gain, source in
            try Initialisation.xavierNormal(x.tensor, gain: gain, generator(source))
            return x
        },
        Builtin(
            "kaiming_uniform_", group: "torch.nn.init",
            summary: "Kaiming (He) initialisation from a uniform distribution.",
            tensor, slope, mode, nonlinearity, generator,
            returns: "the tensor", example: "nn.init.kaiming_uniform_(w)",
            pytorch: "nn.init.kaiming_uniform_(w)", formula: "U(−b, b), b = gain·√(3/fan)"
        ) { _, x, slope, mode, name, source in
            let (gain, outputs) = try fanGain(slope, mode, name)
            try Initialisation.kaimingUniform(x.tensor, gain: gain, outputs: outputs, generator(source))
            return x
        },
        Builtin(
            "kaiming_normal_", group: "torch.nn.init",
            summary: "Kaiming (He) initialisation from a normal distribution.",
            tensor, slope, mode, nonlinearity, generator,
            returns: "the tensor", example: "nn.init.kaiming_normal_(w)",
            pytorch: "nn.init.kaiming_normal_(w)", formula: "N(0, σ²), σ = gain/√fan"
        ) { _, x, slope, mode, name, source in
            let (gain, outputs) = try fanGain(slope, mode, name)
            try Initialisation.kaimingNormal(x.tensor, gain: gain, outputs: outputs, generator(source))
            return x
        },
        Builtin(
            "eye_", group: "torch.nn.init", summary: "The identity matrix.", tensor, returns: "the tensor",
            example: "nn.init.eye_(w)",
            pytorch: "nn.init.eye_(w)"
        ) { _, x in
            guard x.tensor.rank == 2 else {
                throw ScriptError("ValueError", "Only tensors with 2 dimensions are supported")
            }
            try Autograd.withoutGrad {
                try Tensor.copy(from: .eye(x.tensor.shape[0], x.tensor.shape[1]), into: x.tensor)
            }
            return x
        },
        Builtin(
            "trunc_normal_", group: "torch.nn.init",
            summary: "Fills a tensor from a normal distribution, truncated at two bounds.", tensor,
            Parameter<Double>("mean", "the mean", default: 0),
            Parameter<Double>("std", "the standard deviation", default: 1),
            Parameter<Double>("a", "the lower bound", default: -2),
            Parameter<Double>("b", "the upper bound", default: 2), generator, returns: "the tensor",
            example: "nn.init.trunc_normal_(w, std=0.02)",
            pytorch: "nn.init.trunc_normal_(w, std=0.02)"
        ) { _, x, mean, deviation, low, high, source in
            try Initialisation.truncatedNormal(
                x.tensor, mean: mean, deviation: deviation, low, high, generator(source))
            return x
        },
        Builtin(
            "calculate_gain", group: "torch.nn.init", summary: "The recommended gain for an activation.",
            Parameter<String>("nonlinearity", "its name"),
            Parameter<Double?>("param", "the slope of leaky_relu", default: nil), returns: "float",
            example: "nn.init.calculate_gain('relu')",
            pytorch: "nn.init.calculate_gain('relu')"
        ) { _, name, slope -> Value in
            if ["conv1d", "conv2d", "linear", "sigmoid", "selu"].contains(name) {
                return name == "selu" ? .float(0.75) : .int(1)
            }
            return .float(try fanGain(slope ?? 0.01, "fan_in", name).gain)
        },
    ]

    /// Tensors from anything iterable, or one alone.
    /// - Parameter wrong: the class of the error about what is no tensor.
    static func tensors(_ value: Value, wrong: String = "AttributeError") throws -> [Tensor] {
        if let single = try Tensor.from(value) { return [single] }
        return try Operations.array(value).map { element in
            guard let tensor = try Tensor.from(element) else {
                throw ScriptError(
                    "TypeError", "expected Tensors, got \(element.typeName)", hint: "model.parameters()",
                    exceptionClass: wrong)
            }
            return tensor
        }
    }

    static let utilities: [Builtin] = [
        Builtin(
            "clip_grad_norm_", group: "torch.nn.utils",
            summary: "Clips the norm of all gradients together.",
            Parameter<Value>("parameters", "tensors with gradients"),
            Parameter<Double>("max_norm", "the limit"),
            Parameter<Double>("norm_type", "the order of the norm", default: 2),
            Parameter<Bool>(
                "error_if_nonfinite", "whether a length that is NaN or infinite is an error", default: false),
            Parameter<Bool?>("foreach", "has no effect on results", default: nil),
            returns: "the length before", example: "nn.utils.clip_grad_norm_(model.parameters(), 1.0)",
            pytorch: "nn.utils.clip_grad_norm_(model.parameters(), 1.0)", formula: "g ← g·min(1, limit/‖g‖)"
        ) { _, parameters, limit, p, refuses, _ in
            let all = try tensors(parameters),
                length = try clipGradientNorm(all, limit, p: p, refusingInfinite: refuses)
            let isDouble = all.contains { $0.grad?.dtype == .float64 }
            return try Tensor.scalar(.float(length), isDouble ? .float64 : .float32)
        }.readingNumbers(["max_norm", "norm_type"]),
        Builtin(
            "clip_grad_value_", group: "torch.nn.utils",
            summary: "Clips every gradient to between -limit and limit.",
            Parameter<Value>("parameters", "tensors with gradients"),
            Parameter<Double>("clip_value", "the limit"), returns: "None",
            example: "nn.utils.clip_grad_value_(model.parameters(), 0.5)",
            pytorch: "nn.utils.clip_grad_value_(model.parameters(), 0.5)"
        ) { _, parameters, limit -> Value in
            try clipGradientValue(tensors(parameters), limit)
            return .none
        }.readingNumbers(["clip_value"]),
        Builtin(
            "parameters_to_vector", group: "torch.nn.utils",
            summary: "Flattens all parameters into one vector.",
            Parameter<Value>("parameters", "tensors"), returns: "a tensor",
            example: "nn.utils.parameters_to_vector(model.parameters())",
            pytorch: "nn.utils.parameters_to_vector(model.parameters())"
        ) { _, parameters in
            try Tensor.concatenate(try tensors(parameters).map { try $0.flatten() })
        },
        Builtin(
            "vector_to_parameters", group: "torch.nn.utils",
            summary: "Copies a flat vector into parameters.", Parameter<Tensor>("vec", "the numbers"),
            Parameter<Value>("parameters", "tensors"), returns: "None",
            example: "nn.utils.vector_to_parameters(v, model.parameters())",
            pytorch: "nn.utils.vector_to_parameters(v, model.parameters())"
        ) { _, vector, parameters -> Value in
            try vector.copy(intoParameters: tensors(parameters))
            return .none
        },
    ]
}
