import Bindings
import Foundation
import GPT
import Language
import Neural
import Presentation
import Tensors
import Text
import Training

/// A trainer as a value: steps, their five parts, runs, checkpoints.
public final class TrainerObject: NativeObject, ScriptConvertible, SummarisedProperties {
    /// The engine's trainer.
    public let trainer: Trainer
    let model: ModuleObject
    /// Keeps a program's instance alive, of which `model` is the native half.
    private let modelValue: Value
    let optimizer: OptimizerObject
    let sampler: SamplerObject
    let test: SamplerObject?
    /// Functions of the program that are called before and after updates.
    private(set) var hookFunctions: [(token: HookToken, function: Value)] = []
    private var hasToldLoss = false

    init(
        _ trainer: Trainer, model: ModuleObject, optimizer: OptimizerObject, sampler: SamplerObject,
        test: SamplerObject?
    ) {
        (self.trainer, self.model, self.optimizer, self.sampler, self.test) = (
            trainer, model, optimizer, sampler, test
        )
        modelValue = model.scriptValue
    }

    public static var scriptName: String { "Trainer" }
    public static func from(_ value: Value) throws -> TrainerObject? {
        guard case .object(let object) = value else { return nil }
        return object as? TrainerObject
    }
    public var scriptValue: Value { .object(self) }
    package var summary: String {
        "Trains a model on random batches, one step at a time: sample, forward, loss, backward, update."
    }
    package func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    var run: RunObject {
        RunObject(trainer.history, evaluateEvery: trainer.test == nil ? nil : trainer.evaluateEvery)
    }

    public func repr() throws -> String {
        let count = InsideCommands.distinct(trainer.model.parameters()).reduce(0) { $0 + $1.count }
        var parts = [
            "\(model.typeName) of \(Formatting.grouped(count)) parameters",
            trainer.optimizer.typeName, try sampler.repr(),
        ]
        if let every = trainer.evaluateEvery, trainer.test != nil {
            parts.append("tested every \(Formatting.count(every, "step"))")
        }
        if trainer.accumulate > 1 { parts.append("\(trainer.accumulate) batches in a step") }
        parts.append(trainer.steps == 0 ? "no steps yet" : Formatting.count(trainer.steps, "step") + " done")
        return "Trainer(" + parts.joined(separator: ", ") + ")"
    }

    /// The plan of a step's memory as a table.
    private var memory: TableObject {
        let plan = trainer.plan
        return TableObject(
            plan.isWhole
                ? "Memory of a step at its fullest moment, \(plan.moment)"
                : "Memory of a step, as far as it is known beforehand",
            rows: plan.parts.map { [$0.name, Formatting.size($0.bytes)] } + [
                [plan.isWhole ? "all tensors" : "together", Formatting.size(plan.tensors)]
            ],
            footer: [
                "with everything else that is in use: \(plan.isWhole ? "about" : "more than") "
                    + Formatting.size(trainer.peakMemory)
            ]
                + (plan.isWhole
                    ? [] : ["what the forward of \(plan.model) keeps for backward() comes on top"]))
    }

    // MARK: Runs

    /// Says once what a class of a program's own was found to give, and so what its loss is.
    private func tellLoss(_ interpreter: Interpreter) {
        guard !hasToldLoss, let remark = (trainer.model as? ProgramModel)?.remark else { return }
        hasToldLoss = true
        interpreter.output.note(remark)
    }

    /// Registers `hook(trainer)` before or after each update.
    private func register(
        _ function: Value, _ point: ReferenceWritableKeyPath<Trainer, HookList<Trainer.StepHook>>,
        _ interpreter: Interpreter
    ) throws -> HookHandle {
        try HookHandle.check(function)
        let token = trainer[keyPath: point].add { [weak self, unowned interpreter] _ in
            guard let self else { return }
            _ = try Operations.call(function, Arguments([self.scriptValue]), interpreter)
        }
        hookFunctions.append((token, function))
        return HookHandle { [weak self] in
            self?.trainer[keyPath: point].remove(token)
            self?.hookFunctions.removeAll { $0.token === token }
        }
    }

