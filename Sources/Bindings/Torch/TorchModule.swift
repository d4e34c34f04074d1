import Language
import Tensors

/// The module `torch`.
enum TorchModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch", documentation: "PyTorch's tensors on this engine.",
            commands: commands.map(GradientNames.shown).map { TorchArguments.added(to: $0, of: "torch") })
        for (name, dtype) in dtypes { module[name] = dtype.scriptValue }
        module["Tensor"] = .type(TensorType.shared.scriptClass)
        module["Size"] = .type(TorchSize.kind.type)
        module["device"] = .type(DeviceObject.scriptClass)
        module["dtype"] = .type(DTypeObject.scriptClass)
        module["Generator"] = .type(GeneratorObject.nativeType.scriptClass)
        module["default_generator"] = .object(GeneratorObject.standard)
        for mode in RecordingMode.all { module[mode.name] = .type(mode.scriptClass) }
        module["autocast"] = .type(AutocastMode.scriptClass)
        let mixed = ModuleValue("torch.amp", documentation: "Mixed precision.")
        mixed["autocast"] = .type(AutocastMode.scriptClass)
        MissingNames.explain(in: mixed)
        module["amp"] = .module(mixed)
        module["OutOfMemoryError"] = .type(LibraryExceptions.outOfMemory)
        module["_C"] = .module(
            ModuleValue(
                "torch._C", documentation: "What PyTorch's errors are called inside.",
                [
                    ("_LinAlgError", .type(LibraryExceptions.linearAlgebra)),
                    ("OutOfMemoryError", .type(LibraryExceptions.outOfMemory)),
                ]))
        module["inf"] = .float(.infinity)
        module["nan"] = .float(.nan)
        module["pi"] = .float(.pi)
        module["e"] = .float(2.718281828459045)
        module["__version__"] = .string("2.15.0+lagado")
        module["strided"] = .object(Layout.strided)
        for format in Layout.memoryFormats { module[format.name] = .object(format) }
        module["cuda"] = .module(CudaModule.make())
        module["accelerator"] = .module(CudaModule.makeAccelerator())
        module["backends"] = .module(makeBackends())
        module["version"] = .module(
            ModuleValue(
                "torch.version", documentation: "What this is.",
                [("cuda", .none), ("__version__", .string("2.15.0+lagado"))]))
        MissingNames.explain(
            in: module,
            near: TensorConversions.missingTypes.merging([
                "complex": "two tensors, real and imaginary", "stft": "sums of torch.sin and torch.cos",
                "sparse_coo_tensor": "a dense tensor", "quantize_per_tensor": "torch.round",
                "lu": "torch.linalg.solve", "svd": "torch.linalg.svd(A, full_matrices=False)",
                "eig": "torch.linalg.eigh", "symeig": "torch.linalg.eigh", "qr": "torch.linalg.qr",
            ]) { first, _ in first })
        return module
    }

    /// `torch.backends.cudnn.deterministic = True` and its like: settings that change nothing.
    private static func makeBackends() -> ModuleValue {
        func available(_ flag: Bool) -> Builtin {
            Builtin(
                "is_available", group: "torch", summary: "Whether it is here.", returns: "bool",
                example: "torch.backends.mps.is_available()", pytorch: "torch.backends.mps.is_available()"
            ) { _ in flag }
        }
        let module = ModuleValue("torch.backends", documentation: "Settings of devices that are not here.")
        module["mps"] = .module(
            ModuleValue(
                "torch.backends.mps", documentation: "No Apple GPU here.", commands: [available(false)]))
        let cudnn = ModuleValue(
            "torch.backends.cudnn", documentation: "No GPU here.", commands: [available(false)])
        for (name, value) in [("deterministic", false), ("benchmark", false), ("enabled", true)] {
            cudnn[name] = .bool(value)
        }
        module["cudnn"] = .module(cudnn)
        let matmul = ModuleValue(
            "torch.backends.cuda.matmul", documentation: "No GPU here.", [("allow_tf32", .bool(false))])
        module["cuda"] = .module(
            ModuleValue("torch.backends.cuda", documentation: "No GPU here.", [("matmul", .module(matmul))]))
        return module
    }

    /// By PyTorch's names; some short spellings are names of methods alone.
    private static let dtypes: [(String, DType)] = DType.allCases.flatMap { type in
        [(type.rawValue, type)]
            + (type.alias.map { ["bf16", "char", "byte"].contains($0) ? [] : [($0, type)] } ?? [])
    }

    static let commands: [Builtin] =
        TensorCommands.functions + RandomState.functions + TorchSettings.functions + [
            FloatInformation.finfo, FloatInformation.iinfo, AutocastMode.isEnabled,
        ]
        + TorchFiles.functions
}
