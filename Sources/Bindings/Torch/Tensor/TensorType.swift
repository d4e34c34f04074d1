import Language
import Tensors

/// The class `torch.Tensor`: its attributes; its methods are those commands of `TensorCommands` that start
/// with a tensor.
package enum TensorType {
    private static let tensorClass = ScriptClass(
        "Tensor",
        native: NativeClass(
            declaration: declaration, isInstance: { $0 is TensorObject }
        ) { _, arguments, _ in
            let given = arguments.positional
            if let (name, _) = arguments.keywords.first {
                throw ScriptError(
                    "TypeError", "Tensor() has no argument '\(name)'", hint: "torch.tensor(data, dtype=…)")
            }
            // `torch.Tensor(2, 3)` makes memory of that shape,
            // `torch.Tensor([2, 3])` those numbers as float32.
            if let sizes = try given.isEmpty ? Sizes([0]) : Sizes.from(.tuple(given)),
                given.first?.isSequence != true
            {
                return TensorObject.of(try onStandard { try Tensor.zeros(sizes.elements) })
            }
            guard given.count == 1 else {
                throw ScriptError("TypeError", "Tensor() wants sizes or one list of numbers")
            }
            switch given[0] {
            case .float, .bool, .none:
                throw ScriptError(
                    "TypeError", "new(): data must be a sequence (got \(given[0].typeName))",
                    hint: "torch.tensor(2.5)")
            default: break
            }
            return TensorObject.of(try onStandard { try TensorData.sharing(given[0], .standard) })
        })

    /// A class is called in no command's surroundings.
    private static func onStandard(_ body: () throws -> Tensor) throws -> Tensor {
        try ComputeContext.on(ComputeContext.current.standardDevice, body)
    }

    private static let declaration = Builtin(
        "Tensor", group: "torch", summary: "Makes a float32 tensor from a list or of a shape.",
        raw: [Parameter<Value>("data", "numbers in lists, or sizes", .variadic).information],
        returns: "a float32 tensor", example: "torch.Tensor([1, 2])", pytorch: "torch.Tensor([1, 2])"
    ) { _, arguments in try TensorData.tensor(arguments.positional.first ?? .list([]), .standard).scriptValue
    }

    /// The class of `nn.Parameter`.
    static let parameterClass = ScriptClass(
        "Parameter", bases: [shared.scriptClass],
        native: NativeClass(
            declaration: parameterDeclaration,
            isInstance: { ($0 as? TensorObject)?.tensor.isParameter ?? false }
        ) { _, arguments, interpreter in
            let made = try parameterDeclaration.call(interpreter, arguments)
            guard let object = try TensorObject.from(made) else {
                throw ScriptError("TypeError", "Parameter() wants a Tensor")
            }
            return object
        })

    static let parameterDeclaration = Builtin(
        "Parameter", group: "torch.nn", summary: "Makes a parameter over the same memory as a tensor.",
        Parameter<Tensor?>(
            "data", "the tensor whose memory it shares; an empty one if left out", default: nil),
        Parameter<Bool>("requires_grad", "whether gradients are computed for it", default: true),
        returns: "a tensor that a module registers", example: "nn.Parameter(torch.zeros(3))",
        pytorch: "nn.Parameter(data)"
    ) { _, data, requiresGrad in
        let parameter = try (data ?? .empty([0])).detachedView()
        parameter.isParameter = true
        return try parameter.requireGrad(requiresGrad)
    }.raisingWrongTypes(as: "AttributeError") { parameter, _ in parameter.name == "data" }

    package static let shared: NativeType<TensorObject> = {
        tensorClass.module = "torch"
        return NativeType<TensorObject>(
            tensorClass, properties: properties,
            methods: TensorCommands.methods.map(GradientNames.shown).map {
                TorchArguments.added(to: $0, of: "torch.Tensor")
            })
    }()

    private static let properties: [NativeType<TensorObject>.Property] = [
        .init("shape", "The size of each axis.") { TorchSize.value($0.tensor.shape) },
        .init("dtype", "The type of the elements.") { $0.tensor.dtype.scriptValue },
        .init("device", "Where the numbers are: the CPU or a GPU.") {
            .object(DeviceObject.of($0.tensor.device))
        },
        .init(
            "grad", "The gradient that backward() has added up, or None.",
            get: { object in
                object.tensor.grad.map(\.scriptValue) ?? .none
            },
            set: { object, value in
                guard let gradient = try Tensor?.from(value) else {
                    throw ScriptError(
                        "TypeError",
                        "assigned grad expected to be a Tensor or None but got grad of \(value.typeName)")
                }
                if let gradient, gradient.shape != object.tensor.shape {
                    throw ScriptError(
                        "RuntimeError", "assigned grad has data of a different size",
                        details: [
                            "grad \(Shape.description(gradient.shape)), tensor "
                                + "\(Shape.description(object.tensor.shape))"
                        ])
                }
                if let gradient, gradient.dtype != object.tensor.dtype {
                    throw ScriptError(
                        "RuntimeError",
                        "attempting to assign a gradient with dtype '\(gradient.dtype)' to a tensor with "
                            + "dtype '\(object.tensor.dtype)'",
                        hint: "x.grad = gradient.to(x.dtype)")
                }
                if let gradient, gradient.device !== object.tensor.device {
                    func kind(_ tensor: Tensor) -> String { DeviceObject.of(tensor.device).kind }
                    throw ScriptError(
                        "RuntimeError",
                        "attempting to assign a gradient with device type '\(kind(gradient))' to a tensor "
                            + "with "
                            + "device type '\(kind(object.tensor))'. Please ensure that the gradient and the "
                            + "tensor are on the same device", hint: "x.grad = gradient.to(x.device)")
                }
                object.tensor.grad = gradient
            }),
        .init(
            "requires_grad", "Whether backward() computes a gradient for it.",
            get: { .bool($0.tensor.requiresGrad) },
            set: {
                guard let flag = try Bool.from($1) else {
                    throw ScriptError("RuntimeError", "requires_grad must be a bool")
                }
                try $0.tensor.requireGrad(flag)
            }),
        .init("grad_fn", "The recorded operation that made it, or None.") { object in
            object.tensor.gradFunction.map { .object(NodeObject($0)) } ?? .none
        },
        .init("is_leaf", "Whether no recorded operation made it.") { .bool($0.tensor.isLeaf) },
        .init("_version", "How often its numbers were changed in place.") { .int($0.tensor.storage.version) },
        .init("retains_grad", "Whether it keeps its gradient although it is not a leaf.") {
            .bool($0.tensor.retainsGrad)
        },
        .init(
            "data", "The same numbers, outside any recorded computation.",
            get: { $0.tensor.detachedView().scriptValue },
            set: {
                guard let source = try Tensor.from($1) else {
                    throw ScriptError("TypeError", "Variable data has to be a tensor, but got \($1.typeName)")
                }
                try $0.tensor.takeData(of: source)
            }),
        .init("T", "Axes in reverse order.") { try $0.tensor.transposed().scriptValue },
        .init("mT", "The last two axes exchanged.") { try $0.tensor.transpose(-2, -1).scriptValue },
        .init("ndim", "The number of axes.") { .int($0.tensor.rank) },
        .init("itemsize", "The size of one element in bytes.") { .int($0.tensor.dtype.size) },
        .init("nbytes", "Bytes of all elements.") { .int($0.tensor.count * $0.tensor.dtype.size) },
        .init("is_cuda", "Whether the numbers are on a GPU.") { .bool(!$0.tensor.device.isHost) },
        .init("is_cpu", "Whether the numbers are on the CPU.") { .bool($0.tensor.device.isHost) },
        .init("is_sparse", "Always False: no sparse tensors.") { _ in .bool(false) },
        .init("is_mps", "Always False: no GPU support.") { _ in .bool(false) },
        .init("layout", "The memory layout: always torch.strided.") { _ in .object(Layout.strided) },
        .init("H", "The transpose of a matrix.") {
            try $0.tensor.transpose(-2, -1).scriptValue
        },
        .init("real", "The tensor itself: numbers are real here.") { $0.scriptValue },
    ]
}

