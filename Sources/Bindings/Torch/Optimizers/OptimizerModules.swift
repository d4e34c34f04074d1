import Language
import Neural
import Tensors

/// The modules `torch.optim` and `torch.optim.lr_scheduler`.
enum OptimizerModules {
    package static func make() -> ModuleValue {
        let module = ModuleValue("torch.optim", documentation: "Updates parameters from their gradients.")
        for declaration in declarations {
            if let type = classes[declaration.name] { module[declaration.name] = .type(type) }
        }
        module["Optimizer"] = .type(OptimizerBase.scriptClass)
        MissingNames.explain(
            in: module,
            near: [
                "SparseAdam": "torch.optim.Adam"
            ])
        return module
    }

    static let classes: [String: ScriptClass] = Dictionary(
        uniqueKeysWithValues: declarations.map { declaration in
            let name = declaration.name
            return (
                name,
                ScriptClass(
                    name, bases: [OptimizerObject.nativeType.scriptClass],
                    native: NativeClass(
                        declaration: declaration, isInstance: { ($0 as? OptimizerObject)?.kind == name }
                    ) { _, arguments, interpreter in
                        guard let object = try OptimizerObject.from(declaration.call(interpreter, arguments))
                        else {
                            throw ScriptError("RuntimeError", "\(name)() gave no optimizer")
                        }
                        return object
                    })
            )
        })

    private static let parameters = Parameter<Value>(
        "params", "tensors, or dicts with 'params' and settings of their own")
    private static let rate = Parameter<Double>("lr", "the learning rate", default: 1e-3)
    private static let betas = Parameter<[Double]>(
        "betas", "decay rates of the running averages", default: [0.9, 0.999], shown: "(0.9, 0.999)")
    private static let eps = Parameter<Double>("eps", "added to the divisor", default: 1e-8)

    /// The groups of parameters: one for tensors, one for each dict.
    private static func groups(_ value: Value, _ defaults: [(String, Value)]) throws -> [(
        tensors: [Tensor], group: DictValue
    )] {
        if try Tensor.from(value) != nil {
            throw ScriptError(
                "TypeError",
                "params argument given to the optimizer should be an "
                    + "iterable of Tensors or dicts, but got a Tensor",
                hint: "[x]")
        }
        let elements = try Operations.array(value)
        guard case .dict? = elements.first else {
            // `optim.Adam(model.named_parameters())` names its parameters.
            if case .tuple? = elements.first {
                let tensors = try elements.map { element -> Value in
                    guard case .tuple(let pair) = element, pair.elements.count == 2 else {
                        throw ScriptError(
                            "TypeError", "expected pairs of names and tensors", hint: "model.parameters()")
                    }
                    return pair.elements[1]
                }
                return [try one(optimized(.list(tensors)), nil, defaults)]
            }
            return [try one(optimized(.list(elements)), nil, defaults)]
        }
        var seen: Set<ObjectIdentifier> = []
        return try elements.map { element in
            guard case .dict(let dict) = element, let members = dict.string("params") else {
                throw ScriptError("KeyError", "a parameter group is a dict with the key 'params'")
            }
            let group = try one(optimized(members), dict, defaults),
                own = Set(group.tensors.map(ObjectIdentifier.init))
            guard seen.isDisjoint(with: own) else {
                throw ScriptError("ValueError", "some parameters appear in more than one parameter group")
            }
            seen.formUnion(own)
            return group
        }
    }

    /// What is to be optimized: tensors, or nothing at all.
    private static func optimized(_ value: Value) throws -> [Tensor] {
        try NeuralModules.tensors(value, wrong: "TypeError")
    }

    private static func one(_ tensors: [Tensor], _ own: DictValue?, _ defaults: [(String, Value)]) throws -> (
        tensors: [Tensor], group: DictValue
    ) {
        let group = DictValue()
        group.setString("params", .list(tensors.map(\.scriptValue)))
        // Settings of its own first, and what a program wrote beside them,
        // such as a name, as it stands there.
        for (key, value) in own?.pairs ?? [] where key.text != "params" { try group.set(key, value) }
        for (name, value) in defaults where group.string(name) == nil { group.setString(name, value) }
        if let tensor = tensors.first(where: { !$0.isLeaf }) {
            throw ScriptError(
                "ValueError", "can't optimize a non-leaf Tensor",
                details: ["shape \(Shape.description(tensor.shape))"])
        }
        return (tensors, group)
    }

    /// A setting as `repr` shows it: PyTorch's zeros are whole.
    private static func setting(_ number: Double) -> Value { number == 0 ? .int(0) : .float(number) }

