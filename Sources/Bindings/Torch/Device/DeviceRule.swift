import Kernels
import Language
import Neural
import Synchronization
import Tensors

/// Which device a command or an operator runs on: that of the tensors that it is given, or else the standard
/// one.
///
/// It surrounds all calls of an interpreter from the moment on at which the program has named a device that
/// is not the CPU; before, everything lies there and nobody has to ask. Tensors of two devices do not meet,
/// with PyTorch's exceptions: a tensor without axes on the CPU goes with any other, as a number does.
final class DeviceRule: CallSurroundings {
    /// What a command is to tensors on devices.
    private enum Kind {
        /// One of PyTorch's, whose tensors lie on one device.
        case operation
        /// One that moves, makes or only looks at tensors, wherever they are.
        case mover
        /// One of the lab's: what goes with a model is brought to it.
        case lab
        /// One of NumPy's or of matplotlib's: it sees the CPU alone.
        case host
    }

    // MARK: Calls

    func call(_ command: Builtin, _ arguments: Arguments, _ body: (Arguments) throws -> Value) throws -> Value
    {
        guard let kind = kind(of: command) else { return try body(arguments) }
        var given = Given()
        // Numbers in a list are a tensor to be made, wherever those lie that are tensors.
        let depth = kind == .mover && command.group == "torch" ? 1 : 0
        for value in arguments.positional { given.look(at: value, depth: depth) }
        for (_, value) in arguments.keywords { given.look(at: value, depth: depth) }
        switch kind {
        case .host:
            if let device = given.tensors.first(where: { !$0.device.isHost })?.device {
                throw DeviceRule.noArray(on: device)
            }
            return try run(nil, on: .host) { try body(arguments) }
        case .mover:
            return try run(nil, on: given.tensors.first?.device) { try body(arguments) }
        case .lab:
            guard let device = given.module.flatMap(DeviceRule.device(of:)) else {
                return try run(command.name, on: given.tensors.first?.device) { try body(arguments) }
            }
            return try run(command.name, on: device) {
                try body(given.isOn(device) ? arguments : moved(arguments, to: device) { _ in true })
            }
        case .operation:
            if command.name == "forward", let module = given.module { given.add(module) }
            guard let device = given.device else {
                return try run(nil, on: nil) { try body(arguments) }
            }
            if given.isOn(device) { return try run(command.name, on: device) { try body(arguments) } }
            try check(given, command, arguments, device)
            return try run(command.name, on: device) {
                try body(moved(arguments, to: device) { $0.rank == 0 })
            }
        }
    }

    /// - Throws: RuntimeError, in PyTorch's words, for tensors that do not go together.
    private func check(_ given: Given, _ command: Builtin, _ arguments: Arguments, _ device: ComputeDevice)
        throws
    {
        let changed =
            command.name.hasSuffix("_") ? arguments.positional.first.flatMap(DeviceRule.tensor) : nil
        let out = arguments.keyword("out").flatMap(DeviceRule.tensor)
        for tensor in given.tensors where tensor.device !== device {
            let isNumber =
                tensor.rank == 0 && tensor.device.isHost && !DeviceRule.wantsOneDevice.contains(command.name)
                && tensor !== changed && tensor !== out
            guard !isNumber else { continue }
            let other = given.tensors.first { $0.device === device } ?? tensor
            throw DeviceRule.mixed(other, tensor, isCall: command.name == "forward")
        }
    }

    private func kind(of command: Builtin) -> Kind? {
        guard command.place.isIn("Bindings") else {
            return command.place.isIn("Lab") ? command.name == "forward" ? .operation : .lab : nil
        }
        switch command.group {
        case "torch": return DeviceRule.movers.contains(command.name) ? .mover : .operation
        case "torch.nn": return command.name == "forward" ? .operation : .mover
        case "torch.nn.functional", "torch.distributions", "torch.nn.init", "torch.linalg": return .operation
        case "numpy", "pyplot", "figures", "plots": return .host
        case "functions": return nil
        default: return .mover
        }
    }

    /// Commands of `torch` that take tensors from anywhere.
    private static let movers: Set<String> = [
        "to", "cpu", "cuda", "copy_", "type_as", "save", "load", "tensor", "as_tensor", "asarray",
        "new_tensor",
        "backward", "grad", "set_", "is_set_to", "is_same_size", "result_type", "can_cast", "promote_types",
        "register_hook", "apply", "mark_dirty", "save_for_backward", "index", "set_rng_state", "set_state",
        "requires_grad_", "share_memory_", "is_tensor", "numel", "checkpoint", "full", "scalar_tensor",
        "load_file",
        "save_file", "save_model", "load_model", "get_tensor", "compile", "manual_seed", "vmap",
    ]

