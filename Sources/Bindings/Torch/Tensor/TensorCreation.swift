import Language
import Tensors

/// Commands that make tensors.
enum TensorCreation {
    private static let sizes = Parameter<Sizes?>("sizes", "the sizes", default: nil, .variadic)
    private static let size = Parameter<Sizes?>("size", "the sizes, by name", default: nil, .keywordOnly)
    private static let dtype = Parameter<DType?>(
        "dtype", "the type of the elements", default: nil, .keywordOnly)
    private static let device = Parameter<Device?>(
        "device", "where it lies: 'cpu', 'cuda'; the standard device if left out", default: nil, .keywordOnly)
    private static let grad = Parameter<Bool>(
        "requires_grad", "whether backward() computes a gradient for it", default: false, .keywordOnly)
    private static let generator = Parameter<GeneratorObject?>(
        "generator", "where the random numbers come from", default: nil, .keywordOnly)

    private static func finish(
        _ make: @autoclosure () throws -> Tensor, _ device: Device?, _ requiresGrad: Bool
    ) throws -> Tensor {
        let tensor = try Device.on(device, make)
        return requiresGrad ? try tensor.requireGrad() : tensor
    }

    private static func shape(_ name: String, _ sizes: Sizes?, _ named: Sizes?) throws -> [Int] {
        guard let shape = (named ?? sizes)?.elements else {
            throw ScriptError(
                "TypeError", "\(name)() missing 1 required positional arguments: \"size\"",
                hint: "torch.\(name)(2, 3)")
        }
        if let bad = shape.first(where: { $0 < 0 }) {
            throw ScriptError(
                "RuntimeError", "\(name): Dimension size must be non-negative.",
                details: ["got \(bad) in \(Shape.description(shape))"])
        }
        return shape
    }

