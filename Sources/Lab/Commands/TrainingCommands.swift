import Bindings
import Foundation
import GPT
import Language
import Neural
import Presentation
import Tensors
import Text
import Training

/// Making trainers. Steps and runs are methods of what is made.
enum TrainingCommands {
    static let all: [Builtin] = [trainer, filmStrip]

    /// Bytes from which on a run's memory is told before it begins.
    private static let worthTelling = 1_000_000_000

    static let trainer = Builtin(
        "Trainer", group: "training",
        summary: "Brings model, optimizer and sampler together; step() and run(n) train.",
        Parameter<ModuleObject>(
            "model", "Model5, GPT2, or a module of your own that maps ids [B, T] to scores [B, T, V]"),
        Parameter<OptimizerObject>("optimizer", "the optimizer of its parameters"),
        Parameter<SamplerObject>("sampler", "where batches come from"),
        Parameter<SamplerObject?>("test", "a sampler over held-out tokens", default: nil),
        Parameter<Int?>("eval_every", "steps between two test losses", default: 100),
        Parameter<Int>("eval_batches", "batches over which a test loss is averaged", default: 1),
        Parameter<Double?>("clip", "clip the norm of all gradients to this", default: nil),
        Parameter<Int>("accumulate", "batches over which the gradients of a step are averaged", default: 1),
        Parameter<Bool>(
            "recompute",
            "blocks keep only their inputs and are recomputed in backward: less memory, a third more work",
            default: false),
        Parameter<PrecisionChoice>(
            "precision", "\"float32\", or \"bf16\": products in bfloat16 with float32 sums",
            default: PrecisionChoice(.float32), shown: "\"float32\""),
        returns: "Trainer",
        example: "trainer = Trainer(model, optimizer, sampler, test=sampler, eval_every=10)",
        pytorch: "for i in range(n): X, Y = get_batch(); loss = …; loss.backward(); optimizer.step()"
    ) {
        interpreter, model, optimizer, sampler, test, every, batches, clip, accumulate, recompute, precision
            -> TrainerObject in
        let trainer = try Trainer(
            model.languageModel(interpreter), optimizer.optimizer, sampler.source, test: test?.source,
            evaluateEvery: every,
            evaluationBatches: batches, clip: clip,
            accumulate: accumulate, recompute: recompute, precision: precision.dtype)
        if !precision.dtype.computesFast { interpreter.output.note(AutocastMode.slowNote) }
        let peak = trainer.peakMemory
        if peak >= worthTelling {
            interpreter.output.note(
                "training will need \(trainer.plan.isWhole ? "about" : "more than") "
                    + "\(Formatting.size(peak)) of memory: trainer.memory has the parts"
            )
        }
        model.trainedLength = sampler.shape.sequenceLength
        return TrainerObject(trainer, model: model, optimizer: optimizer, sampler: sampler, test: test)
    }

    static let filmStrip = Builtin(
        "filmstrip", group: "training",
        summary: "Lets a model write at each evaluation of a trainer, from the same prompt and seeds, and "
            + "measures how close form, words and sentences are to the book.",
        Parameter<TrainerObject>("trainer", "with test=…, which is when frames are taken"),
        Parameter<Prompt>("prompt", "a text or tokens to begin with"),
        Parameter<Int>("n", "tokens of each text", default: 200),
        Parameter<Int>("samples", "texts in a frame, for intervals", default: 3),
        Parameter<Double>("temperature", "as for generate()", default: 0.8),
        Parameter<Int>("seed", "of the first text; the others have the next ones", default: 0),
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        returns: "FilmStrip", example: "film = filmstrip(trainer, \"The\", n=40); trainer.run(11); film"
    ) { interpreter, trainer, prompt, count, samples, temperature, seed, tokenizer -> FilmObject in
        let words = try (tokenizer ?? interpreter.session().presentTokenizer).tokenizer(interpreter)
        let (ids, _) = try prompt.checkedIDs(
            tokenizer, trainer.trainer.model, "filmstrip", of: "trainer", interpreter)
        let training = try trainer.sampler.source.tokens.elements(Int64.self).map(Int.init)
        if trainer.test == nil {
            interpreter.output.note("a trainer without test=… is never evaluated: film.shoot() takes frames")
        }
        return try FilmObject(
            FilmStrip(
                prompt: ids, count: count, samples: samples,
                options: SamplingOptions(temperature: temperature),
                seed: UInt64(bitPattern: Int64(seed)), training: training
            ) { try words.decode($0) }, trainer)
    }
}
