import Script
import Tensors

extension TensorRare {
    private static let target: Parameter<TensorObject> = receiver("the tensor that changes")
    private static let index = Parameter<Tensor>("index", "int64 places")
    private static let generator = Parameter<GeneratorObject?>("generator", "where the random numbers come from", default: nil, .keywordOnly)

    /// Methods of tensors only.
    static let methods: [Builtin] = filling + indexing + [
        Builtin("unfold", group: "torch", summary: "All windows of a size along an axis, as a view.", input, Parameter<Int>("dimension", "the axis"), Parameter<Int>("size", "positions in a window"),
            Parameter<Int>("step", "the distance of windows"), returns: "a tensor [..., windows, size]", example: "x.unfold(0, 2, 1)", pytorch: "x.unfold(0, 2, 1)"
        ) { _, x, axis, size, step in try x.unfold(axis, size, step) },
        Builtin("register_hook", group: "torch", summary: "Has a function told this tensor's gradient; what it gives, if anything, takes its place.", input,
            Parameter<Value>("hook", "a function of the gradient"), returns: "a handle with remove()", example: "x.register_hook(lambda g: g * 2)", pytorch: "x.register_hook(hook)"
        ) { interpreter, x, function in
            guard Operations.isCallable(function) else { throw ScriptError("TypeError", "a hook is a function, not \(function.typeName)") }
            let hook = GradientHook { [unowned interpreter] gradient in
                let changed = try Operations.call(function, Arguments([gradient.scriptValue]), interpreter)
                if changed.isNone { return nil }
                guard let tensor = try Tensor.from(changed) else { throw ScriptError("TypeError", "a hook gives a Tensor or None, not \(changed.typeName)") }
                return tensor
            }
            try x.register(hook)
            return HookHandle { hook.remove() }
        },
        Builtin("is_floating_point", group: "torch", summary: "Whether the elements are floats.", input, returns: "bool", example: "x.is_floating_point()", pytorch: "x.is_floating_point()") { _, x in
            x.dtype.isFloatingPoint
        },
        Builtin("get_device", group: "torch", summary: "-1: the CPU.", input, returns: "int", example: "x.get_device()", pytorch: "x.get_device()") { _, _ in -1 },
        Builtin("pin_memory", group: "torch", summary: "The tensor itself: there is no GPU to copy to.", input, returns: "the tensor", example: "x.pin_memory()", pytorch: "x.pin_memory()") { _, x in x },
        Builtin("new_empty", group: "torch", summary: "Memory of the same type; it holds zeros here.", input, Parameter<Sizes>("size", "the sizes", .variadic), returns: "a tensor",
            example: "x.new_empty(2, 3)", pytorch: "x.new_empty(2, 3)") { _, x, sizes in try Tensor.zeros(sizes.elements, x.dtype) },
    ] + ["half", "short", "byte", "char"].map { name in
        Builtin(name, group: "torch", summary: "Refuses: this type is not here.", input, returns: "nothing", example: "x.\(name)()", pytorch: "x.\(name)()") { _, _ -> Value in
            throw missingType(name)
        }
    }

    /// Names of types of elements that are not here, and what is near.
    static let missingTypes: [String: String] = [
        "float16": "torch.float32", "half": "torch.float32", "uint8": "torch.int64", "int8": "torch.int64", "int16": "torch.int64", "short": "torch.int64",
        "uint16": "torch.int64", "uint32": "torch.int64", "complex64": "two tensors, real and imaginary", "cfloat": "two tensors, real and imaginary", "complex128": "two tensors, real and imaginary",
        "byte": "torch.int64", "char": "torch.int64",
    ]

    private static func missingType(_ method: String) -> ScriptError {
        let type = ["half": "float16", "short": "int16", "byte": "uint8", "char": "int8"][method] ?? method
        return ScriptError("TypeError", "torch.\(type) is not in Lagado", hint: method == "half" ? "x.float()" : "x.long()")
    }