/// `torch.strided`, and the orders of axes in memory: `torch.preserve_format`.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
final class Layout: ScriptObject, @unchecked Sendable {
    static let strided = Layout("strided", of: "layout")
    /// The orders of axes; only the first two are those of tensors here.
    static let memoryFormats = [
        "preserve_format", "contiguous_format", "channels_last", "channels_last_3d",
    ].map { Layout($0, of: "memory_format") }

    let name: String
    let typeName: String

    private init(_ name: String, of typeName: String) { (self.name, self.typeName) = (name, typeName) }

    func repr() throws -> String { "torch.\(name)" }

    static func isStrided(_ value: Value) -> Bool {
        if case .object(let object) = value { object === strided } else { false }
    }

    /// - Throws: TypeError for what is no order of axes, NotImplementedError for one that tensors here never
    ///   have.
    static func checkMemoryFormat(_ value: Value) throws {
        if value.isNone { return }
        guard case .object(let object) = value, let format = object as? Layout,
            format.typeName == "memory_format"
        else {
            throw ScriptError(
                "TypeError", "'memory_format' must be torch.memory_format, not \(value.typeName)")
        }
        guard !format.name.hasPrefix("channels") else {
            throw ScriptError(
                "NotImplementedError", "memory_format=torch.\(format.name) is not in Lagado",
                hint: "torch.contiguous_format: the numbers are the same")
        }
    }
}

