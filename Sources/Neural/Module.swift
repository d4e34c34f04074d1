import Kernels
import Tensors

/// A part of a model: it owns parameters and other modules, each registered under a name.
///
/// Names are data: the parameter table, checkpoints, optimizer groups and completion all read the lists kept
/// here. Paths join names with dots, as PyTorch's do: `blocks.3.attn.QKV.weight`.
open class Module {
    /// In the order of registration; nil keeps the place of a name that stands for
    /// nothing now (`self.bias = None`).
    public private(set) var parameterSlots: [(name: String, parameter: Tensor?)] = []
    /// Modules below this one, in the order of registration; nil keeps the place of a name.
    public private(set) var childSlots: [(name: String, module: Module?)] = []
    /// Tensors that are not trained, in the order of registration; nil keeps the place of a name.
    public private(set) var bufferSlots: [(name: String, tensor: Tensor?, isSaved: Bool)] = []
    /// Dropout and its like behave differently while training.
    public private(set) var isTraining = true

    /// Parameters of this module itself, with their names.
    public var ownParameters: [(name: String, parameter: Tensor)] {
        parameterSlots.compactMap { slot in slot.parameter.map { (slot.name, $0) } }
    }
    /// Modules directly below this one, with their names.
    public var children: [(name: String, module: Module)] {
        childSlots.compactMap { slot in slot.module.map { (slot.name, $0) } }
    }
    /// Tensors that belong to the module and are saved with it, but are not trained.
    public var buffers: [(name: String, tensor: Tensor, isSaved: Bool)] {
        bufferSlots.compactMap { slot in slot.tensor.map { (slot.name, $0, slot.isSaved) } }
    }
    /// The name of a class that a program built upon this one.
    public var givenName: String?

    /// A module without parts.
    public init() {}

    /// The name of the type, as `repr` shows it.
    open var typeName: String { givenName ?? String(describing: type(of: self)) }

    /// What stands between the parentheses of `repr` for a module without children:
    /// `in_features=4, out_features=6`.
    open var details: String { "" }

    /// What `repr` shows of the module and of all below it.
    open var text: String { tree }

    /// y = module(x). Modules that take something else than one tensor have methods of their own. Shapes are
    /// those of the module: [..., in] → [..., out] for a linear layer.
    ///
    /// - Throws: RuntimeError for a module that has no forward, ShapeError for an x that does not fit.
    open func callAsFunction(_ x: Tensor) throws -> Tensor {
        throw TensorError(.runtime, "Module [\(typeName)] is missing the required \"forward\" function")
    }

    // MARK: Registering

    /// Registers (or replaces) a parameter and returns it. It may have any shape; it is recorded only if it
    /// requires gradients already. `register_parameter`.
    @discardableResult
    public func register(_ name: String, _ parameter: Tensor) -> Tensor {
        parameter.isParameter = true
        put(parameter: name, parameter)
        return parameter
    }

    /// Lets a parameter's name stand for a tensor as it is, or for nothing. It may have any shape.
    public func put(parameter name: String, _ tensor: Tensor?) {
        if let index = parameterSlots.firstIndex(where: { $0.name == name }) {
            parameterSlots[index].parameter = tensor
        } else {
            parameterSlots.append((name, tensor))
        }
    }

    /// Registers (or replaces) a child and returns it.
    @discardableResult
    public func register<Child: Module>(_ name: String, _ module: Child) -> Child {
        put(child: name, module)
        return module
    }

    /// Lets a child's name stand for a module, or for nothing.
    public func put(child name: String, _ module: Module?) {
        if let index = childSlots.firstIndex(where: { $0.name == name }) {
            childSlots[index].module = module
        } else {
            childSlots.append((name, module))
        }
    }

    /// Registers (or replaces) a buffer; nil keeps the name and stands for nothing. It may
    /// have any shape. `register_buffer`.
    ///
    /// - Parameter isSaved: whether it is part of a checkpoint; left out, a
    ///   buffer that is there stays as it is.
    public func register(buffer name: String, _ tensor: Tensor?, isSaved: Bool? = nil) {
        if let index = bufferSlots.firstIndex(where: { $0.name == name }) {
            bufferSlots[index].tensor = tensor
            if let isSaved { bufferSlots[index].isSaved = isSaved }
        } else {
            bufferSlots.append((name, tensor, isSaved ?? true))
        }
    }

    /// Puts all three lists in the place of those there are. Tensors may have any shapes.
    public func replaceSlots(
        parameters: [(name: String, parameter: Tensor?)], children: [(name: String, module: Module?)],
        buffers: [(name: String, tensor: Tensor?, isSaved: Bool)]
    ) {
        (parameterSlots, childSlots, bufferSlots) = (parameters, children, buffers)
    }

    /// Every buffer below this module with its path. These are the buffers themselves, not copies, each in
    /// its shape. `named_buffers`.
    public func namedBuffers() -> [(name: String, tensor: Tensor)] {
        namedModules().flatMap { path, module in
            module.buffers.map { (path.isEmpty ? $0.name : path + "." + $0.name, $0.tensor) }
        }
    }

