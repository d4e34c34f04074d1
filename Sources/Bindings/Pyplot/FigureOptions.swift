import Foundation
import Language
import Plots
import Presentation

/// Keyword arguments of the calls that make and finish figures: the size is honoured; looks that neither a
/// terminal nor the SVG has are taken; what would change what a figure says is refused.
enum FigureOptions {
    static let parameter = Parameter<Value>(
        "options", "figsize, and looks that have no meaning here", .keywords)

    /// What each call takes beside its parameters.
    private static let known: [String: Set<String>] = [
        "figure": [
            "figsize", "dpi", "facecolor", "edgecolor", "frameon", "clear", "layout", "constrained_layout",
            "tight_layout",
        ],
        "subplots": [
            "figsize", "dpi", "facecolor", "edgecolor", "frameon", "clear", "layout", "constrained_layout",
            "tight_layout", "sharex", "sharey", "squeeze", "width_ratios", "height_ratios", "gridspec_kw",
            "num",
        ],
        "subplot": ["sharex", "sharey", "facecolor", "frameon"],
        "show": ["block"],
        "savefig": [
            "dpi", "bbox_inches", "pad_inches", "transparent", "facecolor", "edgecolor", "format",
            "orientation",
        ],
        "suptitle": [
            "x", "y", "ha", "va", "horizontalalignment", "verticalalignment", "fontsize", "size",
            "fontweight",
            "weight", "color", "fontfamily", "family", "fontstyle",
        ],
        "tight_layout": ["pad", "w_pad", "h_pad", "rect"],
        "colorbar": [
            "cax", "ax", "shrink", "fraction", "pad", "aspect", "orientation", "location", "use_gridspec",
            "anchor", "panchor",
        ],
    ]

    /// - Throws: TypeError for an argument that the call does not take, NotImplementedError for one whose
    ///   effect is missed here.
    package static func check(_ call: String, _ options: Value) throws {
        guard case .dict(let named) = options else { return }
        let names = known[call] ?? []
        for (key, value) in named.pairs {
            let word = key.text ?? ""
            guard names.contains(word) else {
                if ["projection", "polar", "subplot_kw", "label", "ticks", "format", "extend"].contains(word)
                {
                    throw ScriptError("NotImplementedError", "plt.\(call)(\(word)=…) is not in Lagado")
                }
                let meant =
                    Suggestions.best(for: word, among: names.sorted()).map { ". Did you mean '\($0)'?" } ?? ""
                throw ScriptError(
                    "TypeError", "\(call)() got an unexpected keyword argument '\(word)'\(meant)")
            }
            if word == "format", let form = value.text, !["svg", "png"].contains(form) {
                throw ScriptError(
                    "NotImplementedError", "plt.\(call)(format='\(form)') is not in Lagado",
                    hint: "format='svg' or format='png'")
            }
        }
    }

    /// `savefig`: writes a figure in the format that its file's ending says, a PNG as large as `dpi` says.
    package static func save(_ figure: Figure, _ path: String, _ options: Value, _ interpreter: Interpreter)
        throws
    {
        try check("savefig", options)
        var scale = 1.0
        if case .dict(let named) = options {
            let ending = (path as NSString).pathExtension.lowercased()
            if let form = named.string("format")?.text, form != ending {
                throw ScriptError(
                    "ValueError", "savefig('\(Formatting.visible(path))') and format='\(form)' do not agree",
                    hint: "a name that ends in .\(form)")
            }
            if let dpi = named.string("dpi"), !dpi.isNone, dpi.text != "figure" {
                guard let density = try Double.from(dpi), density.isFinite, density > 0 else {
                    throw ScriptError("ValueError", "dpi must be positive")
                }
                // A figure has 100 pixels for an inch.
                scale = density / 100
            }
        }
        try FigureObject(figure).save(path, scale: scale, interpreter)
    }

    /// The size that `figsize` and `dpi` say, nil where they say none.
    static func size(_ call: String, _ options: Value, _ settings: PlotSettings) throws -> Figure.Size? {
        try check(call, options)
        guard case .dict(let named) = options else { return nil }
        let size = named.string("figsize").flatMap { $0.isNone ? nil : $0 }
        let dpi = named.string("dpi").flatMap { $0.isNone ? nil : $0 }
        guard size != nil || dpi != nil else { return nil }
        return try settings.size(size, dpi: dpi)
    }

    /// Whether `subplots(…)` gives one pair of axes without an array around it.
    static func squeezes(_ options: Value) -> Bool {
        guard case .dict(let named) = options, let value = named.string("squeeze") else { return true }
        return (try? Operations.truth(value)) ?? true
    }
}
