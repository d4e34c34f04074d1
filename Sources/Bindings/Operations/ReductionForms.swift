import Language
import Tensors

// How operations that make one number of many are called, in PyTorch and in NumPy.

/// What a reduction is in `numpy`: a function, perhaps a method of arrays, with NumPy's names of arguments.
struct ArrayReduction {
    typealias Apply = (Tensor, [Int]?, Bool) throws -> Tensor
    let name: String
    var isMethod = false
    /// What is computed, where it is not the operation itself.
    var own: Apply?
    /// Whether NumPy takes `keepdims` beside the axis.
    var hasSettings = true
    /// Whether it takes the type to compute in, too.
    var hasType = false
}

extension Operation {
    private static let asType = Parameter<DType?>(
        "dtype", "the type to compute in", default: nil, .keywordOnly)

    /// One number of each row of the axes: y = f(x, axes), all of them where none is named.
    ///
    /// - Parameter takesType: whether PyTorch lets the type to compute in be named.
    static func reduction(
        _ name: String, _ summary: String, _ formula: String = "", returns: String = "a tensor",
        example: String = "x.NAME(dim=1)", takesType: Bool = false, arrays: [ArrayReduction] = [],
        file: StaticString = #fileID, line: UInt = #line, apply: @escaping ArrayReduction.Apply
    ) -> Operation {
        let header = Header(
            names: [name], summary: summary, formula: formula, returns: returns, example: example,
            pytorch: "torch.NAME(x)", cost: Costs.reduction(), place: SourcePlace(file, line))
        let operation =
            takesType
            ? Operation(header, dims, keepdim, asType) { x, axes, keep, type in
                let result = try apply(type.map { try x.to($0) } ?? x, axes?.reduced, keep)
                return try type.map { try result.to($0) } ?? result
            } : Operation(header, dims, keepdim) { x, axes, keep in try apply(x, axes?.reduced, keep) }
        return operation.with(
            numpy: arrays.map { header.array($0, apply) },
            methods: arrays.filter(\.isMethod).map { header.arrayMethod($0, apply) })
    }

    /// The same operation with a reduction of NumPy's beside it.
    func withArrays(_ form: ArrayReduction, _ apply: @escaping ArrayReduction.Apply) -> Operation {
        guard let command = shared.first else { return self }
        let header = Header(
            names: [command.name], summary: command.summary, formula: command.formula,
            example: command.pytorch, cost: Costs.reduction(), place: command.place)
        return with(
            numpy: [header.array(form, apply)],
            methods: form.isMethod ? [header.arrayMethod(form, apply)] : [])
    }
}

extension Operation.Header {
    /// `np.sum(a, axis, dtype, keepdims)`.
    fileprivate func array(_ form: ArrayReduction, _ apply: @escaping ArrayReduction.Apply) -> Builtin {
        reduction(form, apply, first: NumPy.object, example: "np.\(form.name)([1, 2, 3])") {
            try NumPy.tensor($0)
        }
    }

    /// `a.sum(axis, dtype, keepdims)`.
    fileprivate func arrayMethod(_ form: ArrayReduction, _ apply: @escaping ArrayReduction.Apply) -> Builtin {
        reduction(form, apply, first: ArrayType.this, example: "a.\(form.name)()") { $0.tensor }
    }

    private func reduction<First: ScriptConvertible>(
        _ form: ArrayReduction, _ apply: @escaping ArrayReduction.Apply, first: Parameter<First>,
        example: String, tensor: @escaping (First) throws -> Tensor
    ) -> Builtin {
        let compute = form.own ?? apply, axes = NumPy.axes, dtype = NumPy.dtype, keepdims = NumPy.keepdims
        var parameters = [first.information, axes.information]
        if form.hasType { parameters.append(dtype.information) }
        if form.hasSettings { parameters.append(keepdims.information) }
        return Builtin(
            name: form.name, group: "numpy", summary: summary, parameters: parameters,
            returns: "a number or an array", example: example, pytorch: "torch.\(names[0])(x)",
            formula: formula, place: place
        ) { command, _, values in
            let x = try tensor(first.convert(values[0], command)), over = try axes.convert(values[1], command)
            guard form.hasSettings else { return try ArrayObject.value(compute(x, over?.reduced, false)) }
            let type = form.hasType ? try NumPy.type(dtype.convert(values[2], command)) : nil
            if type == nil { try NumPyReductions.tellSigned(form.name, x.dtype) }
            return try ArrayObject.value(
                compute(
                    type.map { try x.to($0) } ?? x, over?.reduced,
                    keepdims.convert(values[form.hasType ? 3 : 2], command)))
        }.costing(Costs.reduction(keepdim: form.hasType ? 3 : 2))
    }
}

extension Sizes {
    /// Axes to reduce: an empty tuple means all of them, as in PyTorch.
    var reduced: [Int]? { elements.isEmpty ? nil : elements }
}
