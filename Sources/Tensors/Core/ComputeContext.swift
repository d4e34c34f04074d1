import CThread
import Foundation
import Kernels

/// What computations of one session have in common: whether operations are recorded, in which precision
/// products are made, who looks on, the random numbers, how tensors print, the device.
///
/// A thread computes in one context at a time, found by ``current``. Whoever runs programs on threads of his
/// own has one and installs it there (a session, a server that trains two models side by side); a thread
/// where nobody did so has one of its own, made at first use. So nothing here is shared between threads,
/// unless two of them run in one context: then one after the other.
///
/// ```swift
/// let context = ComputeContext(seed: 1)
/// try context.run { try Tensor.rand([2]) }      // PyTorch's numbers after torch.manual_seed(1)
/// ```
///
/// `Autograd`, `Autocast`, `Observation`, `Interruptible`, `Generator.standard` and `PrintOptions.standard`
/// read and set what the present context says.
public final class ComputeContext {
    // Read several times by every operation, and by one thread at a time: no access can meet another.

    /// Whether operations on tensors that require gradients are recorded. `torch.is_grad_enabled()`.
    @exclusivity(unchecked) public var recordsGradients = true
    /// Operations recorded so far.
    @exclusivity(unchecked) var recordedOperations = 0
    /// Whether products round their operands to bfloat16. `torch.autocast`.
    @exclusivity(unchecked) public var roundsProducts = false
    /// Who is told what is computed.
    @exclusivity(unchecked) public var observer: (any ComputationObserver)?
    /// Throws when long work is to be broken off.
    @exclusivity(unchecked) public var poll: () throws -> Void = {}
    /// Asks whoever runs the program to call `tell(place:)` where it is; nil where nobody knows.
    @exclusivity(unchecked) public var placeWanted: (() -> Void)?
    /// What waits for that.
    @exclusivity(unchecked) var waiting = WaitingForPlace()
    /// Whether backward looks for NaN.
    @exclusivity(unchecked) public var anomalies = AnomalyDetection()
    /// The type of numbers with a point where none is named. `torch.set_default_dtype`.
    @exclusivity(unchecked) public var defaultType = DType.float32
    /// How tensors print. `torch.set_printoptions`.
    public var printing = PrintOptions()

    /// The generator that `torch.manual_seed` sets.
    public let generator: Generator
    /// The generator that `numpy.random.seed` sets.
    public let numpyGenerator = NumPyGenerator(seed: 0)

    /// Where new tensors lie: those that an operation makes, while it runs, on the device of its operands.
    @exclusivity(unchecked) public var device: Device
    /// Where tensors lie that are made of no others and for which no device is named.
    /// `torch.set_default_device`, `with torch.device('cuda'):`.
    public private(set) var standardDevice: Device
    /// What is computed, while it has a name, for who is told where it ran.
    @exclusivity(unchecked) public var operation: String?
    /// Which GPU `cuda` without a number is. `torch.cuda.set_device`.
    public var currentAccelerator = 0
    /// The GPUs that programs of this context see as `cuda:0`, …; nil for those of the machine.
    public var ownAccelerators: [Device]?

    private var values: [ObjectIdentifier: Any] = [:]

    /// A context of its own: its random numbers start from `seed`, its tensors lie on `device` where no other
    /// is named.
    public init(seed: UInt64 = 0, device: Device = .host) {
        (generator, self.device, standardDevice) = (Generator(seed: seed), device, device)
    }

    /// What a module above keeps in each context.
    public subscript<Key: ComputeContextKey>(_: Key.Type) -> Key.Value {
        get {
            if let known = values[ObjectIdentifier(Key.self)] as? Key.Value { return known }
            let value = Key.initial(in: self)
            values[ObjectIdentifier(Key.self)] = value
            return value
        }
        set { values[ObjectIdentifier(Key.self)] = newValue }
    }

    // MARK: The present one

    /// The context of the thread.
    public static var current: ComputeContext {
        guard let known = lagado_context() else { return ownOfThread() }
        return Unmanaged<ComputeContext>.fromOpaque(known).takeUnretainedValue()
    }

    /// Reads or sets something of the thread's context, without the cost of holding it.
    @inline(__always)
    static func with<Result>(_ body: (ComputeContext) throws -> Result) rethrows -> Result {
        guard let known = lagado_context() else { return try body(ownOfThread()) }
        return try Unmanaged<ComputeContext>.fromOpaque(known)._withUnsafeGuaranteedRef(body)
    }

    /// Runs `body` in this context, on the present thread.
    public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = lagado_context()
        lagado_set_context(Unmanaged.passUnretained(self).toOpaque())
        defer {
            lagado_set_context(before)
            withExtendedLifetime(self) {}
        }
        return try body()
    }

    /// Makes this the context of the present thread until the thread ends.
    public func install() {
        let mine = Unmanaged.passRetained(self).toOpaque()
        if let before = pthread_getspecific(ComputeContext.held) {
            Unmanaged<ComputeContext>.fromOpaque(before).release()
        }
        pthread_setspecific(ComputeContext.held, mine)
        lagado_set_context(mine)
    }

    /// A new one for a thread that has none.
    @inline(never)
    private static func ownOfThread() -> ComputeContext {
        let context = ComputeContext()
        context.install()
        return context
    }

    /// The context that a thread holds, given back when the thread ends.
    private static let held: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { Unmanaged<ComputeContext>.fromOpaque($0!).release() }
        return key
    }()
}

// Which device an operation runs on.

/// A device as modules above know it, some of which have a type of that name for what a program says.
public typealias ComputeDevice = Device

extension ComputeContext {
    /// Runs `body`; what it makes lies on `device`. Nothing happens where it does so anyway.
    @inline(__always)
    public static func on<Result>(_ device: Device, _ body: () throws -> Result) rethrows -> Result {
        if with({ $0.device === device }) { return try body() }
        return try current.switched(to: device, body)
    }

    @inline(never)
    private func switched<Result>(to device: Device, _ body: () throws -> Result) rethrows -> Result {
        let before = self.device
        self.device = device
        defer { self.device = before }
        return try body()
    }

    /// Runs `body`; what it computes has that name, or none.
    @inline(__always)
    public func naming<Result>(_ operation: String?, _ body: () throws -> Result) rethrows -> Result {
        let before = self.operation
        self.operation = operation
        defer { self.operation = before }
        return try body()
    }

    /// Sets where tensors lie from now on for which no device is named.
    public func setStandardDevice(_ device: Device) {
        if self.device === standardDevice { self.device = device }
        standardDevice = device
    }

    /// The GPUs that programs see.
    public var accelerators: [Device] { ownAccelerators ?? Accelerators.devices }

    /// The GPU of that number, for tensors to be put on; nil where there is none.
    public func accelerator(_ index: Int) -> Device? {
        guard let ownAccelerators else { return Accelerators.device(index) }
        return ownAccelerators.indices.contains(index) ? ownAccelerators[index] : nil
    }
}

extension DType {
    /// The type of numbers with a point where none is named. `torch.get_default_dtype()`.
    public static var standard: DType { ComputeContext.with { $0.defaultType } }
}

/// Something that a module above keeps in each context: `context[Key.self]`.
public protocol ComputeContextKey {
    /// The type of what is kept.
    associatedtype Value
    /// What it is before anybody has set it.
    static func initial(in context: ComputeContext) -> Value
}
