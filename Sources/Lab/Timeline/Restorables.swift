import Bindings
import Foundation
import Language
import Presentation
import Tensors
import Training

// How the lab's own objects are recorded in a snapshot and put back.

extension TrainerObject: Restorable {
    public func record(in snapshot: Snapshot) {
        let state = trainer.state
        for tensor in state.tensors { snapshot.record(tensor) }
        let parts =
            [model.scriptValue, optimizer.scriptValue, sampler.scriptValue]
            + (test.map { [$0.scriptValue] } ?? []) + hookFunctions.map(\.function)
        let functions = hookFunctions
        snapshot.record(self, parts: parts) { [self] in
            trainer.state = state
            restore(hookFunctions: functions)
        } change: { [self] in
            let (before, now) = (state.history, trainer.history)
            guard before != now else {
                return hookFunctions.count == functions.count ? nil : "has other hooks"
            }
            let losses = [before.losses.last, now.losses.last].compactMap { $0 }.map {
                Formatting.fixed($0, 4)
            }
            .joined(separator: " → ")
            return "\(before.losses.count) → \(Formatting.count(now.losses.count, "step")), loss \(losses)"
        }
    }
}

extension TraceObject: Restorable {
    public func record(in snapshot: Snapshot) {
        snapshot.record(self) {}
        for name in trace.names { if let tensor = trace[name] { snapshot.record(tensor) } }
    }
}

extension TokenizerObject: Restorable {
    public func record(in snapshot: Snapshot) {
        let (roles, added, sides, longest) = (roles, added, (paddingSide, truncationSide), longest)
        snapshot.record(self) { [self] in
            (self.roles, self.added, self.longest) = (roles, added, longest)
            (paddingSide, truncationSide) = sides
        }
    }
}
