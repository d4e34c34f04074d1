import Foundation
import Language
import Neural
import Presentation
import Tensors

// How the engine's objects are recorded in a snapshot and put back.

extension Snapshot {
    /// Records a tensor with its gradient.
    package func record(_ tensor: Tensor) {
        let snapshot = TensorSnapshot(tensor)
        let isNew = record(tensor) {
            snapshot.restore()
        } change: {
            try snapshot.difference()
        }
        guard isNew else { return }
        (self as? EngineSnapshot)?.tensors.append(snapshot)
        if let gradient = tensor.grad { record(gradient) }
        if let function = tensor.gradFunction { (self as? EngineSnapshot)?.record(computation: function) }
    }

    /// Records the lists of one module: parameters, buffers, children, whether it trains.
    package func record(_ module: Module) {
        let (parameters, buffers, children, isTraining) = (
            module.parameterSlots, module.bufferSlots, module.childSlots, module.isTraining
        )
        let isNew = record(module) {
            module.replaceSlots(parameters: parameters, children: children, buffers: buffers)
            module.setTraining(isTraining)
        }
        guard isNew else { return }
        for (_, parameter) in parameters { if let parameter { record(parameter) } }
        for (_, tensor, _) in buffers { if let tensor { record(tensor) } }
    }

    /// Records a source of random numbers.
    package func record(_ generator: Generator) {
        let state = generator.snapshot
        record(generator) {
            generator.snapshot = state
        } change: {
            generator.snapshot == state ? nil : "random numbers were drawn"
        }
    }
}

extension TensorSnapshot {
    /// In words what is different in the numbers now.
    func difference() throws -> String? {
        if isUntouched {
            if hasLostItsRecording { return "its recorded computation was used up by backward()" }
            guard hasOtherGradient else { return nil }
            return tensor.grad == nil
                ? "has no gradient any more" : hadGradient ? "its gradient changed" : "has a gradient now"
        }
        let (before, now) = try (before().to(.float64), tensor.detach().to(.float64))
        let distance = try Autograd.withoutGrad { try (now - before).abs() }
        let changed = try distance.compare(.greater, distance.constant(.int(0))).to(.int64).sum().item().int
        guard changed > 0 else { return nil }
        let largest = try distance.amax().item().double
        return
            "\(Formatting.grouped(changed)) of \(Formatting.count(tensor.count, "number")) changed, by "
            + "\(String(format: "%.3g", largest)) at most"
    }

    /// How far parameters have moved together, beside how long they were.
    static func movement(_ parameters: [TensorSnapshot]) throws -> String? {
        var (moved, distance, length) = (0, 0.0, 0.0)
        try Autograd.withoutGrad {
            for parameter in parameters {
                try Interruptible.poll()
                let before = parameter.before()
                length += pow(try before.norm().item().double, 2)
                guard !parameter.isUntouched else { continue }
                let step = pow(try (parameter.tensor.detach() - before).norm().item().double, 2)
                distance += step
                if step != 0 { moved += 1 }
            }
        }
        guard moved > 0 else {
            let changed = parameters.filter(\.hasOtherGradient).count
            return changed == 0 ? nil : "the gradients of \(Formatting.count(changed, "parameter")) changed"
        }
        let share =
            length > 0
            ? String(format: "%.2g", 100 * (distance / length).squareRoot()) + " % of their length"
            : "from zero"
        return "\(moved) of \(Formatting.count(parameters.count, "parameter")) moved, by \(share)"
    }
}

extension TensorObject: Restorable {
    public func record(in snapshot: Snapshot) { snapshot.record(self, of: tensor) }
}

extension ArrayObject: Restorable {
    public func record(in snapshot: Snapshot) { snapshot.record(self, of: tensor) }
}

extension Snapshot {
    /// Records an object that has nothing beside its tensor; it stands for it
    /// where differences are asked for.
    fileprivate func record(_ object: any ScriptObject, of tensor: Tensor) {
        let before = TensorSnapshot(tensor)
        record(object) {
        } change: {
            try before.difference()
        }
        record(tensor)
    }
}

extension OptimizerObject: Restorable {
    public func record(in snapshot: Snapshot) {
        let (arrangement, state, steps) = (optimizer.arrangement, optimizer.state, optimizer.steps)
        let (list, functions) = (list, hookFunctions)
        let hooks = (pre: optimizer.preHooks, post: optimizer.postHooks)
        for entry in state { snapshot.record(entry.tensor) }
        for parameter in optimizer.parameters { snapshot.record(parameter) }
        let parts = [.list(list), .dict(defaults)] + functions.map(\.function)
        snapshot.record(self, parts: parts) { [self] in
            restore(list: list)
            (optimizer.preHooks, optimizer.postHooks, hookFunctions) = (hooks.pre, hooks.post, functions)
            // What the optimizer gave out itself always fits.
            try? optimizer.restore(arrangement, state: state, steps: steps)
        } change: { [self] in
            let made = optimizer.steps - steps
            if made != 0 { return "\(Formatting.count(made, "step")) made" }
            return hookFunctions.count == functions.count ? nil : "has other hooks"
        }
    }
}

extension GeneratorObject: Restorable {
    public func record(in snapshot: Snapshot) {
        snapshot.record(self) {}
        snapshot.record(generator)
    }
}

extension RandomStateObject: Restorable {
    public func record(in snapshot: Snapshot) {
        let state = generator.snapshot
        snapshot.record(self) { self.generator.snapshot = state }
    }
}

extension BitSource: Restorable {
    public func record(in snapshot: Snapshot) {
        let source = generator.source
        snapshot.record(self) { [self] in
            generator.source = source
        } change: { [self] in
            generator.source == source ? nil : "random numbers were drawn"
        }
    }
}
