import Foundation
import Language
import Tensors

extension TensorRare {
    private static let tensors = Parameter<[Tensor]>("tensors", "a list or tuple of tensors")
    private static let dtype = Parameter<DType?>(
        "dtype", "the type of the elements", default: nil, .keywordOnly)

    /// Functions of `torch` only.
    static let functions: [Builtin] = making + joining + types

    // MARK: Making

    private static let making: [Builtin] =
        [
            Builtin(
                "logspace", group: "torch", summary: "Powers of a base, evenly spaced in the exponent.",
                Parameter<Double>("start", "the first exponent"), Parameter<Double>("end", "the last"),
                Parameter<Int>("steps", "how many"), Parameter<Double>("base", "the base", default: 10),
                dtype, returns: "a tensor [steps]", example: "torch.logspace(0, 2, 3)",
                pytorch: "torch.logspace(0, 2, 3)"
            ) { _, start, end, steps, base, dtype in
                guard steps >= 0 else {
                    throw ScriptError("RuntimeError", "number of steps must be non-negative")
                }
                try Shape.checkMemory(steps, each: 24)
                let step = steps > 1 ? (end - start) / Double(steps - 1) : 0
                return try Tensor((0..<steps).map { pow(base, start + step * Double($0)) }).to(
                    dtype ?? .float32)
            },
            indices("tril_indices", "Positions of a lower triangle.", lower: true),
            indices("triu_indices", "Positions of an upper triangle.", lower: false),
            Builtin(
                "vander", group: "torch", summary: "Powers of each element, the highest first.",
                Parameter<Tensor>("x", "a row"),
                Parameter<Int?>("N", "how many powers; as many as elements where left out", default: nil),
                Parameter<Bool>("increasing", "the lowest first", default: false), returns: "a matrix",
                example: "torch.vander(torch.tensor([1, 2]))", pytorch: "torch.vander(x)"
            ) { _, x, n, rising in
                guard x.rank == 1 else {
                    throw ScriptError("RuntimeError", "x must be a one-dimensional tensor.")
                }
                let powers = try Tensor.arange(.int(0), .int(max(0, n ?? x.count)))
                return try x.unsqueeze(1).pow(rising ? powers : powers.flip([0]))
            },
            Builtin(
                "randint_like", group: "torch", summary: "Random whole numbers of the shape of a tensor.",
                input, Parameter<Int>("low", "the least, or the bound where it stands alone"),
                Parameter<Int?>("high", "one above the largest", default: nil), dtype,
                returns: "a tensor of the same shape", example: "torch.randint_like(x, 9)",
                pytorch: "torch.randint_like(x, 9)"
            ) { _, x, low, high, dtype in
                try Generator.standard.integers(high == nil ? 0 : low, high ?? low, x.shape).to(
                    dtype ?? x.dtype)
            },
            Builtin(
                "poisson", group: "torch", summary: "Refuses: this distribution is not here.", input,
                returns: "nothing", example: "torch.poisson(x)", pytorch: "torch.poisson(x)"
            ) { _, _ -> Value in
                throw ScriptError(
                    "NotImplementedError", "torch.poisson is not in Lagado",
                    hint: "torch.multinomial, torch.bernoulli or torch.normal")
            },
        ]
        + [
            ("LongTensor", DType.int64), ("FloatTensor", .float32), ("DoubleTensor", .float64),
            ("IntTensor", .int32), ("BoolTensor", .bool),
        ].map { name, type in
            Builtin(
                name, group: "torch", summary: "A tensor of \(type) from numbers, or zeros of a shape.",
                Parameter<Value>("data", "numbers in lists, or sizes", .variadic), returns: "a tensor",
                example: "torch.\(name)([1, 2])", pytorch: "torch.\(name)([1, 2])"
            ) { _, given in
                let values = try Operations.array(given)
                if values.first?.isSequence != true,
                    try values.first.map({ try Tensor.from($0) == nil }) ?? true,
                    let sizes = try Sizes.from(.tuple(values))
                {
                    return try Tensor.zeros(sizes.elements, type)
                }
                guard values.count == 1 else {
                    throw ScriptError("TypeError", "\(name)() wants sizes or one list of numbers")
                }
                return try TensorData.sharing(values[0], type)
            }
        }

