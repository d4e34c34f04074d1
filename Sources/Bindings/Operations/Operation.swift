import Foundation
import Language
import Tensors

/// An operation on tensors, declared once: names, summary, formula, parameters,
/// what it computes and what it costs.
///
/// From the declaration come the functions of `torch`, the methods of tensors, the methods that
/// write into their tensor (`x.exp_()`) and the functions of `numpy`; help, completion, the
/// reference and `%cost` read those.
struct Operation {
    /// Functions of `torch` that are methods of tensors too, one for each name.
    var shared: [Builtin] = []
    /// Methods that put the result into their tensor, one for each name.
    var inPlace: [Builtin] = []
    /// Functions of `numpy`.
    var numpy: [Builtin] = []
    /// Methods of arrays.
    var arrayMethods: [Builtin] = []

    /// A function and method that is declared as a command, because it gives something else than one tensor
    /// or takes something else first.
    init(_ command: Builtin, cost: CostRule? = nil) { shared = [cost.map(command.costing) ?? command] }

    init(
        _ header: Header, settings: [ParameterInformation],
        call: @escaping (_ x: Tensor, _ values: [Value?], _ command: Builtin) throws -> Tensor
    ) {
        shared = header.names.map { name in
            header.command(name, first: input.information, settings) { values, command in
                try call(input.convert(values[0], command), values, command).scriptValue
            }
        }
        guard header.writes else { return }
        inPlace = header.names.map { name in
            header.writing(name, settings) { x, values, command in try call(x, values, command) }
        }
    }

    /// What every operation says of itself.
    struct Header {
        /// The first is the usual one, the others are PyTorch's aliases.
        var names: [String]
        var summary: String
        var formula = ""
        var returns = "a tensor"
        /// A line that runs; `torch.name(x)` where left out. `NAME` stands for the name.
        var example = "torch.NAME(x)"
        var pytorch: String?
        /// Whether PyTorch has the form that writes into its tensor, `x.exp_()`.
        var writes = false
        var cost: CostRule?
        var place: SourcePlace

        func command(
            _ name: String, first: ParameterInformation, _ settings: [ParameterInformation],
            _ body: @escaping (_ values: [Value?], _ command: Builtin) throws -> Value
        ) -> Builtin {
            let command = Builtin(
                name: name, group: "torch", summary: summary, parameters: [first] + settings,
                returns: returns, example: example.replacing("NAME", with: name),
                pytorch: (pytorch ?? example).replacing("NAME", with: name), formula: formula, place: place
            ) { command, _, values in try body(values, command) }
            return cost.map(command.costing) ?? command
        }

        func writing(
            _ name: String, _ settings: [ParameterInformation],
            _ body: @escaping (_ x: Tensor, _ values: [Value?], _ command: Builtin) throws -> Tensor
        ) -> Builtin {
            let name = name + "_"
            let line = example.replacing("torch.NAME(x", with: "x.NAME(").replacing("(, ", with: "(")
                .replacing("NAME", with: name)
            let command = Builtin(
                name: name, group: "torch", summary: summary + " In place.",
                parameters: [changed.information] + settings, returns: "the tensor itself", example: line,
                pytorch: line, formula: formula, place: place
            ) { command, _, values in
                let object = try changed.convert(values[0], command)
                for value in values.dropFirst() {
                    if let value, let other = try Tensor.from(value) {
                        try object.tensor.checkApart(from: other)
                    }
                }
                try object.tensor.update(name) { try body($0, values, command) }
                return object.scriptValue
            }
            return cost.map(command.costing) ?? command
        }
    }

    func with(numpy commands: [Builtin], methods: [Builtin] = []) -> Operation {
        var operation = self
        operation.numpy += commands
        operation.arrayMethods += methods
        return operation
    }
}

/// The receiver of a method that writes.
private let changed: Parameter<TensorObject> = receiver("the tensor that changes")

// MARK: A tensor and settings, nothing to three of them

extension Operation {
    typealias Twin = (name: String, example: String)

    /// x ↦ a tensor.
    init(_ header: Header, numpy twins: Twin..., apply: @escaping (Tensor) throws -> Tensor) {
        self.init(header, settings: []) { x, _, _ in try apply(x) }
        for twin in twins {
            numpy.append(header.array(twin, []) { x, _, _ in try apply(x) })
        }
    }

    /// x and one setting ↦ a tensor.
    init<A: ScriptConvertible>(
        _ header: Header, _ a: Parameter<A>, numpy twins: (twin: Twin, Parameter<A>)...,
        apply: @escaping (Tensor, A) throws -> Tensor
    ) {
        func call(_ a: Parameter<A>) -> (Tensor, [Value?], Builtin) throws -> Tensor {
            { x, values, command in try apply(x, a.convert(values[1], command)) }
        }
        self.init(header, settings: [a.information], call: call(a))
        for (twin, a) in twins { numpy.append(header.array(twin, [a.information], call(a))) }
    }

    /// x and two settings ↦ a tensor.
    init<A: ScriptConvertible, B: ScriptConvertible>(
        _ header: Header, _ a: Parameter<A>, _ b: Parameter<B>,
        numpy twins: (twin: Twin, Parameter<A>, Parameter<B>)...,
        apply: @escaping (Tensor, A, B) throws -> Tensor
    ) {
        func call(_ a: Parameter<A>, _ b: Parameter<B>) -> (Tensor, [Value?], Builtin) throws -> Tensor {
            { x, values, command in
                try apply(x, a.convert(values[1], command), b.convert(values[2], command))
            }
        }
        self.init(header, settings: [a.information, b.information], call: call(a, b))
        for (twin, a, b) in twins {
            numpy.append(header.array(twin, [a.information, b.information], call(a, b)))
        }
    }

    /// x and three settings ↦ a tensor.
    init<A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible>(
        _ header: Header, _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>,
        apply: @escaping (Tensor, A, B, C) throws -> Tensor
    ) {
        self.init(header, settings: [a.information, b.information, c.information]) { x, values, command in
            try apply(
                x, a.convert(values[1], command), b.convert(values[2], command), c.convert(values[3], command)
            )
        }
    }

    /// x and four settings ↦ a tensor.
    init<A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible>(
        _ header: Header, _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>,
        apply: @escaping (Tensor, A, B, C, D) throws -> Tensor
    ) {
        self.init(
            header, settings: [a.information, b.information, c.information, d.information]
        ) { x, values, command in
            try apply(
                x, a.convert(values[1], command), b.convert(values[2], command),
                c.convert(values[3], command), d.convert(values[4], command))
        }
    }
}

extension Operation.Header {
    /// A function of `numpy` with the operation's settings under NumPy's names; a view stays one.
    func array(
        _ twin: Operation.Twin, _ settings: [ParameterInformation], first: Parameter<Value> = NumPy.object,
        _ call: @escaping (Tensor, [Value?], Builtin) throws -> Tensor
    ) -> Builtin {
        let command = Builtin(
            name: twin.name, group: "numpy", summary: summary,
            parameters: [first.information] + settings, returns: "a number or an array",
            example: twin.example, pytorch: (pytorch ?? example).replacing("NAME", with: names[0]),
            formula: formula, place: place
        ) { command, _, values in
            let value = try NumPy.object.convert(values[0], command)
            return try ArrayObject.made(call(NumPy.tensor(value), values, command), of: value)
        }
        return cost.map(command.costing) ?? command
    }
}

extension String {
    fileprivate func replacing(_ part: String, with other: String) -> String {
        replacingOccurrences(of: part, with: other)
    }
}
