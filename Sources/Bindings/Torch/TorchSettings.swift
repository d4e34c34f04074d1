import Kernels
import Language
import Tensors

/// Settings of the engine: printing, threads, the default type, and those that change nothing here.
enum TorchSettings {
    static let functions: [Builtin] = [
        Builtin(
            "set_printoptions", group: "torch", summary: "Sets how tensors are printed.",
            Parameter<Int?>("precision", "digits after the decimal point", default: nil),
            Parameter<Int?>("threshold", "elements above which a tensor is summarised", default: nil),
            Parameter<Int?>("edgeitems", "elements shown at each edge of a summary", default: nil),
            Parameter<Int?>("linewidth", "characters to a line", default: nil),
            Parameter<String?>("profile", "'default', 'short' or 'full'", default: nil),
            Parameter<Bool?>(
                "sci_mode", "True for scientific notation always, False for never", default: nil),
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
            "get_num_threads", group: "torch", summary: "The number of threads.", returns: "int",
            example: "torch.get_num_threads()",
            pytorch: "torch.get_num_threads()"
        ) { _ in Compute.threads },
        Builtin(
            "set_num_threads", group: "torch",
            summary: "Sets how many threads compute; results do not depend on it.",
            Parameter<Int>("num", "1 or more"), returns: "None", example: "torch.set_num_threads(1)",
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
            "get_default_dtype", group: "torch", summary: "The default floating-point type.",
            returns: "torch.float32 at first",
            example: "torch.get_default_dtype()", pytorch: "torch.get_default_dtype()"
        ) { _ in DType.standard },
        Builtin(
            "get_default_device", group: "torch",
            summary: "Where tensors lie that are made of no others and for which no device is named.",
            returns: "a device", example: "torch.get_default_device()", pytorch: "torch.get_default_device()"
        ) { _ -> Value in .object(DeviceObject.of(ComputeContext.current.standardDevice)) },
        Builtin(
            "set_default_device", group: "torch",
            summary: "Says where tensors lie that are made of no others and for which no device is named.",
            Parameter<Device?>("device", "'cpu', 'cuda'; None for the CPU"), returns: "None",
            example: "torch.set_default_device('cpu')", pytorch: "torch.set_default_device('cuda')"
        ) { _, device -> Value in
            ComputeContext.current.setStandardDevice(try device?.resolved() ?? .host)
            return .none
        },
        Builtin(
            "use_deterministic_algorithms", group: "torch",
            summary: "Does nothing: results are always deterministic.",
            Parameter<Bool>("mode", "True or False"),
            Parameter<Bool>(
                "warn_only", "whether what cannot be the same only warns; nothing here is", default: false,
                .keywordOnly),
            returns: "None", example: "torch.use_deterministic_algorithms(True)",
            pytorch: "torch.use_deterministic_algorithms(True)"
        ) { _, _, _ -> Value in .none },
        Builtin(
            "set_default_dtype", group: "torch",
            summary: "Sets the type of numbers with a point where none is named.",
            Parameter<DType>("d", "the type"), returns: "None",
            example: "torch.set_default_dtype(torch.float64)",
            pytorch: "torch.set_default_dtype(torch.float64)"
        ) { _, type -> Value in
            guard type.isFloatingPoint else {
                throw ScriptError("TypeError", "only floating-point types are supported as the default type")
            }
            ComputeContext.current.defaultType = type
            return .none
        },
        Builtin(
            "set_float32_matmul_precision", group: "torch",
            summary: "Does nothing: products have the precision of float32.",
            Parameter<String>("precision", "'highest', 'high' or 'medium'"), returns: "None",
            example: "torch.set_float32_matmul_precision('high')",
            pytorch: "torch.set_float32_matmul_precision('high')"
        ) { _, _ -> Value in .none },
    ]
}