    private static func indices(_ name: String, _ summary: String, lower: Bool) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, Parameter<Int>("row", "rows"),
            Parameter<Int>("col", "columns"),
            Parameter<Int>("offset", "which diagonal bounds it", default: 0),
            Parameter<Value>("device", "the CPU", default: .none, .keywordOnly),
            returns: "an int64 tensor [2, n]", example: "torch.\(name)(3, 3)", pytorch: "torch.\(name)(3, 3)"
        ) { _, rows, columns, offset, _ in
            guard rows >= 0, columns >= 0 else {
                throw ScriptError(
                    "RuntimeError", "row and col must be non-negative, got \(rows) and \(columns)")
            }
            let most = try Shape.count([rows, columns])
            try Shape.checkMemory(most, each: 32)
            var (down, right): ([Int64], [Int64]) = ([], [])
            // Without columns there may be more rows than anyone walks along.
            for i in 0..<(columns == 0 ? 0 : rows) {
                for j in 0..<columns where lower ? j - i <= offset : j - i >= offset {
                    down.append(Int64(i))
                    right.append(Int64(j))
                }
            }
            return try Tensor(down + right, [2, down.count])
        }
    }

    // MARK: Joining

    private static let joining: [Builtin] = [
        Builtin(
            "dstack", group: "torch", summary: "Tensors behind each other along the third axis.", tensors,
            returns: "a tensor", example: "torch.dstack([x, y])", pytorch: "torch.dstack([x, y])"
        ) { _, parts in
            try Tensor.concatenate(
                try parts.map { x in
                    x.rank >= 3 ? x : x.rank == 2 ? try x.unsqueeze(-1) : try x.reshape([1, -1, 1])
                }, 2)
        },
        Builtin(
            "column_stack", group: "torch", summary: "Rows as columns, side by side.", tensors,
            returns: "a matrix", example: "torch.column_stack([x, y])", pytorch: "torch.column_stack([x, y])"
        ) { _, parts in
            try Tensor.concatenate(try parts.map { $0.rank <= 1 ? try $0.reshape([-1, 1]) : $0 }, 1)
        },
        Builtin(
            "row_stack", group: "torch", summary: "Tensors one below the other.", tensors,
            returns: "a tensor", example: "torch.row_stack([x, y])", pytorch: "torch.row_stack([x, y])"
        ) { _, parts in
            try Tensor.concatenate(try parts.map { $0.rank < 2 ? try $0.reshape([1, -1]) : $0 }, 0)
        },
        Builtin(
            "block_diag", group: "torch", summary: "Matrices along a diagonal, 0 elsewhere.",
            Parameter<Value>("tensors", "the matrices", .variadic), returns: "a matrix",
            example: "torch.block_diag(torch.ones(1, 1), torch.ones(1, 2))", pytorch: "torch.block_diag(a, b)"
        ) { _, values in
            let blocks = try NeuralModules.tensors(values, wrong: "TypeError").map {
                $0.rank < 2 ? try $0.reshape([1, -1]) : $0
            }
            guard blocks.allSatisfy({ $0.rank == 2 }) else {
                throw ScriptError(
                    "RuntimeError", "torch.block_diag: Input tensors must have 2 or fewer dimensions.")
            }
            let width = blocks.reduce(0) { $0 + $1.shape[1] }
            var before = 0
            return try Tensor.concatenate(
                try blocks.map { block in
                    defer { before += block.shape[1] }
                    return try block.padded([before, width - before - block.shape[1]])
                }, 0)
        },
        Builtin(
            "cartesian_prod", group: "torch", summary: "Every choice of one element from each row.",
            Parameter<Value>("tensors", "the rows", .variadic), returns: "a matrix",
            example: "torch.cartesian_prod(x, y)", pytorch: "torch.cartesian_prod(x, y)"
        ) { _, values in
            let rows = try NeuralModules.tensors(values)
            guard rows.allSatisfy({ $0.rank == 1 }), !rows.isEmpty else {
                throw ScriptError("RuntimeError", "torch.cartesian_prod: expected 1D vectors")
            }
            if rows.count == 1 { return rows[0] }
            let sizes = rows.map(\.count)
            return try Tensor.stack(
                try rows.enumerated().map { axis, row in
                    var shape = Array(repeating: 1, count: sizes.count)
                    shape[axis] = sizes[axis]
                    return try row.reshape(shape).expand(sizes).flatten()
                }, 1)
        },
        Builtin(
            "combinations", group: "torch", summary: "Every choice of r elements of a row.", input,
            Parameter<Int>("r", "how many", default: 2),
            Parameter<Bool>("with_replacement", "whether an element may come again", default: false),
            returns: "a matrix", example: "torch.combinations(x)", pytorch: "torch.combinations(x)"
        ) { _, x, r, again in
            guard x.rank == 1, r >= 0 else {
                throw ScriptError("RuntimeError", "combinations wants a row of elements and r of 0 or more")
            }
            guard r > 0 else { return try Tensor.empty([0], x.dtype) }
            // How many there will be: n over r, or n + r − 1 over r.
            let n = Double(x.count), k = Double(r), most = again ? n + k - 1 : n
            let amount = n == 0 || k > most ? 0 : exp(lgamma(most + 1) - lgamma(k + 1) - lgamma(most - k + 1))
            guard amount * k < 1e8 else {
                throw ScriptError("MemoryError", "there are too many combinations: \(r) out of \(x.count)")
            }
            var found: [[Int64]] = [[]]
            for place in 0..<r where !found.isEmpty {
                guard again || place < x.count else {
                    found = []
                    break
                }
                found = found.flatMap { chosen in
                    let start = chosen.last.map { again ? $0 : $0 + 1 } ?? 0
                    return (start..<max(start, Int64(x.count))).map { chosen + [$0] }
                }
                guard found.count < 10_000_000 else {
                    throw ScriptError("MemoryError", "there are too many combinations")
                }
            }
            return found.isEmpty
                ? try Tensor.empty([0, r], x.dtype)
                : try x.index([.tensor(Tensor(found.flatMap { $0 }, [found.count, r]))])
        },
    ]

    // MARK: Types and modes

    private static let types: [Builtin] = [
        Builtin(
            "result_type", group: "torch", summary: "The type that an operation on two gives.",
            Parameter<Operand>("tensor1", "a tensor or number"),
            Parameter<Operand>("tensor2", "a tensor or number"),
            returns: "torch.dtype", example: "torch.result_type(torch.tensor(1), 2.0)",
            pytorch: "torch.result_type(x, y)"
        ) { _, a, b -> DType in
            switch (a, b) {
            case (.tensor(let x), _): return try (x + b.tensor(beside: x)).dtype
            case (_, .tensor(let y)): return try (a.tensor(beside: y) + y).dtype
            case (.number(let x), .number(let y)): return DType.promoted(x.dtype, y.dtype)
            }
        },
        Builtin(
            "promote_types", group: "torch", summary: "The type that holds both.",
            Parameter<DType>("type1", "a type"), Parameter<DType>("type2", "a type"), returns: "torch.dtype",
            example: "torch.promote_types(torch.int32, torch.float32)", pytorch: "torch.promote_types(a, b)"
        ) { _, a, b in DType.promoted(a, b) },
        Builtin(
            "can_cast", group: "torch", summary: "Whether a type may become another.",
            Parameter<DType>("from_", "a type"), Parameter<DType>("to", "a type"), returns: "bool",
            example: "torch.can_cast(torch.int64, torch.float32)", pytorch: "torch.can_cast(a, b)"
        ) { _, a, b in
            !(a.isFloatingPoint && !b.isFloatingPoint) && !(a != .bool && b == .bool)
        },
        Builtin(
            "is_nonzero", group: "torch", summary: "Whether the only element is not 0.", input,
            returns: "bool", example: "torch.is_nonzero(torch.tensor(1))", pytorch: "torch.is_nonzero(x)"
        ) { _, x in
            try TensorObject.of(x).truth()
        },
        Builtin(
            "compile", group: "torch",
            summary: "The model itself: there is nothing to compile here, and results are the same.",
            Parameter<Value>("model", "a model or function"),
            Parameter<Value>(
                "options", "mode, fullgraph, dynamic, backend and their like: how PyTorch would compile",
                .keywords),
            returns: "the model", example: "model = torch.compile(model)", pytorch: "torch.compile(model)"
        ) { _, model, options -> Value in
            try checkCompiling(options)
            guard Operations.isCallable(model) else {
                throw ScriptError(
                    "AssertionError", "A callable function is expected, but \(model.typeName) is provided.",
                    hint: "torch.compile(model)")
            }
            return model
        },
        Builtin(
            "use_deterministic_algorithms", group: "torch", summary: "Nothing: results are always the same.",
            Parameter<Bool>("mode", "whether"),
            Parameter<Bool>(
                "warn_only", "whether what cannot be the same only warns; nothing here is", default: false,
                .keywordOnly),
            returns: "None", example: "torch.use_deterministic_algorithms(True)",
            pytorch: "torch.use_deterministic_algorithms(True)"
        ) { _, _, _ -> Value in .none },
        Builtin(
            "set_default_dtype", group: "torch", summary: "Takes torch.float32, which it is.",
            Parameter<DType>("d", "the type"), returns: "None",
            example: "torch.set_default_dtype(torch.float32)",
            pytorch: "torch.set_default_dtype(torch.float32)"
        ) { _, type -> Value in
            guard type.isFloatingPoint else {
                throw ScriptError("TypeError", "only floating-point types are supported as the default type")
            }
            guard type == .float32 else {
                throw ScriptError(
                    "NotImplementedError", "torch.set_default_dtype(torch.\(type)) is not in Lagado",
                    hint: "dtype=torch.\(type) where a tensor is made")
            }
            return .none
        },
        Builtin(
            "set_float32_matmul_precision", group: "torch",
            summary: "Nothing: products are exact to float32.",
            Parameter<String>("precision", "'highest', 'high' or 'medium'"), returns: "None",
            example: "torch.set_float32_matmul_precision('high')",
            pytorch: "torch.set_float32_matmul_precision('high')"
        ) { _, _ -> Value in .none },
        Builtin(
            "vmap", group: "torch",
            summary: "A function applied to each row of a tensor, the results stacked.",
            Parameter<Value>("func", "a function of one row"), returns: "a function",
            example: "torch.vmap(lambda x: x.sum())(torch.ones(2, 3))", pytorch: "torch.vmap(f)(x)"
        ) { _, function -> Value in
            .builtin(
                Builtin(
                    "vmap", group: "torch", summary: "The function, row by row.",
                    Parameter<Tensor>("input", "the rows"), returns: "a tensor"
                ) { interpreter, rows in
                    guard rows.rank > 0 else {
                        throw ScriptError("ValueError", "vmap: a tensor without axes has no rows")
                    }
                    return try Tensor.stack(
                        try (0..<rows.shape[0]).map { place in
                            guard
                                let row = try Tensor.from(
                                    Operations.call(
                                        function, Arguments([rows.select(0, place).scriptValue]), interpreter)
                                )
                            else {
                                throw ScriptError("ValueError", "vmap: the function must give a Tensor")
                            }
                            return row
                        })
                })
        },
    ]

    /// - Throws: TypeError and RuntimeError for what `torch.compile` does not take.
    private static func checkCompiling(_ options: Value) throws {
        guard case .dict(let named) = options else { return }
        let known = ["fullgraph", "dynamic", "backend", "mode", "options", "disable"]
        let modes = ["default", "lite", "reduce-overhead", "max-autotune-no-cudagraphs", "max-autotune"]
        for (key, value) in named.pairs {
            let word = key.text ?? ""
            guard known.contains(word) else {
                let meant = Suggestions.best(for: word, among: known).map { ". Did you mean '\($0)'?" } ?? ""
                throw ScriptError(
                    "TypeError", "compile() got an unexpected keyword argument '\(word)'\(meant)")
            }
            if word == "mode", !value.isNone, !modes.contains(value.text ?? "") {
                throw ScriptError(
                    "RuntimeError",
                    "Unrecognized mode=\(try value.str()), should be one of: \(modes.joined(separator: ", "))"
                )
            }
        }
    }
}
