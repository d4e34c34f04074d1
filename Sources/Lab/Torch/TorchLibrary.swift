import Script

/// Everything that programs import from PyTorch and NumPy, over this engine.
public enum TorchLibrary {
    /// Registers the modules; each is made when first imported.
    public static func install(in interpreter: Interpreter) {
        interpreter.register(exception: "ShapeError", base: "RuntimeError")
        interpreter.register(module: "torch") { TorchModule.make() }
        interpreter.register(module: "torch.nn") { NeuralModules.make() }
        interpreter.register(module: "torch.nn.functional") { Functional.make() }
        interpreter.register(module: "torch.nn.init") { NeuralModules.makeInit() }
        interpreter.register(module: "torch.nn.utils") { NeuralModules.makeUtils() }
        interpreter.register(module: "torch.optim") { OptimizerModules.make() }
        interpreter.register(module: "torch.optim.lr_scheduler") { OptimizerModules.makeSchedules() }
        interpreter.register(module: "torch.utils") { ModuleValue("torch.utils", documentation: "See torch.utils.checkpoint.") }
        interpreter.register(module: "torch.utils.checkpoint") { CheckpointModule.make() }
        interpreter.register(module: "numpy") { NumPy.make() }
        interpreter.register(module: "numpy.random") { NumPy.makeRandom() }
    }
}
