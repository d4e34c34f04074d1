import Tensors

/// Moves parameters against their gradients, group by group.
///
/// A group is a set of parameters with settings of its own, as in `torch.optim`. What is remembered of each
/// parameter (Adam's moments) is numbered through all groups.
open class Optimizer {
    /// A tensor that is remembered of a parameter: the parameter's number, what it is called, its numbers.
    public typealias Entry = (index: Int, name: String, tensor: Tensor)
    /// Called around a step. It throws to keep the step, or what comes after it, from being made.
    public typealias StepHook = (Optimizer) throws -> Void

    /// The groups, in order. Their settings may be written to between steps.
    public private(set) var groups: [ParameterGroup]
    /// The parameters of all groups, in order.
    public private(set) var parameters: [Tensor]
    /// Number of steps made.
    public internal(set) var steps = 0
    /// Called before each step, in the order in which they were registered; throwing leaves all as it is.
    public var preHooks = HookList<StepHook>()
    /// Called after each step.
    public var postHooks = HookList<StepHook>()
    /// Asked before groups, parameters or gradients are looked at: who shows the groups to others, such as a
    /// program that edits `param_groups`, brings them up to date here with `replace`.
    public var willUse: (() throws -> Void)?

    /// - Throws: ValueError for no parameters at all, a parameter that is in two
    ///   groups, and settings out of range.
    public init(groups: [ParameterGroup]) throws {
        (self.groups, parameters) = (groups, groups.flatMap(\.parameters))
        guard !parameters.isEmpty else {
            throw TensorError(.value, "optimizer got an empty parameter list", hint: "model.parameters()")
        }
        for group in groups { try type(of: self).check(group.settings) }
        try Optimizer.checkDistinct(parameters)
    }

    private static func checkDistinct(_ parameters: [Tensor]) throws {
        guard Set(parameters.map(ObjectIdentifier.init)).count == parameters.count else {
            throw TensorError(.value, "some parameters appear in more than one parameter group")
        }
    }

    /// - Throws: ValueError, in PyTorch's words, for settings that this optimizer cannot work with.
    open class func check(_ settings: OptimizerSettings) throws {
        guard settings.rate >= 0, settings.rate.isFinite else {
            throw TensorError(.value, "Invalid learning rate: \(settings.rate)")
        }
        guard settings.weightDecay >= 0, settings.weightDecay.isFinite else {
            throw TensorError(.value, "Invalid weight_decay value: \(settings.weightDecay)")
        }
    }

    /// As `torch.optim` calls it.
    public var typeName: String { String(describing: type(of: self)) }

    /// PyTorch's names of the settings that this optimizer reads, `betas` as `beta1` and `beta2`.
    open class var settingNames: [String] { ["lr", "weight_decay", "maximize"] }

    /// Names of what it can remember of a parameter.
    open var stateNames: [String] { [] }

    /// Numbers that are kept between steps for each number of a parameter.
    open var stateCount: Int { 0 }

    /// The learning rate of the first group (0 where there is none); writing changes it in all groups.
    public var rate: Double {
        get { groups.first?.settings.rate ?? 0 }
        set { for group in groups { group.settings.rate = newValue } }
    }

    // MARK: Groups

    /// The groups, brought up to date with what `willUse` knows.
    ///
    /// - Throws: what `willUse` throws.
    public func currentGroups() throws -> [ParameterGroup] {
        try willUse?()
        return groups
    }

    /// Takes in one more group. `add_param_group`.
    ///
    /// - Throws: ValueError for settings out of range and parameters that are in a group
    ///   already; nothing has changed then.
    public func add(_ group: ParameterGroup) throws {
        try willUse?()
        try type(of: self).check(group.settings)
        try Optimizer.checkDistinct(parameters + group.parameters)
        groups.append(group)
        parameters += group.parameters
    }