    private static let filling: [Builtin] = [
        Builtin("exponential_", group: "torch", summary: "Draws every element from an exponential distribution.", target, Parameter<Double>("lambd", "the rate", default: 1), generator,
            returns: "the tensor itself", example: "x.exponential_()", pytorch: "x.exponential_()") { _, x, rate, generator in
            try (generator?.generator ?? .standard).fillExponential(x.tensor, rate: rate)
            return x
        },
        Builtin("bernoulli_", group: "torch", summary: "1 with a probability, else 0.", target, Parameter<Operand>("p", "the probability", default: .number(.float(0.5)), shown: "0.5"), generator,
            returns: "the tensor itself", example: "x.bernoulli_(0.3)", pytorch: "x.bernoulli_(0.3)") { _, x, p, generator in
            let probability: Tensor
            switch p {
            case .tensor(let tensor): probability = tensor
            case .number(let number): probability = try Tensor([number.double], [])
            }
            try (generator?.generator ?? .standard).fillBernoulli(x.tensor, probability)
            return x
        },
        Builtin("random_", group: "torch", summary: "Draws whole numbers.", target, Parameter<Int?>("from", "the least, or the bound where it stands alone", default: nil),
            Parameter<Int?>("to", "one above the largest", default: nil), generator, returns: "the tensor itself", example: "x.random_(10)", pytorch: "x.random_(10)"
        ) { _, x, from, to, generator in
            let natural = x.tensor.dtype == .float32 ? 1 << 24 + 1 : x.tensor.dtype == .float64 ? 1 << 53 + 1 : x.tensor.dtype == .bool ? 2 : Int.max
            let (low, high) = from == nil ? (0, natural) : to == nil ? (0, from ?? 0) : (from ?? 0, to ?? 0)
            try x.tensor.assign([.ellipsis], (generator?.generator ?? .standard).integers(low, high, x.tensor.shape))
            return x
        },
        Builtin("fill_diagonal_", group: "torch", summary: "Puts a number on the diagonal.", target, Parameter<Number>("fill_value", "the number"), returns: "the tensor itself",
            example: "x.fill_diagonal_(1)", pytorch: "x.fill_diagonal_(1)") { _, x, value in
            guard x.tensor.rank == 2 else { throw ScriptError("RuntimeError", "fill_diagonal_ wants a matrix here, got \(Shape.description(x.tensor.shape))") }
            let mask = try Tensor.eye(x.tensor.shape[0], x.tensor.shape[1]).to(.bool)
            try x.tensor.update("fill_diagonal_") { try $0.maskedFill(mask, value) }
            return x
        },
        Builtin("addcmul_", group: "torch", summary: "Adds a product of two, in place.", target, Parameter<Tensor>("tensor1", "the first factor"), Parameter<Tensor>("tensor2", "the second"),
            Parameter<Number>("value", "what the product is multiplied by", default: .int(1), .keywordOnly), returns: "the tensor itself", example: "x.addcmul_(a, b)",
            pytorch: "x.addcmul_(a, b)") { _, x, a, b, value in
            try x.tensor.update("addcmul_") { try $0 + a * b * $0.constant(value) }
            return x
        },
        Builtin("addcdiv_", group: "torch", summary: "Adds a quotient of two, in place.", target, Parameter<Tensor>("tensor1", "the dividend"), Parameter<Tensor>("tensor2", "the divisor"),
            Parameter<Number>("value", "what the quotient is multiplied by", default: .int(1), .keywordOnly), returns: "the tensor itself", example: "x.addcdiv_(a, b)",
            pytorch: "x.addcdiv_(a, b)") { _, x, a, b, value in
            try TensorOperators.checkDivides(a, b)
            try x.tensor.update("addcdiv_") { try $0 + a / b * $0.constant(value) }
            return x
        },
        Builtin("lerp_", group: "torch", summary: "Moves towards another tensor, in place.", target, Parameter<Tensor>("end", "where the way ends"), Parameter<Operand>("weight", "how far to go, 0 to 1"),
            returns: "the tensor itself", example: "x.lerp_(y, 0.5)", pytorch: "x.lerp_(y, 0.5)") { _, x, end, weight in
            try x.tensor.update("lerp_") { try TensorElementwise.lerp($0, end, weight) }
            return x
        },
    ]

