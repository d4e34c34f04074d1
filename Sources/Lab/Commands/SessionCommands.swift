import Bindings
import Foundation
import GPT
import Kernels
import Language
import Presentation
import Tensors
import Training

/// What things cost and what the session holds.
enum SessionCommands {
    static let all: [Builtin] = [memory, cost, why]

    /// Python's ways out, which end a program with a code; in no group, as the
    /// prompt takes the bare words too.
    static let exits: [Builtin] = ["exit", "quit"].map { name in
        Builtin(
            name, group: "session", summary: "Leaves the program.",
            Parameter<Value>(
                "code", "the exit code: a number, or a text that is printed", default: .none),
            returns: "nothing"
        ) { _, code -> Value in throw ScriptError("SystemExit", code.isNone ? "" : try code.str()) }
    }

    static let memory = Builtin(
        "memory", group: "session",
        summary: "Lists the memory of each variable, and of the program as a whole.", returns: "table",
        example: "memory()",
        pytorch: "torch.cuda.memory_allocated()"
    ) { interpreter -> TableObject in
        var seen = Set<ObjectIdentifier>()
        var rows: [(bytes: Int, cells: [String])] = []
        for (name, value) in interpreter.globals.all {
            let bytes = MemoryInUse.bytes(of: value, &seen)
            if bytes > 0 { rows.append((bytes, [name, value.typeName, Formatting.memory(bytes)])) }
        }
        rows.sort { $0.bytes > $1.bytes }
        var footer = ["numbers that two variables share are counted for the first"]
        if let (now, peak) = MemoryInUse.process() {
            footer.append(
                "the program: \(Formatting.memory(now)) now, \(Formatting.memory(peak)) at most so far"
            )
        }
        return TableObject(
            "Memory", headers: ["variable", "type", "memory"], rows: rows.prefix(40).map(\.cells),
            footer: footer)
    }

    static let cost = Builtin(
        "cost", group: "session",
        summary: "Estimates what a training step or a forward pass will take, before it runs.",
        Parameter<Value>("x", "a trainer, or a model"),
        Parameter<Int>("batch_size", "for a model: sequences", default: 16),
        Parameter<Int?>("seq_len", "for a model: tokens in each, its context if left out", default: nil),
        returns: "table", example: "cost(trainer)"
    ) { _, value, batch, length -> TableObject in
        if let trainer = try TrainerObject.from(value) {
            return table(trainer.trainer.model, trainer.trainer.plan.run, step: trainer.steps(1))
        }
        guard let model = try ModelObject.from(value) else {
            if let module = try ModuleObject.from(value) {
                throw ScriptError(
                    "TypeError",
                    "the cost of \(module.typeName) is not known from sizes: its forward is its own",
                    hint: "cost(Trainer(model, optimizer, sampler)), or %cost model(X)")
            }
            throw ScriptError(
                "TypeError", "cost wants a trainer or a model, not \(value.typeName)",
                hint: "cost(trainer), or %cost trainer.run(501)")
        }
        let c = model.model.configuration, length = length ?? c.context
        guard batch > 0, length > 0 else {
            throw ScriptError("ValueError", "cost: batch_size and seq_len must be at least 1")
        }
        guard length <= c.context else {
            throw ScriptError(
                "ValueError", "seq_len=\(length) is longer than the model's context of \(c.context)",
                hint: "seq_len=\(c.context)")
        }
        guard batch <= 1 << 20 else {
            throw ScriptError("ValueError", "batch_size=\(batch) is too large", hint: "batch_size=16")
        }
        let run = MemoryPlan.Run(batch: batch, length: length)
        return table(
            model.model, run,
            step: .steps(1, StepCost(c, run), MemoryPlan(c, run), measured: nil))
    }

    private static func table(_ model: any LanguageModel, _ run: MemoryPlan.Run, step: CostEstimate)
        -> TableObject
    {
        let passes = 3 * Double(run.accumulate)
        let forward =
            (model as? GPT)?.configuration.forwardFLOPs(batch: run.batch, length: run.length)
            ?? step.operations / passes
        let count = InsideCommands.distinct(model.parameters()).reduce(0) { $0 + $1.count }
        return TableObject(
            "Cost of \(model.typeName), batch of \(run.batch) × \(run.length)"
                + (run.accumulate > 1 ? ", \(run.accumulate) in a step" : ""),
            rows: [
                ["parameters", Formatting.grouped(count)],
                // A third of a step, of which there may be several passes.
                [
                    "forward pass",
                    "\(Formatting.operations(forward)), about "
                        + "\(Formatting.duration(step.duration * forward / step.operations))",
                ],
                [
                    "training step",
                    "\(Formatting.operations(step.operations)), about \(Formatting.duration(step.duration)) "
                        + "(\(step.source))",
                ],
                ["memory of a step", "about \(Formatting.memory(Int(min(step.memory, 9e18))))"],
                ["501 steps", "about \(Formatting.duration(501 * step.duration))"],
            ] + step.rows.filter { $0.first == CostEstimate.knownFrom })
    }

    /// What each kind of mistake means, and PyTorch's words for the last one.
    static let why = Builtin(
        "why", group: "session",
        summary: "Says more about the last error: how PyTorch words it, and where it came from.",
        returns: "None", example: "why()",
        pytorch: "the traceback's last line"
    ) { interpreter -> Value in
        let session = try interpreter.session()
        guard let error = session.lastError else {
            session.output.write("no error yet\n")
            return .none
        }
        session.output.write(ErrorReport(error).explanation(columns: session.columns()) + "\n")
        return .none
    }
}

/// Bytes that values and the program hold.
enum MemoryInUse {
    /// Bytes behind a value, each storage once.
    static func bytes(of value: Value, _ seen: inout Set<ObjectIdentifier>) -> Int {
        func storages(_ tensors: [Tensor]) -> Int {
            var sum = 0
            for tensor in tensors {
                if seen.insert(ObjectIdentifier(tensor.storage)).inserted { sum += tensor.storage.bytes }
                if let gradient = tensor.grad, seen.insert(ObjectIdentifier(gradient.storage)).inserted {
                    sum += gradient.storage.bytes
                }
            }
            return sum
        }
        switch value {
        case .str(let text): return text.bytes.count
        case .list(let list):
            return 16 * list.elements.count
                + list.elements.prefix(10_000).reduce(0) {
                    if case .object = $1 { return $0 + bytes(of: $1, &seen) } else { return $0 }
                }
        case .tuple(let tuple):
            return tuple.elements.prefix(10_000).reduce(0) {
                if case .object = $1 { return $0 + bytes(of: $1, &seen) } else { return $0 }
            }
        case .object(let object):
            switch object {
            case let object as TensorObject: return storages([object.tensor])
            case let object as ModuleObject: return storages(object.module.parameters())
            case let object as OptimizerObject:
                return storages(object.optimizer.state.map(\.tensor))
            case let object as SamplerObject: return storages([object.source.tokens])
            case let object as TraceObject:
                return storages(object.trace.names.compactMap { object.trace[$0] })
            case let object as TableObject:
                return object.values.reduce(0) { $0 + bytes(of: $1.value, &seen) }
            default: return 0
            }
        case .instance(let instance):
            return (instance.native as? ModuleObject).map { storages($0.module.parameters()) } ?? 0
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
