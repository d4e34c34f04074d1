import Language
import Neural
import Synchronization
import Tensors

/// A function that a program registered with a module.
struct ModuleHook {
    let id: Int
    let function: Value
    /// Whether it is told the keywords of the call too.
    let takesKeywords: Bool
}

extension ModuleObject {
    /// A call of `forward` between pre-hooks and hooks.
    func callWithHooks(_ me: Value, _ forward: Value, _ given: Arguments, _ interpreter: Interpreter) throws
        -> Value
    {
        var arguments = given
        func keywords() -> Value { .dict(arguments.keywords.map { ($0.name, $0.value) }) }
        for hook in preHooks {
            let told = [me, .tuple(arguments.positional)] + (hook.takesKeywords ? [keywords()] : [])
            switch try Operations.call(hook.function, Arguments(told), interpreter) {
            case .none: continue
            case .tuple(let tuple) where hook.takesKeywords:
                guard tuple.elements.count == 2, case .tuple(let positional) = tuple.elements[0],
                    case .dict(let named) = tuple.elements[1]
                else {
                    throw ScriptError(
                        "RuntimeError",
                        "forward pre-hook must return None or a tuple of (new_args, new_kwargs)")
                }
                arguments = Arguments(positional.elements, keywords: named.pairs.map { ($0.text ?? "", $1) })
            case .tuple(let tuple): arguments.positional = tuple.elements
            case let changed: arguments.positional = [changed]
            }
        }
        let watch =
            (backwardHooks.isEmpty && backwardPreHooks.isEmpty) || !Autograd.isEnabled
            ? nil : BackwardWatch(self, interpreter)
        if let watch { arguments.positional = try arguments.positional.map(watch.entering) }
        var result = try Operations.call(forward, arguments, interpreter)
        for hook in forwardHooks {
            let told =
                [me, .tuple(arguments.positional)] + (hook.takesKeywords ? [keywords()] : []) + [result]
            let changed = try Operations.call(hook.function, Arguments(told), interpreter)
            if !changed.isNone { result = changed }
        }
        return try watch?.leaving(result) ?? result
    }
}

/// Between the inputs and the outputs of one call: tells the backward hooks the gradients of both.
private final class BackwardWatch {
    private let object: ModuleObject
    private let interpreter: Interpreter
    private var outgoing: [Tensor?] = []
    private var incoming: [Tensor?] = []
    private var waiting = 0

    init(_ object: ModuleObject, _ interpreter: Interpreter) {
        (self.object, self.interpreter) = (object, interpreter)
    }

    /// An input, passed through a view whose gradient is that of the input.
    func entering(_ value: Value) throws -> Value {
        guard let x = try Tensor.from(value) else { return value }
        let place = incoming.count
        incoming.append(nil)
        guard x.requiresGrad else { return value }
        waiting += 1
        let inside = try x.view(x.shape)
        try inside.register(
            GradientHook { [self] gradient in
                incoming[place] = gradient
                waiting -= 1
                return waiting == 0 ? try tell(place) : nil
            })
        return inside.scriptValue
    }

    /// The outputs, whose gradients come first.
    func leaving(_ value: Value) throws -> Value {
        let values: [Value]
        if case .tuple(let tuple) = value { values = tuple.elements } else { values = [value] }
        outgoing = values.map { _ in nil }
        for (place, value) in values.enumerated() {
            guard let y = try Tensor.from(value), y.requiresGrad else { continue }
            try y.register(
                GradientHook { [self] gradient in
                    let gradient = try told(gradient, place)
                    outgoing[place] = gradient
                    if waiting == 0 && incoming.allSatisfy({ $0 == nil }) { _ = try tell(nil) }
                    return object.backwardPreHooks.isEmpty ? nil : gradient
                })
        }
        return value
    }

    /// Calls the hooks that come first with the gradient of an output; what one gives takes its place.
    private func told(_ gradient: Tensor, _ place: Int) throws -> Tensor {
        var gradient = gradient
        for hook in object.backwardPreHooks {
            let tuple = Value.tuple(outgoing.indices.map { $0 == place ? gradient.scriptValue : .none })
            let changed = try Operations.call(
                hook.function, Arguments([object.scriptValue, tuple]), interpreter)
            if changed.isNone { continue }
            if let single = try Tensor.from(changed) {
                gradient = single
            } else if case .tuple(let given) = changed, given.elements.count == outgoing.count,
                let own = try Tensor.from(given.elements[place])
            {
                gradient = own
            } else {
                throw ScriptError(
                    "RuntimeError", "a backward pre-hook gives None, or gradients for each output",
                    hint: "return (gradient,)")
            }
        }
        return gradient
    }

    /// Calls the hooks; what one gives takes the place of the gradient of the only input.
    private func tell(_ place: Int?) throws -> Tensor? {
        func tuple(_ gradients: [Tensor?]) -> Value {
            .tuple(gradients.map { $0.map(\.scriptValue) ?? .none })
        }
        for hook in object.backwardHooks {
            let changed = try Operations.call(
                hook.function, Arguments([object.scriptValue, tuple(incoming), tuple(outgoing)]), interpreter)
            guard !changed.isNone, let place else { continue }
            let single = try Tensor.from(changed)
            if let single {
                incoming[place] = single
            } else if case .tuple(let given) = changed, given.elements.count == incoming.count {
                incoming = try given.elements.map { try Tensor.from($0) }
            } else {
                throw ScriptError(
                    "RuntimeError", "a backward hook gives None, or gradients for each input",
                    hint: "return (gradient,)")
            }
        }
        return place.flatMap { incoming[$0] }
    }
}

/// What registering a hook gives: `handle.remove()`.
package final class HookHandle: NativeObject, ScriptConvertible {
    private let take: () -> Void
    private static let made = Atomic<Int>(0)

    package init(_ take: @escaping () -> Void) { self.take = take }

    /// Refuses a hook that cannot be called, wherever it is registered.
    ///
    /// - Throws: TypeError.
    package static func check(_ function: Value) throws {
        guard Operations.isCallable(function) else {
            throw ScriptError("TypeError", "a hook is a function, not \(function.typeName)")
        }
    }

    /// Puts a function on one of a module's lists of hooks.
    static func add(
        _ function: Value, to target: ModuleObject,
        _ list: ReferenceWritableKeyPath<ModuleObject, [ModuleHook]>, takesKeywords: Bool = false,
        first: Bool = false
    ) throws -> HookHandle {
        try HookHandle.check(function)
        let id = made.add(1, ordering: .relaxed).newValue
        let hook = ModuleHook(id: id, function: function, takesKeywords: takesKeywords)
        target[keyPath: list].insert(hook, at: first ? 0 : target[keyPath: list].count)
        return HookHandle { [weak target] in target?[keyPath: list].removeAll { $0.id == id } }
    }

    package static var scriptName: String { "RemovableHandle" }
    package static func from(_ value: Value) throws -> HookHandle? {
        if case .object(let object) = value { return object as? HookHandle }
        return nil
    }
    package var scriptValue: Value { .object(self) }
    package func enter() throws -> Value { scriptValue }
    package func exit(_ error: ScriptError?) throws -> Bool {
        take()
        return false
    }

    package static let nativeType = NativeType<HookHandle>(
        ScriptClass("RemovableHandle"),
        methods: [
            Builtin(
                "remove", group: "torch.nn", summary: "Takes the hook off.",
                Parameter<HookHandle>("self", "the handle", .positionalOnly),
                returns: "None", example: "handle.remove()", pytorch: "handle.remove()"
            ) { _, handle -> Value in
                handle.take()
                return .none
            }
        ])
}
