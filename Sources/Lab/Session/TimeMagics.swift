import Foundation
import GPT
import Script
import Tensors

/// Magics about seconds: after running, and before.
enum TimeMagics {
    static let all: [Magic] = [time, timeit, cost]

    static let time = Magic("time", "Runs a statement, or the rest of the cell after %%time, and says how long it took.", usage: "%time STATEMENT") { session, line, body in
        let source = try body ?? Session.required(line, "time", "model(X)")
        let start = DispatchTime.now().uptimeNanoseconds
        defer { session.sink.note("took \(Words.duration(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9))") }
        try session.runInside(source)
    }

    static let timeit = Magic("timeit", "Runs a statement again and again, and says how long it takes: median and spread.", usage: "%timeit STATEMENT") { session, line, body in
        let source = try body ?? Session.required(line, "timeit", "model(X)")
        func once() throws -> Double {
            try session.interruption.check()
            let start = DispatchTime.now().uptimeNanoseconds
            try session.runInside(source, shown: false)
            return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }
        let first = try once()
        // About a second in all, but three times at least and a thousand times at most.
        let wanted = min(1000, max(3, Int(1 / max(first, 1e-6))))
        var seconds: [Double] = []
        let start = DispatchTime.now().uptimeNanoseconds
        while seconds.count < wanted {
            seconds.append(try once())
            if seconds.count >= 3, Double(DispatchTime.now().uptimeNanoseconds - start) > 2e9 { break }
        }
        seconds.sort()
        session.sink.write(
            "\(Words.duration(seconds[seconds.count / 2])) (median of \(seconds.count); from \(Words.duration(seconds[0])) to \(Words.duration(seconds[seconds.count - 1])))\n")
    }

    static let cost = Magic("cost", "Says what a line will take, in seconds, memory and operations, without running it.", usage: "%cost trainer.run(501)") { session, line, body in
        let source = try body ?? Session.required(line, "cost", "trainer.run(501)")
        session.sink.write(try estimate(session, source) + "\n")
    }

    /// What a line would take: a call of a model, a step, a run, or the making of a model.
    private static func estimate(_ session: Session, _ source: String) throws -> String {
        guard case .complete(let program) = Parser.parse(source), let statement = program.statements.last, let expression = expression(of: statement) else {
            throw unknown(source)
        }
        if let value = value(session, expression) {
            if let trainer = try TrainerObject.from(value) { return try Cost(trainer).table().repr() }
            if let model = try ModelObject.from(value) {
                return try Cost(model.model.configuration, batch: 16, length: model.model.configuration.context).table().repr()
            }
            throw unknown(source)
        }
        guard case .call(let callee, let arguments) = expression.kind else { throw unknown(source) }
        if case .attribute(let owner, let name, _) = callee.kind, let receiver = value(session, owner) {
            if let trainer = try TrainerObject.from(receiver) {
                let cost = Cost(trainer)
                let steps: Int
                switch (name, arguments.first?.value.kind) {
                case ("run", .int(let count)?): steps = count
                case ("step", _): steps = 1
                default: throw unknown(source)
                }
                return [
                    try cost.table().repr(),
                    "  \(Words.count(steps, "step")): about \(Words.duration(Double(steps) * cost.stepSeconds)), \(Words.operations(Double(steps) * cost.step)), \(Words.grouped(saturated(steps, cost.tokens))) tokens",
                ].joined(separator: "\n")
            }
            if let model = try ModelObject.from(receiver), let input = try arguments.first.flatMap({ value(session, $0.value) }).flatMap(Tensor.from), input.rank == 2 {
                return try Cost(model.model.configuration, batch: input.shape[0], length: input.shape[1]).table().repr()
            }
        }
        if case .name(let name) = callee.kind, name == "Model5" || name == "GPT2" { return try construction(name, arguments) }
        if let model = try value(session, callee).flatMap(ModelObject.from),
            let input = try arguments.first.flatMap({ value(session, $0.value) }).flatMap(Tensor.from), input.rank == 2
        {
            return try Cost(model.model.configuration, batch: input.shape[0], length: input.shape[1]).table().repr()
        }
        throw unknown(source)
    }

    private static func saturated(_ a: Int, _ b: Int) -> Int {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        return overflow ? .max : product
    }

    private static func expression(of statement: Statement) -> Script.Expression? {
        switch statement.kind {
        case .expression(let expression): return expression
        case .assign(_, let expression): return expression
        default: return nil
        }
    }

    /// The value of a name that is there already; nothing is computed.
    private static func value(_ session: Session, _ expression: Script.Expression) -> Value? {
        switch expression.kind {
        case .name(let name): return session.resolve([name])
        case .attribute(let owner, let name, _):
            guard let owner = value(session, owner), case .object(let object) = owner else { return nil }
            return (try? object.getAttribute(name)) ?? nil
        default: return nil
        }
    }

    /// The cost of a model that does not exist yet, from the numbers in the call.
    private static func construction(_ name: String, _ arguments: [ArgumentTree]) throws -> String {
        var c = name == "Model5" ? GPTConfiguration.model5 : GPTConfiguration.gpt2
        let order = ["n_vocab", "embed_dim", "n_blocks", "n_heads", "seq_len", "tied"]
        for (place, argument) in arguments.enumerated() {
            let key = argument.name ?? (place < order.count ? order[place] : "")
            switch (key, argument.value.kind) {
            case ("n_vocab", .int(let number)): c.vocabularySize = number
            case ("embed_dim", .int(let number)): c.width = number
            case ("n_blocks", .int(let number)): c.blocks = number
            case ("n_heads", .int(let number)): c.heads = number
            case ("seq_len", .int(let number)): c.context = number
            case ("tied", .string(let text)): c.tied = try GPTConfiguration.Tied.from(.string(text)) ?? c.tied
            default: break
            }
        }
        return try Cost(c, batch: 16, length: c.context).table().repr()
    }

    private static func unknown(_ source: String) -> ScriptError {
        ScriptError(
            "ValueError", "the cost of '\(Words.visible(String(source.prefix(60))))' is not known beforehand",
            details: ["known are: a trainer's step() and run(n), a model called with a batch, Model5(…) and GPT2(…)"], hint: "%cost trainer.run(501)")
    }
}