    private static func number(_ group: DictValue, _ name: String) throws -> Double {
        guard let value = group.string(name), let number = try Double.from(value) else {
            throw ScriptError("TypeError", "'\(name)' of a parameter group must be a number")
        }
        return number
    }

    private static func pair(_ group: DictValue) throws -> (Double, Double) {
        guard let value = group.string("betas"), let betas = try [Double].from(value), betas.count == 2 else {
            throw ScriptError(
                "TypeError", "'betas' must be two numbers", hint: "betas=(0.9, 0.999)",
                exceptionClass: (try? group.string("betas").flatMap([Double].from)).map { $0.count < 2 }
                    == true ? "IndexError" : nil)
        }
        return (betas[0], betas[1])
    }

    private static let others = Parameter<Value>(
        "options", "maximize (steps up), and foreach and fused: ways of PyTorch to compute the same numbers",
        .keywords)

    /// The flags of each optimizer, in the order in which PyTorch's groups have them.
    private static let flagNames: [String: [String]] = [
        "SGD": ["maximize", "foreach", "differentiable", "fused"],
        "Adam": ["maximize", "foreach", "capturable", "differentiable", "fused"],
        "AdamW": ["maximize", "foreach", "capturable", "differentiable", "fused"],
        "RMSprop": ["capturable", "foreach", "maximize", "differentiable"],
        "Adagrad": ["foreach", "maximize", "differentiable", "fused"],
    ]

    /// The flags as a group shows them. `maximize` is done; `foreach` and `fused` choose between programs of
    /// PyTorch's that compute the same numbers, and are kept as they were said; the others can only be False.
    ///
    /// - Throws: TypeError for an argument that this optimizer has not, NotImplementedError for one that
    ///   would change what a step does.
    private static func flags(_ options: Value, _ command: String) throws -> [(String, Value)] {
        let names = flagNames[command] ?? []
        let given = if case .dict(let named) = options { named } else { DictValue() }
        for (key, value) in given.pairs {
            let word = key.text ?? ""
            guard names.contains(word) else {
                throw ScriptError(
                    "TypeError", "\(command)() has no argument '\(word)'",
                    hint: word.contains("rate")
                        ? "lr=0.001" : "lr, weight_decay, maximize and what \(command)? lists")
            }
            guard try !["capturable", "differentiable"].contains(word) || !Operations.truth(value) else {
                throw ScriptError(
                    "NotImplementedError", "torch.optim.\(command)(\(word)=True) is not in Lagado",
                    hint: "\(word)=False")
            }
        }
        func isTrue(_ name: String) throws -> Bool { try given.string(name).map(Operations.truth) ?? false }
        if try isTrue("fused") && isTrue("foreach") {
            throw ScriptError("RuntimeError", "`fused` and `foreach` cannot be `True` together.")
        }
        return names.map { name in
            (name, given.string(name) ?? (["foreach", "fused"].contains(name) ? Value.none : .bool(false)))
        }
    }

    /// The engine's optimizer over the groups, each with the settings that its dict says.
    private static func optimizer(
        _ kind: Optimizer.Type, _ parameters: Value, _ defaults: [(String, Value)],
        _ make: ([ParameterGroup]) throws -> Optimizer
    ) throws -> OptimizerObject {
        let made = try groups(parameters, defaults)
        let optimizer = try make(
            made.map { tensors, group in
                var settings = OptimizerSettings()
                for name in kind.settingNames {
                    switch name {
                    case "beta1": settings.beta1 = try pair(group).0
                    case "beta2": settings.beta2 = try pair(group).1
                    case "maximize", "nesterov", "centered", "amsgrad":
                        settings[name] = try group.string(name).map(Operations.truth) ?? false ? 1 : 0
                    default: settings[name] = try number(group, name)
                    }
                }
                return ParameterGroup(tensors, settings)
            })
        return try OptimizerObject(
            optimizer.typeName, optimizer, made.map(\.group), defaults: defaults)
    }

    private static func adam(_ name: String, _ summary: String, decay: Double, _ formula: String) -> Builtin {
        Builtin(
            name, group: "torch.optim", summary: summary, parameters, rate, betas, eps,
            Parameter<Double>("weight_decay", "the weight decay", default: decay),
            Parameter<Bool>(
                "amsgrad", "whether steps are divided by the largest mean of squares so far", default: false),
            others,
            returns: "an optimizer", example: "torch.optim.\(name)(model.parameters(), lr=0.001)",
            pytorch: "torch.optim.\(name)(model.parameters(), lr=0.001)",
            formula: formula
        ) { _, parameters, rate, betas, eps, decay, amsgrad, options in
            let defaults: [(String, Value)] =
                try [
                    ("lr", .float(rate)), ("betas", .tuple(betas.map(Value.float))), ("eps", .float(eps)),
                    ("weight_decay", setting(decay)), ("amsgrad", .bool(amsgrad)),
                ] + flags(options, name) + [("decoupled_weight_decay", .bool(name == "AdamW"))]
            return try optimizer(Adam.self, parameters, defaults) {
                name == "AdamW" ? try AdamW(groups: $0) : try Adam(groups: $0)
            }
        }
    }

