extension Figure {
    /// What the figure shows, in words: what a screen reader says in place of it.
    ///
    ///     Loss: 2 lines (train, test); step across, nats per token up
    public var summary: String { withFormulasRead.words }

    private var words: String {
        let parts = axes.prefix(4).map(\.summary).filter { !$0.isEmpty }
        let more = axes.count > 4 ? ["and \(axes.count - 4) more"] : []
        let all = ([title ?? ""] + parts + more).filter { !$0.isEmpty }
        return all.isEmpty ? "an empty figure" : all.joined(separator: "; ")
    }
}

extension Axes {
    fileprivate var summary: String {
        let counts = Dictionary(grouping: elements.compactMap(\.kind), by: \.self).map {
            (kind: $0.key, count: $0.value.count)
        }
        .sorted { $0.kind < $1.kind }
        let names = elements.compactMap(\.name).filter { !$0.isEmpty }.prefix(6)
        var what = counts.map { "\($0.count) \($0.kind)\($0.count == 1 ? "" : "s")" }.joined(separator: ", ")
        if !names.isEmpty { what += " (\(names.joined(separator: ", ")))" }
        let labels = [xLabel.map { "\($0) across" }, yLabel.map { "\($0) up" }].compactMap { $0 }
        let drawn = ([what] + [labels.joined(separator: ", ")]).filter { !$0.isEmpty }.joined(separator: "; ")
        guard let title, !title.isEmpty else { return drawn }
        return drawn.isEmpty ? title : "\(title): \(drawn)"
    }
}

extension Element {
    /// What one is called; nil for words and rules, which say something about the others.
    fileprivate var kind: String? {
        switch self {
        case .line: "line"
        case .scatter: "scatter plot"
        case .bars: "bar chart"
        case .image: "image"
        case .area: "area"
        case .text, .rule: nil
        }
    }
}