    /// Takes a parameter, buffer or child off the lists.
    public func unregister(_ name: String) {
        bufferSlots.removeAll { $0.name == name }
        parameterSlots.removeAll { $0.name == name }
        childSlots.removeAll { $0.name == name }
    }

    /// Takes over the settings of a module of the same class (`dropout.p = 0.2`);
    /// numbers, buffers and children stay.
    ///
    /// - Returns: whether the class has settings that can change.
    open func takeSettings(from other: Module) -> Bool { false }

    /// Draws the parameters of this module itself anew, as a fresh module's are. `reset_parameters`.
    ///
    /// - Throws: AttributeError for a module that draws none.
    open func resetParameters() throws {
        throw TensorError(.runtime, "'\(typeName)' object has no attribute 'reset_parameters'")
    }

    // MARK: Reading the lists

    /// A parameter of this module itself, nil where somebody has taken it off. In the
    /// shape that it was registered with.
    public func parameter(_ name: String) -> Tensor? {
        for entry in parameterSlots where entry.name == name { return entry.parameter }
        return standIn?(name)
    }

    /// What stands for a parameter that was taken off: a tensor that a program has put there under its name,
    /// such as one that it computes from others. In the shape of the parameter.
    public var standIn: ((String) -> Tensor?)?

    /// Stands for a parameter that was taken off: it fits no input, so that using
    /// it is an error and not a crash.
    static var nothing: Tensor { try! Tensor.empty([0]) }

    /// Every parameter below this module with its path; one shared by two places is listed once, at the
    /// first. These are the parameters themselves, not copies, each in its shape. `named_parameters`.
    public func namedParameters(_ prefix: String = "", removeDuplicates: Bool = true) -> [(
        name: String, parameter: Tensor
    )] {
        var seen = Set<ObjectIdentifier>()
        return namedModules(prefix, removeDuplicates: removeDuplicates).flatMap { path, module in
            module.ownParameters.compactMap { name, parameter in
                guard !removeDuplicates || seen.insert(ObjectIdentifier(parameter)).inserted else {
                    return nil
                }
                return (path.isEmpty ? name : path + "." + name, parameter)
            }
        }
    }

    /// Every parameter below this module, each once, in the order of `namedParameters`. These are the
    /// parameters themselves, each in its shape. `parameters`.
    public func parameters() -> [Tensor] { namedParameters().map(\.parameter) }

    /// This module (with an empty path) and everything below it, parents before children.
    public func namedModules(_ prefix: String = "", removeDuplicates: Bool = true) -> [(
        name: String, module: Module
    )] {
        var seen = Set<ObjectIdentifier>()
        func walk(_ path: String, _ module: Module) -> [(name: String, module: Module)] {
            guard seen.insert(ObjectIdentifier(module)).inserted || !removeDuplicates else { return [] }
            return [(path, module)]
                + module.children.flatMap { name, child in
                    walk(path.isEmpty ? name : path + "." + name, child)
                }
        }
        return walk(prefix, self)
    }

    // MARK: For all of it

    /// Switches this module and all below it to training, or back.
    public func train(_ flag: Bool = true) {
        for (_, module) in namedModules() { module.isTraining = flag }
    }

    /// Switches this module and all below it to evaluation: nothing is dropped.
    public func eval() { train(false) }

    /// The flag of this module alone.
    public func setTraining(_ flag: Bool) { isTraining = flag }

    /// Has every parameter recorded, or none.
    ///
    /// - Throws: RuntimeError for parameters that are no leaves.
    public func requireGrad(_ flag: Bool) throws {
        for parameter in parameters() { try parameter.requireGrad(flag) }
    }

    /// Forgets all gradients (or sets them to zero).
    ///
    /// - Throws: what writing zeros throws.
    public func zeroGrad(setToNone: Bool = true) throws {
        for parameter in parameters() {
            if setToNone { parameter.grad = nil } else { try parameter.grad?.fill(.int(0)) }
        }
    }

    /// Every parameter and saved buffer by its path, aliases included: what a checkpoint holds. Tensors share
    /// the numbers and have the shapes of what they are of. `state_dict`.
    /// - Parameter detached: whether parameters come outside any recorded computation.
    public func stateDictionary(detached: Bool = true) -> [(name: String, tensor: Tensor)] {
        namedState().map { ($0.name, detached ? $0.tensor.detachedView() : $0.tensor) }
    }

    private func namedState() -> [(name: String, tensor: Tensor)] {
        namedModules(removeDuplicates: false).flatMap { path, module in
            (module.ownParameters.map { ($0.name, $0.parameter) }
                + module.buffers.filter(\.isSaved).map { ($0.name, $0.tensor) })
                .map { (path.isEmpty ? $0.0 : path + "." + $0.0, $0.1) }
        }
    }

