import Bindings
import Foundation
import Language
import Plots
import Presentation
import Tensors
import Training

extension Watch: Choice {
    package static var parameter: String { "what" }
    package static var explanation: String {
        "weights: ‖p‖     updates: ‖Δp‖ of a step     gradients: ‖g‖ before clipping"
    }
}

/// What a run measured: losses, test losses, times. A picture of the trainer's history when the run ended.
public final class RunObject: NativeObject, ScriptConvertible, SummarisedProperties, Presentable {
    public let history: History
    public let evaluateEvery: Int?

    public init(_ history: History, evaluateEvery: Int?) {
        (self.history, self.evaluateEvery) = (history, evaluateEvery)
    }

    public static var scriptName: String { "run" }
    public static func from(_ value: Value) throws -> RunObject? {
        guard case .object(let object) = value else { return nil }
        if let trainer = object as? TrainerObject { return trainer.run }
        return object as? RunObject
    }
    public var scriptValue: Value { .object(self) }
    package var summary: String { "What was measured while training." }
    package func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }
    public func length() throws -> Int { history.losses.count }

    /// A small table: the steps that were evaluated, or a handful where none was.
    public func repr() throws -> String {
        let table = self.table
        let lines = ([table.headers] + table.rows).map { cells in
            zip(cells, [8, 10, 10]).map { Columns.padded($0, $1, right: true) }.joined()
        }
        return ([table.title] + (table.rows.isEmpty ? [] : lines) + table.footer).joined(separator: "\n")
    }

    package var forms: Forms {
        get throws {
            let table = self.table
            guard let html = table.form(.html, names: "") else {
                return Forms(StoredForms(plain: try repr()))
            }
            return Forms(StoredForms(plain: try repr(), [(.html, html)]))
        }
    }

    private var table: TextTable {
        let count = history.losses.count
        guard count > 0 else { return TextTable("Run: no steps yet", rows: []) }
        let evaluated = Dictionary(history.testLosses.map { ($0.step, $0.loss) }, uniquingKeysWith: { $1 })
        var steps =
            evaluated.isEmpty
            ? RunObject.spread(count, 6) : Array(Set(evaluated.keys).union([count - 1])).sorted()
        var footer: [String] = []
        if steps.count > 12 {
            let left = Formatting.count(steps.count - 12, "row")
            footer = ["… \(left) left out: run.test_steps, run.test_losses have all"]
            steps = RunObject.spread(steps.count, 12).map { steps[$0] }
        }
        let rows = steps.filter(history.losses.indices.contains).map { step in
            [String(step), Formatting.fixed(history.losses[step], 4)]
                + (evaluated[step].map { [Formatting.fixed($0, 4)] } ?? [])
        }
        return TextTable(
            "Run of \(Formatting.count(count, "step")), \(Formatting.grouped(history.tokens)) tokens",
            headers: ["step", "train"] + (history.testLosses.isEmpty ? [] : ["test"]), rows: rows,
            footer: footer)
    }

    private static func spread(_ count: Int, _ wanted: Int) -> [Int] {
        guard count > wanted else { return Array(0..<count) }
        return (0..<wanted).map { $0 * (count - 1) / (wanted - 1) }
    }

    /// Train and test loss over steps.
    func figure(title: String = "Loss") throws -> Figure {
        guard !history.losses.isEmpty else {
            throw ScriptError("ValueError", "the run has no steps yet", hint: "run = trainer.run(100)")
        }
        var curves = [(name: "train", x: history.losses.indices.map(Double.init), y: history.losses)]
        if !history.testLosses.isEmpty {
            curves.append(
                ("test", history.testLosses.map { Double($0.step) }, history.testLosses.map(\.loss)))
        }
        return try Figure.curves(title: title, xLabel: "step", yLabel: "nats per token", curves)
    }

    private static let this: Parameter<RunObject> = receiver("the run")

    private static func times(_ run: RunObject) -> Value {
        let all = run.history.times
        let count = Double(max(1, all.count))
        func mean(_ part: KeyPath<StepTimes, Double>) -> Value {
            .float(all.reduce(0) { $0 + $1[keyPath: part] } / count)
        }
        return .record([
            ("sample", mean(\.sample)), ("forward", mean(\.forward)), ("loss", mean(\.loss)),
            ("backward", mean(\.backward)),
            ("update", mean(\.update)),
        ])
    }

    private static func curves(_ norms: WatchedNorms) -> Value {
        .record(
            norms.layers.enumerated().map { place, layer in
                (layer, .record(norms.curve(place).map(Value.float)))
            })
    }

    /// The norms of a kind as a table with curves.
    private func watched(_ kind: Watch) throws -> TableObject {
        guard let norms = history.norms[kind], let first = norms.steps.first, let last = norms.steps.last
        else {
            throw ScriptError(
                "ValueError", "no \(kind.rawValue) were watched in this run",
                hint: "trainer.watch(\"\(kind.rawValue)\"), then trainer.run(100)")
        }
        let number = { (value: Double) in Formatting.significant(value, 4) }
        let rows = norms.layers.enumerated().map { place, layer -> [String] in
            let curve = norms.curve(place)
            return [
                layer, number(curve[0]), number(curve[curve.count - 1]), number(curve.min() ?? 0),
                number(curve.max() ?? 0),
            ]
        }
        let x = norms.steps.map(Double.init)
        let figure = try Figure.curves(
            xLabel: "step", yLabel: "norm",
            norms.layers.enumerated().map { (name: $1, x: x, y: norms.curve($0)) })
        return TableObject(
            "Norms of \(kind.rawValue), by layer",
            headers: ["layer", "step \(first)", "step \(last)", "least", "most"],
            rows: rows, picture: Forms(figure),
            values: [
                ("steps", "The steps at which they were taken.", .list(norms.steps.map(Value.int))),
                ("norms", "By layer, a list over the steps.", Self.curves(norms)),
            ])
    }

    public static let nativeType = NativeType<RunObject>(
        ScriptClass("Run"),
        properties: [
            .init(
                "losses", "The loss of each step's batch, before its update.",
                get: { .record($0.history.losses.map(Value.float)) }),
            .init(
                "test_losses", "The losses on held-out batches.",
                get: { .record($0.history.testLosses.map { .float($0.loss) }) }),
            .init(
                "test_steps", "The steps after which the test losses were measured.",
                get: { .record($0.history.testLosses.map { .int($0.step) }) }),
            .init("steps", "How many steps.", get: { .int($0.history.losses.count) }),
            .init("tokens", "How many tokens were trained on.", get: { .int($0.history.tokens) }),
            .init("seconds", "Seconds in all steps together.", get: { .float($0.history.seconds) }),
            .init(
                "tokens_per_second", "Tokens in a second of training.",
                get: { .float($0.history.tokensPerSecond) }),
            .init("times", "Mean seconds of each part of a step.", get: { times($0) }),
            .init(
                "norms", "What trainer.watch() took: by kind and layer, a list over the steps.",
                get: { run in
                    .record(
                        Watch.allCases.compactMap { kind in
                            run.history.norms[kind].map { (kind.rawValue, curves($0)) }
                        })
                }),
        ],
        methods: [
            Builtin(
                "plot", group: "plots", summary: "The loss curve.", this,
                Parameter<String?>("path", "an .svg or .png file to write it to as well", default: nil),
                returns: "Figure", example: "run.plot()"
            ) { interpreter, run, path in
                let figure = FigureObject(try run.figure())
                if let path { try figure.save(path, interpreter) }
                return figure
            },
            Builtin(
                "watched", group: "plots",
                summary: "The norms that trainer.watch() took, layer by layer over the steps, drawn.", this,
                Parameter<Watch>("what", "\"weights\", \"updates\" or \"gradients\"", default: .weights),
                returns: "table with steps and norms",
                example: "trainer.watch(\"weights\"); trainer.run(2).watched(\"weights\")"
            ) { _, run, what in try run.watched(what) },
        ])
}