    /// Commands in which a tensor without axes is no number.
    private static let wantsOneDevice: Set<String> = [
        "cat", "concat", "concatenate", "stack", "hstack", "vstack", "dstack", "column_stack", "row_stack",
        "equal", "allclose", "isclose", "dot", "vdot", "inner", "outer", "mv", "mm", "matmul", "bmm",
        "embedding",
        "index_select", "gather", "take", "scatter", "scatter_add", "cross_entropy", "nll_loss", "linear",
        "forward", "searchsorted", "bucketize", "kron", "tensordot", "broadcast_tensors",
    ]

    // MARK: Operators

    func apply(_ operation: String, _ operands: [Value], _ body: () throws -> Value?) throws -> Value? {
        guard let left = operands.first else { return try body() }
        let first = DeviceRule.tensor(left)
        if operation == "[]" || operation == "[]=" {
            guard let first else { return try body() }
            try checkPlaces(first, operands)
            return try run("x[…]", on: first.device, body)
        }
        guard operands.count > 1, let second = DeviceRule.tensor(operands[1]) else {
            // What is no tensor, an optimizer or a file, goes by itself.
            guard let first else { return try body() }
            return try run(operation, on: first.device, body)
        }
        guard let first, first.device !== second.device else {
            return try run(operation, on: second.device, body)
        }
        return try meet(operation, first, second, operands, body)
    }

    /// - Throws: RuntimeError for places on a device in a tensor on the CPU.
    private func checkPlaces(_ container: Tensor, _ operands: [Value]) throws {
        guard container.device.isHost, operands.count > 1 else { return }
        var given = Given()
        given.look(at: operands[1], depth: 0)
        guard let other = given.tensors.first(where: { !$0.device.isHost }) else { return }
        throw TensorError(
            .runtime, "indices should be either on cpu or on the same device as the indexed tensor (cpu)",
            hint: "x[i.cpu()], or x.to(\"\(other.device.name)\")[i]")
    }

    /// An operator between tensors of two devices: where one is a number, it comes to the other.
    private func meet(
        _ operation: String, _ first: Tensor, _ second: Tensor, _ operands: [Value],
        _ body: () throws -> Value?
    ) throws -> Value? {
        let changes = ComparisonOperator(rawValue: operation) == nil && operation.hasSuffix("=")
        if !changes, operands.contains(where: DeviceRule.isArray) { throw DeviceRule.noArray(first, second) }
        if first.isNumberOnHost, !changes, operation != "@" {
            return try joined(operation, first.to(second.device), second, changes: false)
        }
        if second.isNumberOnHost, operation != "@" {
            return try joined(operation, first, second.to(first.device), changes: changes)
        }
        throw DeviceRule.mixed(first, second, isCall: false)
    }

    @inline(never)
    private func joined(_ operation: String, _ first: Tensor, _ second: Tensor, changes: Bool) throws
        -> Value?
    {
        let a = TensorObject.of(first), b = second.scriptValue
        return try run(operation, on: first.device) {
            if let comparison = ComparisonOperator(rawValue: operation) {
                return try a.compare(comparison, b)
            }
            let name = changes ? String(operation.dropLast()) : operation
            guard let binary = BinaryOperator(rawValue: name) else { return nil }
            return changes ? try a.inPlace(binary, b) : try a.binary(binary, b, reflected: false)
        }
    }

    // MARK: Running

    /// Runs `body` on a device, or on the standard one.
    ///
    /// - Parameter name: what is computed there; nil where numbers are only made, moved or looked at.
    private func run<Result>(_ name: String?, on device: ComputeDevice?, _ body: () throws -> Result) throws
        -> Result
    {
        let context = ComputeContext.current
        let device = device ?? context.standardDevice
        if device.isHost { return try ComputeContext.on(device, body) }
        let result = try context.naming(name) { try ComputeContext.on(device, body) }
        for sentence in device.news() { Interpreter.current?.output.note(sentence) }
        try device.checkWorks()
        return result
    }

    /// Names of operations of which it has been said.
    private static let told = Mutex<Set<String>>([])

    /// Has the program told, once for each operation, that it was computed on the CPU.
    static func tellOfHostWork() {
        guard Accelerators.hostWork == nil else { return }
        Accelerators.hostWork = HostWork { device, bytes in
            // A number, a row of places: that is no work.
            guard bytes >= 1 << 14, let name = ComputeContext.current.operation else { return }
            guard told.withLock({ $0.insert(name).inserted }) else { return }
            Interpreter.current?.output.note(
                "\(name) runs on the CPU, whole or in part: \(device.name) has no kernel for that")
        }
    }

