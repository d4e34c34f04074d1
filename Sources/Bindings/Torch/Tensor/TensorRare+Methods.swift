import Language
import Tensors

extension TensorRare {
    private static let target: Parameter<TensorObject> = receiver("the tensor that changes")
    private static let generator = Parameter<GeneratorObject?>(
        "generator", "where the random numbers come from", default: nil, .keywordOnly)

    /// Methods of tensors only.
    static let methods: [Builtin] =
        filling + reshaping + [
            Builtin(
                "unfold", group: "torch", summary: "All windows of a size along an axis, as a view.", input,
                Parameter<Int>("dimension", "the axis"), Parameter<Int>("size", "positions in a window"),
                Parameter<Int>("step", "the distance of windows"), returns: "a tensor [..., windows, size]",
                example: "x.unfold(0, 2, 1)", pytorch: "x.unfold(0, 2, 1)"
            ) { _, x, axis, size, step in try x.unfold(axis, size, step) },
            Builtin(
                "register_hook", group: "torch",
                summary:
                    "Has a function told this tensor's gradient; what it gives, if anything, takes its "
                    + "place.",
                input,
                Parameter<Value>("hook", "a function of the gradient"), returns: "a handle with remove()",
                example: "x.register_hook(lambda g: g * 2)", pytorch: "x.register_hook(hook)"
            ) { interpreter, x, function in
                guard Operations.isCallable(function) else {
                    throw ScriptError("TypeError", "a hook is a function, not \(function.typeName)")
                }
                let hook = GradientHook { [unowned interpreter] gradient in
                    let changed = try Operations.call(
                        function, Arguments([gradient.scriptValue]), interpreter)
                    if changed.isNone { return nil }
                    guard let tensor = try Tensor.from(changed) else {
                        throw ScriptError(
                            "TypeError", "a hook gives a Tensor or None, not \(changed.typeName)")
                    }
                    return tensor
                }
                try x.register(hook)
                return HookHandle { hook.remove() }
            },
            Builtin(
                "is_floating_point", group: "torch", summary: "Whether the elements are floats.", input,
                returns: "bool", example: "x.is_floating_point()", pytorch: "x.is_floating_point()"
            ) { _, x in
                x.dtype.isFloatingPoint
            },
            Builtin(
                "get_device", group: "torch", summary: "-1: the CPU.", input, returns: "int",
                example: "x.get_device()", pytorch: "x.get_device()"
            ) { _, _ in -1 },
            Builtin(
                "pin_memory", group: "torch", summary: "The tensor itself: there is no GPU to copy to.",
                input, returns: "the tensor", example: "x.pin_memory()", pytorch: "x.pin_memory()"
            ) { _, x in x },
            Builtin(
                "new_empty", group: "torch", summary: "Memory of the same type; it holds zeros here.", input,
                Parameter<Sizes>("size", "the sizes", .variadic), returns: "a tensor",
                example: "x.new_empty(2, 3)", pytorch: "x.new_empty(2, 3)"
            ) { _, x, sizes in try Tensor.zeros(sizes.elements, x.dtype) },
        ]
        + ["half", "short", "byte", "char"].map { name in
            Builtin(
                name, group: "torch", summary: "Refuses: this type is not here.", input, returns: "nothing",
                example: "x.\(name)()", pytorch: "x.\(name)()"
            ) { _, _ -> Value in
                throw missingType(name)
            }
        }

    /// Names of types of elements that are not here, and what is near.
    static let missingTypes: [String: String] = [
        "float16": "torch.float32", "half": "torch.float32", "uint8": "torch.int64", "int8": "torch.int64",
        "int16": "torch.int64", "short": "torch.int64",
        "uint16": "torch.int64", "uint32": "torch.int64", "complex64": "two tensors, real and imaginary",
        "cfloat": "two tensors, real and imaginary", "complex128": "two tensors, real and imaginary",
        "byte": "torch.int64", "char": "torch.int64",
    ]

    private static func missingType(_ method: String) -> ScriptError {
        let type = ["half": "float16", "short": "int16", "byte": "uint8", "char": "int8"][method] ?? method
        return ScriptError(
            "TypeError", "torch.\(type) is not in Lagado", hint: method == "half" ? "x.float()" : "x.long()")
    }