    /// Goes on with these groups and these parameters in them. What is remembered of a parameter that stays
    /// goes with it. Each parameter keeps its shape.
    ///
    /// - Throws: RuntimeError where what is remembered does not fit; nothing has changed then.
    public func replace(groups: [(group: ParameterGroup, parameters: [Tensor])]) throws {
        var memory: [ObjectIdentifier: [(name: String, tensor: Tensor)]] = [:]
        for entry in state where parameters.indices.contains(entry.index) {
            memory[ObjectIdentifier(parameters[entry.index]), default: []].append((entry.name, entry.tensor))
        }
        let before = self.groups.map { (group: $0, parameters: $0.parameters) }
        put(groups)
        let state = parameters.enumerated().flatMap { index, tensor in
            (memory[ObjectIdentifier(tensor)] ?? []).map { (index: index, name: $0.name, tensor: $0.tensor) }
        }
        do { try restore(state, steps: steps) } catch {
            put(before)
            throw error
        }
    }

    /// The groups as they are, their settings as a value; what is remembered is `state`.
    public var arrangement: [(group: ParameterGroup, parameters: [Tensor], settings: OptimizerSettings)] {
        groups.map { ($0, $0.parameters, $0.settings) }
    }

    /// Puts an arrangement back with what was remembered then. What is remembered
    /// has the shape of its parameter.
    ///
    /// - Throws: RuntimeError where the state does not fit the parameters.
    public func restore(
        _ arrangement: [(group: ParameterGroup, parameters: [Tensor], settings: OptimizerSettings)],
        state: [Entry], steps: Int
    ) throws {
        put(arrangement.map { ($0.group, $0.parameters) })
        for (group, _, settings) in arrangement { group.settings = settings }
        try restore(state, steps: steps)
    }

    private func put(_ groups: [(group: ParameterGroup, parameters: [Tensor])]) {
        for (group, parameters) in groups { group.parameters = parameters }
        self.groups = groups.map(\.group)
        parameters = groups.flatMap(\.parameters)
    }

    // MARK: Steps

    /// Makes room for what is kept between steps before the first step makes anything else: what stays for
    /// good then lies together, and not between what comes and goes. Changes no result.
    ///
    /// - Throws: MemoryError where there is no room.
    open func prepare() throws {}

    /// Updates every parameter that has a gradient. In place.
    ///
    /// - Parameters:
    ///   - gradientScale: what gradients are multiplied by on the way, such as a `clippingFactor`; they stay
    ///     as they are.
    ///   - closure: computes the gradients anew, behind the hooks before the step.
    /// - Throws: RuntimeError for parameters that it cannot move, and what hooks and closure throw.
    public func step(gradientScale: Double = 1, closure: () throws -> Void = {}) throws {
        for (_, hook) in preHooks.entries { try hook(self) }
        try closure()
        try willUse?()
        steps += 1
        self.gradientScale = Float(gradientScale)
        defer { self.gradientScale = 1 }
        try Autograd.withoutGrad {
            // Whoever looks on is told of one operation.
            let moves: [Move] = try Observation.suspended {
                let moves = try self.moves()
                try update(moves)
                return moves
            }
            if let observer = Observation.observer, !moves.isEmpty {
                let parameters = moves.map(\.parameter)
                observer.operation("\(typeName).step", parameters + moves.map(\.gradient), parameters)
            }
        }
        for (_, hook) in postHooks.entries { try hook(self) }
    }

    /// A parameter with its number, its gradient (turned round where the step
    /// goes up) and its group's settings.
    struct Move {
        let index: Int
        let parameter: Tensor, gradient: Tensor
        let settings: OptimizerSettings
    }