    /// What a snapshot puts back.
    func restore(hookFunctions: [(token: HookToken, function: Value)]) { self.hookFunctions = hookFunctions }

    /// `count` steps, with progress and with notes where it is evaluated;
    /// an interruption keeps every finished step.
    func run(_ count: Int, _ interpreter: Interpreter) throws -> RunObject {
        let output = interpreter.output
        let (first, start) = (trainer.steps, DispatchTime.now().uptimeNanoseconds)
        let live = try interpreter.session().showsLive ? LivePanel(self, interpreter) : nil
        var (lastShown, seenEvaluations) = (0.0, trainer.history.testLosses.count)
        defer { output.progress(nil) }
        do {
            try trainer.run(
                count,
                onBatch: { trainer in
                    var now = progress(
                        trainer.steps - first, of: count,
                        Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
                    // Between the batches of a step nothing is generated.
                    now.panel = live?.lines
                    output.progress(now)
                    try interpreter.interruption.check()
                }
            ) { trainer in
                tellLoss(interpreter)
                let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
                let done = trainer.steps - first
                if seconds - lastShown >= 0.05 || done == count {
                    lastShown = seconds
                    var now = progress(done, of: count, seconds)
                    now.panel = live?.renewed
                    output.progress(now)
                }
                if trainer.history.testLosses.count > seenEvaluations,
                    let test = trainer.history.testLosses.last, let train = trainer.history.losses.last
                {
                    seenEvaluations = trainer.history.testLosses.count
                    output.note(
                        "step \(test.step)  train \(Formatting.fixed(train, 4))  test "
                            + "\(Formatting.fixed(test.loss, 4))"
                    )
                }
                try interpreter.interruption.check()
            }
        } catch let error as ScriptError where error.isInterruption {
            let done = trainer.steps - first
            let next = count - done
            output.note(
                "stopped after \(Formatting.count(done, "step")) of \(count): the model, the optimizer and "
                    + "the history of \(Formatting.count(trainer.steps, "step")) are kept"
                    + (next > 0 ? "; \(goingOn(next, interpreter))" : ""))
            throw error
        }
        return run
    }

    /// How the run goes on, with the person's own name for the trainer.
    private func goingOn(_ steps: Int, _ interpreter: Interpreter) -> String {
        let name = interpreter.globals.all.first { variable in
            if case .object(let object) = variable.value { object === self } else { false }
        }?.name
        guard let name, !name.hasPrefix("_") else {
            return "run(\(steps)) of the same trainer goes on, its history is the run so far"
        }
        return "\(name).run(\(steps)) goes on, \(name).history is the run so far"
    }

    private func progress(_ done: Int, of count: Int, _ seconds: Double) -> Language.Progress {
        let finished = Double(done) + Double(trainer.batchesDone) / Double(trainer.accumulate)
        let rate = seconds > 0 && finished > 0 ? finished / seconds : nil
        var extras: [(name: String, text: String)] = []
        if let loss = trainer.history.losses.last { extras.append(("loss", Formatting.fixed(loss, 3))) }
        if let test = trainer.history.testLosses.last {
            extras.append(("test", Formatting.fixed(test.loss, 3)))
        }
        if trainer.accumulate > 1 { extras.append(("batch", "\(trainer.batchesDone)/\(trainer.accumulate)")) }
        return Language.Progress(
            label: "training", completed: done, total: count, rate: rate,
            secondsLeft: rate.map { (Double(count) - finished) / $0 }, extras: extras)
    }

    private static let this: Parameter<TrainerObject> = receiver("the trainer")

    public static let nativeType = NativeType<TrainerObject>(
        ScriptClass("Trainer"),
        properties: [
            .init("model", "The model that is trained.", get: { $0.model.scriptValue }),
            .init("optimizer", "The optimizer of its parameters.", get: { $0.optimizer.scriptValue }),
            .init("sampler", "Where batches come from.", get: { $0.sampler.scriptValue }),
            .init("test", "Where held-out batches come from.", get: { $0.test?.scriptValue ?? .none }),
            .init("steps", "How many steps are finished.", get: { .int($0.trainer.steps) }),
            .init("history", "The run so far: losses, test losses, times.", get: { $0.run.scriptValue }),
            .init(
                "losses", "The loss of each finished step.",
                get: { .record($0.trainer.history.losses.map(Value.float)) }),
            .init(
                "accumulate", "How many batches the gradients of a step are averaged over.",
                get: { .int($0.trainer.accumulate) }),
            .init(
                "recompute",
                "Whether blocks are recomputed in backward instead of keeping their activations.",
                get: { .bool($0.trainer.recompute) }),
            .init(
                "memory", "What a step holds in memory at its peak, part by part.",
                get: { .object($0.memory) }),
            .init(
                "batch", "X, Y of the current step.",
                get: { object in
                    object.trainer.batch.map { .tuple([$0.X.scriptValue, $0.Y.scriptValue]) } ?? .none
                }),
        ],
        methods: steps + files)

    private static let steps: [Builtin] = [
        Builtin(
            "step", group: "training",
            summary:
                "Takes one training step, or finishes the one under way; with accumulate=n, over n batches.",
            this,
            returns: "float: the batch's loss before the update", example: "trainer.step()",
            pytorch: "optimizer.zero_grad(); loss = loss_function(model(X).view(-1, V), Y.view(-1)); "
                + "loss.backward(); optimizer.step()"
        ) { interpreter, object -> Double in
            defer { object.tellLoss(interpreter) }
            return try object.trainer.step()
        },
        Builtin(
            "sample", group: "training", summary: "Part 1 of a step: draws its batch.", this, returns: "X, Y",
            example: "X, Y = trainer.sample()",
            pytorch: "X, Y = get_batch()"
        ) { _, object -> Value in
            let batch = try object.trainer.sample()
            return .tuple([batch.X.scriptValue, batch.Y.scriptValue])
        },
        Builtin(
            "forward", group: "training",
            summary: "Part 2 of a step: runs the model up to its head, or a class of your own to its end.",
            this,
            returns: "Tensor [B, T, E]: the input of the head; for a model of your own its scores",
            example: "trainer.sample(); trainer.forward().shape", pytorch: "x = model(X)"
        ) { interpreter, object in
            defer { object.tellLoss(interpreter) }
            return try object.trainer.forward()
        },
        Builtin(
            "loss", group: "training", summary: "Part 3 of a step: head and loss in one.", this,
            returns: "Tensor without axes: the loss; with accumulate=n a batch's share, 1/n of it",
            example: "trainer.sample(); trainer.forward(); trainer.loss()",
            pytorch: "loss = loss_function(log_probs.view(-1, V), Y.view(-1))"
        ) { _, object in try object.trainer.loss() },
        Builtin(
            "backward", group: "training", summary: "Part 4 of a step: the gradient of every parameter.",
            this, returns: "None",
            example: "trainer.sample(); trainer.forward(); trainer.loss(); trainer.backward()",
            pytorch: "optimizer.zero_grad(); loss.backward()"
        ) { _, object -> Value in
            try object.trainer.backward()
            return .none
        },
        Builtin(
            "update", group: "training",
            summary: "Part 5 of a step: updates the parameters; the step is finished.", this, returns: "None",
            example:
                "trainer.sample(); trainer.forward(); trainer.loss(); trainer.backward(); trainer.update()",
            pytorch: "optimizer.step()"
        ) { _, object -> Value in
            try object.trainer.update()
            return .none
        },
        Builtin(
            "run", group: "training",
            summary: "Trains n more steps, with progress; Ctrl-C stops between steps and keeps everything.",
            this,
            Parameter<Int>("n", "how many steps"), returns: "Run", example: "run = trainer.run(3)",
            pytorch: "for i in range(n): …"
        ) { interpreter, object, count in try object.run(count, interpreter) },
        Builtin(
            "evaluate", group: "training", summary: "Measures the loss on held-out batches.", this,
            returns: "float", example: "trainer.evaluate()",
            pytorch: "with torch.no_grad(): loss = loss_function(model(X_test), Y_test)"
        ) { interpreter, object in
            defer { object.tellLoss(interpreter) }
            return try object.trainer.evaluate()
        },
        Builtin(
            "register_step_pre_hook", group: "training",
            summary:
                "Calls a function between backward and update of each step, before clip: to watch, clip or "
                + "average gradients.",
            this, Parameter<Value>("hook", "a function of the trainer"),
            returns: "a handle with remove()",
            example: "trainer.register_step_pre_hook(lambda t: "
                + "torch.nn.utils.clip_grad_norm_(t.model.parameters(), 1.0))",
            pytorch: "optimizer.register_step_pre_hook(hook)"
        ) { interpreter, object, hook in try object.register(hook, \.preHooks, interpreter) },
        Builtin(
            "register_step_post_hook", group: "training",
            summary: "Calls a function after the update of each step: a schedule's step, say.",
            this, Parameter<Value>("hook", "a function of the trainer"),
            returns: "a handle with remove()",
            example: "trainer.register_step_post_hook(lambda t: print(t.steps))",
            pytorch: "optimizer.register_step_post_hook(hook)"
        ) { interpreter, object, hook in try object.register(hook, \.postHooks, interpreter) },
        Builtin(
            "watch", group: "training",
            summary: "Takes the norms of weights, updates or gradients of each layer while training; the run "
                + "keeps them.",
            this,
            Parameter<[Watch]>(
                "what", "\"weights\", \"updates\", \"gradients\", one or several; all if left out",
                default: [], .variadic),
            Parameter<Int>("every", "at every how many steps; 0 ends it", default: 1, .keywordOnly),
            returns: "None",
            example:
                "trainer.watch(\"weights\", \"updates\"); run = trainer.run(3); run.watched(\"updates\")",
            pytorch: "for name, p in model.named_parameters(): norms[name].append(p.norm().item())",
            formula: "‖p‖ after the update, ‖Δp‖ of it, ‖g‖ before clipping: each over a layer"
        ) { _, object, what, every -> Value in
            try object.trainer.watch(what.isEmpty ? Watch.allCases : what, every: every)
            return .none
        },
    ]

    private static let files: [Builtin] = [
        Builtin(
            "save", group: "training",
            summary: "Saves the whole run: parameters, optimizer, samplers, random state, history.", this,
            Parameter<String>("path", "the file, ending in .safetensors"), returns: "None",
            example: "trainer.save(\"run.safetensors\")",
            pytorch:
                "torch.save({\"model\": model.state_dict(), \"optimizer\": optimizer.state_dict()}, path)"
        ) { interpreter, object, path -> Value in
            let url = try Files.destination(
                path, endings: ["safetensors"], what: "a run", interpreter)
            try Checkpoint.save(object.trainer, to: url)
            return .none
        },
        Builtin(
            "load", group: "training",
            summary: "Restores a saved run, which continues as if it had never stopped.", this,
            Parameter<String>("path", "the file that trainer.save(…) wrote"), returns: "Trainer",
            example: "trainer.save(\"run.safetensors\"); trainer.load(\"run.safetensors\")",
            pytorch: "model.load_state_dict(torch.load(path)[\"model\"])"
        ) { _, object, path in
            try Checkpoint.load(try Files.source(path), into: object.trainer)
            return object
        },
    ]
}
