import Language
import Tensors

/// The class `numpy.ndarray`: its attributes and methods.
enum ArrayType {
    static let this: Parameter<ArrayObject> = receiver("the array")

    private static let declaration = Builtin(
        "ndarray", group: "numpy", summary: "An uninitialised tensor of a shape; it holds zeros here.",
        NumPy.shape,
        NumPy.dtype, returns: "an array", example: "np.zeros((2, 3))", pytorch: "torch.empty(2, 3)"
    ) { _, shape, dtype in ArrayObject(try Tensor.zeros(shape.elements, NumPy.type(dtype) ?? .float64)) }

    package static let shared = NativeType<ArrayObject>(
        ScriptClass(
            "ndarray", in: "numpy",
            native: NativeClass(
                declaration: declaration, isInstance: { $0 is ArrayObject || $0 is ValueArray }
            ) {
                _, arguments, interpreter in
                guard let made = try ArrayObject.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "ndarray() gave no array")
                }
                return made
            }),
        properties: [
            .init("shape", "The size of each axis.") { .tuple($0.tensor.shape.map(Value.int)) },
            .init("size", "The number of elements.") { .int($0.tensor.count) },
            .init("ndim", "The number of axes.") { .int($0.tensor.rank) },
            .init("dtype", "The type of the elements.") { .object(NumPyType.of($0.tensor.dtype)) },
            .init("T", "Axes in reverse order.") { try $0.made($0.tensor.transposed()) },
            .init("itemsize", "The size of one element in bytes.") { .int($0.tensor.dtype.size) },
            .init("nbytes", "Bytes of all elements.") { .int($0.tensor.count * $0.tensor.dtype.size) },
            .init("flat", "All elements, one after the other.") {
                // Of numbers that do not lie in one row a copy, which NumPy's
                // iterator is not: no writing to it.
                try ArrayObject.value(
                    $0.tensor.flatten(), isReadOnly: $0.isReadOnly || !$0.tensor.isContiguous)
            },
            .init("real", "The array itself: numbers are real here.") { $0.scriptValue },
            .init("strides", "The stride of each axis, in bytes.") { a in
                .tuple(a.tensor.strides.map { .int($0 * a.tensor.dtype.size) })
            },
        ],
        methods: (reductions + methods + RawNumbers.methods).map {
            NumPyArguments.added(to: $0, of: "numpy.ndarray").rewording(NumPyErrors.reworded)
        })

    private static let reductions: [Builtin] =
        TensorCommands.operations.flatMap(\.arrayMethods)
        + [("std", true), ("var", false)].map { name, root in
            Builtin(
                name, group: "numpy",
                summary: "The \(root ? "standard deviation" : "variance"), divided by n.", this, NumPy.axes,
                Parameter<Int>("ddof", "what is subtracted from the number of elements", default: 0),
                NumPy.keepdims,
                returns: "a number or an array", example: "a.\(name)()", pytorch: "x.\(name)(correction=0)"
            ) { _, a, axes, ddof, keep -> Value in
                try ArrayObject.value(NumPyReductions.spread(a.tensor, axes?.reduced, ddof, keep, root: root))
            }
        }

    private static func simple(
        _ name: String, _ summary: String, _ apply: @escaping (Tensor) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, this, returns: "an array", example: "a.\(name)()",
            pytorch: "x.\(name)()"
        ) { _, a -> Value in
            try a.made(apply(a.tensor))
        }
    }

    /// Functions of `numpy` that are methods too, under the same name, the array first.
    private static let borrowed: [Builtin] = {
        let names: Set<String> = [
            "argmax", "argmin", "cumsum", "cumprod", "round", "clip", "dot", "squeeze", "swapaxes", "repeat",
            "argsort", "searchsorted", "nonzero", "ptp",
        ]
        return NumPy.commands.filter { names.contains($0.name) }
    }()

    private static let methods: [Builtin] =
        borrowed + [
            simple("__abs__", "The absolute value of each element.") { try NumPy.size($0) },
            simple("flatten", "A copy with all axes flattened to one.") { try $0.flatten().clone() },
            simple("ravel", "Flattens all axes into one.") { try $0.contiguous().flatten() },
            simple("copy", "A copy with memory of its own.") { try $0.clone() },
            Builtin(
                "diagonal", group: "numpy", summary: "The diagonal of a matrix, for reading.", this,
                returns: "an array", example: "a.diagonal()", pytorch: "x.diagonal()"
            ) { _, a in
                ArrayObject(try a.tensor.diagonal(0), isReadOnly: true)
            }, simple("trace", "The sum of the diagonal.") { try $0.diagonal(0).sum() },
            simple("conj", "The array itself: numbers are real here.") { $0 },
            Builtin(
                "reshape", group: "numpy", summary: "The same elements in another shape.", this,
                Parameter<Sizes>("shape", "the new sizes; one may be -1", .variadic), returns: "an array",
                example: "a.reshape(2, -1)",
                pytorch: "x.reshape(2, -1)"
            ) { _, a, shape -> Value in
                try ArrayObject.rewording { try a.made(a.tensor.reshape(shape.elements)) }
            },
            Builtin(
                "transpose", group: "numpy", summary: "Axes in reverse, or in the order given.", this,
                Parameter<Sizes>("axes", "the order", default: Sizes([]), .variadic), returns: "an array",
                example: "a.transpose()", pytorch: "x.permute(1, 0)"
            ) { _, a, axes -> Value in
                try a.made(axes.elements.isEmpty ? a.tensor.transposed() : a.tensor.permute(axes.elements))
            },
            Builtin(
                "tolist", group: "numpy", summary: "The elements as nested lists.", this, returns: "list",
                example: "a.tolist()", pytorch: "x.tolist()"
            ) { _, a in try a.tensor.nestedList() },
            Builtin(
                "item", group: "numpy", summary: "One element as a number.", this,
                Parameter<Int?>("index", "which, counted through; the only one where left out", default: nil),
                returns: "a number", example: "a.item()",
                pytorch: "x.item()"
            ) { _, a, index -> Value in
                guard let index else {
                    guard a.tensor.count == 1 else {
                        throw ScriptError(
                            "ValueError", "can only convert an array of size 1 to a Python scalar",
                            hint: "a[0]")
                    }
                    return try a.tensor.item().scriptValue
                }
                return try a.tensor.flatten().select(0, index).item().scriptValue
            },
            Builtin(
                "astype", group: "numpy", summary: "A copy in another type.", this,
                Parameter<Value>("dtype", "the type"), returns: "an array", example: "a.astype(int)",
                pytorch: "x.to(torch.int64)"
            ) { _, a, dtype -> Value in
                switch try ArrayElement.ofValues(dtype) {
                case .text(let width)?: return .object(try ValueArray.texts(a.tensor, .text(width)))
                case .object?: return try ValueArray.made(a.scriptValue, .object).map { .object($0) } ?? .none
                default: break
                }
                let type = try NumPy.type(dtype) ?? .float64
                return .object(
                    ArrayObject(a.tensor.dtype == type ? try a.tensor.clone() : try a.tensor.to(type)))
            },
            Builtin(
                "fill", group: "numpy", summary: "Fills a tensor with one number.", this,
                Parameter<Number>("value", "the number"), returns: "None", example: "a.fill(7)",
                pytorch: "x.fill_(7)"
            ) { _, a, value -> Value in
                try a.writable().fill(value)
                return .none
            },
            Builtin(
                "sort", group: "numpy", summary: "Puts elements in order, in place.", this,
                Parameter<Int>("axis", "the axis", default: -1), returns: "None", example: "a.sort()",
                pytorch: "x = x.sort().values"
            ) { _, a, axis -> Value in
                try Tensor.copy(from: a.tensor.sort(axis).values, into: a.writable())
                return .none
            },
            Builtin(
                "take", group: "numpy", summary: "Elements at given indices.", this,
                Parameter<Value>("indices", "the places"), NumPy.axis, returns: "an array",
                example: "a.take([0, 2])", pytorch: "torch.take(x, i)"
            ) { _, a, places, axis -> Value in
                let index = try NumPy.tensor(places)
                return try ArrayObject.value(
                    axis.map {
                        try a.tensor.index(
                            Array(repeating: .slice(nil, nil, 1), count: Shape.axis($0, rank: a.tensor.rank))
                                + [.tensor(index)])
                    } ?? a.tensor.flatten().index([.tensor(index)]))
            },
            Builtin(
                "view", group: "numpy",
                summary: "The array over the same memory; in another type, its bits in that type.", this,
                NumPy.dtype, returns: "an array", example: "a.view(np.uint8)", pytorch: "x.view(torch.uint8)"
            ) { _, a, dtype in
                let type = try NumPy.type(dtype) ?? a.tensor.dtype
                if type.size > a.tensor.dtype.size,
                    (a.tensor.shape.last ?? 1) * a.tensor.dtype.size % type.size != 0
                {
                    throw ScriptError(
                        "ValueError",
                        "When changing to a larger dtype, its size must be a divisor of the total size in "
                            + "bytes of the last axis of the array.")
                }
                return ArrayObject(try a.tensor.bits(as: type), isReadOnly: a.isReadOnly)
            },
        ]
}
