import Bindings
import Foundation
import Language
import Plots
import Presentation
import Statistics
import Tensors
import Training

/// Results of a grid as a table with a plot: a row for each setting, averaged over its seeds.
struct ComparisonTable {
    private let groups: [ExperimentGroup]
    private let results: [ExperimentResult]
    /// What differs.
    private let names: [String]

    init(_ names: [String], _ results: [ExperimentResult]) {
        (self.results, groups) = (results, ExperimentGroup.groups(results))
        let groups = groups
        self.names = names.filter { name in
            name != "seed" && Set(groups.map { Self.value(name, $0.setting) }).count > 1
        }
    }

    private static func value(_ name: String, _ setting: ExperimentSetting) -> String {
        switch name {
        case "sampler": return setting.sampler.rawValue
        case "split": return setting.split.rawValue
        case "tied": return setting.tied.rawValue
        case "corpus": return setting.corpus
        case "share": return Formatting.brief(100 * setting.share) + " %"
        case "fraction": return Formatting.brief(setting.fraction)
        case "size": return "\(setting.blocks) blocks of \(setting.width)"
        case "lr": return Formatting.brief(setting.rate)
        case "weight_decay": return Formatting.brief(setting.weightDecay)
        case "steps": return "\(setting.steps) steps"
        case "batch_size": return "B=\(setting.batch)"
        case "seq_len": return "T=\(setting.length)"
        case "embed_dim": return "E=\(setting.width)"
        case "n_blocks": return "L=\(setting.blocks)"
        case "n_heads": return "H=\(setting.heads)"
        default: return ""
        }
    }

    private func label(_ setting: ExperimentSetting) -> String {
        names.isEmpty
            ? "all alike" : names.map { Self.value($0, setting) }.joined(separator: ", ")
    }

    private static func level(_ p: Double) -> String { p < 0.001 ? "< 0.001" : Formatting.fixed(p, 3) }

    var object: TableObject {
        get throws {
            TableObject(
                title,
                headers: ["", "test loss", "training"] + (hasForms ? ["form"] : [])
                    + (compares ? ["to the first", "p"] : []),
                rows: rows,
                footer: footer, picture: try figure.map { Forms($0) }, values: try values)
        }
    }

    private var compares: Bool { groups.count > 1 }
    /// Whether each run has measured its form at its tests.
    private var hasForms: Bool { !results.isEmpty && results.allSatisfy { $0.forms?.isEmpty == false } }

    /// The form after each test, as a mean over the runs of a group.
    private static func forms(_ group: ExperimentGroup) -> [Double] {
        let curves = group.results.compactMap(\.forms)
        return (0..<(curves.map(\.count).min() ?? 0)).map { place in Sample(curves.map { $0[place] }).mean }
    }

    private var title: String {
        let runs = groups.map(\.results.count)
        let (fewest, most) = (runs.min() ?? 0, runs.max() ?? 0)
        let seeds = fewest == most ? Formatting.count(most, "seed") : "\(fewest) to \(most) seeds"
        return "\(Formatting.count(groups.count, "setting")) over \(seeds), "
            + Formatting.count(results.count, "run")
    }

    private var rows: [[String]] {
        groups.map { group in
            var row = [
                label(group.setting), group.sample(\.testLoss).interval(digits: 3),
                Formatting.fixed(group.sample(\.trainLoss).mean, 3),
            ]
            if hasForms {
                row.append(group.sample { $0.forms?.last ?? .nan }.interval(digits: 0, scale: 100))
            }
            guard compares, let first = groups.first else { return row }
            if group.setting == first.setting {
                row += ["–", "–"]
            } else if let test = group.paired(with: first, \.testLoss) {
                row += [test.differences.interval(digits: 3), Self.level(test.pValue)]
            } else {
                row += [
                    Formatting.fixed(group.sample(\.testLoss).mean - first.sample(\.testLoss).mean, 3), "–",
                ]
            }
            return row
        }
    }

