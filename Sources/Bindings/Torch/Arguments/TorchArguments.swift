import Language
import Tensors

/// What PyTorch's functions have in common: arguments that make, place and lay out memory.
enum TorchArguments {
    /// A command of a module with all that PyTorch's takes there.
    static func added(to command: Builtin, of module: String) -> Builtin {
        let shared = SharedArgument.added(table, to: command, of: module)
        return OutArgument.added(to: shared, of: module)
    }

    private static let table = SharedArgument.table(placing + neutral + fixed + TorchFurther.all)

    private static let makers =
        "arange empty empty_like eye full full_like linspace logspace normal ones ones_like rand rand_like "
        + "randint randint_like randn randn_like randperm range scalar_tensor tril_indices triu_indices "
        + "zeros zeros_like hann_window hamming_window blackman_window bartlett_window kaiser_window "
    private static let methods = "new_empty new_full new_ones new_zeros "

    // MARK: What a tensor is made with

    private static let placing: [SharedArgument] = [
        made(
            "dtype", "the type of the elements", "None",
            "torch: logspace normal randint_like tril_indices "
                + "triu_indices; torch.Tensor: \(methods) new_tensor"
        ) { call, result in
            guard let type = try DType?.from(call["dtype"] ?? .none) ?? nil else { return result }
            return try result.to(type)
        },
        made(
            "device", "where it lies", "None",
            "torch: logspace normal randint_like tril_indices triu_indices; "
                + "torch.Tensor: \(methods) new_tensor pin_memory is_pinned"
        ) { call, result in
            guard let device = try Device?.from(call["device"] ?? .none) ?? nil else { return result }
            // Pinned memory is the CPU's, whichever GPU it is pinned for.
            let target = try device.resolved()
            return call.command.name.contains("pin") ? result : try result.to(target)
        },
        made(
            "requires_grad", "whether backward() computes a gradient for it", "False",
            "torch: \(makers); torch.Tensor: \(methods) new_tensor"
        ) { call, result in
            try Bool.from(call["requires_grad"] ?? .none) == true ? result.requireGrad() : result
        },
    ]

    /// An argument about the tensor that comes out.
    private static func made(
        _ name: String, _ help: String, _ text: String, _ commands: String,
        _ change: @escaping (FurtherCall, Tensor) throws -> Tensor
    ) -> SharedArgument {
        SharedArgument(
            parameter: .init(name, help, default: text, .keywordOnly), commands: commands
        ) { call in
            let result = try call.result()
            guard let tensor = try Tensor.from(result) else { return result }
            return try change(call, tensor).scriptValue
        }
    }

    // MARK: What changes no number

    private static let neutral: [SharedArgument] = [
        .neutral(
            "pin_memory", "where the CPU keeps it for a GPU: no difference here", default: "False",
            of: "torch: tensor \(makers); torch.Tensor: \(methods) new_tensor", flag("pin_memory")),
        .neutral(
            "layout", "torch.strided", default: "None", of: "torch: \(makers); torch.Tensor: \(methods)"
        ) { value in
            guard value.isNone || Layout.isStrided(value) else {
                throw ScriptError("TypeError", "layout must be torch.strided, not \(value.typeName)")
            }
        },
        .neutral(
            "memory_format", "the order of the axes in memory", default: "None",
            of:
                "torch: clone empty empty_like full_like ones_like rand_like randint_like randn_like "
                + "zeros_like; "
                + "torch.Tensor: clone to resize_ resize_as_",
            Layout.checkMemoryFormat),
        .neutral(
            "memory_format", "the order of the axes in memory", default: "torch.contiguous_format", .either,
            of: "torch.Tensor: contiguous is_contiguous", Layout.checkMemoryFormat),
        .neutral(
            "memory_format", "the order of the axes in memory", default: "torch.preserve_format", .either,
            of: "torch.Tensor: cpu cuda", Layout.checkMemoryFormat),
        .neutral(
            "non_blocking", "whether the program goes on meanwhile: the CPU has no meanwhile",
            default: "False", .either, of: "torch.Tensor: copy_ cuda type", flag("non_blocking")),
        .neutral(
            "sparse_grad", "whether the gradient is sparse: it is dense here, with the same numbers",
            default: "False", of: "torch: gather; torch.Tensor: gather", flag("sparse_grad")),
        .neutral(
            "foreach", "a way to compute the same numbers", default: "None", .either,
            of: "torch.nn.utils: clip_grad_value_ get_total_norm clip_grads_with_norm_", flag("foreach")),
        .neutral(
            "_stacklevel", "the line that a warning is about", default: "3", .either, after: "dim",
            of: "torch.nn.functional: softmax log_softmax softmin"),
        .neutral(
            "compute_mode", "how a distance is computed, to the same numbers",
            default: "'use_mm_for_euclid_dist_if_necessary'", .either, of: "torch: cdist"),
        .neutral(
            "assume_unique", "whether each occurs once: a quicker way to the same", default: "False",
            of: "torch: isin", flag("assume_unique")),
    ]

    private static func flag(_ name: String) -> (Value) throws -> Void {
        { value in
            guard value.isNone || { if case .bool = value { true } else { false } }() else {
                throw ScriptError("TypeError", "'\(name)' must be bool, not \(value.typeName)")
            }
        }
    }

    // MARK: What can only have its default

    private static let fixed: [SharedArgument] = [
        .only("names", "None", hint: "axes by their number", of: "torch: full"),
        .only("out_dtype", "None", hint: "(a @ b).to(dtype)", of: "torch: addmm baddbmm bmm mm"),
        .only("driver", "None", of: "torch.linalg: svd svdvals lstsq"),
        .only("implicit", "False", of: "torch.Tensor: expand"),
    ]
}