/// `grad_fn`: one recorded operation.
final class NodeObject: ScriptObject {
    private let node: Node

    init(_ node: Node) { self.node = node }

    var typeName: String { node.shownName }
    func repr() throws -> String { "<\(node.shownName)>" }
    var attributeNames: [String] { ["next_functions", "name", "register_hook"] }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "next_functions": return .tuple(node.next.map { .tuple([.object(NodeObject($0)), .int(0)]) })
        case "name":
            let text = node.shownName
            return .builtin(
                Builtin(
                    "name", group: "torch", summary: "The operation's name.", returns: "str",
                    body: { _ in text }))
        case "register_hook":
            return .builtin(
                Builtin(
                    "register_hook", group: "torch",
                    summary: "Calls a function with the gradients that the operation gives and those it got.",
                    Parameter<Value>("fn", "a function (grad_inputs, grad_outputs)"),
                    returns: "a handle with remove()", example: "y.grad_fn.register_hook(f)",
                    pytorch: "y.grad_fn.register_hook(f)"
                ) { [node] interpreter, function -> Value in
                    try HookHandle.check(function)
                    let hook = NodeHook { [unowned interpreter] inputs, outputs in
                        let told = [inputs, outputs].map { gradients in
                            Value.tuple(gradients.map { $0.map(\.scriptValue) ?? .none })
                        }
                        let changed = try Operations.call(function, Arguments(told), interpreter)
                        if changed.isNone { return nil }
                        let found = try CustomFunctions.gradients(changed)
                        guard found.count == inputs.count else {
                            throw ScriptError(
                                "RuntimeError",
                                "a hook has returned an incorrect number of "
                                    + "values (got \(found.count), but expected \(inputs.count))")
                        }
                        return found
                    }
                    node.register(hook)
                    return HookHandle { hook.remove() }.scriptValue
                })
        default: return nil
        }
    }
    func isEqual(to other: Value) throws -> Bool {
        guard case .object(let object) = other else { return false }
        return (object as? NodeObject)?.node === node
    }
    func hash() throws -> Int { ObjectIdentifier(node).hashValue }
}

extension Value {
    /// A list, tuple or range, or an instance of a program's class that is one or says that it is an array.
    var isLikeArray: Bool {
        guard case .instance(let instance) = self else { return isSequence }
        return instance.plainValue?.isSequence
            ?? (instance.isSequence || instance.type.attribute("__array__") != nil)
    }

    /// A list, tuple or range.
    var isSequence: Bool {
        switch self {
        case .list, .tuple, .range: return true
        default: return false
        }
    }
}
