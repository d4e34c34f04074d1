import Language
import Plots

/// `plt.rcParams`: what new figures start from.
///
/// Size, grid, line width and colour map are honoured. Of matplotlib's other settings those are taken that
/// are looks which neither a terminal nor the SVG has; the rest is refused by its name, since a figure would
/// not follow it.
final class PlotSettings: ScriptObject, DictSource {
    private var values: [(name: String, value: Value)] = PlotSettings.standard

    var typeName: String { "RcParams" }

    /// Made anew for each session: a list among them may be changed in place.
    private static var standard: [(name: String, value: Value)] {
        [
            ("axes.grid", .bool(false)), ("figure.dpi", .float(100)),
            ("figure.figsize", .list([.float(6.4), .float(4.8)])),
            ("image.cmap", .string("viridis")), ("lines.linewidth", .float(1.5)),
        ]
    }

    /// Looks without a meaning here: sizes of letters, colours of frames, margins.
    private static let looks: Set<String> = [
        "axes.axisbelow", "axes.edgecolor", "axes.facecolor", "axes.labelcolor", "axes.labelpad",
        "axes.labelsize",
        "axes.labelweight", "axes.linewidth", "axes.spines.bottom", "axes.spines.left", "axes.spines.right",
        "axes.spines.top", "axes.titlepad", "axes.titlesize", "axes.titleweight", "axes.unicode_minus",
        "figure.autolayout", "figure.constrained_layout.use", "figure.edgecolor", "figure.facecolor",
        "figure.max_open_warning", "figure.titlesize", "figure.titleweight", "font.family", "font.monospace",
        "font.sans-serif", "font.serif", "font.size", "font.style", "font.weight", "grid.alpha", "grid.color",
        "grid.linestyle", "grid.linewidth", "image.interpolation", "legend.edgecolor", "legend.facecolor",
        "legend.fancybox", "legend.fontsize", "legend.framealpha", "legend.frameon", "legend.loc",
        "legend.title_fontsize", "lines.markeredgewidth", "lines.markersize", "mathtext.fontset",
        "pdf.fonttype",
        "ps.fonttype", "savefig.bbox", "savefig.dpi", "savefig.facecolor", "savefig.pad_inches",
        "svg.fonttype",
        "text.color", "xtick.color", "xtick.direction", "xtick.labelsize", "ytick.color", "ytick.direction",
        "ytick.labelsize",
    ]

    /// First parts of the names of settings that matplotlib has.
    private static let families: Set<String> = [
        "agg", "animation", "axes", "backend", "boxplot", "contour", "date", "docstring", "errorbar",
        "figure",
        "font", "grid", "hatch", "hist", "image", "interactive", "keymap", "legend", "lines", "markers",
        "mathtext",
        "patch", "path", "pcolor", "pcolormesh", "pdf", "pgf", "polaraxes", "ps", "savefig", "scatter", "svg",
        "text", "timezone", "toolbar", "webagg", "xaxis", "xtick", "yaxis", "ytick",
    ]

    // MARK: What figures read

    /// New axes, with or without a grid.
    var axes: Axes { Axes(grid: value("axes.grid").flatMap { try? Operations.truth($0) } ?? false) }

    /// The size of a new figure where a program has set it; else pictures choose theirs.
    var size: Figure.Size? { isSet("figure.figsize") || isSet("figure.dpi") ? try? size(nil, dpi: nil) : nil }

    /// A width for lines that say none, where a program has set it.
    var lineWidth: Double? {
        isSet("lines.linewidth") ? value("lines.linewidth").flatMap { try? Double.from($0) } : nil
    }

    /// The colours of images that say none.
    var colourMap: ColourMap { value("image.cmap")?.text.flatMap { try? ColourMap(named: $0) } ?? .viridis }

    /// Pixels of a size in inches; what is not given is as set.
    ///
    /// - Throws: ValueError for what is no size.
    func size(_ inches: Value?, dpi: Value?) throws -> Figure.Size {
        let given = inches ?? value("figure.figsize") ?? .none
        let numbers = try [Double].from(given) ?? []
        guard numbers.count == 2, numbers.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw ScriptError(
                "ValueError", "figure size must be positive finite not \(try given.repr())",
                hint: "figsize=(8, 3)")
        }
        let density = try (dpi ?? value("figure.dpi")).flatMap(Double.from) ?? .nan
        guard density.isFinite, density > 0 else { throw ScriptError("ValueError", "dpi must be positive") }
        return Figure.Size(width: numbers[0] * density, height: numbers[1] * density)
    }

    private func value(_ name: String) -> Value? { values.first { $0.name == name }?.value }
    private var changed: Set<String> = []
    private func isSet(_ name: String) -> Bool { changed.contains(name) }

    // MARK: As a dict

    var pairs: [(key: Value, value: Value)] { values.map { (.string($0.name), $0.value) } }
    var holders: [Value] { [.object(self)] }

    func get(_ key: Value) throws -> Value? { key.text.flatMap(value) }

    func set(_ key: Value, _ value: Value) throws {
        let name = try key.text ?? key.repr()
        switch name {
        case "axes.grid": _ = try Operations.truth(value)
        case "figure.figsize": _ = try size(value, dpi: nil)
        case "figure.dpi": _ = try size(nil, dpi: value)
        case "image.cmap": _ = try ColourMap(named: value.text ?? value.str())
        case "lines.linewidth":
            guard let width = try Double.from(value), width.isFinite, width >= 0 else {
                throw ScriptError(
                    "ValueError", "Key lines.linewidth: could not convert \(try value.repr()) to float")
            }
        default: guard PlotSettings.looks.contains(name) else { throw PlotSettings.unknown(name) }
        }
        changed.insert(name)
        if let place = values.firstIndex(where: { $0.name == name }) {
            values[place].value = value
        } else {
            values.append((name, value))
            values.sort { $0.name < $1.name }
        }
    }

    func remove(_ key: Value) throws -> Value? {
        throw ScriptError("TypeError", "settings of rcParams cannot be deleted", hint: "plt.rcdefaults()")
    }

    /// `plt.rcdefaults()`.
    func reset() { (values, changed) = (PlotSettings.standard, []) }

    private static func unknown(_ name: String) -> ScriptError {
        let known = standard.map(\.name) + looks
        let meant = Suggestions.best(for: name, among: known.sorted()).map { ". Did you mean '\($0)'?" } ?? ""
        let family = name.split(separator: ".").first.map(String.init) ?? ""
        guard families.contains(family), meant.isEmpty || looks.contains(name) else {
            return ScriptError("KeyError", "\(name) is not a valid rc parameter\(meant)")
        }
        return ScriptError(
            "NotImplementedError", "plt.rcParams['\(name)'] is not in Lagado: no figure here would follow it",
            hint: standard.map(\.name).joined(separator: ", "))
    }
}

extension PlotSettings: Restorable {
    func record(in snapshot: Snapshot) {
        let (values, changed) = (values, changed)
        snapshot.record(self) { [self] in (self.values, self.changed) = (values, changed) }
    }
}
