import Bindings
import GPT
import Kernels
import Language
import Presentation
import Tensors
import Text

/// The named activations of one forward pass: `trace["blocks.0.attn.pattern"]`.
public final class TraceObject: NativeObject, ScriptConvertible, SummarisedProperties {
    /// The activations by name.
    public let trace: Trace
    /// What the model read, [B, T].
    public let ids: Tensor
    /// What the model is called.
    public let modelName: String
    private let gpt: GPT?

    /// - Parameter model: the model where it is one of the library's.
    public init(_ trace: Trace, ids: Tensor, of modelName: String, model: GPT? = nil) {
        (self.trace, self.ids, self.modelName, gpt) = (trace, ids, modelName, model)
    }

    /// Every activation of a model of the library over ids [B, T].
    ///
    /// - Throws: IndexError for ids that have no row, MemoryError for more than can be had, with the bytes;
    ///   what the model throws.
    public convenience init(of model: GPT, _ ids: Tensor) throws {
        if ids.rank == 2, ids.shape[1] <= model.configuration.context {
            let bytes = model.configuration.traceBytes(batch: ids.shape[0], length: ids.shape[1])
            try Self.check(bytes: bytes, ids, model.typeName, isWhole: true)
        }
        try ModelObject.check(ids, model)
        self.init(
            try Autograd.withoutGrad { try model.trace(ids) }, ids: ids, of: model.typeName, model: model)
    }

    /// - Parameter isWhole: whether that is all it needs.
    /// - Throws: MemoryError where so many bytes cannot be had.
    static func check(bytes: Double, _ ids: Tensor, _ name: String, isWhole: Bool) throws {
        let available = Memory.available
        guard bytes > Double(available) else { return }
        throw ScriptError(
            "MemoryError",
            "a trace of \(name) over \(Formatting.grouped(ids.count)) tokens needs "
                + "\(isWhole ? "" : "more than ")\(Formatting.size(Int(min(bytes, 9e18)))), and "
                + "\(Formatting.size(available)) can be had",
            hint: "a few windows of the batch: X[:1]")
    }

    /// The model, for what needs to know how it is built.
    ///
    /// - Throws: TypeError that says what `command` would need of a program's own class.
    func model(for command: String, _ need: String) throws -> GPT {
        if let gpt { return gpt }
        throw ScriptError(
            "TypeError",
            "\(command) needs \(need) of a Model5 or GPT2, and this trace is of \(modelName), "
                + "whose forward is its own",
            hint: "trace.names lists what there is, trace[\"\(trace.names.first ?? "…")\"] is a tensor")
    }

    public static var scriptName: String { "Trace" }
    public static func from(_ value: Value) throws -> TraceObject? {
        guard case .object(let object) = value else { return nil }
        return object as? TraceObject
    }
    public var scriptValue: Value { .object(self) }
    package var summary: String {
        "Every named intermediate result of one forward pass: trace[\"blocks.0.attn.pattern\"]."
    }
    package func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    public func repr() throws -> String {
        var rows: [(String, String)] = []
        var hidden = 0
        let blocks = gpt?.configuration.blocks ?? 1
        for name in trace.names {
            // Blocks are alike: the first is shown, the others are counted.
            if gpt != nil, name.hasPrefix("blocks."), !name.hasPrefix("blocks.0.") { hidden += 1; continue }
            if hidden > 0 {
                rows.append(
                    (
                        "…",
                        "blocks 1 to \(blocks - 1): the same \(hidden / max(1, blocks - 1)) names each"
                    ))
                hidden = 0
            }
            rows.append((name, trace[name].map { Shape.description($0.shape) } ?? ""))
        }
        let width = rows.map(\.0.count).max() ?? 0
        let head =
            "Trace of \(modelName) over \(Shape.description(ids.shape)): \(trace.names.count) activations"
        return ([head] + rows.map { "  " + Columns.padded($0.0, width) + "  " + $0.1 }).joined(
            separator: "\n")
    }

    public var stringKeys: [String] { trace.names }
    public func length() throws -> Int { trace.names.count }
    public func iterate() throws -> ScriptIterator {
        try Operations.iterator(.list(trace.names.map(Value.string)))
    }
    public func contains(_ value: Value) throws -> Bool { value.text.map { trace[$0] != nil } ?? false }

    public func getItem(_ index: Value) throws -> Value {
        guard let name = index.text else {
            throw ScriptError(
                "TypeError", "a trace is indexed by name, not by \(index.typeName)",
                hint: "trace[\"\(trace.names.first ?? "embed")\"]")
        }
        return try activation(name).scriptValue
    }

    /// - Throws: KeyError with the nearest name.
    func activation(_ name: String) throws -> Tensor {
        if let tensor = trace[name] { return tensor }
        let near =
            Suggestions.best(for: name, among: trace.names) ?? trace.names.first { $0.hasSuffix("." + name) }
        throw ScriptError(
            "KeyError",
            "the trace has no '\(Formatting.visible(name))'" + (near.map { ". Did you mean '\($0)'?" } ?? ""),
            hint: near.map { "trace[\"\($0)\"]" } ?? "trace.names")
    }

    private static let this: Parameter<TraceObject> = receiver("the trace")

    public static let nativeType = NativeType<TraceObject>(
        ScriptClass("Trace"),
        properties: [
            .init(
                "names", "The names, in the order in which they were computed.",
                get: { .record($0.trace.names.map(Value.string)) }),
            .init("tokens", "What the model read, [B, T].", get: { $0.ids.scriptValue }),
        ],
        methods: [
            Builtin(
                "keys", group: "inside", summary: "The names, in the order in which they were computed.",
                this, returns: "list of str",
                example: "trace.keys()[:3]"
            ) { _, object in object.trace.names },
            Builtin(
                "items", group: "inside", summary: "Pairs of name and tensor.", this,
                returns: "list of (str, Tensor)",
                example: "for name, x in trace.items(): pass"
            ) { _, object -> Value in
                .list(
                    object.trace.names.compactMap { name in
                        object.trace[name].map { .tuple([.string(name), $0.scriptValue]) }
                    })
            },
        ])
}
