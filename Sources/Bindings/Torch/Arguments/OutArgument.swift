import Language
import Tensors

/// `out=`: the tensor that a function puts its result into, and gives. One rule for all that have it.
enum OutArgument {
    /// Which types the tensor may have, where the result has another.
    private enum Types {
        /// What the result can be converted to: floats take integers.
        case converted
        /// The result's own.
        case same
        /// Any: the function computes in it.
        case any
    }

    private static let parameter = Parameter<Value>(
        "out", "the tensor that takes the result and is given back", default: .none, .keywordOnly)

    private static let computingInAny: Set<String> = [
        "arange", "cumprod", "cumsum", "empty", "eye", "full", "linspace", "logspace", "ones", "prod", "rand",
        "randint", "randn", "randperm", "range", "sum", "zeros",
    ]
    private static let keepingType: Set<String> = [
        "abs", "absolute", "addbmm", "addmm", "addmv", "addr", "all", "amax", "amin", "any", "argmax",
        "argmin", "baddbmm", "bmm", "ceil", "cholesky", "conj_physical", "cross", "det", "diag", "dot",
        "eigvals", "eigvalsh", "fix", "floor", "frac", "gather", "ger", "hardshrink", "histc", "index_add",
        "index_reduce", "index_select", "inner", "inv", "inverse", "isneginf", "isposinf", "log_softmax",
        "logcumsumexp", "masked_select", "matmul", "matrix_norm", "mm", "msort", "multi_dot", "multinomial",
        "mv", "nan_to_num", "nanquantile", "neg", "negative", "nonzero", "norm", "normal", "outer",
        "quantile", "round", "scatter", "scatter_add", "scatter_reduce", "sgn", "sign", "signbit",
        "slice_scatter", "softmax", "solve", "svdvals", "take", "take_along_dim", "tensordot", "tril", "triu",
        "trunc", "vdot", "vector_norm",
    ]
    private static let others: Set<String> = [
        "acos", "acosh", "add", "addcdiv", "addcmul", "aminmax", "angle", "arccos", "arccosh", "arcsin",
        "arcsinh", "arctan", "arctan2", "arctanh", "asin", "asinh", "atan", "atan2", "atanh", "bernoulli",
        "bitwise_and", "bitwise_left_shift", "bitwise_not", "bitwise_or", "bitwise_right_shift",
        "bitwise_xor", "bucketize", "cat", "chain_matmul", "cholesky_inverse", "cholesky_solve", "clamp",
        "clamp_max", "clamp_min", "clip", "column_stack", "concat", "concatenate", "copysign", "cos", "cosh",
        "cummax", "cummin", "deg2rad", "diff", "digamma", "div", "divide", "dstack", "eq", "erf", "erfc",
        "erfinv", "exp", "exp2", "expm1", "float_power", "floor_divide", "fmax", "fmin", "fmod", "frexp",
        "gcd", "ge", "greater", "greater_equal", "gt", "heaviside", "histogram", "hstack", "hypot", "i0",
        "igamma", "igammac", "isin", "kron", "kthvalue", "lcm", "ldexp", "le", "lerp", "less", "less_equal",
        "lgamma", "log", "log10", "log1p", "log2", "logaddexp", "logaddexp2", "logical_and", "logical_not",
        "logical_or", "logical_xor", "logit", "logsumexp", "lt", "matrix_power", "max", "maximum", "mean",
        "median", "min", "minimum", "mode", "mul", "multiply", "mvlgamma", "nanmean", "nanmedian", "nansum",
        "ne", "nextafter", "not_equal", "polar", "polygamma", "pow", "rad2deg", "reciprocal", "remainder",
        "renorm", "row_stack", "rsqrt", "searchsorted", "sigmoid", "sin", "sinc", "sinh", "slogdet", "sort",
        "sqrt", "square", "stack", "std", "sub", "subtract", "svd", "tan", "tanh", "threshold", "topk",
        "triangular_solve", "true_divide", "var", "vstack", "where", "xlogy",
    ]
    private static let ofLinearAlgebra: Set<String> = [
        "cholesky", "cholesky_ex", "cond", "cross", "det", "eig", "eigh", "eigvals", "eigvalsh", "inv",
        "inv_ex", "lstsq", "lu", "lu_factor", "lu_solve", "matmul", "matrix_exp", "matrix_norm",
        "matrix_power", "matrix_rank", "multi_dot", "norm", "pinv", "qr", "slogdet", "solve",
        "solve_triangular", "svd", "svdvals", "tensorinv", "tensorsolve", "vecdot", "vector_norm",
    ]
    private static let special: Set<String> = ["softmax", "log_softmax"]

    private static func takes(_ name: String, _ module: String) -> Bool {
        switch module {
        case "torch": computingInAny.contains(name) || keepingType.contains(name) || others.contains(name)
        case "torch.linalg": ofLinearAlgebra.contains(name)
        case "torch.special": !special.contains(name)
        case "torch.fft": !name.hasSuffix("shift")
        case "torch.nn.functional": name == "normalize" || name == "hardshrink"
        default: false
        }
    }

