import Language
import Tensors

/// Everything that programs import from PyTorch and NumPy, over this engine.
public enum TorchLibrary {
    /// Registers the modules; each is made when first imported. Programs of the interpreter compute in the
    /// context in which this is called.
    public static func install(in interpreter: Interpreter) {
        let context = ComputeContext.current
        interpreter.threadStarts = { context.install() }
        LibraryExceptions.install(in: interpreter)
        interpreter.register(module: "torch") { TorchModule.make() }
        interpreter.register(module: "torch.nn") { NeuralModules.make() }
        interpreter.register(module: "torch.nn.functional") { Functional.make() }
        interpreter.register(module: "torch.nn.init") { NeuralModules.makeInit() }
        interpreter.register(module: "torch.nn.utils") { NeuralModules.makeUtils() }
        interpreter.register(module: "torch.optim") { OptimizerModules.make() }
        interpreter.register(module: "torch.optim.lr_scheduler") { OptimizerSchedules.make() }
        interpreter.register(module: "torch.utils") {
            ModuleValue("torch.utils", documentation: "See torch.utils.data.")
        }
        interpreter.register(module: "torch.utils.data") { DataModules.make() }
        interpreter.register(module: "torch.autograd") { AutogradModules.make() }
        interpreter.register(module: "torch.autograd.functional") { AutogradModules.makeFunctional() }
        interpreter.register(module: "torch.linalg") { LinearAlgebraModule.make() }
        interpreter.register(module: "torch.distributions") { DistributionModules.make() }
        for (name, near) in absent {
            interpreter.register(module: name) { MissingNames.empty(name, near: near) }
        }
        interpreter.register(module: "torch.utils.checkpoint") { CheckpointModule.make() }
        interpreter.register(module: "numpy") { NumPy.make() }
        interpreter.register(module: "numpy.linalg") { NumPy.makeLinearAlgebra() }
        interpreter.register(module: "numpy.random") { NumPyRandom.make() }
    }

    /// Modules of PyTorch of which nothing is here, and what is near.
    private static let absent = [
        ("torch.fft", "sums of torch.sin and torch.cos"), ("torch.sparse", "dense tensors"),
        ("torch.jit", "the model itself"), ("torch.onnx", "torch.save(model.state_dict(), path)"),
        ("torch.quantization", "float32"), ("torch.distributed", "one process: all cores are used"),
        ("torch.special", "torch.erf, torch.log1p and their like"),
        ("torch.profiler", "%timeit, or time.perf_counter()"), ("torch.hub", "GPT2() makes the model"),
    ]
}