    private static let filling: [Builtin] = [
        Builtin(
            "exponential_", group: "torch", summary: "Draws every element from an exponential distribution.",
            target, Parameter<Double>("lambd", "the rate", default: 1), generator,
            returns: "the tensor itself", example: "x.exponential_()", pytorch: "x.exponential_()"
        ) { _, x, rate, generator in
            try x.tensor.write(
                .renewed("ExponentialBackward0") {
                    try (generator?.generator ?? .standard).fillExponential($0, rate: rate)
                })
            return x
        },
        Builtin(
            "bernoulli_", group: "torch", summary: "1 with a probability, else 0.", target,
            Parameter<Operand>("p", "the probability", default: .number(.float(0.5)), shown: "0.5"),
            generator,
            returns: "the tensor itself", example: "x.bernoulli_(0.3)", pytorch: "x.bernoulli_(0.3)"
        ) { _, x, p, generator in
            let probability: Tensor
            switch p {
            case .tensor(let tensor): probability = tensor
            case .number(let number): probability = try Tensor([number.double], [])
            }
            try x.tensor.write(
                .renewed("BernoulliBackward1", from: [probability]) {
                    try (generator?.generator ?? .standard).fillBernoulli($0, probability.detach())
                })
            return x
        },
        Builtin(
            "random_", group: "torch", summary: "Draws whole numbers.", target,
            Parameter<Int?>("from", "the least, or the bound where it stands alone", default: nil),
            Parameter<Int?>("to", "one above the largest", default: nil), generator,
            returns: "the tensor itself", example: "x.random_(10)", pytorch: "x.random_(10)"
        ) { _, x, from, to, generator in
            let natural =
                x.tensor.dtype == .float32
                ? 1 << 24 + 1
                : x.tensor.dtype == .float64 ? 1 << 53 + 1 : x.tensor.dtype == .bool ? 2 : Int.max
            let (low, high) = from == nil ? (0, natural) : to == nil ? (0, from ?? 0) : (from ?? 0, to ?? 0)
            try x.tensor.write(
                .renewed("RandomBackward0") {
                    let source = generator?.generator ?? .standard
                    try Tensor.copy(from: source.integers(low, high, $0.shape), into: $0)
                })
            return x
        },
        Builtin(
            "fill_diagonal_", group: "torch", summary: "Puts a number on the diagonal.", target,
            Parameter<Number>("fill_value", "the number"), returns: "the tensor itself",
            example: "x.fill_diagonal_(1)", pytorch: "x.fill_diagonal_(1)"
        ) { _, x, value in
            guard x.tensor.rank == 2 else {
                throw ScriptError(
                    "RuntimeError",
                    "fill_diagonal_ wants a matrix here, got \(Shape.description(x.tensor.shape))")
            }
            let mask = try Tensor.eye(x.tensor.shape[0], x.tensor.shape[1]).to(.bool)
            try x.tensor.update("fill_diagonal_") { try $0.maskedFill(mask, value) }
            return x
        },
        Builtin(
            "addcmul_", group: "torch", summary: "Adds a product of two, in place.", target,
            Parameter<Tensor>("tensor1", "the first factor"), Parameter<Tensor>("tensor2", "the second"),
            Parameter<Number>("value", "what the product is multiplied by", default: .int(1), .keywordOnly),
            returns: "the tensor itself", example: "x.addcmul_(a, b)",
            pytorch: "x.addcmul_(a, b)"
        ) { _, x, a, b, value in
            try x.tensor.update("addcmul_") { try $0 + a * b * $0.fittingConstant(value) }
            return x
        },
        Builtin(
            "addcdiv_", group: "torch", summary: "Adds a quotient of two, in place.", target,
            Parameter<Tensor>("tensor1", "the dividend"), Parameter<Tensor>("tensor2", "the divisor"),
            Parameter<Number>("value", "what the quotient is multiplied by", default: .int(1), .keywordOnly),
            returns: "the tensor itself", example: "x.addcdiv_(a, b)",
            pytorch: "x.addcdiv_(a, b)"
        ) { _, x, a, b, value in
            try TensorOperators.checkDivides(a, b)
            try x.tensor.update("addcdiv_") { try $0 + a / b * $0.constant(value) }
            return x
        },
        Builtin(
            "lerp_", group: "torch", summary: "Moves towards another tensor, in place.", target,
            Parameter<Tensor>("end", "where the way ends"),
            Parameter<Operand>("weight", "how far to go, 0 to 1"),
            returns: "the tensor itself", example: "x.lerp_(y, 0.5)", pytorch: "x.lerp_(y, 0.5)"
        ) { _, x, end, weight in
            try x.tensor.update("lerp_") { try TensorElementwise.lerp($0, end, weight) }
            return x
        },
    ]

    private static let reshaping: [Builtin] = ["t_", "squeeze_", "unsqueeze_", "transpose_"].map { name in
        Builtin(
            name, group: "torch", summary: "Refuses: the shape of a tensor does not change in place here.",
            raw: [target.information], returns: "nothing", example: "x.\(name)()", pytorch: "x.\(name)()"
        ) { _, _ in
            throw ScriptError(
                "NotImplementedError",
                "Tensor.\(name) is not in Lagado: the shape of a tensor does not change in place",
                hint: "x = x.\(name.dropLast())(…)")
        }
    }
}