    /// Converts parameters, their gradients and buffers to a floating point type, in place: they stay the
    /// tensors that an optimizer knows. Whole numbers stay as they are. `module.to(dtype)`.
    ///
    /// - Throws: MemoryError where there is no room for both.
    public func convert(to type: DType) throws {
        let tensors = namedModules().flatMap {
            $0.module.ownParameters.map(\.parameter) + $0.module.buffers.map(\.tensor)
        }
        for tensor in tensors where tensor.dtype.isFloatingPoint && tensor.dtype != type {
            try ComputeContext.on(tensor.device) {
                try Autograd.withoutGrad { try tensor.takeData(of: tensor.detach().to(type)) }
                if let gradient = tensor.grad { tensor.grad = try gradient.detach().to(type) }
            }
        }
    }

    /// Moves parameters, their gradients and buffers to a device, in place: they stay the tensors that an
    /// optimizer knows. Two parameters that shared their memory have two copies then, as in PyTorch.
    /// `module.to(device)`.
    ///
    /// - Throws: MemoryError where the device has no room; what was moved before stays there.
    public func move(to device: Device) throws {
        var moving: [Tensor] = []
        visitTensors {
            if $0.device !== device || $0.grad.map({ $0.device !== device }) == true { moving.append($0) }
        }
        try Autograd.withoutGrad {
            for tensor in moving {
                if tensor.device !== device { try tensor.takeData(of: tensor.detach().to(device)) }
                if let gradient = tensor.grad { tensor.grad = try gradient.detach().to(device) }
            }
        }
    }

    /// Shows `look` every parameter and buffer of this module and of all below it; one that is in two places
    /// comes twice. Tensors of any shapes.
    public func visitTensors(_ look: (Tensor) -> Void) {
        for slot in parameterSlots { if let tensor = slot.parameter { look(tensor) } }
        for slot in bufferSlots { if let tensor = slot.tensor { look(tensor) } }
        for slot in childSlots { slot.module?.visitTensors(look) }
    }

    /// Where the first parameter lies, or else the first buffer; nil for a module without either.
    public var device: Device? {
        for slot in parameterSlots { if let tensor = slot.parameter { return tensor.device } }
        for slot in childSlots { if let device = slot.module?.device { return device } }
        return bufferSlots.lazy.compactMap(\.tensor?.device).first
    }

    /// Copies the numbers of `state` into the parameters of the same names.
    /// - Parameter order: the names of `state` in the order in which errors list them.
    /// - Returns: the names that were missing, and those that nothing here has
    ///   (none of either where `strict`).
    /// - Throws: RuntimeError that lists missing and unexpected names and wrong shapes, in PyTorch's words;
    ///   then nothing has been changed.
    @discardableResult
    public func loadStateDictionary(
        _ state: [String: Tensor], strict: Bool = true, order: [String]? = nil
    ) throws -> (missing: [String], unexpected: [String]) {
        let own = namedState()
        let names = Set(own.map(\.name))
        var problems: [String] = []
        let missing = own.map(\.name).filter { state[$0] == nil },
            unexpected = (order ?? state.keys.sorted()).filter { !names.contains($0) }
        if strict && !missing.isEmpty {
            problems.append("Missing key(s) in state_dict: \(Module.list(missing)). ")
        }
        if strict && !unexpected.isEmpty {
            problems.append("Unexpected key(s) in state_dict: \(Module.list(unexpected)). ")
        }
        for (name, parameter) in own {
            if let tensor = state[name], tensor.shape != parameter.shape {
                problems.append(
                    "size mismatch for \(name): copying a param with shape "
                        + "torch.Size(\(Shape.description(tensor.shape))) from checkpoint, "
                        + "the shape in current model is torch.Size(\(Shape.description(parameter.shape))).")
            }
        }
        guard problems.isEmpty else {
            throw TensorError(
                .runtime,
                "Error(s) in loading state_dict for \(typeName):\n\t" + problems.joined(separator: "\n\t"),
                hint: "build the model with the sizes and the `tied` variant it was saved with")
        }
        try Autograd.withoutGrad {
            for (name, parameter) in own {
                if let tensor = state[name] { try Tensor.copy(from: tensor, into: parameter) }
            }
        }
        return (missing, unexpected)
    }

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

extension Module: CustomStringConvertible {
    public var description: String { text }

    /// The tree of modules, as PyTorch prints it; equal neighbours of a `ModuleList` are told once.
    public var tree: String {
        let details = details
        guard !childSlots.isEmpty || details.contains("\n") else { return "\(typeName)(\(details))" }
        func text(_ slot: (name: String, module: Module?)) -> String { slot.module?.description ?? "None" }
        var lines =
            details.isEmpty
            ? [] : details.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        var index = 0
        while index < childSlots.count {
            let (name, shown) = (childSlots[index].name, text(childSlots[index]))
            var last = index
            if self is ModuleList {
                while last + 1 < childSlots.count, text(childSlots[last + 1]) == shown { last += 1 }
            }
            let label =
                last > index ? "(\(name)-\(childSlots[last].name)): \(last - index + 1) x " : "(\(name)): "
            lines += (label + shown).split(separator: "\n", omittingEmptySubsequences: false).map {
                "  " + $0
            }
            index = last + 1
        }
        return "\(typeName)(\n" + lines.joined(separator: "\n") + "\n)"
    }
}
