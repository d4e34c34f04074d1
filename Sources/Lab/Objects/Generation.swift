import Bindings
import GPT
import Language
import Presentation
import Tensors

/// One request to continue a text, checked before anything is computed.
struct Generation {
    var prompt: [Int]
    var count: Int
    var options = SamplingOptions()
    var seed: Int?
    var weights = WeightChoice(.float32)
    var window = ContextWindow.crop

    static let longest = 1_000_000

    /// What `generate` and `model.generate` take alike.
    enum Parameters {
        static let count = Parameter<Int>("n", "how many tokens to add", default: 100)
        static let temperature = Parameter<Double>(
            "temperature", "above 1 more random, below 1 less, 0 always the most likely token", default: 1)
        static let topK = Parameter<Int?>("top_k", "sample from the k most likely tokens only", default: nil)
        static let topP = Parameter<Double?>(
            "top_p", "sample from the most likely tokens that make up this probability", default: nil)
        static let seed = Parameter<Int?>("seed", "the same seed gives the same tokens", default: nil)
        static let weights = Parameter<WeightChoice>(
            "weights", "\"float32\", or rounded to \"bf16\" or \"int8\" for speed",
            default: WeightChoice(.float32))
        static let window = Parameter<ContextWindow>(
            "window",
            "past seq_len tokens: \"crop\" is exact and slow, \"half\" drops half of the context at a time",
            default: .crop)
    }

    /// - Returns: the new tokens.
    @discardableResult
    func run(
        _ model: any LanguageModel, _ interpreter: Interpreter, onToken: (Int) throws -> Void = { _ in }
    ) throws -> [Int] {
        guard count <= Generation.longest else {
            throw ScriptError(
                "ValueError",
                "\(Formatting.grouped(count)) tokens are too many for one text; "
                    + "\(Formatting.grouped(Generation.longest)) at most"
            )
        }
        if let size = model.vocabularySize, let bad = prompt.first(where: { $0 < 0 || $0 >= size }) {
            throw ScriptError(
                "IndexError", "token id \(bad) is past the model's vocabulary of 0 to \(size - 1)",
                hint: "the tokenizer that the model was made for: generate(model, prompt, tokenizer=…)")
        }
        try options.check()
        // The last token that is drawn is never read.
        if window == .crop, count > 0, let model = model as? GPT, model.outgrows(prompt.count + count - 1) {
            try tellCost(model, interpreter.session())
        }
        let generator = seed.map { Generator(seed: UInt64(bitPattern: Int64($0))) } ?? .standard
        return try model.generate(
            prompt, count, options, window: window, weights: weights.form, generator: generator
        ) { token in
            try Interruptible.poll()
            try onToken(token)
        }
    }

    /// Says, once in a session, what the default costs before it does.
    private func tellCost(_ model: GPT, _ session: Session) {
        guard !session.hasToldCropCost else { return }
        session.hasToldCropCost = true
        session.interpreter.output.note(
            "past \(model.configuration.context) tokens the crop moves every position by one, "
                + "so each token costs a whole pass; window=\"half\" stays fast")
    }
}