    private var footer: [String] {
        var lines: [String] = []
        if let one = results.first?.setting {
            var parts = [String]()
            if !names.contains("steps") { parts.append(Formatting.count(one.steps, "step")) }
            if !names.contains("corpus") { parts.append("corpus \(one.corpus)") }
            parts.append("\(one.tokenizer)")
            parts.append("\(one.blocks) blocks of \(one.width), windows [\(one.batch), \(one.length)]")
            lines.append(parts.joined(separator: ", "))
        }
        if groups.contains(where: { $0.results.count > 1 }) {
            lines.append(
                "nats a token, mean ± 95 % over seeds" + (compares ? "; differences and p seed by seed" : ""))
        }
        if hasForms { lines.append("form: % like the book's, of the text that is written at the end") }
        if compares, Set(results.map(\.setting.split)).count > 1 || names.contains("fraction") {
            lines.append("settings that test on other parts of the text: the losses of parts differ too")
        }
        if Set(results.map(\.setting.sum)).count > 1 {
            let words = groups.map { group in
                let loss = group.sample { $0.testLoss / $0.charactersPerToken }.mean
                return "\(label(group.setting)) \(Formatting.fixed(loss, 3))"
            }
            lines += Columns.broken("nats a character: " + words.joined(separator: "; "), 76)
        }
        return lines
    }

    /// The test loss over steps, an area for the interval.
    private var figure: Figure? {
        get throws {
            guard !groups.isEmpty, groups.count <= Colour.cycle.count else { return nil }
            var elements: [Element] = []
            for (index, group) in groups.enumerated() {
                let (curve, colour) = (group.curve, Colour.cycle[index])
                let x = curve.map { Double($0.step) }
                elements.append(
                    .line(
                        try Line(
                            name: label(group.setting), x: x, y: curve.map(\.mean),
                            style: Style(colour: colour))))
            }
            return Figure(axes: [
                Axes(
                    title: "Test loss", xLabel: "step", yLabel: "nats per token", elements: elements)
            ])
        }
    }

    private var values: [TableObject.Named] {
        get throws {
            let losses = try groups.map { group in
                (
                    label(group.setting),
                    try Tensor(group.results.map(\.testLoss), [group.results.count]).scriptValue
                )
            }
            let p = groups.dropFirst().map { group in
                groups.first.flatMap { group.paired(with: $0, \.testLoss)?.pValue }.map(Value.float) ?? .none
            }
            return [
                ("losses", "The test losses at the end, one a seed, by setting.", .record(losses)),
                (
                    "forms",
                    "By setting, how close to the book's form the text of each test is: means over seeds.",
                    hasForms
                        ? .record(
                            groups.map { (label($0.setting), .list(Self.forms($0).map(Value.float))) })
                        : .none
                ),
                ("p_values", "The p of each row beside the first.", .record(Array(p))),
                (
                    "runs", "Every run as a dict: setting, losses, test losses, text.",
                    .record(results.map(Self.dictionary))
                ),
            ]
        }
    }

    private static func dictionary(_ result: ExperimentResult) -> Value {
        let setting = result.setting
        return .record([
            ("corpus", .string(setting.corpus)), ("share", .float(setting.share)),
            ("split", .string(setting.split.rawValue)), ("sampler", .string(setting.sampler.rawValue)),
            ("tied", .string(setting.tied.rawValue)), ("embed_dim", .int(setting.width)),
            ("n_blocks", .int(setting.blocks)), ("n_heads", .int(setting.heads)),
            ("seq_len", .int(setting.length)), ("batch_size", .int(setting.batch)),
            ("n_vocab", .int(setting.vocabulary)), ("steps", .int(setting.steps)),
            ("lr", .float(setting.rate)),
            ("weight_decay", .float(setting.weightDecay)), ("seed", .int(setting.seed)),
            ("losses", .record(result.losses.map(Value.float))),
            ("test_steps", .record(result.testSteps.map(Value.int))),
            ("test_losses", .record(result.testLosses.map(Value.float))),
            ("never_seen", .float(result.neverSeen)), ("passes", .float(result.passes)),
            ("text", result.text.map(Value.string) ?? .none), ("form", result.form.map(Value.float) ?? .none),
            ("forms", result.forms.map { .list($0.map(Value.float)) } ?? .none),
            ("seconds", .float(result.seconds)),
        ])
    }
}