    /// The same command with `out`, if PyTorch's has it.
    static func added(to command: Builtin, of module: String) -> Builtin {
        let name = command.name
        guard takes(name, module) else { return command }
        let types: Types =
            computingInAny.contains(name) ? .any : keepingType.contains(name) ? .same : .converted
        let isByPlace = ["normalize", "tensordot", "norm"].contains(name) && module != "torch.linalg"
        let information = ParameterInformation(
            parameter.name, parameter.help, default: "None", type: "Tensor or None",
            isByPlace ? .either : .keywordOnly)
        return command.taking([information], after: name == "norm" && isByPlace ? "keepdim" : nil) { call in
            guard let out = call["out"], !out.isNone else { return try call.result() }
            return try filled(out, call, name, types)
        }
    }

    private static func filled(_ out: Value, _ call: FurtherCall, _ name: String, _ types: Types) throws
        -> Value
    {
        let targets = try targets(out, name), given = call.arguments
        let isRecorded =
            Autograd.isEnabled
            && (targets.contains(where: \.tensor.requiresGrad)
                || given.positional.contains(where: requiresGrad)
                || given.keywords.contains { requiresGrad($0.value) })
        guard !isRecorded else {
            throw ScriptError(
                "RuntimeError",
                "\(name)(): functions with out=... arguments don't support automatic differentiation, but "
                    + "one of the arguments requires grad.", hint: "y = torch.\(name)(…), without out")
        }
        var call = call
        if types == .any, targets.count == 1, let type = targets.first?.tensor.dtype {
            try compute(in: type, &call)
        }
        let result = try call.result()
        if case .tuple(let tuple) = result, let kind = tuple.kind {
            guard tuple.elements.count == targets.count else {
                throw wrong(name, "a tuple of \(tuple.elements.count) tensors", out)
            }
            for (target, value) in zip(targets, tuple.elements) {
                guard let tensor = try Tensor.from(value) else { continue }
                try put(tensor, into: target.tensor, .same)
            }
            let title = kind.type.name.split(separator: ".").last.map(String.init) ?? name
            return ReturnTypes.value(title + "_out", zip(kind.fields, targets).map { ($0, $1.tensor) })
        }
        guard case .object = out, let target = targets.first, let tensor = try Tensor.from(result) else {
            throw wrong(name, "Tensor", out)
        }
        try put(tensor, into: target.tensor, types)
        return out
    }

    private static func targets(_ out: Value, _ name: String) throws -> [TensorObject] {
        if let one = try TensorObject.from(out) { return [one] }
        guard out.isSequence else { throw wrong(name, "Tensor", out) }
        return try Operations.array(out).map { value in
            guard let one = try TensorObject.from(value) else { throw wrong(name, "Tensor", value) }
            return one
        }
    }

    private static func wrong(_ name: String, _ wanted: String, _ value: Value) -> ScriptError {
        ScriptError("TypeError", "\(name)(): argument 'out' must be \(wanted), not \(value.typeName)")
    }

    private static func requiresGrad(_ value: Value) -> Bool {
        switch value {
        case .object(let object): (object as? TensorObject)?.tensor.requiresGrad ?? false
        case .list(let list): list.elements.contains(where: requiresGrad)
        case .tuple(let tuple): tuple.elements.contains(where: requiresGrad)
        default: false
        }
    }

    /// The command computes in the type of `out` where no other is named.
    private static func compute(in type: DType, _ call: inout FurtherCall) throws {
        if let named = call.arguments.keyword("dtype"), let dtype = try DType.from(named) {
            guard dtype == type else {
                throw ScriptError(
                    "RuntimeError", "dtype \(dtype) does not match dtype of out parameter (\(type))")
            }
            return
        }
        guard call.command.parameters.contains(where: { $0.name == "dtype" }) else { return }
        call.arguments.keywords.removeAll { $0.name == "dtype" }
        call.arguments.keywords.append(("dtype", type.scriptValue))
    }

    private static func put(_ result: Tensor, into out: Tensor, _ types: Types) throws {
        if types == .same, result.dtype != out.dtype {
            throw ScriptError(
                "RuntimeError",
                "Expected out tensor to have dtype \(result.dtype), but got \(out.dtype) instead",
                hint: "out of type \(result.dtype)")
        }
        guard result.dtype.category <= out.dtype.category || types == .any else {
            throw ScriptError(
                "RuntimeError",
                "result type \(result.dtype) can't be cast to the desired output type \(out.dtype)")
        }
        if out.shape != result.shape {
            if out.count > 0 {
                try Interpreter.current?.warn(
                    "An output with one or more elements was resized since it had shape "
                        + "\(Shape.description(out.shape)), which does not match the required output shape "
                        + "\(Shape.description(result.shape)). This behavior is deprecated, and in a future "
                        + "PyTorch release outputs will not be resized unless they have zero elements. You "
                        + "can explicitly reuse an out tensor t by resizing it, inplace, to zero elements "
                        + "with t.resize_(0).")
            }
            try out.takeData(of: .empty(result.shape, out.dtype))
        }
        try Tensor.copy(from: result, into: out)
    }
}
