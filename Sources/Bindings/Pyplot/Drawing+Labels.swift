import Language
import Plots

/// Titles, limits, ticks, legends.
extension Drawing {
    private static func words(_ name: String, _ what: String, _ keep: @escaping (inout Axes, String) -> Void)
        -> Drawing
    {
        Drawing(
            name, method: "set_\(name)", "Sets \(what).", ["label: the text"], example: "\(name)('Step')"
        ) { axes, call in
            let text = try call.need("label").str()
            _ = try call.style()
            keep(&axes.axes, text)
            return .none
        }
    }

    private static func limits(_ name: String, _ keep: @escaping (inout Axes, AxisLimits) -> Void)
        -> Drawing
    {
        let (low, high) = name == "xlim" ? ("left", "right") : ("bottom", "top")
        return Drawing(
            name, method: "set_\(name)", "Sets the limits of the axis.",
            ["\(low)?: the lower limit", "\(high)?: the upper limit"],
            example: "\(name)(0, 1)"
        ) { axes, call in
            let first = call.next(low)
            if let first, let pair = try? DrawingCall.numbers(first), pair.count == 2, call.positional.isEmpty
            {
                keep(&axes.axes, AxisLimits(from: pair[0], to: pair[1]))
                return .none
            }
            let second = call.next(high)
            let from = try first.map { try DrawingCall.number($0, low, name) },
                to = try second.map { try DrawingCall.number($0, high, name) }
            guard from != nil || to != nil else {
                throw ScriptError("TypeError", "\(name)() wants limits", hint: "plt.\(name)(0, 1)")
            }
            keep(&axes.axes, AxisLimits(from: from, to: to))
            return .none
        }
    }

    private static func ticks(_ name: String, _ keep: @escaping (inout Axes, [Tick]) -> Void) -> Drawing {
        Drawing(
            name, method: "set_\(name)", "Sets the ticks of an axis and their labels.",
            ["ticks: the positions", "labels?: their texts"],
            example: "\(name)([0, 1], ['no', 'yes'])"
        ) { axes, call in
            let places = try DrawingCall.numbers(call.need("ticks"))
            let labels = try call.next("labels").map { try Operations.array($0).map { try $0.str() } }
            if let labels, labels.count != places.count {
                throw ScriptError(
                    "ValueError", "\(name)(): \(places.count) ticks and \(labels.count) labels")
            }
            keep(
                &axes.axes,
                try places.enumerated().map { index, place in
                    Tick(
                        place,
                        try labels?[index]
                            ?? Value.float(place).str().replacingOccurrences(of: ".0", with: ""))
                })
            return .none
        }
    }

    private static func scale(_ name: String, _ keep: @escaping (inout Axes, Scale) -> Void) -> Drawing {
        Drawing(
            name, method: "set_\(name)", "Makes the axis linear or logarithmic.",
            ["value: 'linear' or 'log'"], example: "\(name)('log')"
        ) { axes, call in
            let word = try call.need("value").str()
            guard let scale = Scale(rawValue: word) else {
                throw ScriptError("ValueError", "\(name)() knows 'linear' and 'log', not '\(word)'")
            }
            keep(&axes.axes, scale)
            return .none
        }
    }

    static let labels: [Drawing] = [
        words("title", "the title of the axes") { $0.title = $1 },
        words("xlabel", "the label of the x axis") { $0.xLabel = $1 },
        words("ylabel", "the label of the y axis") { $0.yLabel = $1 },
        limits("xlim") { $0.xLimits = $1 }, limits("ylim") { $0.yLimits = $1 },
        ticks("xticks") { $0.xTicks = $1 }, ticks("yticks") { $0.yTicks = $1 },
        scale("xscale") { $0.xScale = $1 }, scale("yscale") { $0.yScale = $1 },
        Drawing(
            "legend", "Shows the legend.", ["labels?: names, in order"], example: "legend()"
        ) { axes, call in
            if let labels = call.next("labels") {
                let names = try Operations.array(labels).map { try $0.str() }
                for (index, name) in names.enumerated() where axes.axes.elements.indices.contains(index) {
                    axes.axes.elements[index] = axes.axes.elements[index].named(name)
                }
            }
            try call.only("handles", hint: "label=… where a curve is drawn")
            axes.axes.legend = true
            return .none
        },
        Drawing("grid", "Draws grid lines at the ticks.", ["visible?: True or False"], example: "grid(True)")
        {
            axes, call in
            axes.axes.grid = try call.next("visible").map { try Operations.truth($0) } ?? true
            _ = try call.style()
            return .none
        },
        Drawing(
            "axis", "Hides frame and ticks with 'off', or sets the limits.",
            ["arg: 'off', 'on', or [xmin, xmax, ymin, ymax]"], example: "axis('off')"
        ) { axes, call in
            let value = try call.need("arg")
            if let word = value.text {
                axes.axes.frame = word != "off"
            } else {
                let ends = try DrawingCall.numbers(value)
                guard ends.count == 4 else { throw ScriptError("ValueError", "axis() wants four limits") }
                axes.axes.xLimits = AxisLimits(from: ends[0], to: ends[1])
                axes.axes.yLimits = AxisLimits(from: ends[2], to: ends[3])
            }
            return .none
        },
    ]

    /// `ax.set(xlabel='Step', ylabel='Loss', xlim=[0, 10])`: every `set_…` at once.
    static let set = Builtin(
        "set", group: "pyplot",
        summary: "Sets several things at once: title, xlabel, xlim, xticks, xscale and their like.",
        raw: [
            Parameter<AxesObject>("self", "the axes", .positionalOnly).information,
            Parameter<Value>("options", "what to set", .keywords).information,
        ], returns: "None", example: "plt.gca().set(xlabel='Step', ylabel='Loss')",
        pytorch: "plt.gca().set(xlabel='Step', ylabel='Loss')"
    ) { _, arguments in
        guard let first = arguments.positional.first, let axes = try AxesObject.from(first) else {
            throw ScriptError("TypeError", "set() wants axes")
        }
        for (name, value) in arguments.keywords {
            guard let drawing = labels.first(where: { $0.method == "set_" + name }) else {
                let known = labels.filter { $0.method.hasPrefix("set_") }.map(\.name)
                let meant = Suggestions.best(for: name, among: known).map { ". Did you mean '\($0)'?" } ?? ""
                throw ScriptError(
                    "AttributeError", "Axes.set() got an unexpected keyword argument '\(name)'" + meant)
            }
            var call = DrawingCall("set", Arguments([value]))
            _ = try drawing.draw(axes, &call)
        }
        return .none
    }
}

extension Element {
    fileprivate func named(_ name: String) -> Element {
        switch self {
        case .line(var line):
            line.name = name
            return .line(line)
        case .scatter(var scatter):
            scatter.name = name
            return .scatter(scatter)
        case .bars(var bars):
            bars.name = name
            return .bars(bars)
        case .rule(var rule):
            rule.name = name
            return .rule(rule)
        case .image, .text: return self
        }
    }
}
