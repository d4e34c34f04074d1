import Language
import PythonLibrary
import Tensors

/// Everything that programs import from PyTorch and NumPy, over this engine.
public enum TorchLibrary {
    /// Registers the modules; each is made when first imported. Programs of the interpreter compute in the
    /// context in which this is called.
    public static func install(in interpreter: Interpreter) {
        let context = ComputeContext.current
        interpreter.threadStarts = { context.install() }
        context.placeWanted = { [weak interpreter, unowned context] in
            interpreter?.placeWanted = { context.tell(place: $0) }
        }
        LibraryExceptions.install(in: interpreter)
        interpreter.explainMissing = MissingNames.ofClass
        interpreter.register(module: "torch") { TorchModule.make() }
        for part in ["amp", "cuda", "accelerator"] {
            interpreter.register(module: "torch." + part) { [unowned interpreter] in
                guard case .module(let module)? = try interpreter.libraryModule("torch")[part] else {
                    throw ScriptError("ModuleNotFoundError", "No module named 'torch.\(part)'")
                }
                return module
            }
        }
        interpreter.register(module: "torch.nn") { NeuralModules.make() }
        interpreter.register(module: "torch.nn.functional") { Functional.make() }
        interpreter.register(module: "torch.nn.init") { NeuralModules.makeInit() }
        interpreter.register(module: "torch.nn.utils") { NeuralModules.makeUtils() }
        interpreter.register(module: "torch.optim") { OptimizerModules.make() }
        interpreter.register(module: "torch.utils") {
            ModuleValue("torch.utils", documentation: "See torch.utils.data.")
        }
        interpreter.register(module: "torch.utils.data") { DataModules.make() }
        interpreter.register(module: "torch.autograd") { AutogradModules.make() }
        interpreter.register(module: "_autograd") { CustomFunctions.make() }
        interpreter.register(module: "torch.linalg") { LinearAlgebraModule.make() }
        interpreter.register(module: "torch.distributions") { DistributionModules.make() }
        for (module, parts) in inner {
            interpreter.register(inner: parts.split(separator: " ").map { module + "." + $0 }, of: module)
        }
        interpreter.register(
            inner: layers.split(separator: " ").map { "torch.nn.modules." + $0 } + ["torch.nn.modules"],
            of: "torch.nn")
        interpreter.register(module: "torch._VF") { RecurrentFunctions.make() }
        WrittenModules.register(in: interpreter)
        for (name, near) in absent {
            interpreter.register(module: name) { MissingNames.empty(name, near: near) }
        }
        interpreter.register(module: "safetensors") { SafetensorsModule.make() }
        interpreter.register(module: "safetensors.torch") { SafetensorsModule.makeTorch() }
        interpreter.register(module: "torch.serialization") { SafeGlobals.make() }
        StandardLibrary.replace("pickle", in: interpreter) {
            PickleModule(reading: { ArrayPickle($0) }, writing: { ArrayForms() }).make()
        }
        interpreter.register(module: "torch.utils.checkpoint") { CheckpointModule.make() }
        interpreter.register(module: "numpy") { NumPy.make() }
        interpreter.register(module: "numpy.linalg") { NumPy.makeLinearAlgebra() }
        interpreter.register(module: "numpy.random") { NumPyRandom.make() }
        interpreter.register(module: "_numpy_random") { BitSource.makeModule() }
    }

    /// The files inside PyTorch's packages, under which their classes are imported too.
    private static let inner = [
        ("torch.nn", "parameter"),
        ("torch.nn.utils", "clip_grad convert_parameters rnn parametrizations stateless"),
        (
            "torch.optim",
            "optimizer adam adamw sgd rmsprop adagrad adadelta adamax nadam radam asgd lbfgs rprop swa_utils"
        ),
        ("torch.utils.data", "dataloader dataset sampler datapipes distributed _utils"),
        ("torch.autograd", "grad_mode variable"),
        (
            "torch.distributions",
            "distribution normal categorical bernoulli uniform beta gamma exponential poisson kl dirichlet "
                + "multivariate_normal laplace gumbel geometric binomial multinomial"
        ),
    ]
    private static let layers =
        "module activation adaptive batchnorm channelshuffle container conv distance dropout flatten fold "
        + "instancenorm lazy linear loss normalization padding pixelshuffle pooling rnn sparse transformer "
        + "upsampling utils"

    /// Modules of PyTorch of which nothing is here, and what is near.
    private static let absent = [
        ("torch.fft", "sums of torch.sin and torch.cos"), ("torch.sparse", "dense tensors"),
        ("torch.jit", "the model itself"), ("torch.onnx", "torch.save(model.state_dict(), path)"),
        ("torch.quantization", "float32"), ("torch.distributed", "one process: all cores are used"),
        ("torch.special", "torch.erf, torch.log1p and their like"),
        ("torch.profiler", "%timeit, or time.perf_counter()"), ("torch.hub", "GPT2() makes the model"),
    ]
}
