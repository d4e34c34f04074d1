/// What tags do: those of lessons, MyST-NB's and nbval's own.
extension CellOptions {
    /// Whether the source is shown before it runs.
    public var showsSource: Bool {
        tags.isDisjoint(with: [.hidden, .hideInput, .hideCell, .removeInput, .removeCell])
    }

    /// Whether what the cell prints is shown.
    public var showsOutput: Bool {
        tags.isDisjoint(with: [.hideOutput, .hideCell, .removeOutput, .removeCell])
    }

    /// What a page would fold away, and a reader of the terminal is told: `code`, `output`, `cell`.
    public var folded: String? {
        if tags.contains(.hideCell) || tags.isSuperset(of: [.hideInput, .hideOutput]) { return "cell" }
        return tags.contains(.hideInput) ? "code" : tags.contains(.hideOutput) ? "output" : nil
    }

    /// Why the cell is not run; nil if it is.
    public var skipped: String? {
        [.skipExecution, .nbvalSkip].first(where: tags.contains).map { (tag: Tag) in "tagged \(tag.rawValue)"
        }
    }

    /// Whether an error in the cell ends nothing. Unlike `:check: error`, the cell may as well go through.
    public var mayFail: Bool { !tags.isDisjoint(with: [.raisesException, .nbvalRaisesException]) }

    /// Takes tags as they are written. What is not known is kept as written.
    mutating func take(tags names: [String]) {
        for name in names {
            if let tag = Tag(rawValue: name) {
                tags.insert(tag)
            } else if !Self.layoutTags.contains(name), !otherTags.contains(name) {
                otherTags.append(name)
            }
        }
        if tags.contains(.nbvalIgnoreOutput) { output = .sample }
        if tags.contains(.nbvalCheckOutput) { output = .compared }
    }

    /// Tags that say where a page puts a cell, or how a program fills it in: a terminal has one place, and it
    /// runs as it is.
    private static let layoutTags: Set<String> = [
        "full-width", "margin", "popout", "scroll-output", "output_scroll", "scroll-input", "remove-stderr",
        "parameters", "injected-parameters", "thebe-init", "thebe-remove-input-init",
    ]
}

extension Lesson {
    /// What is worth a word about the file: tags that mean nothing here, each one once.
    public var remarks: [String] {
        var seen: Set<String> = []
        var remarks: [String] = []
        for cell in cells {
            for tag in cell.options.otherTags where seen.insert(tag).inserted {
                let place = format == .notebook ? "\(name), cell \(cell.number)" : "\(name):\(cell.line)"
                remarks.append("\(place): the tag '\(tag)' is not known, and changes nothing")
            }
        }
        return remarks
    }
}