    private static let indexing: [Builtin] = [
        Builtin("index_add_", group: "torch", summary: "Adds rows at given places of an axis.", target, dim, index, Parameter<Tensor>("source", "the rows"),
            Parameter<Number>("alpha", "what they are multiplied by", default: .int(1), .keywordOnly), returns: "the tensor itself", example: "x.index_add_(0, i, y)", pytorch: "x.index_add_(0, index, source)"
        ) { _, x, axis, index, source, alpha in
            let at = try Shape.axis(axis, rank: x.tensor.rank)
            guard index.rank == 1, source.rank == x.tensor.rank, source.shape[at] == index.count else {
                throw ScriptError(
                    "RuntimeError", "index_add_(): Number of indices should be equal to source.size(dim)",
                    details: ["index \(Shape.description(index.shape)), source \(Shape.description(source.shape)), dim \(at)"])
            }
            var sizes = Array(repeating: 1, count: source.rank)
            sizes[at] = index.count
            let places = try index.to(.int64).reshape(sizes).expand(source.shape)
            try x.tensor.scatter(at, places, alpha == .int(1) ? source : source * source.constant(alpha), add: true)
            return x
        },
        Builtin("index_fill_", group: "torch", summary: "Puts a number at given places of an axis.", target, dim, index, Parameter<Number>("value", "the number"), returns: "the tensor itself",
            example: "x.index_fill_(0, i, 7)", pytorch: "x.index_fill_(0, index, 7)") { _, x, axis, index, value in
            let at = try Shape.axis(axis, rank: x.tensor.rank)
            try x.tensor.assign(Array(repeating: .slice(nil, nil, 1), count: at) + [.tensor(index)], .scalar(value, x.tensor.dtype))
            return x
        },
        Builtin("index_copy_", group: "torch", summary: "Puts rows at given places of an axis.", target, dim, index, Parameter<Tensor>("source", "the rows"), returns: "the tensor itself",
            example: "x.index_copy_(0, i, y)", pytorch: "x.index_copy_(0, index, source)") { _, x, axis, index, source in
            let at = try Shape.axis(axis, rank: x.tensor.rank)
            try x.tensor.assign(Array(repeating: .slice(nil, nil, 1), count: at) + [.tensor(index)], source)
            return x
        },
        Builtin("index_put_", group: "torch", summary: "Puts values at places given by index tensors.", target, Parameter<Value>("indices", "a tuple of index tensors"), Parameter<Tensor>("values", "the values"),
            Parameter<Bool>("accumulate", "adds and does not replace", default: false), returns: "the tensor itself", example: "x.index_put_((i,), y)", pytorch: "x.index_put_((i,), y)"
        ) { _, x, indices, values, accumulate in
            let places = try Tensor.Index.list(.tuple(Operations.array(indices)))
            guard accumulate else {
                try x.tensor.assign(places, values)
                return x
            }
            // x + the gradient of reading there: the same place as often as it is named.
            let reader = try Tensor.zeros(x.tensor.shape, x.tensor.dtype.isFloatingPoint ? x.tensor.dtype : .float64).requireGrad()
            let read = try Autograd.recording(true) { try reader.index(places) }
            let sums = try read.gradients(of: [reader], values.detach().to(reader.dtype).expand(read.shape))[0]
            try x.tensor.update("index_put_") { try $0 + (sums ?? reader).to($0.dtype) }
            return x
        },
        Builtin("scatter_reduce_", group: "torch", summary: "Combines elements that go to the same place of an axis.", target, dim, index, Parameter<Tensor>("src", "the elements"),
            Parameter<String>("reduce", "'sum', 'prod', 'mean', 'amax' or 'amin'"), Parameter<Bool>("include_self", "whether what is there counts", default: true, .keywordOnly), returns: "the tensor itself",
            example: "x.scatter_reduce_(0, i, y, reduce='sum')", pytorch: "x.scatter_reduce_(0, index, src, reduce='sum')") { _, x, axis, index, source, how, includes in
            try reduce(x.tensor, Shape.axis(axis, rank: x.tensor.rank), index, source, how, includes)
            return x
        },
    ] + ["t_", "squeeze_", "unsqueeze_", "transpose_"].map { name in
        Builtin(name, group: "torch", summary: "Refuses: the shape of a tensor does not change in place here.", raw: [target.information], returns: "nothing", example: "x.\(name)()", pytorch: "x.\(name)()"
        ) { _, _ in
            throw ScriptError("NotImplementedError", "Tensor.\(name) is not in Lagado: the shape of a tensor does not change in place", hint: "x = x.\(name.dropLast())(…)")
        }
    }

    private static func reduce(_ x: Tensor, _ axis: Int, _ index: Tensor, _ source: Tensor, _ how: String, _ includes: Bool) throws {
        guard index.rank == x.rank, x.rank > 0 else { throw ScriptError("RuntimeError", "scatter_reduce_(): index wants the axes of the tensor, got \(Shape.description(index.shape))") }
        let combine: (Double, Double) -> Double
        switch how {
        case "sum", "mean": combine = { $0 + $1 }
        case "prod": combine = { $0 * $1 }
        case "amax": combine = { max($0, $1) }
        case "amin": combine = { min($0, $1) }
        default: throw ScriptError("RuntimeError", "reduce argument must be either sum, prod, mean, amax or amin, got \(how)")
        }
        var numbers = try x.elements(Double.self), counts = [Double](repeating: includes ? 1 : 0, count: numbers.count)
        let places = try index.elements(Int64.self), strides = Shape.strides(x.shape), steps = Shape.strides(index.shape)
        let values = try index.shape.indices.reduce(source) { try $0.slice($1, from: 0, to: min(index.shape[$1], source.shape[$1])) }.elements(Double.self)
        guard values.count == places.count else { throw ScriptError("RuntimeError", "scatter_reduce_(): the source is smaller than the index") }
        for (flat, place) in places.enumerated() {
            guard place >= 0, place < x.shape[axis] else { throw ScriptError("IndexError", "index \(place) is out of bounds for dimension \(axis) with size \(x.shape[axis])") }
            let at = x.shape.indices.reduce(0) { $0 + ($1 == axis ? Int(place) : flat / steps[$1] % index.shape[$1]) * strides[$1] }
            numbers[at] = counts[at] == 0 ? values[flat] : combine(numbers[at], values[flat])
            counts[at] += 1
        }
        if how == "mean" { for i in numbers.indices where counts[i] > 1 { numbers[i] /= counts[i] } }
        try x.assign([.ellipsis], Tensor(numbers, x.shape))
    }
}
