import Foundation
import GPT
import Kernels
import Script
import Tensors
import Training

/// What things cost and what the session holds.
enum SessionCommands {
    static let all: [Builtin] = [memory, cost]

    static let memory = Builtin(
        "memory", group: "session", summary: "Says how much memory each variable takes, and the program in all.", returns: "table", example: "memory()",
        pytorch: "torch.cuda.memory_allocated()"
    ) { interpreter -> TableObject in
        var seen = Set<ObjectIdentifier>()
        var rows: [(bytes: Int, cells: [String])] = []
        for (name, value) in interpreter.globals.all {
            let bytes = Cost.bytes(of: value, &seen)
            if bytes > 0 { rows.append((bytes, [name, value.typeName, DisplayCommands.memory(bytes)])) }
        }
        rows.sort { $0.bytes > $1.bytes }
        var footer = ["numbers that two variables share are counted for the first"]
        if let (now, peak) = Cost.process() { footer.append("the program: \(DisplayCommands.memory(now)) now, \(DisplayCommands.memory(peak)) at most so far") }
        return TableObject("Memory", headers: ["variable", "type", "memory"], rows: rows.prefix(40).map(\.cells), footer: footer)
    }

    static let cost = Builtin(
        "cost", group: "session", summary: "Says beforehand what a step of a trainer, or a pass through a model, will take.",
        Parameter<Value>("x", "a trainer, or a model"), Parameter<Int>("batch_size", "for a model: sequences", default: 16),
        Parameter<Int?>("seq_len", "for a model: tokens in each, its context if left out", default: nil), returns: "table", example: "cost(trainer)"
    ) { _, value, batch, length -> TableObject in
        if let trainer = try TrainerObject.from(value) { return Cost(trainer).table() }
        if let model = try ModelObject.from(value) {
            return try Cost(model.model.configuration, batch: batch, length: length ?? model.model.configuration.context).table()
        }
        throw ScriptError("TypeError", "cost wants a trainer or a model, not \(value.typeName)", hint: "cost(trainer), or %cost trainer.run(501)")
    }
}

/// Seconds, memory and operations of one pass and of one step, before they are run.
struct Cost {
    let title: String
    let parameters: Int
    /// In a step.
    let tokens: Int
    let forward: Double
    let step: StepCost
    let plan: MemoryPlan
    /// Seconds that steps of this trainer really took, if there were any.
    let measured: Double?

    init(_ configuration: GPTConfiguration, batch: Int, length: Int) throws {
        try configuration.check()
        guard batch > 0, length > 0 else { throw ScriptError("ValueError", "cost: batch_size and seq_len must be at least 1") }
        guard length <= configuration.context else {
            throw ScriptError("ValueError", "seq_len=\(length) is longer than the model's context of \(configuration.context)", hint: "seq_len=\(configuration.context)")
        }
        guard batch <= 1 << 20 else { throw ScriptError("ValueError", "batch_size=\(batch) is too large", hint: "batch_size=16") }
        self.init(configuration, MemoryPlan.Run(batch: batch, length: length), measured: nil)
    }

    init(_ object: TrainerObject) {
        let history = object.trainer.history
        self.init(
            object.model.model.configuration, object.trainer.plan.run,
            measured: history.losses.isEmpty ? nil : history.seconds / Double(history.losses.count))
    }

    private init(_ c: GPTConfiguration, _ run: MemoryPlan.Run, measured: Double?) {
        title = "\(c.name), batch of \(run.batch) × \(run.length)" + (run.accumulate > 1 ? ", \(run.accumulate) in a step" : "")
        parameters = c.parameterCount
        tokens = run.batch * run.length * run.accumulate
        forward = c.forwardFLOPs(batch: run.batch, length: run.length)
        (step, plan) = (StepCost(c, run), MemoryPlan(c, run))
        self.measured = measured
    }

    /// A third of a step, of which there may be several passes.
    var forwardSeconds: Double { stepSeconds * forward / step.operations }
    var stepSeconds: Double { measured ?? step.seconds }

    func table() -> TableObject {
        TableObject(
            "Cost of \(title)",
            rows: [
                ["parameters", Words.grouped(parameters)],
                ["forward pass", "\(Words.operations(forward)), about \(Words.duration(forwardSeconds))"],
                ["training step", "\(Words.operations(step.operations)), about \(Words.duration(stepSeconds)) (\(measured == nil ? "estimated" : "as measured"))"],
                ["memory of a step", "about \(DisplayCommands.memory(plan.tensors))"],
                ["501 steps", "about \(Words.duration(501 * stepSeconds))"],
            ])
    }

    // MARK: Memory in use

    /// Bytes behind a value, each storage once.
    static func bytes(of value: Value, _ seen: inout Set<ObjectIdentifier>) -> Int {
        func storages(_ tensors: [Tensor]) -> Int {
            var sum = 0
            for tensor in tensors {
                if seen.insert(ObjectIdentifier(tensor.storage)).inserted { sum += tensor.storage.bytes }
                if let gradient = tensor.grad, seen.insert(ObjectIdentifier(gradient.storage)).inserted { sum += gradient.storage.bytes }
            }
            return sum
        }
        switch value {
        case .str(let text): return text.bytes.count
        case .list(let list): return 16 * list.elements.count + list.elements.prefix(10_000).reduce(0) { if case .object = $1 { return $0 + bytes(of: $1, &seen) } else { return $0 } }
        case .tuple(let tuple): return tuple.elements.prefix(10_000).reduce(0) { if case .object = $1 { return $0 + bytes(of: $1, &seen) } else { return $0 } }
        case .object(let object):
            switch object {
            case let object as TensorObject: return storages([object.tensor])
            case let object as ModuleObject: return storages(object.module.parameters())
            case let object as OptimizerObject: return storages(object.optimizers.flatMap { $0.state.map(\.tensor) })
            case let object as SamplerObject: return storages([object.source.tokens])
            case let object as TraceObject: return storages(object.trace.names.compactMap { object.trace[$0] })
            default: return 0
            }
        default: return 0
        }
    }

    /// Bytes that the program holds now and held at most, as Linux counts them.
    static func process() -> (now: Int, peak: Int)? {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        func field(_ name: String) -> Int? {
            text.split(separator: "\n").first { $0.hasPrefix(name + ":") }.flatMap { line in
                line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
            }.map { $0 * 1024 }
        }
        guard let now = field("VmRSS"), let peak = field("VmHWM") else { return nil }
        return (now, peak)
    }
}
