import Language
import Tensors

/// `torch.cuda` and `torch.accelerator`: the GPUs of this machine. Whoever makes them, programs know them
/// under this name, as PyTorch has it.
enum CudaModule {
    private static let device = Parameter<Device?>(
        "device", "which; the current one if left out", default: nil)

    /// The GPU that is meant.
    ///
    /// - Throws: RuntimeError where there is none, ValueError for the CPU.
    static func gpu(_ device: Device?) throws -> ComputeDevice {
        let found = try (device ?? Device(object: DeviceObject("cuda"))).resolved()
        guard !found.isHost else {
            throw ScriptError(
                "ValueError", "Expected a cuda device, but got: cpu", hint: "torch.cuda.current_device()")
        }
        return found
    }

    /// The same; nil where there is no GPU at all and none in particular is asked for.
    private static func anyGPU(_ device: Device?) throws -> ComputeDevice? {
        device == nil && accelerators.isEmpty ? nil : try gpu(device)
    }

    private static var accelerators: [ComputeDevice] { ComputeContext.current.accelerators }

    static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.cuda", documentation: "The GPUs of this machine.",
            commands: looking + working + measuring + drawing)
        module["OutOfMemoryError"] = .type(LibraryExceptions.outOfMemory)
        module["Event"] = .type(CudaEvent.scriptClass)
        module["device"] = .type(CurrentDevice.scriptClass)
        MissingNames.explain(
            in: module, near: ["Stream": "one stream: what is asked for runs in order"])
        return module
    }

    static func makeAccelerator() -> ModuleValue {
        let module = ModuleValue(
            "torch.accelerator", documentation: "The GPUs of this machine, whoever makes them.",
            commands: [
                Builtin(
                    "is_available", group: "torch", summary: "Whether there is a GPU.", returns: "bool",
                    example: "torch.accelerator.is_available()", pytorch: "torch.accelerator.is_available()"
                ) { _ in !accelerators.isEmpty },
                Builtin(
                    "device_count", group: "torch", summary: "How many GPUs there are.", returns: "int",
                    example: "torch.accelerator.device_count()", pytorch: "torch.accelerator.device_count()"
                ) { _ in accelerators.count },
                Builtin(
                    "current_accelerator", group: "torch", summary: "What kind of GPU there is, or None.",
                    Parameter<Bool>("check_available", "whether it has to work", default: false),
                    returns: "a device or None", example: "torch.accelerator.current_accelerator()",
                    pytorch: "torch.accelerator.current_accelerator()"
                ) { _, _ -> Value in
                    accelerators.isEmpty ? .none : .object(DeviceObject("cuda"))
                },
                Builtin(
                    "synchronize", group: "torch",
                    summary: "Waits until a GPU has done all that it was asked.",
                    device, returns: "None", example: "torch.accelerator.synchronize()",
                    pytorch: "torch.accelerator.synchronize()"
                ) { _, device -> Value in
                    try synchronize(anyGPU(device))
                    return .none
                },
            ])
        MissingNames.explain(in: module)
        return module
    }

    /// Waits for a device; a failure that came meanwhile is told.
    static func synchronize(_ device: ComputeDevice?) throws {
        device?.synchronize()
        try device?.checkWorks()
    }

    // MARK: What is there

    private static let looking: [Builtin] = [
        Builtin(
            "is_available", group: "torch", summary: "Whether there is a GPU.", returns: "bool",
            example: "torch.cuda.is_available()", pytorch: "torch.cuda.is_available()"
        ) { _ in !accelerators.isEmpty },
        Builtin(
            "device_count", group: "torch", summary: "How many GPUs there are.", returns: "int",
            example: "torch.cuda.device_count()",
            pytorch: "torch.cuda.device_count()"
        ) { _ in accelerators.count },
        Builtin(
            "is_initialized", group: "torch", summary: "Whether a GPU is in use.", returns: "bool",
            example: "torch.cuda.is_initialized()", pytorch: "torch.cuda.is_initialized()"
        ) { interpreter in interpreter.surroundings != nil },
        Builtin(
            "current_device", group: "torch", summary: "The number of the GPU that 'cuda' is.",
            returns: "int", example: "torch.cuda.current_device() if torch.cuda.is_available() else -1",
            pytorch: "torch.cuda.current_device()"
        ) { _ in try gpu(nil).index },
        Builtin(
            "set_device", group: "torch", summary: "Says which GPU 'cuda' is.",
            Parameter<Device>("device", "which"), returns: "None", example: "torch.cuda.set_device(0)",
            pytorch: "torch.cuda.set_device(0)"
        ) { _, device -> Value in
            ComputeContext.current.currentAccelerator = try gpu(device).index
            return .none
        },
        Builtin(
            "get_device_name", group: "torch", summary: "The maker's name of a GPU.", device, returns: "str",
            example: "torch.cuda.get_device_name(0)", pytorch: "torch.cuda.get_device_name(0)"
        ) { _, device in try gpu(device).properties.title },
        Builtin(
            "get_device_capability", group: "torch",
            summary: "The compute capability of a GPU; (0, 0) for one that is not NVIDIA's.", device,
            returns: "a tuple of two ints", example: "torch.cuda.get_device_capability(0)",
            pytorch: "torch.cuda.get_device_capability(0)"
        ) { _, device -> Value in
            let capability = try gpu(device).properties.capability
            return .tuple([.int(capability.major), .int(capability.minor)])
        },
        Builtin(
            "get_device_properties", group: "torch", summary: "What there is to know about a GPU.", device,
            returns: "name, major, minor, total_memory, multi_processor_count",
            example: "torch.cuda.get_device_properties(0)", pytorch: "torch.cuda.get_device_properties(0)"
        ) { _, device in CudaProperties(try gpu(device)) },
        Builtin(
            "is_bf16_supported", group: "torch", summary: "Whether a GPU computes with bfloat16.",
            Parameter<Bool>("including_emulation", "whether slowly counts", default: true), returns: "bool",
            example: "torch.cuda.is_bf16_supported()", pytorch: "torch.cuda.is_bf16_supported()"
        ) { _, emulated in
            guard let device = try anyGPU(nil) else { return false }
            return emulated || device.properties.capability.major >= 8
        },
    ]

    // MARK: Waiting

    private static let working: [Builtin] = [
        Builtin(
            "init", group: "torch", summary: "Does nothing: a GPU is found when it is first asked for.",
            returns: "None", example: "torch.cuda.init()", pytorch: "torch.cuda.init()"
        ) { _ in Value.none },
        Builtin(
            "synchronize", group: "torch",
            summary: "Waits until a GPU has done all that it was asked: before a clock is read.", device,
            returns: "None", example: "torch.cuda.synchronize()", pytorch: "torch.cuda.synchronize()"
        ) { _, device -> Value in
            try synchronize(anyGPU(device))
            return .none
        },
        Builtin(
            "empty_cache", group: "torch",
            summary: "Gives memory that no tensor holds, but that is kept for reuse, back to the GPU.",
            returns: "None", example: "torch.cuda.empty_cache()", pytorch: "torch.cuda.empty_cache()"
        ) { _ in
            for device in accelerators { device.emptyCache() }
            return Value.none
        },
        Builtin(
            "ipc_collect", group: "torch", summary: "Does nothing: there is one process here.",
            returns: "None", example: "torch.cuda.ipc_collect()", pytorch: "torch.cuda.ipc_collect()"
        ) { _ in Value.none },
    ]

    // MARK: Memory

    private static func bytes(
        _ name: String, _ summary: String, _ read: @escaping (ComputeDevice) -> Int
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary + "; 0 without a GPU.", device, returns: "int",
            example: "torch.cuda.\(name)()", pytorch: "torch.cuda.\(name)()"
        ) { _, device in try anyGPU(device).map(read) ?? 0 }
    }

    private static func resetting(_ name: String) -> Builtin {
        Builtin(
            name, group: "torch", summary: "Lets max_memory_allocated() begin again from what is in use now.",
            device, returns: "None", example: "torch.cuda.\(name)() if torch.cuda.is_available() else None",
            pytorch: "torch.cuda.\(name)()"
        ) { _, device -> Value in
            try gpu(device).resetPeak()
            return .none
        }
    }

    private static let measuring: [Builtin] = [
        bytes("memory_allocated", "Bytes that tensors on a GPU hold") { $0.memory.allocated },
        bytes("max_memory_allocated", "The most bytes that tensors on a GPU have held") { $0.memory.peak },
        bytes("memory_reserved", "Bytes that were taken from a GPU, in use or kept for reuse") {
            $0.memory.reserved
        },
        bytes("max_memory_reserved", "The most bytes that were taken from a GPU, as far as is known") {
            max($0.memory.peak, $0.memory.reserved)
        },
        resetting("reset_peak_memory_stats"), resetting("reset_max_memory_allocated"),
        Builtin(
            "mem_get_info", group: "torch", summary: "How much memory of a GPU is free, and how much it has.",
            device, returns: "a tuple (free, total) in bytes", example: "torch.cuda.mem_get_info(0)",
            pytorch: "torch.cuda.mem_get_info()"
        ) { _, device -> Value in
            let device = try gpu(device), total = device.properties.totalMemory
            return .tuple([.int(max(0, total - device.memory.reserved)), .int(total)])
        },
    ]

    // MARK: Random numbers

    private static let seeds =
        "; they are drawn by the generator of the CPU, the same ones as there."

    private static func seeding(_ name: String) -> Builtin {
        Builtin(
            name, group: "torch", summary: "Seeds the random numbers on a GPU" + seeds,
            Parameter<Int>("seed", "a whole number"), returns: "None",
            example: "torch.cuda.\(name)(0)", pytorch: "torch.cuda.\(name)(0)"
        ) { _, seed -> Value in
            if !accelerators.isEmpty { Generator.standard.reseed(UInt64(bitPattern: Int64(seed))) }
            return .none
        }.readingNumbers(["seed"])
    }

    private static func drawing(_ name: String) -> Builtin {
        Builtin(
            name, group: "torch", summary: "Seeds the random numbers on a GPU with a random seed" + seeds,
            returns: "None", example: "torch.cuda.\(name)()", pytorch: "torch.cuda.\(name)()"
        ) { _ -> Value in
            if !accelerators.isEmpty { _ = RandomState.reseed(.standard) }
            return .none
        }
    }

    private static let drawing: [Builtin] = [
        seeding("manual_seed"), seeding("manual_seed_all"), drawing("seed"), drawing("seed_all"),
        Builtin(
            "initial_seed", group: "torch", summary: "The seed of the random numbers on a GPU" + seeds,
            returns: "int", example: "torch.cuda.initial_seed() if torch.cuda.is_available() else 0",
            pytorch: "torch.cuda.initial_seed()"
        ) { _ in
            _ = try gpu(nil)
            return Int(truncatingIfNeeded: Generator.standard.seed)
        },
        Builtin(
            "get_rng_state", group: "torch", summary: "The state of the random numbers on a GPU" + seeds,
            device, returns: "an int64 tensor",
            example: "torch.cuda.get_rng_state() if torch.cuda.is_available() else None",
            pytorch: "torch.cuda.get_rng_state()"
        ) { _, device -> Tensor in
            _ = try gpu(device)
            return try ComputeContext.on(.host) { try RandomState.tensor(.standard) }
        },
        Builtin(
            "set_rng_state", group: "torch",
            summary: "Restores the state of the random numbers on a GPU" + seeds,
            Parameter<Tensor>("new_state", "what get_rng_state() gave"), device, returns: "None",
            example: "torch.cuda.set_rng_state(torch.get_rng_state()) if torch.cuda.is_available() else None",
            pytorch: "torch.cuda.set_rng_state(state)"
        ) { _, state, device -> Value in
            _ = try gpu(device)
            try RandomState.restore(.standard, state)
            return .none
        },
    ]
}
