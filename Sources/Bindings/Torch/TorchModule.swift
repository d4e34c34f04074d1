import Kernels
import Language
import Tensors

/// The module `torch`.
enum TorchModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch", documentation: "PyTorch's tensors on this engine.", commands: commands)
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
        module["cuda"] = .module(makeCuda())
        module["backends"] = .module(makeBackends())
        module["version"] = .module(
            ModuleValue(
                "torch.version", documentation: "What this is.",
                [("cuda", .none), ("__version__", .string("2.15.0+lagado"))]))
        MissingNames.explain(
            in: module,
            near: TensorRare.missingTypes.merging([
                "complex": "two tensors, real and imaginary", "stft": "sums of torch.sin and torch.cos",
                "sparse_coo_tensor": "a dense tensor", "quantize_per_tensor": "torch.round",
                "lu": "torch.linalg.solve", "svd": "torch.linalg.svd(A, full_matrices=False)",
                "eig": "torch.linalg.eigh", "symeig": "torch.linalg.eigh", "qr": "torch.linalg.qr",
            ]) { first, _ in first })
        return module
    }

    private static func makeCuda() -> ModuleValue {
        let module = ModuleValue("torch.cuda", documentation: "There is no GPU here.", commands: cuda)
        MissingNames.explain(in: module, near: ["Event": "time.perf_counter()", "amp": "float32"])
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

    private static let dtypes: [(String, DType)] = [
        ("float32", .float32), ("float", .float32), ("float64", .float64), ("double", .float64),
        ("bfloat16", .bfloat16), ("int64", .int64), ("long", .int64),
        ("int32", .int32), ("int", .int32), ("bool", .bool),
    ]

    static let commands: [Builtin] =
        TensorCommands.functions + RandomState.functions + settings + [
            FloatInformation.finfo, FloatInformation.iinfo, AutocastMode.isEnabled,
        ]
        + TensorFiles.functions

    private static let cuda: [Builtin] = [
        Builtin(
            "is_available", group: "torch", summary: "Whether there is a GPU: never here.", returns: "False",
            example: "torch.cuda.is_available()", pytorch: "torch.cuda.is_available()"
        ) { _ in false },
        Builtin(
            "device_count", group: "torch", summary: "How many GPUs there are.", returns: "0",
            example: "torch.cuda.device_count()",
            pytorch: "torch.cuda.device_count()"
        ) { _ in 0 },
        Builtin(
            "synchronize", group: "torch", summary: "Has nothing to do here.", returns: "None",
            example: "torch.cuda.synchronize()",
            pytorch: "torch.cuda.synchronize()"
        ) { _ in Value.none },
        Builtin(
            "get_device_name", group: "torch", summary: "Refuses: there is no GPU.",
            Parameter<Value>("device", "which", default: .none), returns: "nothing",
            example: "torch.cuda.get_device_name(0)", pytorch: "torch.cuda.get_device_name(0)"
        ) { _, _ -> Value in
            try Device(object: DeviceObject("cuda")).check()
            return .none
        },
        Builtin(
            "memory_allocated", group: "torch", summary: "Bytes on the GPU that is not here.",
            Parameter<Value>("device", "which", default: .none), returns: "0",
            example: "torch.cuda.memory_allocated()", pytorch: "torch.cuda.memory_allocated()"
        ) { _, _ in 0 },
        Builtin(
            "empty_cache", group: "torch", summary: "Has nothing to do here.", returns: "None",
            example: "torch.cuda.empty_cache()",
            pytorch: "torch.cuda.empty_cache()"
        ) { _ in Value.none },
        Builtin(
            "manual_seed_all", group: "torch", summary: "Has nothing to do here.",
            Parameter<Int>("seed", "a whole number"), returns: "None",
            example: "torch.cuda.manual_seed_all(0)", pytorch: "torch.cuda.manual_seed_all(0)"
        ) { _, _ in Value.none }.readingNumbers(["seed"]),
        Builtin(
            "manual_seed", group: "torch", summary: "Has nothing to do here.",
            Parameter<Int>("seed", "a whole number"), returns: "None",
            example: "torch.cuda.manual_seed(0)", pytorch: "torch.cuda.manual_seed(0)"
        ) { _, _ in Value.none }.readingNumbers(["seed"]),
    ]

    private static let settings: [Builtin] = [
        Builtin(
            "set_printoptions", group: "torch", summary: "How tensors print.",
            Parameter<Int?>("precision", "digits behind the point", default: nil),
            Parameter<Int?>("threshold", "elements above which a tensor is summarised", default: nil),
            Parameter<Int?>("edgeitems", "elements shown at each edge of a summary", default: nil),
            Parameter<Int?>("linewidth", "characters on a line", default: nil),
            Parameter<String?>("profile", "'default', 'short' or 'full'", default: nil),
            Parameter<Bool?>("sci_mode", "always or never with an exponent", default: nil),
            returns: "None", example: "torch.set_printoptions(precision=2)",
            pytorch: "torch.set_printoptions(precision=2)"
        ) { _, precision, threshold, edge, width, profile, scientific -> Value in
            var options = PrintOptions.standard
            switch profile {
            case nil: break
            case "default": options = PrintOptions()
            case "short":
                options = PrintOptions()
                (options.precision, options.edgeItems) = (2, 2)
            case "full":
                options = PrintOptions()
                options.threshold = .max
            default:
                throw ScriptError(
                    "ValueError", "unknown profile '\(profile ?? "")'", hint: "'default', 'short' or 'full'")
            }
            func checked(_ value: Int?, _ name: String, _ range: ClosedRange<Int>) throws -> Int? {
                guard let value else { return nil }
                guard range.contains(value) else {
                    throw ScriptError(
                        "ValueError",
                        "\(name) must be from \(range.lowerBound) to \(range.upperBound), got \(value)")
                }
                return value
            }
            if let value = try checked(precision, "precision", 0...30) { options.precision = value }
            if let value = try checked(threshold, "threshold", 0...Int.max) { options.threshold = value }
            if let value = try checked(edge, "edgeitems", 1...1_000_000) { options.edgeItems = value }
            if let value = try checked(width, "linewidth", 10...1_000_000) { options.lineWidth = value }
            options.scientific = scientific
            PrintOptions.standard = options
            return .none
        },
        Builtin(
            "get_num_threads", group: "torch", summary: "How many threads compute.", returns: "int",
            example: "torch.get_num_threads()",
            pytorch: "torch.get_num_threads()"
        ) { _ in Compute.threads },
        Builtin(
            "set_num_threads", group: "torch",
            summary: "Sets how many threads compute; results do not depend on it.",
            Parameter<Int>("int", "1 or more"), returns: "None", example: "torch.set_num_threads(1)",
            pytorch: "torch.set_num_threads(1)"
        ) { _, count -> Value in
            try Compute.setThreads(count)
            return .none
        }.raisingWrongTypes(as: "RuntimeError"),
        Builtin(
            "is_grad_enabled", group: "torch", summary: "Whether operations are recorded for backward().",
            returns: "bool",
            example: "torch.is_grad_enabled()", pytorch: "torch.is_grad_enabled()"
        ) { _ in Autograd.isEnabled },
        Builtin(
            "get_default_dtype", group: "torch", summary: "The type of floats in new tensors.",
            returns: "torch.float32",
            example: "torch.get_default_dtype()", pytorch: "torch.get_default_dtype()"
        ) { _ in DType.float32 },
        Builtin(
            "is_floating_point", group: "torch", summary: "Whether the elements are floats.", input,
            returns: "bool",
            example: "torch.is_floating_point(x)", pytorch: "torch.is_floating_point(x)"
        ) { _, x in x.dtype.isFloatingPoint },
    ]
}
