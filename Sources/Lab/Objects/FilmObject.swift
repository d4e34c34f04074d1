import Bindings
import GPT
import Language
import Plots
import Presentation
import Statistics
import Tensors
import Training

/// A film strip: what the model wrote at each evaluation, and how close that was to the book.
final class FilmObject: NativeObject, ScriptConvertible, SummarisedProperties, Presentable {
    private(set) var film: FilmStrip
    private let trainer: TrainerObject

    /// - Parameter trainer: whose evaluations are the moments; takes a frame of where it stands at once.
    init(_ film: FilmStrip, _ trainer: TrainerObject) throws {
        (self.film, self.trainer) = (film, trainer)
        try shoot()
        trainer.trainer.evaluationHooks.add { [weak self] _ in try self?.shoot() }
    }

    private func shoot() throws { try film.shoot(trainer.trainer.model, trainer.trainer.history) }

    static var scriptName: String { "film strip" }
    static func from(_ value: Value) throws -> FilmObject? {
        guard case .object(let object) = value else { return nil }
        return object as? FilmObject
    }
    var scriptValue: Value { .object(self) }
    var summary: String { "What a model writes at each evaluation, and how close it is to the book." }
    func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }
    func length() throws -> Int { film.frames.count }

    // MARK: As a table and a plot

    func repr() throws -> String {
        var text = try forms.text() ?? table.text
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    var forms: Forms {
        get throws {
            // One moment makes no curve.
            film.frames.count > 1
                ? Forms(IllustratedTable(table: table, picture: Forms(try figure))) : Forms(table)
        }
    }

    private static let measures = FilmStrip.Measure.allCases

    private var table: TextTable {
        let rows = film.frames.map { frame in
            [
                Formatting.grouped(frame.step), frame.trainLoss.map { Formatting.fixed($0, 3) } ?? "–",
                frame.testLoss.map { Formatting.fixed($0, 3) } ?? "–",
            ] + Self.measures.map { frame.closeness[$0]?.interval(digits: 0, scale: 100) ?? "–" }
                + [frame.copied.interval(digits: 0, scale: 100), Formatting.grouped(frame.longestCopy)]
        }
        var footer = [
            "form, words, sentences: % like the book; copied: % of tokens in runs of "
                + "\(FilmStrip.run) that it has"
        ]
        if film.samples > 1 { footer.append("mean ± 95 % of \(film.samples) texts of \(film.count) tokens") }
        if film.frames.count > 2 { footer += order.flatMap { Columns.filled($0, 76) } }
        return TextTable(
            "Film of \(trainer.model.typeName), \(Formatting.count(film.frames.count, "frame"))",
            headers: ["steps done", "training", "test"] + Self.measures.map(\.rawValue) + [
                "copied", "longest",
            ],
            rows: rows, footer: footer)
    }

    private var halfWays: [FilmStrip.HalfWay] {
        Self.measures.compactMap(film.halfWay).sorted { $0.step < $1.step }
    }

    /// When each measure was half-way learned, and which of them first, as far as that can be told.
    private var order: [String] {
        let found = halfWays
        guard !found.isEmpty else { return [] }
        func place(_ half: FilmStrip.HalfWay) -> String {
            let step = "\(half.measure.rawValue) at step \(Formatting.grouped(half.step))"
            guard film.samples > 1, half.earliest != half.step || half.latest != half.step else {
                return step
            }
            let latest = half.latest.map { "to \(Formatting.grouped($0))" } ?? "or later"
            return step + " (\(Formatting.grouped(half.earliest)) \(latest))"
        }
        var lines = ["half-way learned: " + found.map(place).joined(separator: ", ")]
        let open = found.indices.flatMap { first in
            found.indices.dropFirst(first + 1).filter { !found[first].isBefore(found[$0]) }.map {
                "\(found[first].measure.rawValue) or \(found[$0].measure.rawValue)"
            }
        }
        if !open.isEmpty {
            lines.append(
                "undecided which came first: \(open.joined(separator: ", "))"
                    + (film.samples > 1 ? "; their intervals overlap" : ", by one text a frame"))
        }
        return lines
    }

    var figure: Figure {
        get throws {
            let steps = film.frames.map { Double($0.step) }
            return try Figure.curves(
                title: "What is learned first", xLabel: "step", yLabel: "% like the book",
                Self.measures.map { measure in
                    (measure.rawValue, steps, film.frames.map { 100 * ($0.closeness[measure]?.mean ?? .nan) })
                })
        }
    }

    // MARK: In the language

    private static let this: Parameter<FilmObject> = receiver("the film strip")

    private static func frame(_ frame: FilmStrip.Frame) -> Value {
        func means(_ sample: Sample?) -> Value { .record(sample?.values.map(Value.float) ?? []) }
        return .record(
            [
                ("step", .int(frame.step)), ("train_loss", frame.trainLoss.map(Value.float) ?? .none),
                ("test_loss", frame.testLoss.map(Value.float) ?? .none),
                ("texts", .record(frame.texts.map(Value.string))),
            ] + measures.map { ($0.rawValue, means(frame.closeness[$0])) } + [("copied", means(frame.copied))]
        )
    }

    static let nativeType = NativeType<FilmObject>(
        ScriptClass("FilmStrip"),
        properties: [
            .init(
                "frames", "Each moment: step, losses, texts, and how close they were, one number a text.",
                get: { .record($0.film.frames.map(frame)) }),
            .init(
                "steps", "The steps at which frames were taken.",
                get: { .record($0.film.frames.map { .int($0.step) }) }),
            .init(
                "half_way",
                "Step at which each measure was half-way learned, with the earliest and the latest possible.",
                get: { film in
                    .record(
                        film.halfWays.map {
                            (
                                $0.measure.rawValue,
                                .tuple([.int($0.step), .int($0.earliest), $0.latest.map(Value.int) ?? .none])
                            )
                        })
                }),
            .init(
                "texts", "The first text of each frame.",
                get: { .record($0.film.frames.map { .string($0.texts.first ?? "") }) }),
        ],
        methods: [
            Builtin(
                "shoot", group: "training", summary: "Takes a frame now.", this, returns: "FilmStrip",
                example: "film.shoot()"
            ) { _, object -> FilmObject in
                try object.shoot()
                return object
            },
            Builtin(
                "plot", group: "plots", summary: "How close form, words and sentences are, over steps.", this,
                Parameter<String?>("path", "an .svg or .png file to write it to as well", default: nil),
                returns: "Figure", example: "film.plot()"
            ) { interpreter, object, path in
                let figure = FigureObject(try object.figure)
                if let path { try figure.save(path, interpreter) }
                return figure
            },
        ])
}

extension FilmObject: Restorable {
    func record(in snapshot: Snapshot) {
        let frames = film.frames
        snapshot.record(self, parts: [trainer.scriptValue]) { [self] in
            film.frames = frames
        } change: { [self] in
            film.frames.count == frames.count
                ? nil : "\(frames.count) → \(Formatting.count(film.frames.count, "frame"))"
        }
    }
}
