import GPT
import Neural
import Script
import Tensors

extension ModuleObject {
    /// What `copy.deepcopy(module)` gives; without a memo (`copy.copy`) the parameters are shared.
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { try deepCopy(owner: nil) { try memo?.copy($0) ?? $0 } }

    public func copied(_ memo: CopyMemo?, owner: Instance) throws -> any ScriptObject {
        try deepCopy(owner: owner) { try memo?.copy($0) ?? $0 }
    }

    /// A module of the same kind with copies of the numbers, `copy.deepcopy(module)`.
    ///
    /// - Parameters:
    ///   - owner: the program's instance that the copy is the native half of.
    ///   - copy: copies a value once: what is shared within the module is shared within the copy.
    func deepCopy(owner: Instance?, _ copy: (Value) throws -> Value) throws -> ModuleObject {
        let result = try emptyCopy()
        if let owner { result.adopt(owner: owner) }
        guard !(module is GPT) else { return result }
        for (name, _) in result.module.ownParameters where module.parameter(name) == nil { result.module.unregister(name) }
        for (name, parameter) in module.ownParameters {
            if let tensor = try Tensor.from(copy(parameter.scriptValue)) { result.module.register(name, tensor) }
        }
        for (name, tensor, isSaved) in module.buffers {
            if let tensor = try Tensor.from(copy(tensor.scriptValue)) { result.module.register(buffer: name, tensor, isSaved: isSaved) }
        }
        for (name, child) in childList { try result.register(child: name, copy(child)) }
        try result.takeExtras(of: self, copy)
        (result.forwardHooks, result.preHooks, result.backwardHooks) = (forwardHooks, preHooks, backwardHooks)
        result.module.setTraining(module.isTraining)
        return result
    }

    /// A fresh module of the same kind. Its random numbers are thrown away, and the generator does not notice.
    private func emptyCopy() throws -> ModuleObject {
        if module is ScriptModule { return ModuleObject(ScriptModule(), className) }
        let before = Generator.standard.snapshot
        defer { Generator.standard.snapshot = before }
        if let model = module as? GPT {
            let copy = try GPT(model.configuration)
            try copy.loadStateDictionary(Dictionary(uniqueKeysWithValues: model.stateDictionary().map { ($0.name, $0.tensor) }))
            return ModelObject(copy)
        }
        guard let remake else {
            throw ScriptError("TypeError", "\(typeName) is a part of a model of the library, which is copied as a whole", hint: "copy.deepcopy(model)")
        }
        let made = try remake()
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
                "RuntimeError", "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment", hint: "x.detach().clone()")
        }
        let copy = try tensor.detachedView().clone()
        copy.isParameter = tensor.isParameter
        if tensor.requiresGrad { try copy.requireGrad() }
        copy.grad = try tensor.grad?.detachedView().clone()
        return TensorObject.of(copy)
    }
}
