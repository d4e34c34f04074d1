import Language
import Tensors

// How operations that work element by element are called: with one operand, or with
// two of which some may be numbers.

/// The functions of `numpy` that an operation is, and the types that it takes there.
struct ArrayForm<Apply> {
    enum Types { case given, promoted, floats }
    let names: [String]
    var types = Types.given
    /// What is computed, where it is not the operation itself.
    var own: Apply?

    /// Takes arrays as they are.
    static func given(_ names: String..., own: Apply? = nil) -> ArrayForm { .init(names: names, own: own) }
    /// Makes float64 of integers first.
    static func floats(_ names: String..., own: Apply? = nil) -> ArrayForm {
        .init(names: names, types: .floats, own: own)
    }
    /// Brings both to NumPy's common type.
    static func promoted(_ names: String..., own: Apply? = nil) -> ArrayForm {
        .init(names: names, types: .promoted, own: own)
    }
}

typealias UnaryApply = (Tensor) throws -> Tensor
typealias BinaryApply = (Tensor, Tensor) throws -> Tensor

extension Operation {
    /// y = f(x), element by element.
    static func unary(
        _ names: String..., summary: String, formula: String = "", returns: String? = nil,
        example: String = "torch.NAME(x)", writes: Bool = true, arrays: [ArrayForm<UnaryApply>] = [],
        file: StaticString = #fileID, line: UInt = #line, apply: @escaping UnaryApply
    ) -> Operation {
        let header = Header(
            names: names, summary: summary, formula: formula,
            returns: returns ?? "a tensor of the same shape", example: example, pytorch: "torch.NAME(x)",
            writes: writes, cost: Costs.elementwise, place: SourcePlace(file, line))
        let twins = arrays.flatMap { form in
            form.names.map { name in
                let compute = form.own ?? apply
                let command = header.array((name, "np.\(name)([1.0, 2.0])"), [], first: NumPy.operand) {
                    x, _, _ in try compute(form.types == .floats ? NumPy.nearestFloats(x) : x)
                }
                return ElementwiseArguments.added(to: command, operands: 1)
            }
        }
        return Operation(header, settings: []) { x, _, _ in try apply(x) }.with(numpy: twins)
    }

    /// Which operands may be plain numbers, as PyTorch has it.
    enum Numbers { case neither, second, either }

    /// z = f(x, y), element by element, after broadcasting.
    ///
    /// - Parameter ofNumber: what is computed where the first is a number, if it is not the same.
    static func binary(
        _ names: String..., summary: String, formula: String = "", example: String = "torch.NAME(x, y)",
        other: String = "other", numbers: Numbers = .either, writes: Bool = true,
        arrays: [ArrayForm<BinaryApply>] = [],
        ofNumber: ((Number, Tensor) throws -> Tensor)? = nil,
        file: StaticString = #fileID, line: UInt = #line, apply: @escaping BinaryApply
    ) -> Operation {
        let header = Header(
            names: names, summary: summary, formula: formula,
            returns: "a tensor of the shape that both broadcast to", example: example,
            pytorch: "torch.NAME(x, y)", writes: writes, cost: Costs.elementwise,
            place: SourcePlace(file, line))
        return Operation(header, numbers, other: other, ofNumber: ofNumber) { x, y, _, _ in
            try apply(x, y.tensor(beside: x))
        }
        .with(numpy: arrays.flatMap { form in form.names.map { header.arrays($0, form, apply) } })
    }

    /// The same with settings after the operands, or where a number as the second operand is no tensor of it.
    ///
    /// - Parameter call: gets the arguments as they came; settings begin at place 2.
    init(
        _ header: Header, _ numbers: Numbers, other: String = "other", settings: [ParameterInformation] = [],
        ofNumber: ((Number, Tensor) throws -> Tensor)? = nil,
        call:
            @escaping (_ x: Tensor, _ y: TensorOrNumber, _ values: [Value?], _ command: Builtin) throws ->
            Tensor
    ) {
        let tensor = Parameter<Tensor>(other, "a tensor"),
            operand = Parameter<TensorOrNumber>(other, "a tensor or number")
        let first = Parameter<TensorOrNumber>("input", "a tensor or number")
        let second = numbers == .neither ? tensor.information : operand.information
        func y(_ values: [Value?], _ command: Builtin) throws -> TensorOrNumber {
            numbers == .neither
                ? .tensor(try tensor.convert(values[1], command)) : try operand.convert(values[1], command)
        }
        self.init(header, settings: [second] + settings) { x, values, command in
            try call(x, y(values, command), values, command)
        }
        guard numbers == .either else { return }
        shared = header.names.map { name in
            header.command(name, first: first.information, [second] + settings) { values, command in
                let (x, y) = (try first.convert(values[0], command), try y(values, command))
                let result: Tensor
                switch (x, y) {
                case (.tensor(let x), _): result = try call(x, y, values, command)
                case (.number(let x), .tensor(let y)):
                    result = try ofNumber?(x, y) ?? call(y.constant(x), .tensor(y), values, command)
                case (.number(let x), .number(let y)):
                    result = try call(.scalar(x), .tensor(.scalar(y)), values, command)
                }
                return result.scriptValue
            }
        }
    }
}

extension Operation.Header {
    /// A function of `numpy` with two operands; a number beside an array takes its type from there.
    func arrays(_ name: String, _ form: ArrayForm<BinaryApply>, _ apply: @escaping BinaryApply) -> Builtin {
        let first = Parameter<Value>("x1", "a number, list or array", .positionalOnly),
            second = Parameter<Value>("x2", "a number, list or array", .positionalOnly)
        let compute = form.own ?? apply
        let command = Builtin(
            name: name, group: "numpy", summary: summary,
            parameters: [first.information, second.information], returns: "a number or an array",
            example: "np.\(name)([1, 2], 2)", pytorch: "torch.\(names[0])(x, y)", formula: formula,
            place: place
        ) { command, _, values in
            let (a, b) = (try first.convert(values[0], command), try second.convert(values[1], command))
            let (x, y) = try NumPy.operands(a, b, of: name)
            let result: Tensor
            switch form.types {
            case .given: result = try compute(x, y)
            case .promoted:
                let (x, y) = try NumPy.promoted(x, y)
                result = try compute(x, y)
            case .floats:
                let (x, y) = try NumPy.promoted(x, y)
                result = try compute(NumPy.nearestFloats(x), NumPy.nearestFloats(y))
            }
            return try ArrayObject.value(result)
        }.costing(Costs.elementwise)
        return ElementwiseArguments.added(to: command, operands: 2)
    }
}
