import Language
import Tensors

/// What `torch.autograd.Function`, which is written in the language, asks of the engine.
enum CustomFunctions {
    static func make() -> ModuleValue {
        ModuleValue(
            "_autograd", documentation: "What torch.autograd.function is made of.",
            commands: [record, leaves, anomalies])
    }

    private static let anomalies = Builtin(
        "anomalies", group: "torch", summary: "Whether backward looks for NaN; sets it where told.",
        Parameter<Bool?>("mode", "whether it looks", default: nil),
        Parameter<Bool>("check_nan", "whether NaN ends it", default: true), returns: "both, as they were"
    ) { _, mode, checks -> Value in
        let before = AnomalyDetection.current
        if let mode { AnomalyDetection.current = AnomalyDetection(isOn: mode, checksNaN: checks) }
        return .tuple([.bool(before.isOn), .bool(before.checksNaN)])
    }

    private static let leaves = Builtin(
        "leaves", group: "torch", summary: "The leaves that a tensor was computed from.",
        Parameter<Tensor>("input", "a tensor"), returns: "a list"
    ) { _, tensor in Value.list(tensor.recordedLeaves.map(\.scriptValue)) }

    private static let record = Builtin(
        "record", group: "torch", summary: "Records outputs as computed from arguments, with a backward.",
        Parameter<String>("name", "what grad_fn shows"),
        Parameter<[Value]>("arguments", "what forward got"),
        Parameter<Value>("outputs", "what forward gave"),
        Parameter<[Value]>("saved", "tensors, or None, for backward"),
        Parameter<[Value]>("passive", "outputs without a gradient"),
        Parameter<Value>("materializes", "says whether a gradient that nobody asked for is zeros"),
        Parameter<Value>("backward", "a function of the gradients of the outputs"),
        returns: "the outputs, and what was saved"
    ) { interpreter, name, arguments, outputs, saved, passive, materializes, backward -> Value in
        let inputs = try arguments.map { try Tensor.from($0) }
        let (isTuple, given) = try results(outputs)
        let fixed = try passive.compactMap { try Tensor.from($0) }
        // An input that is handed on, or shown in part, becomes a tensor of its own.
        let own = given.map { tensor -> Tensor? in
            guard let tensor else { return nil }
            let isBorrowed = tensor.isView || tensor.requiresGrad
            return isBorrowed || inputs.contains { $0 === tensor } ? tensor.detachedView() : tensor
        }
        let active = zip(given, own).map { given, own in
            own.flatMap { own in
                own.dtype.isFloatingPoint && !fixed.contains { $0 === given } ? own : nil
            }
        }
        let keeps = try saved.map { value -> Tensor? in
            guard let tensor = try Tensor.from(value) else { return nil }
            return given.firstIndex { $0 === tensor }.flatMap { own[$0] } ?? tensor
        }
        let places = active.indices.filter { active[$0] != nil }
        guard !places.isEmpty else { return .tuple([outputs, .none]) }
        let shapes = own.map { $0.map { ($0.shape, $0.dtype) } }
        let operation = CustomOperation.record(
            name, inputs: inputs.compactMap { $0 }, outputs: places.compactMap { active[$0] }, saved: keeps
        ) { [unowned interpreter] arrived in
            var gradients = [Tensor?](repeating: nil, count: shapes.count)
            for (place, gradient) in zip(places, arrived) { gradients[place] = gradient }
            if try Operations.truth(Operations.call(materializes, Arguments(), interpreter)) {
                gradients = try zip(gradients, shapes).map { gradient, shape in
                    try gradient ?? shape.map { try Tensor.zeros($0.0, $0.1) }
                }
            }
            let told = gradients.map { $0.map(\.scriptValue) ?? .none }
            let found = try Operations.call(backward, Arguments(told), interpreter)
            return try checked(found, name, inputs)
        }
        let shown = zip(own, elements(outputs, isTuple)).map { own, value in
            own.map(\.scriptValue) ?? value
        }
        return .tuple([
            isTuple ? .tuple(shown) : shown[0], operation.map { .object(SavedTensorsObject($0)) } ?? .none,
        ])
    }

    private static func elements(_ value: Value, _ isTuple: Bool) -> [Value] {
        isTuple ? (try? Operations.array(value)) ?? [] : [value]
    }

    /// What forward gave: nil for what is no tensor.
    private static func results(_ value: Value) throws -> (isTuple: Bool, tensors: [Tensor?]) {
        if case .tuple(let row) = value { return (true, try row.elements.map { try Tensor.from($0) }) }
        return (false, [try Tensor.from(value)])
    }

    /// The gradients in a tuple or a list: None is nil.
    static func gradients(_ value: Value) throws -> [Tensor?] {
        switch value {
        case .tuple, .list: return try Operations.array(value).map(gradient)
        default: return [try gradient(value)]
        }
    }

    private static func gradient(_ value: Value) throws -> Tensor? {
        if value.isNone { return nil }
        guard let tensor = try Tensor.from(value) else {
            throw ScriptError("RuntimeError", "expected Variable or None (got \(value.typeName))")
        }
        return tensor
    }

    /// What backward gave: one gradient for each argument, in its shape.
    private static func checked(_ value: Value, _ name: String, _ inputs: [Tensor?]) throws -> [Tensor?] {
        var found: [Value]
        switch value {
        case .tuple(let row): found = row.elements
        default: found = [value]
        }
        while found.count > inputs.count, found.last?.isNone == true { found.removeLast() }
        guard found.count == inputs.count else {
            throw ScriptError(
                "RuntimeError",
                "function \(name) returned an incorrect number of gradients (expected \(inputs.count), got "
                    + "\(found.count))", hint: "None for an argument that has no gradient")
        }
        var gradients: [Tensor?] = []
        for (place, (value, input)) in zip(found, inputs).enumerated() {
            guard let input else {
                if value.isNone { continue }
                throw ScriptError(
                    "RuntimeError",
                    "function \(name) returned a gradient different than None at position \(place + 1), "
                        + "but the corresponding forward input was not a Variable")
            }
            guard let tensor = try gradient(value) else {
                gradients.append(nil)
                continue
            }
            gradients.append(try fitted(tensor, input.shape, name, place))
        }
        return gradients
    }

    /// A gradient that was broadcast is summed, as PyTorch has it.
    private static func fitted(_ gradient: Tensor, _ shape: [Int], _ name: String, _ place: Int) throws
        -> Tensor
    {
        if gradient.shape == shape { return gradient }
        guard let wide = try? Shape.broadcast(gradient.shape, shape, for: "backward"), wide == gradient.shape
        else {
            throw ScriptError(
                "RuntimeError",
                "Function \(name) returned an invalid gradient at index \(place) - got "
                    + "\(Shape.description(gradient.shape)) but expected shape compatible with "
                    + Shape.description(shape))
        }
        return try gradient.summed(to: shape)
    }
}

/// What a custom operation has saved, for its backward.
final class SavedTensorsObject: ScriptObject {
    private let saved: SavedTensors

    init(_ saved: SavedTensors) { self.saved = saved }

    var typeName: String { "SavedTensors" }
    func getAttribute(_ name: String) throws -> Value? {
        guard name == "tensors" else { return nil }
        return .builtin(
            Builtin(
                "tensors", group: "torch", summary: "The tensors that forward has kept.", returns: "a tuple",
                body: { [saved] _ in Value.tuple(saved.tensors.map { $0.map(\.scriptValue) ?? .none }) }))
    }
}
