import Formula

extension Figure {
    /// The figure with the formulas in its words (`$\sigma$`, as matplotlib reads them) in Unicode. Labels of
    /// a matrix's rows and columns are tokens more often than not, and stay.
    var withFormulasRead: Figure {
        var figure = self
        figure.title = title.map(Formula.label)
        figure.axes = axes.map { axes in
            var axes = axes
            axes.title = axes.title.map(Formula.label)
            axes.xLabel = axes.xLabel.map(Formula.label)
            axes.yLabel = axes.yLabel.map(Formula.label)
            axes.xTicks = axes.xTicks?.map { Tick($0.position, Formula.label($0.label)) }
            axes.yTicks = axes.yTicks?.map { Tick($0.position, Formula.label($0.label)) }
            axes.elements = axes.elements.map(\.withFormulasRead)
            return axes
        }
        return figure
    }
}

extension Element {
    fileprivate var withFormulasRead: Element {
        switch self {
        case .line(var line):
            line.name = line.name.map(Formula.label)
            return .line(line)
        case .scatter(var scatter):
            scatter.name = scatter.name.map(Formula.label)
            return .scatter(scatter)
        case .bars(var bars):
            bars.name = bars.name.map(Formula.label)
            return .bars(bars)
        case .rule(var rule):
            rule.name = rule.name.map(Formula.label)
            return .rule(rule)
        case .area(var area):
            area.name = area.name.map(Formula.label)
            return .area(area)
        case .text(var note):
            note.text = Formula.label(note.text)
            return .text(note)
        case .image: return self
        }
    }
}