    private func moves() throws -> [Move] {
        var moves: [Move] = [], index = 0
        moves.reserveCapacity(parameters.count)
        for group in groups {
            let settings = group.settings
            for parameter in group.parameters {
                if let gradient = parameter.grad {
                    let towards = try ComputeContext.on(gradient.device) {
                        try settings.maximizes ? gradient.negated() : gradient.contiguous()
                    }
                    guard towards.device === parameter.device else {
                        throw TensorError.devices(
                            parameter.device, towards.device,
                            hint: "model.to(…) before the gradients are computed, or p.grad = None")
                    }
                    moves.append(
                        Move(index: index, parameter: parameter, gradient: towards, settings: settings))
                }
                index += 1
            }
        }
        return moves
    }

    /// Moves all parameters; one after the other where an optimizer does not say how to move them at once.
    func update(_ moves: [Move]) throws {
        for move in moves { try ComputeContext.on(move.parameter.device) { try update(move) } }
    }

    /// Of the step that is under way.
    private(set) var gradientScale: Float = 1

    func update(_ move: Move) throws {}

    /// A gradient with what this step multiplies gradients by.
    func scaled(_ gradient: Tensor) throws -> Tensor {
        gradientScale == 1 ? gradient : try gradient.detach() * gradient.factor(.float(Double(gradientScale)))
    }

    /// Forgets all gradients, or sets them to zero.
    ///
    /// - Throws: what `willUse` throws.
    public func zeroGrad(setToNone: Bool = true) throws {
        try willUse?()
        for parameter in parameters {
            if setToNone { parameter.grad = nil } else { try parameter.grad?.fill(.int(0)) }
        }
    }

    // MARK: State

    /// Tensors that must be saved to go on as if never stopped; missing ones are not yet made. Moments have
    /// the shape of their parameter, `step` is an int64 without axes.
    open var state: [Entry] { [] }

    /// Puts back what `state` and `steps` said.
    ///
    /// - Throws: RuntimeError for an entry that does not fit its parameter; nothing has changed then.
    open func restore(_ state: [Entry], steps: Int) throws {
        self.steps = steps
    }

    /// Checks one restored tensor against its parameter.
    func checked(_ index: Int, _ tensor: Tensor) throws -> Tensor {
        guard parameters.indices.contains(index), tensor.shape == parameters[index].shape,
            tensor.dtype.isFloatingPoint
        else {
            throw TensorError(
                .runtime,
                "the saved optimizer state does not fit: entry \(index) has shape "
                    + "\(Shape.description(tensor.shape))",
                hint: "an optimizer over the same parameters, in the same order")
        }
        let (type, device) = (parameters[index].dtype, parameters[index].device)
        if tensor.isContiguous, !tensor.requiresGrad, tensor.dtype == type { return try tensor.to(device) }
        return try ComputeContext.on(tensor.device) { try tensor.detach().to(type).contiguous() }.to(device)
    }

    /// Brings what is kept between steps to where the parameters lie now, after a model was moved.
    ///
    /// - Throws: MemoryError where there is no room.
    public func followParameters() throws {
        let state = self.state
        let isApart = state.contains { entry in
            entry.tensor.rank > 0 && parameters.indices.contains(entry.index)
                && entry.tensor.device !== parameters[entry.index].device
        }
        if isApart { try restore(state, steps: steps) }
    }

    /// What is kept between steps of a parameter lies where the parameter lies.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, where a model was moved and what an optimizer had kept of
    ///   it was not.
    func checkPlace(_ tensor: Tensor?, of parameter: Tensor) throws {
        guard let tensor, tensor.device !== parameter.device else { return }
        throw TensorError.devices(
            parameter.device, tensor.device,
            hint: "model.to(…) before the optimizer's first step, or "
                + "optimizer.load_state_dict(optimizer.state_dict()), which brings its state along")
    }

    /// A number of steps out of a restored state.
    func checkedStep(_ index: Int, _ tensor: Tensor) throws -> Int {
        let step = try tensor.item().int
        guard (0...1 << 53).contains(step) else {
            throw TensorError(
                .runtime, "the saved optimizer state is damaged: step \(step) of parameter \(index)")
        }
        return step
    }
}