    /// Tensors of a shape: `zeros(2, 3)`, `zeros((2, 3))`, `zeros(size=(2, 3))`.
    private static func ofShape(
        _ name: String, _ summary: String, _ make: @escaping ([Int], DType) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, sizes, size, dtype, device, grad, returns: "a tensor",
            example: "torch.\(name)(2, 3)", pytorch: "torch.\(name)(2, 3)"
        ) { _, sizes, named, dtype, device, grad in
            try finish(make(shape(name, sizes, named), dtype ?? .standard), device, grad)
        }.costing(Costs.creation)
    }

    /// The host draws, whichever device the numbers are for: the same seed gives the same ones.
    private static func drawn(
        _ shape: [Int], _ dtype: DType, _ generator: GeneratorObject?,
        _ fill: (Generator, Tensor) throws -> Void
    ) throws -> Tensor {
        let result = try Tensor.empty(shape, dtype)
        try fill(generator?.generator ?? .standard, result)
        return result
    }

    private static func random(
        _ name: String, _ summary: String, _ fill: @escaping (Generator, Tensor) throws -> Void
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, sizes, size, dtype, device, grad, generator,
            returns: "a tensor",
            example: "torch.\(name)(2, 3)", pytorch: "torch.\(name)(2, 3)"
        ) { _, sizes, named, dtype, device, grad, generator in
            try finish(
                drawn(shape(name, sizes, named), dtype ?? .standard, generator, fill), device, grad)
        }.costing(Costs.creation)
    }

    private static func like(
        _ name: String, _ summary: String, _ make: @escaping ([Int], DType) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, input, dtype, device, grad,
            returns: "a tensor of the same shape",
            example: "torch.\(name)(x)", pytorch: "torch.\(name)(x)"
        ) { _, x, dtype, device, grad in
            try finish(make(x.shape, dtype ?? x.dtype), device, grad)
        }
    }

    private static func randomLike(
        _ name: String, _ summary: String, _ fill: @escaping (Generator, Tensor) throws -> Void
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, input, dtype, device, grad, generator,
            returns: "a tensor of the same shape",
            example: "torch.\(name)(x)", pytorch: "torch.\(name)(x)"
        ) { _, x, dtype, device, grad, generator in
            try finish(drawn(x.shape, dtype ?? x.dtype, generator, fill), device, grad)
        }
    }

    private static func integers(_ low: Int, _ high: Int, _ shape: [Int], _ generator: GeneratorObject?)
        throws -> Tensor
    {
        try (generator?.generator ?? .standard).integers(low, high, shape)
    }

    /// Refuses a backward view of an array, which PyTorch's tensors cannot be.
    private static func checkForward(_ array: Tensor) throws {
        guard array.runsBackwards else { return }
        throw ScriptError(
            "ValueError",
            "At least one of the strides is negative: tensors with negative strides are not supported",
            hint: "torch.from_numpy(a.copy())")
    }

    static let functions: [Builtin] = [
        Builtin(
            "tensor", group: "torch", summary: "Makes a tensor from numbers in lists: a copy.",
            Parameter<Value>("data", "a number, nested lists of numbers, or a tensor"), dtype, device, grad,
            returns: "a tensor",
            example: "torch.tensor([[1, 2], [3, 4]])", pytorch: "torch.tensor([[1, 2], [3, 4]])"
        ) { _, data, dtype, device, grad in
            try finish(TensorData.tensor(data, dtype), device, grad)
        },
        Builtin(
            "as_tensor", group: "torch", summary: "A tensor from numbers; a tensor stays itself.",
            Parameter<Value>("data", "numbers or a tensor"),
            Parameter<DType?>("dtype", "the type of the elements", default: nil),
            Parameter<Device?>(
                "device", "where it lies: 'cpu', 'cuda'; the standard device if left out", default: nil),
            returns: "a tensor",
            example: "torch.as_tensor([1, 2])",
            pytorch: "torch.as_tensor([1, 2])"
        ) { _, data, dtype, device in
            guard let tensor = try Tensor.from(data) else {
                return try Device.on(device) { try TensorData.tensor(data, dtype) }
            }
            try checkForward(tensor)
            let result = try dtype.map { try tensor.to($0) } ?? tensor
            return try device.map { try result.to($0.resolved()) } ?? result
        },
        Builtin(
            "from_numpy", group: "torch", summary: "A tensor over the memory of an array.",
            Parameter<Value>("ndarray", "an array"),
            returns: "a tensor over the same memory", example: "torch.from_numpy(a)",
            pytorch: "torch.from_numpy(a)"
        ) { _, given in
            guard let array = try ArrayObject.from(given)?.tensor else {
                throw ScriptError(
                    "TypeError", "expected np.ndarray (got \(given.typeName))", hint: "torch.as_tensor(x)")
            }
            try checkForward(array)
            return array.detachedView()
        },
        ofShape("zeros", "Zeros of a shape.") { try .zeros($0, $1) },
        ofShape("ones", "Ones of a shape.") { try .ones($0, $1) },
        ofShape("empty", "An uninitialised tensor of a shape; it holds zeros here.") { try .zeros($0, $1) },
        Builtin(
            "full", group: "torch", summary: "One number everywhere.", Parameter<Sizes>("size", "the sizes"),
            Parameter<Number>("fill_value", "the number"), dtype, device, grad, returns: "a tensor",
            example: "torch.full((2, 3), 7)",
            pytorch: "torch.full((2, 3), 7)"
        ) { _, size, value, dtype, device, grad in
            try finish(.full(shape("full", size, nil), value, dtype), device, grad)
        },
        Builtin(
            "eye", group: "torch", summary: "The identity matrix.", Parameter<Int>("n", "rows"),
            Parameter<Int?>("m", "columns; as many as rows if left out", default: nil), dtype, device,
            grad, returns: "a tensor [n, m]",
            example: "torch.eye(3)", pytorch: "torch.eye(3)"
        ) { _, n, m, dtype, device, grad in
            guard n >= 0, m ?? 0 >= 0 else {
                throw ScriptError("RuntimeError", "n must be greater or equal to 0, got \(min(n, m ?? 0))")
            }
            return try finish(Tensor.eye(n, m).to(dtype ?? .standard), device, grad)
        },
        Builtin(
            "arange", group: "torch", summary: "Evenly spaced numbers from start up to, not including, end.",
            Parameter<Number>("start", "the first number, or the end if it is the only one"),
            Parameter<Number?>("end", "where to stop", default: nil),
            Parameter<Number>("step", "the distance", default: .int(1)), dtype, device, grad,
            returns: "a tensor", example: "torch.arange(0, 10, 2)", pytorch: "torch.arange(0, 10, 2)"
        ) { _, start, end, step, dtype, device, grad in
            try finish(.arange(end == nil ? .int(0) : start, end ?? start, step, dtype: dtype), device, grad)
        },
        Builtin(
            "linspace", group: "torch", summary: "Evenly spaced numbers, both ends included.",
            Parameter<Double>("start", "the first"),
            Parameter<Double>("end", "the last"), Parameter<Int>("steps", "how many"), dtype, device, grad,
            returns: "a tensor [steps]",
            example: "torch.linspace(0, 1, 5)", pytorch: "torch.linspace(0, 1, 5)"
        ) { _, start, end, steps, dtype, device, grad in
            guard steps >= 0 else {
                throw ScriptError("RuntimeError", "number of steps must be non-negative")
            }
            return try finish(Tensor.linspace(start, end, steps, dtype ?? .standard), device, grad)
        },
        random("rand", "Uniform random numbers in [0, 1).") { try $0.fillUniform($1) },
        random("randn", "Standard normal random numbers.") { try $0.fillNormal($1) },
        Builtin(
            "randint", group: "torch", summary: "Random integers from low up to, not including, high.",
            raw: [
                Parameter<Int>("low", "the lower end, 0 if left out", default: 0).information,
                Parameter<Int>("high", "one above the largest number").information,
                Parameter<SizeTuple>("size", "the sizes").information,
                dtype.information, device.information, generator.information,
            ],
            returns: "an int64 tensor", example: "torch.randint(10, (2, 3))",
            pytorch: "torch.randint(0, 10, (2, 3))"
        ) { interpreter, arguments in
            // `randint(high, size)` and `randint(low, high, size)`: one leading number or two.
            let leading = try arguments.positional.prefix { try Operations.index($0) != nil }.count
            let hasLow =
                leading >= 2 || arguments.keyword("low") != nil
                || (leading == 1 && arguments.keyword("high") != nil)
            return try (hasLow ? randintBetween : randintBelow).call(interpreter, arguments)
        },
        Builtin(
            "randperm", group: "torch", summary: "A random permutation of 0 to n - 1.",
            Parameter<Int>("n", "how many"), dtype, device, generator,
            returns: "an int64 tensor [n]", example: "torch.randperm(5)", pytorch: "torch.randperm(5)"
        ) { _, n, dtype, device, generator in
            try finish((generator?.generator ?? .standard).permutation(n).to(dtype ?? .int64), device, false)
        },
        Builtin(
            "normal", group: "torch", summary: "Random numbers from a normal distribution.",
            Parameter<TensorOrNumber>(
                "mean", "the mean, or one for each", default: .number(.int(0)), shown: "0"),
            Parameter<TensorOrNumber>(
                "std", "the standard deviation, or one for each", default: .number(.int(1)), shown: "1"),
            Parameter<Sizes?>("size", "the sizes", default: nil), generator,
            returns: "a tensor", example: "torch.normal(0, 0.02, (2, 3))",
            pytorch: "torch.normal(0, 0.02, (2, 3))"
        ) { _, mean, deviation, size, generator in
            let source = generator?.generator ?? .standard
            if case .number(let m) = mean, case .number(let s) = deviation {
                let result = try Tensor.empty(shape("normal", size ?? Sizes([]), nil), .standard)
                try source.fillNormal(result, m.double, s.double)
                return result
            }
            let (m, s) = (
                try mean.tensor(beside: .zeros([], .standard)),
                try deviation.tensor(beside: .zeros([], .standard))
            )
            return try Tensor.normal(m, s, source)
        },
        like("zeros_like", "Zeros of the shape of a tensor.") { try .zeros($0, $1) },
        like("ones_like", "Ones of the shape of a tensor.") { try .ones($0, $1) },
        like("empty_like", "An uninitialised tensor of the shape of another; it holds zeros here.") {
            try .zeros($0, $1)
        },
        randomLike("rand_like", "Uniform random numbers in [0, 1), of the shape of a tensor.") {
            try $0.fillUniform($1)
        },
        randomLike("randn_like", "Standard normal random numbers of the shape of a tensor.") {
            try $0.fillNormal($1)
        },
        Builtin(
            "full_like", group: "torch", summary: "A tensor of one value, of the shape of another.", input,
            Parameter<Number>("fill_value", "the number"), dtype, device, grad,
            returns: "a tensor of the same shape",
            example: "torch.full_like(x, 7)", pytorch: "torch.full_like(x, 7)"
        ) { _, x, value, dtype, device, grad in
            try finish(.full(x.shape, value, dtype ?? x.dtype), device, grad)
        },
    ]

    private static let randintBelow = Builtin(
        "randint", group: "torch", summary: "Random whole numbers below a bound.",
        Parameter<Int>("high", "one above the largest number"),
        Parameter<SizeTuple>("size", "the sizes"), dtype, device, generator, returns: "an int64 tensor",
        example: "torch.randint(10, (2, 3))",
        pytorch: "torch.randint(10, (2, 3))"
    ) { _, high, size, dtype, device, generator in
        try finish(
            integers(0, high, shape("randint", Sizes(size.elements), nil), generator).to(dtype ?? .int64),
            device, false)
    }

    private static let randintBetween = Builtin(
        "randint", group: "torch", summary: "Random whole numbers between two bounds.",
        Parameter<Int>("low", "the least"),
        Parameter<Int>("high", "one above the largest number"), Parameter<SizeTuple>("size", "the sizes"),
        dtype,
        device, generator,
        returns: "an int64 tensor", example: "torch.randint(0, 10, (2, 3))",
        pytorch: "torch.randint(0, 10, (2, 3))"
    ) { _, low, high, size, dtype, device, generator in
        try finish(
            integers(low, high, shape("randint", Sizes(size.elements), nil), generator).to(dtype ?? .int64),
            device, false)
    }
}