    private static let declarations: [Builtin] = [
        adam(
            "Adam", "Adam: steps from running means of the gradients and of their squares.", decay: 0,
            "p −= lr·m̂/(√v̂ + eps)"),
        adam(
            "AdamW", "Adam with decoupled weight decay.", decay: 0.01,
            "p −= lr·(m̂/(√v̂ + eps) + decay·p)"),
        Builtin(
            "SGD", group: "torch.optim", summary: "Stochastic gradient descent, with or without momentum.",
            parameters, rate,
            Parameter<Double>("momentum", "the momentum factor", default: 0),
            Parameter<Double>("dampening", "dampening of the momentum", default: 0),
            Parameter<Double>("weight_decay", "the weight decay", default: 0),
            Parameter<Bool>("nesterov", "whether to use Nesterov momentum", default: false), others,
            returns: "an optimizer", example: "torch.optim.SGD(model.parameters(), lr=0.1)",
            pytorch: "torch.optim.SGD(model.parameters(), lr=0.1)",
            formula: "p −= lr·(g + decay·p)"
        ) { _, parameters, rate, momentum, dampening, decay, nesterov, options in
            let defaults: [(String, Value)] =
                try [
                    ("lr", .float(rate)), ("momentum", setting(momentum)), ("dampening", setting(dampening)),
                    ("weight_decay", setting(decay)), ("nesterov", .bool(nesterov)),
                ] + flags(options, "SGD")
            return try optimizer(SGD.self, parameters, defaults) { try SGD(groups: $0) }
        },
        Builtin(
            "RMSprop", group: "torch.optim",
            summary: "RMSprop: steps divided by the root of a running mean of squared gradients.", parameters,
            Parameter<Double>("lr", "the learning rate", default: 1e-2),
            Parameter<Double>("alpha", "decay rate of the running mean", default: 0.99), eps,
            Parameter<Double>("weight_decay", "the weight decay", default: 0),
            Parameter<Double>("momentum", "the momentum factor", default: 0),
            Parameter<Bool>("centered", "whether the mean gradient is taken off", default: false), others,
            returns: "an optimizer",
            example: "torch.optim.RMSprop(model.parameters(), lr=0.01)",
            pytorch: "torch.optim.RMSprop(model.parameters(), lr=0.01)", formula: "p −= lr·g/(√v + eps)"
        ) { _, parameters, rate, alpha, eps, decay, momentum, centered, options in
            let defaults: [(String, Value)] =
                try [
                    ("lr", .float(rate)), ("momentum", setting(momentum)), ("alpha", .float(alpha)),
                    ("eps", .float(eps)),
                    ("centered", .bool(centered)), ("weight_decay", setting(decay)),
                ] + flags(options, "RMSprop")
            return try optimizer(RMSprop.self, parameters, defaults) { try RMSprop(groups: $0) }
        },
        Builtin(
            "Adagrad", group: "torch.optim",
            summary: "Adagrad: steps divided by the root of the sum of all squared gradients so far.",
            parameters,
            Parameter<Double>("lr", "the learning rate", default: 1e-2),
            Parameter<Double>("lr_decay", "decay of the learning rate", default: 0),
            Parameter<Double>("weight_decay", "the weight decay", default: 0),
            Parameter<Double>("initial_accumulator_value", "the initial value of the sum", default: 0),
            Parameter<Double>("eps", "added to the divisor", default: 1e-10), others, returns: "an optimizer",
            example: "torch.optim.Adagrad(model.parameters(), lr=0.01)",
            pytorch: "torch.optim.Adagrad(model.parameters(), lr=0.01)", formula: "p −= lr·g/(√Σ g² + eps)"
        ) { _, parameters, rate, rateDecay, decay, initial, eps, options in
            let defaults: [(String, Value)] =
                try [
                    ("lr", .float(rate)), ("lr_decay", setting(rateDecay)), ("eps", .float(eps)),
                    ("weight_decay", setting(decay)),
                    ("initial_accumulator_value", setting(initial)),
                ] + flags(options, "Adagrad")
            return try optimizer(Adagrad.self, parameters, defaults) { try Adagrad(groups: $0) }
        },
    ]
}
