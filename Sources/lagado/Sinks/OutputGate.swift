import Language

/// Lets a cell's output through, or not: remarks and progress always.
final class OutputGate: OutputSink {
    var isOpen = true
    private let target: any OutputSink

    init(_ target: any OutputSink) { self.target = target }

    func write(_ text: String) { if isOpen { target.write(text) } }
    func display(_ object: any ScriptObject) { if isOpen { target.display(object) } }
    func note(_ text: String) { target.note(text) }
    func progress(_ progress: Language.Progress?) { target.progress(progress) }
}
