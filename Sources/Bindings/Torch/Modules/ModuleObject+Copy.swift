import Language
import Neural
import Tensors

extension ModuleObject {
    /// What `copy.deepcopy(module)` gives; without a memo (`copy.copy`) the parameters are shared.
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        try deepCopy(owner: nil) { try memo?.copy($0) ?? $0 }
    }

    public func copied(_ memo: CopyMemo?, owner: Instance) throws -> any ScriptObject {
        try deepCopy(owner: owner) { try memo?.copy($0) ?? $0 }
    }

    /// A module of the same kind with copies of the numbers, `copy.deepcopy(module)`.
    ///
    /// - Parameters:
    ///   - owner: the program's instance that the copy is the native half of.
    ///   - copy: copies a value once: what is shared within the module is shared within the copy.
    func deepCopy(owner: Instance?, _ copy: (Value) throws -> Value) throws -> ModuleObject {
        let before = Generator.standard.snapshot
        let whole = try wholeCopy()
        // The random numbers that made it are thrown away, and the generator does not notice.
        Generator.standard.snapshot = before
        let result = try whole ?? emptyCopy()
        if let owner { result.adopt(owner: owner) }
        guard whole == nil else { return result }
        result.module.replaceSlots(parameters: [], children: [], buffers: [])
        for (name, parameter) in module.parameterSlots {
            result.module.put(
                parameter: name, try parameter.flatMap { try Tensor.from(copy($0.scriptValue)) })
        }
        for (name, tensor, isSaved) in module.bufferSlots {
            let copied = try tensor.flatMap { try Tensor.from(copy($0.scriptValue)) }
            result.module.register(buffer: name, copied, isSaved: isSaved)
        }
        for (name, _) in module.childSlots {
            if let child = child(name) {
                try result.register(child: name, copy(child))
            } else {
                result.clear(child: name)
            }
        }
        try result.takeExtras(of: self, copy)
        (result.forwardHooks, result.preHooks, result.backwardHooks) = (forwardHooks, preHooks, backwardHooks)
        (result.backwardPreHooks, result.stateHooks) = (backwardPreHooks, stateHooks)
        for (name, function) in computed { result.computed[name] = try copy(function) }
        if module.standIn != nil { result.lookForStandIns() }
        result.module.setTraining(module.isTraining)
        return result
    }

    /// A fresh module of the same kind. Its random numbers are thrown away,
    /// and the generator does not notice.
    private func emptyCopy() throws -> ModuleObject {
        if module is ScriptModule { return ModuleObject(ScriptModule(), className) }
        let before = Generator.standard.snapshot
        defer { Generator.standard.snapshot = before }
        guard let remake else {
            throw ScriptError(
                "TypeError", "\(typeName) is a part of a model of the library, which is copied as a whole",
                hint: "copy.deepcopy(model)")
        }
        let made = try remake(changedSettings)
        (made.remake, made.changedSettings) = (remake, changedSettings)
        for (name, _) in made.module.children { made.removeChild(name) }
        return made
    }
}

extension TensorObject {
    /// What `copy.deepcopy(x)` gives; without a memo (`copy.copy`) a second tensor over the same numbers.
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        guard memo == nil else { return try deepCopy() }
        let view = tensor.detachedView()
        view.isParameter = tensor.isParameter
        if tensor.requiresGrad { try view.requireGrad() }
        return TensorObject.of(view)
    }

    /// A leaf with memory of its own, `copy.deepcopy(x)`.
    func deepCopy() throws -> TensorObject {
        guard tensor.isLeaf else {
            throw ScriptError(
                "RuntimeError",
                "Only Tensors created explicitly by the user (graph leaves) "
                    + "support the deepcopy protocol at the moment",
                hint: "x.detach().clone()")
        }
        let copy = try tensor.detachedView().clone()
        copy.isParameter = tensor.isParameter
        if tensor.requiresGrad { try copy.requireGrad() }
        copy.grad = try tensor.grad?.detachedView().clone()
        return TensorObject.of(copy)
    }
}
