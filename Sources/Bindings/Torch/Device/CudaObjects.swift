import Foundation
import Language
import Tensors

/// What `torch.cuda.get_device_properties` gives.
final class CudaProperties: NativeObject, ScriptConvertible {
    private let device: ComputeDevice

    init(_ device: ComputeDevice) { self.device = device }

    static var scriptName: String { "_CudaDeviceProperties" }
    static func from(_ value: Value) throws -> CudaProperties? {
        guard case .object(let object) = value else { return nil }
        return object as? CudaProperties
    }
    var scriptValue: Value { .object(self) }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func repr() throws -> String {
        let known = device.properties
        return
            "_CudaDeviceProperties(name=\(Operations.quoted(known.title)), major=\(known.capability.major), "
            + "minor=\(known.capability.minor), total_memory=\(known.totalMemory >> 20)MB, "
            + "multi_processor_count=\(known.multiprocessors))"
    }

    static let nativeType = NativeType<CudaProperties>(
        ScriptClass("_CudaDeviceProperties"),
        properties: [
            .init("name", "The maker's name.") { .string($0.device.properties.title) },
            .init("major", "The compute capability before the point.") {
                .int($0.device.properties.capability.major)
            },
            .init("minor", "The compute capability behind the point.") {
                .int($0.device.properties.capability.minor)
            },
            .init("total_memory", "Bytes of its memory.") { .int($0.device.properties.totalMemory) },
            .init("multi_processor_count", "Processors that work side by side.") {
                .int($0.device.properties.multiprocessors)
            },
            .init("runtime", "How it is driven here.") { .string($0.device.properties.runtime) },
        ])
}

/// `with torch.cuda.device(1):`: which GPU `cuda` is, for a block.
final class CurrentDevice: ScriptObject {
    private let index: Int?
    private var before: [Int] = []

    private init(_ index: Int?) { self.index = index }

    var typeName: String { "device" }
    func enter() throws -> Value {
        let context = ComputeContext.current
        before.append(context.currentAccelerator)
        if let index { context.currentAccelerator = index }
        return .none
    }
    func exit(_ error: ScriptError?) throws -> Bool {
        if let last = before.popLast() { ComputeContext.current.currentAccelerator = last }
        return false
    }

    private static let declaration = Builtin(
        "device", group: "torch", summary: "Says for a block which GPU 'cuda' is.",
        Parameter<Device?>("device", "which; None changes nothing"), returns: "a block for `with`",
        example: "with torch.cuda.device(None): pass", pytorch: "with torch.cuda.device(1):"
    ) { _, device -> Value in
        .object(CurrentDevice(try device.map { try CudaModule.gpu($0).index }))
    }

    static let scriptClass = ScriptClass(
        "device",
        native: NativeClass(declaration: declaration, isInstance: { $0 is CurrentDevice }) {
            _, arguments, interpreter in
            guard case .object(let made) = try declaration.call(interpreter, arguments) else {
                throw ScriptError("RuntimeError", "device")
            }
            return made
        })
}

/// `torch.cuda.Event`: a moment at which a GPU had done all that it was asked before.
final class CudaEvent: NativeObject, ScriptConvertible {
    private let measures: Bool
    private var time: UInt64?

    private init(_ measures: Bool) { self.measures = measures }

    static var scriptName: String { "Event" }
    static func from(_ value: Value) throws -> CudaEvent? {
        guard case .object(let object) = value else { return nil }
        return object as? CudaEvent
    }
    var scriptValue: Value { .object(self) }
    func repr() throws -> String { "<torch.cuda.Event\(time == nil ? " uninitialized" : "")>" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        let copy = CudaEvent(measures)
        copy.time = time
        return copy
    }

    private static let declaration = Builtin(
        "Event", group: "torch",
        summary: "A moment in the work of a GPU; record() waits until all that was asked before is done, and "
            + "reads the clock.",
        Parameter<Bool>("enable_timing", "whether elapsed_time() is asked for", default: false),
        Parameter<Bool>("blocking", "has no effect here", default: false),
        Parameter<Bool>("interprocess", "has no effect here", default: false), returns: "an event",
        example: "torch.cuda.Event(enable_timing=True)", pytorch: "torch.cuda.Event(enable_timing=True)"
    ) { _, timing, _, _ in CudaEvent(timing) }

    private static let this: Parameter<CudaEvent> = receiver("the event")

    static let nativeType = NativeType<CudaEvent>(
        ScriptClass(
            "Event",
            native: NativeClass(declaration: declaration, isInstance: { $0 is CudaEvent }) {
                _, arguments, interpreter in
                guard let made = try CudaEvent.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "Event")
                }
                return made
            }),
        methods: [
            Builtin(
                "record", group: "torch", summary: "Waits for the current GPU and notes the time.", this,
                Parameter<Value>("stream", "there is one", default: .none), returns: "None",
                example: "e.record()", pytorch: "e.record()"
            ) { _, event, _ -> Value in
                try CudaModule.synchronize(CudaModule.gpu(nil))
                event.time = DispatchTime.now().uptimeNanoseconds
                return .none
            },
            Builtin(
                "elapsed_time", group: "torch", summary: "Milliseconds from this event to a later one.", this,
                Parameter<CudaEvent>("end_event", "the later one"), returns: "float",
                example: "start.elapsed_time(end)", pytorch: "start.elapsed_time(end)"
            ) { _, event, end in
                guard event.measures, end.measures else {
                    throw ScriptError(
                        "ValueError", "Both events must be created with argument 'enable_timing=True'.")
                }
                guard let from = event.time, let to = end.time else {
                    throw ScriptError(
                        "ValueError", "Both events must be recorded before calculating elapsed time.",
                        hint: "start.record(), the work, end.record()")
                }
                return (Double(to) - Double(from)) / 1e6
            },
            Builtin(
                "synchronize", group: "torch", summary: "Waits for what was asked before it: that is done.",
                this, returns: "None", example: "e.synchronize()", pytorch: "e.synchronize()"
            ) { _, _ -> Value in .none },
            Builtin(
                "wait", group: "torch", summary: "Lets what follows wait for it: that is done.", this,
                Parameter<Value>("stream", "there is one", default: .none), returns: "None",
                example: "e.wait()", pytorch: "e.wait()"
            ) { _, _, _ -> Value in .none },
            Builtin(
                "query", group: "torch", summary: "Whether what was asked before it is done: always.", this,
                returns: "True", example: "e.query()", pytorch: "e.query()"
            ) { _, _ in true },
        ])
    static var scriptClass: ScriptClass { nativeType.scriptClass }
}

extension CudaEvent: Restorable {
    func record(in snapshot: Snapshot) {
        let time = time
        snapshot.record(self) { [self] in self.time = time }
    }
}
