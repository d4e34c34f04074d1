import Bindings
import GPT
import Language
import Presentation
import Tensors
import Text

/// One head of a model as a person names it: `(layer, head)`.
struct HeadChoice: ScriptConvertible {
    var layer: Int
    var head: Int

    static var scriptName: String { "(layer, head)" }
    static func from(_ value: Value) throws -> HeadChoice? {
        guard let pair = try [Int].from(value), pair.count == 2 else { return nil }
        return HeadChoice(layer: pair[0], head: pair[1])
    }
    var scriptValue: Value { .tuple([.int(layer), .int(head)]) }
}

/// The right and the wrong next token, each a text of one token or an id.
struct AnswerPair: ScriptConvertible {
    typealias IDs = (right: Int, wrong: Int)
    private enum Answer {
        case text(String), id(Int)
    }
    private let answers: [Answer]

    static var scriptName: String { "(right, wrong)" }
    static func from(_ value: Value) throws -> AnswerPair? {
        let elements: [Value]
        switch value.plain {
        case .list(let list): elements = list.elements
        case .tuple(let tuple): elements = tuple.elements
        default: return nil
        }
        let answers = try elements.compactMap { element -> Answer? in
            if let text = element.text { return .text(text) }
            return try TokenIDs.from(element).flatMap { $0.ids.count == 1 ? .id($0.ids[0]) : nil }
        }
        return elements.count == 2 && answers.count == 2 ? AnswerPair(answers: answers) : nil
    }
    var scriptValue: Value {
        .tuple(
            answers.map { answer in
                switch answer {
                case .text(let text): .string(text)
                case .id(let id): .int(id)
                }
            })
    }

    /// - Throws: ValueError for a text that is not one token.
    func ids(_ tokenizer: AnyTokenizer?, _ interpreter: Interpreter) throws -> IDs {
        let ids = try answers.map { answer -> Int in
            switch answer {
            case .id(let id): return id
            case .text(let text):
                let chosen = try tokenizer ?? interpreter.session().presentTokenizer
                let ids = try chosen.ids(text, interpreter)
                guard ids.count == 1, let id = ids.first else {
                    throw ScriptError(
                        "ValueError",
                        "an answer is one token, \(Operations.quoted(text)) is \(ids.count)",
                        hint: "tok(\(Operations.quoted(text))) lists them; an id will do as well")
                }
                return Int(id)
            }
        }
        return (ids[0], ids[1])
    }
}

/// A clean and a corrupted prompt of as many tokens, [1, T] each, and what a model says after both.
struct PatchPass {
    /// The difference of the two answers' logits, after each prompt.
    struct Measure {
        let clean: Double, corrupted: Double

        /// The share of the difference between both that a patched pass brings back; NaN where there is none.
        func recovered(_ patched: Double) -> Double { (patched - corrupted) / (clean - corrupted) }
    }

    let clean: Tensor, corrupted: Tensor
    /// Log-probabilities [1, V] after each.
    private let after: (clean: Tensor, corrupted: Tensor)

    init(clean: Tensor, corrupted: Tensor, _ model: any LanguageModel) throws {
        (self.clean, self.corrupted) = (clean, corrupted)
        after = (
            try Self.logProbabilities(model, clean), try Self.logProbabilities(model, corrupted)
        )
    }

    /// V.
    var size: Int { after.clean.count }

    /// Log-probabilities [1, V] of the token after ids [1, T]. Differences of them are differences of logits.
    static func logProbabilities(_ model: any LanguageModel, _ ids: Tensor) throws -> Tensor {
        if let gpt = model as? GPT { return try gpt.nextLogProbabilities(after: ids) }
        let (scores, kind) = try model.nextScores(after: ids)
        return kind == .logits ? try scores.logSoftmax(-1) : scores
    }

    func measure(_ pair: AnswerPair.IDs) throws -> Measure {
        guard pair.right >= 0, pair.wrong >= 0, pair.right < size, pair.wrong < size else {
            let bad = [pair.right, pair.wrong].first { $0 < 0 || $0 >= size } ?? 0
            throw ScriptError(
                "IndexError", "token id \(bad) is past the model's vocabulary of 0 to \(size - 1)")
        }
        return Measure(
            clean: try difference(after.clean, pair), corrupted: try difference(after.corrupted, pair))
    }

    func difference(_ logProbabilities: Tensor, _ pair: AnswerPair.IDs) throws -> Double {
        let row = try logProbabilities.select(0, 0)
        return try row.select(0, pair.right).item().double - row.select(0, pair.wrong).item().double
    }

    /// What each prompt makes the model expect most.
    ///
    /// - Throws: ValueError where that is the same.
    func likeliest(_ words: Tokenizer?) throws -> AnswerPair.IDs {
        func best(_ tensor: Tensor) throws -> Int { try tensor.select(0, 0).topk(1).indices.item().int }
        let pair = (right: try best(after.clean), wrong: try best(after.corrupted))
        guard pair.right != pair.wrong else {
            throw ScriptError(
                "ValueError",
                "after both prompts the likeliest next token is \(TokenizerObject.label(pair.right, words)): "
                    + "there is no difference to measure",
                hint: "answers=(right, wrong), two tokens whose logits are to be compared")
        }
        return pair
    }
}
