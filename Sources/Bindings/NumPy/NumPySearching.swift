import Language
import Tensors

/// Commands of `numpy` that search, sort and count.
enum NumPySearching {
    private static func sets(_ name: String, _ summary: String, _ apply: @escaping BinaryApply) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, Parameter<Value>("ar1", "the first"),
            Parameter<Value>("ar2", "the second"), returns: "an array", example: "np.\(name)([1, 2], [2, 3])",
            pytorch: "torch.unique(x)"
        ) { _, a, b in
            let (x, y) = try NumPy.promoted(NumPy.tensor(a), NumPy.tensor(b))
            return ArrayObject(try apply(x, y))
        }
    }

    /// What can be put in order: one number alone has no axis for it.
    private static func ordered(_ value: Value) throws -> Tensor {
        let x = try NumPy.tensor(value)
        guard x.rank > 0 else {
            throw ScriptError(
                "AxisError", "axis -1 is out of bounds for array of dimension 0",
                exceptionClass: "numpy.AxisError")
        }
        return x
    }

    static let commands: [Builtin] = [
        Builtin(
            "where", group: "numpy",
            summary: "Elements of one where a condition holds, of another elsewhere; alone, the places.",
            Parameter<Value>("condition", "a bool array"),
            Parameter<Value?>("x", "where it holds", default: nil),
            Parameter<Value?>("y", "elsewhere", default: nil), returns: "an array",
            example: "np.where(np.array([1, -1]) > 0, 1, 0)",
            pytorch: "torch.where(a > 0, a, 0)"
        ) { _, condition, x, y -> Value in
            let mask = try NumPy.tensor(condition).to(.bool)
            guard (x == nil) == (y == nil) else {
                throw ScriptError("ValueError", "either both or neither of x and y should be given")
            }
            guard let x, let y else {
                return .tuple(try mask.nonzeroColumns().map { ArrayObject($0).scriptValue })
            }
            // A number takes its type from the other side.
            let isNumber = try Tensor.from(x) == nil && !x.isSequence
            let right =
                try isNumber || Tensor.from(y) != nil || y.isSequence
                ? NumPy.tensor(y) : NumPy.operand(y, beside: NumPy.tensor(x)) ?? NumPy.tensor(y)
            let left =
                try isNumber && (Tensor.from(y) != nil || y.isSequence)
                ? NumPy.operand(x, beside: right) ?? NumPy.tensor(x) : NumPy.tensor(x)
            let (a, b) = try NumPy.promoted(left, right)
            return try ArrayObject.rewording { ArrayObject(try Tensor.select(mask, a, b)).scriptValue }
        },
        Builtin(
            "sort", group: "numpy", summary: "Sorted elements.", NumPy.object,
            Parameter<Int>("axis", "the axis", default: -1), returns: "an array",
            example: "np.sort([3, 1, 2])",
            pytorch: "torch.sort(x).values"
        ) { _, value, axis in ArrayObject(try ordered(value).sort(axis).values) },
        Builtin(
            "argsort", group: "numpy", summary: "The indices that sort the elements.", NumPy.object,
            Parameter<Int>("axis", "the axis", default: -1), returns: "an array",
            example: "np.argsort([3, 1, 2])",
            pytorch: "torch.argsort(x)"
        ) { _, value, axis in ArrayObject(try NumPy.tensor(value).sort(axis).indices) },
        Builtin(
            "argpartition", group: "numpy",
            summary: "The indices that sort the elements (fully sorted here).",
            NumPy.object, Parameter<Int>("kth", "the index that has to be in its sorted position"),
            returns: "an array",
            example: "np.argpartition([3, 1, 2], 1)", pytorch: "torch.argsort(x)"
        ) { _, value, place in
            let x = try NumPy.tensor(value), size = x.shape.last ?? 1
            guard place >= -size, place < size else {
                throw ScriptError("ValueError", "kth(=\(place)) out of bounds (\(size))")
            }
            return ArrayObject(try x.sort().indices)
        },
        Builtin(
            "unique", group: "numpy", summary: "The distinct elements, sorted.",
            Parameter<Value>("ar", "a number, list or array"),
            Parameter<Bool>("return_index", "also the indices of first occurrences", default: false),
            Parameter<Bool>("return_inverse", "also the indices that rebuild the input", default: false),
            Parameter<Bool>("return_counts", "also the counts", default: false),
            Parameter<Int?>(
                "axis", "the axis whose slices are compared; single elements if left out", default: nil),
            Parameter<Bool>("equal_nan", "whether NaN equals NaN", default: true, .keywordOnly),
            Parameter<Bool>("sorted", "in order: always so here", default: true, .keywordOnly),
            returns: "an array, or a tuple", example: "np.unique([3, 1, 3])", pytorch: "torch.unique(x)"
        ) { _, value, index, inverse, counts, axis, nanIsOne, _ -> Value in
            let x = try NumPy.tensor(value)
            let found = try axis.map { try x.unique(along: $0) } ?? x.unique(nanIsOne: nanIsOne)
            guard index || inverse || counts else { return ArrayObject(found.values).scriptValue }
            var result = [ArrayObject(found.values).scriptValue]
            if index {
                let places = try Tensor.firstPlaces(found.values.count, inverse: found.inverse)
                result.append(ArrayObject(places).scriptValue)
            }
            if inverse { result.append(ArrayObject(found.inverse).scriptValue) }
            if counts { result.append(ArrayObject(found.counts).scriptValue) }
            return .tuple(result)
        },
        Builtin(
            "nonzero", group: "numpy", summary: "The indices of elements that are not 0.", NumPy.object,
            returns: "a tuple of arrays", example: "np.nonzero([0, 1])",
            pytorch: "torch.nonzero(x, as_tuple=True)"
        ) { _, value -> Value in
            .tuple(try NumPy.tensor(value).to(.bool).nonzeroColumns().map { ArrayObject($0).scriptValue })
        },
        NumPy.command("flatnonzero", "The indices, in the flattened array, of elements that are not 0.") {
            try $0.flatten().to(.bool).nonzeroColumns()[0]
        },
        NumPy.command("argwhere", "The indices of elements that are not 0, one row each.") {
            try $0.to(.bool).nonzero()
        },
        Builtin(
            "searchsorted", group: "numpy", summary: "The indices at which values go into a sorted array.",
            NumPy.object, Parameter<Value>("v", "the values"),
            Parameter<String>("side", "'left' or 'right'", default: "left"),
            returns: "a number or an array", example: "np.searchsorted([1, 2, 3], 2)",
            pytorch: "torch.searchsorted(x, y)"
        ) { _, value, wanted, side -> Value in
            try ArrayObject.value(
                NumPy.tensor(value).searchSorted(NumPy.tensor(wanted), right: side == "right"))
        },
        Builtin(
            "digitize", group: "numpy", summary: "The index of the interval that each element lies in.",
            NumPy.object,
            Parameter<Value>("bins", "where intervals begin, ascending"),
            Parameter<Bool>("right", "whether intervals include their end", default: false),
            returns: "an array", example: "np.digitize([0.5, 1.5], [0, 1, 2])",
            pytorch: "torch.bucketize(x, bins)"
        ) { _, value, bins, right -> Value in
            try ArrayObject.value(NumPy.tensor(value).digitize(NumPy.tensor(bins), right: right))
        },
        Builtin(
            "isin", group: "numpy", summary: "Where elements are among others.", NumPy.object,
            Parameter<Value>("test_elements", "the others"), returns: "a bool array",
            example: "np.isin([1, 2], [2])",
            pytorch: "torch.isin(x, y)"
        ) { _, value, others -> Value in
            ArrayObject(try NumPy.tensor(value).isAmong(NumPy.tensor(others))).scriptValue
        },
        Builtin(
            "bincount", group: "numpy", summary: "Counts how often each of 0, 1, 2, … occurs.", NumPy.object,
            Parameter<Value>("weights", "the weight of each occurrence", default: .none),
            Parameter<Int>("minlength", "the least length of the result", default: 0), returns: "an array",
            example: "np.bincount([0, 1, 1])", pytorch: "torch.bincount(x)"
        ) { _, value, weights, least in
            let x = try NumPy.tensor(value)
            return ArrayObject(
                try weights.isNone
                    ? x.binCount(minimumLength: least)
                    : x.binCount(weights: NumPy.floats(NumPy.tensor(weights)), minimumLength: least))
        },
        Builtin(
            "array_equal", group: "numpy", summary: "Whether two arrays have one shape and equal elements.",
            Parameter<Value>("a1", "the first"), Parameter<Value>("a2", "the second"), returns: "bool",
            example: "np.array_equal([1], [1])", pytorch: "torch.equal(x, y)"
        ) { _, a, b in
            let (x, y) = try NumPy.promoted(NumPy.tensor(a), NumPy.tensor(b))
            return try x.equals(y)
        },
        close("allclose", all: true), close("isclose", all: false),
        sets("intersect1d", "The elements that two arrays have in common.") { try $0.intersection($1) },
        sets("union1d", "The elements of either of two arrays.") { try $0.union($1) },
        sets("setdiff1d", "The elements of the first array that are not in the second.") {
            try $0.difference($1)
        },
        Builtin(
            "histogram", group: "numpy",
            summary: "Counts elements in bins; gives the counts and the edges.", NumPy.object,
            Parameter<Value>("bins", "how many parts, or where they end", default: .int(10)),
            Parameter<[Double]?>("range", "the ends; those of the data if left out", default: nil),
            Parameter<Bool>("density", "whether to normalise to an area of 1", default: false),
            returns: "counts and edges",
            example: "np.histogram([1, 2, 1], bins=3)", pytorch: "torch.histogram(x, 3)"
        ) { _, value, bins, range, density -> Value in
            let x = try NumPy.floats(NumPy.tensor(value)).to(.float64), n = try Operations.index(bins)
            let (counts, edges) = try x.numPyHistogram(
                bins: n ?? 0, edges: n == nil ? NumPy.tensor(bins) : nil, range: range, density: density)
            // Edges that were given stay as they are.
            let shown = n == nil ? try NumPy.tensor(bins) : edges
            return .tuple([ArrayObject(counts).scriptValue, ArrayObject(shown).scriptValue])
        },
    ]

    private static func close(_ name: String, all: Bool) -> Builtin {
        Builtin(
            name, group: "numpy",
            summary: all
                ? "Whether all elements of two arrays are close." : "Where elements of two arrays are close.",
            NumPy.object, Parameter<Value>("b", "the other"),
            Parameter<Double>("rtol", "tolerance relative to the other", default: 1e-5),
            Parameter<Double>("atol", "absolute tolerance", default: 1e-8),
            Parameter<Bool>("equal_nan", "whether NaN is close to NaN", default: false),
            returns: all ? "bool" : "a bool array", example: "np.\(name)([1.0], [1.0])",
            pytorch: "torch.\(name)(x, y)"
        ) { _, a, b, relative, absolute, nan -> Value in
            let x = try NumPy.tensor(a).to(.float64), y = try NumPy.tensor(b).to(.float64)
            let near = try x.areClose(to: y, rtol: relative, atol: absolute, equalNaN: nan)
            return all ? .bool(try near.all().item().isTrue) : try ArrayObject.value(near)
        }
    }
}