    private func moved(_ arguments: Arguments, to device: ComputeDevice, _ which: (Tensor) -> Bool) throws
        -> Arguments
    {
        func moved(_ value: Value, _ depth: Int) throws -> Value {
            switch value {
            case .object:
                guard let tensor = DeviceRule.tensor(value), tensor.device !== device, which(tensor) else {
                    return value
                }
                return try tensor.to(device).scriptValue
            case .list(let list) where depth == 0: return .list(try list.elements.map { try moved($0, 1) })
            case .tuple(let tuple) where depth == 0:
                return tuple.derived(try tuple.elements.map { try moved($0, 1) })
            default: return value
            }
        }
        var result = arguments
        result.positional = try arguments.positional.map { try moved($0, 0) }
        result.keywords = try arguments.keywords.map { ($0.name, try moved($0.value, 0)) }
        return result
    }

    // MARK: What is given

    /// The tensors among the arguments of a call.
    private struct Given {
        var tensors: [Tensor] = []
        var module: ModuleObject?

        mutating func look(at value: Value, depth: Int) {
            switch value {
            case .object(let object):
                if let tensor = (object as? TensorObject)?.tensor ?? (object as? ArrayObject)?.tensor {
                    tensors.append(tensor)
                } else if let distribution = object as? DistributionObject {
                    tensors += distribution.parameters.map(\.tensor)
                } else if module == nil {
                    module = object as? ModuleObject
                }
            case .instance(let instance):
                if let tensor = (instance.native as? TensorObject)?.tensor {
                    tensors.append(tensor)
                } else if module == nil {
                    module = instance.native as? ModuleObject
                }
            case .list(let list) where depth == 0:
                for element in list.elements { look(at: element, depth: 1) }
            case .tuple(let tuple) where depth == 0:
                for element in tuple.elements { look(at: element, depth: 1) }
            case .dict(let dict) where depth == 0:
                for (_, element) in dict.pairs { look(at: element, depth: 1) }
            default: break
            }
        }

        /// Takes in the tensors of a module that computes as a whole.
        mutating func add(_ object: ModuleObject) {
            if object.isContainer { return }
            object.module.visitTensors { tensors.append($0) }
        }

        /// The device of the operation: the first that is not the CPU.
        var device: ComputeDevice? {
            (tensors.first { !$0.device.isHost && $0.rank > 0 } ?? tensors.first { !$0.device.isHost }
                ?? tensors.first)?.device
        }

        func isOn(_ device: ComputeDevice) -> Bool { tensors.allSatisfy { $0.device === device } }
    }

    static func tensor(_ value: Value) -> Tensor? {
        if case .object(let object) = value { return tensor(of: object) }
        if case .instance(let instance) = value, let native = instance.native { return tensor(of: native) }
        return nil
    }

    private static func tensor(of object: AnyObject) -> Tensor? {
        if let object = object as? TensorObject { return object.tensor }
        return (object as? ArrayObject)?.tensor
    }

    private static func isArray(_ value: Value) -> Bool {
        if case .object(let object) = value { object is ArrayObject } else { false }
    }

    /// Where a module's first parameter lies.
    static func device(of object: ModuleObject) -> ComputeDevice? { object.module.device }

    @inline(never)
    private static func mixed(_ a: Tensor, _ b: Tensor, isCall: Bool) -> TensorError {
        let name = a.device.isHost ? b.device.name : a.device.name
        return TensorError.devices(
            a.device, b.device,
            hint: isCall
                ? "x = x.to(next(model.parameters()).device), or model.to(…)" : "x = x.to(\"\(name)\")")
    }

    @inline(never)
    private static func noArray(_ a: Tensor, _ b: Tensor) -> ScriptError {
        if a.device.isHost { return noArray(on: b.device) }
        return noArray(on: a.device)
    }

    /// - Returns: PyTorch's error about an array of numbers that are not in the CPU's memory.
    static func noArray(on device: ComputeDevice) -> ScriptError {
        ScriptError(
            "TypeError",
            "can't convert \(device.name) device type tensor to numpy. Use Tensor.cpu() to copy the "
                + "tensor to host memory first.", hint: "x.detach().cpu().numpy()")
    }
}

extension Tensor {
    /// Whether it goes with tensors of any device, as a number does.
    fileprivate var isNumberOnHost: Bool { rank == 0 && device.isHost }
}
