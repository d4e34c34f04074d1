import Bindings
import Foundation
import GPT
import Kernels
import Language
import Neural
import Tensors
import Training

/// Follows a line while it runs, and builds the tree of what it computes:
/// modules, named activations, operations.
///
/// Engine and language tell what they do (`Observation`, `CallWatch`); the time that looking takes is not
/// counted. What is done with a finished unit, subclasses say.
class ComputationWatch: ComputationObserver, ModuleWatch {
    let session: Session
    /// The line, and the parts of it that are under way, innermost last.
    private(set) var open: [StepUnit]
    /// From now on nothing is followed any more.
    var isOver = false { didSet { if isOver { detach() } } }
    /// Whether results are held so that they can be looked at.
    let holds: Bool

    private var aside: UInt64 = 0
    var mark: UInt64 = 0
    var silence = 0
    private var skipped = 0
    private static let warmUp: Void = {
        // The first product of a program takes longer: it makes the library ready.
        _ = try? Tensor.ones([64, 64]).matmul(Tensor.ones([64, 64]))
    }()
    var calls: [String: Int] = [:]
    /// Paths of the modules below each outermost module that is under way.
    var paths: [(unit: StepUnit, paths: [ObjectIdentifier: String])] = []

    init(_ session: Session, line: String, holds: Bool) {
        (self.session, self.holds) = (session, holds)
        open = [StepUnit(.line, "", line)]
        open[0].isLive = true
    }

    /// The one that follows the line that runs now.
    static var current: ComputationWatch? {
        guard let watch = Interpreter.current?.watch else { return nil }
        return watch as? ComputationWatch
    }

    var line: StepUnit { open[0] }

    /// The line's time, without the time that looking took.
    private(set) var seconds = 0.0

    /// Runs the line, followed.
    func follow(_ body: () throws -> Void) throws {
        _ = ComputationWatch.warmUp
        Observation.observer = self
        session.interpreter.watch = self
        mark = now
        let start = now
        defer {
            detach()
            seconds = Double(max(now, start) - start) / 1e9
        }
        try body()
    }

    private func detach() {
        if Observation.observer === self { Observation.observer = nil }
        if session.interpreter.watch === self { session.interpreter.watch = nil }
    }

    /// Runs `body` unobserved, outside the line's time.
    func unobserved<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard !isAside else { return try body() }
        let start = clock
        (Observation.observer, session.interpreter.watch, isAside) = (nil, nil, true)
        defer {
            isAside = false
            if !isOver { (Observation.observer, session.interpreter.watch) = (self, self) }
            aside += clock - start
            mark = now
        }
        return try body()
    }
    private var isAside = false

    private var clock: UInt64 { DispatchTime.now().uptimeNanoseconds }
    var now: UInt64 { clock - aside }

    // MARK: For subclasses

    /// A unit is complete and the last child of `parent`.
    func completed(_ unit: StepUnit, in parent: StepUnit) {}
    /// Something begins inside `parent`: what was complete before it can be shown.
    func beginning(in parent: StepUnit, isOperation: Bool) {}
    /// All of a unit has run.
    func ending(_ unit: StepUnit) {}
    /// A part ended with an error.
    func failed(_ unit: StepUnit) {}
    /// A result is held.
    func held(_ output: StepUnit.Output) {}

    // MARK: Units

    private var prefix: String { open[open.count - 1].prefix }

    func output(_ tensor: Tensor, holds: Bool? = nil) -> StepUnit.Output {
        let output = StepUnit.Output(tensor, holds: holds ?? self.holds)
        if output.numbers != nil { held(output) }
        return output
    }

    func push(_ unit: StepUnit) {
        unobserved { beginning(in: open[open.count - 1], isOperation: false) }
        unit.began = now
        open.append(unit)
        mark = now
    }

    func add(_ unit: StepUnit) {
        let parent = open[open.count - 1]
        if unit.kind == .operation { beginning(in: parent, isOperation: true) }
        parent.children.append(unit)
        completed(unit, in: parent)
    }

    func pop(_ results: [Tensor?]?) {
        guard open.count > 1 else { return }
        let ended = now
        let unit = open.removeLast()
        if paths.last?.unit === unit { paths.removeLast() }
        unit.seconds = Double(max(ended, unit.began) - unit.began) / 1e9
        if let results {
            unobserved {
                unit.outputs = results.compactMap { $0 }.map { output($0) }
                if unit.kind == .module, let made = unit.outputs.first?.tensor { label(made, unit.name) }
                ending(unit)
            }
            add(unit)
        } else {
            failed(unit)
        }
        mark = now
    }

    /// A tensor that has a name, as long as it is there.
    private struct Named {
        weak var tensor: Tensor?
        let name: String
    }
    private var named: [ObjectIdentifier: Named] = [:]
    private(set) lazy var gradientNames = GradientNames(session)

    /// What the person, or the model, calls a tensor.
    func name(of tensor: Tensor) -> String? {
        if let known = named[ObjectIdentifier(tensor)], known.tensor === tensor { return known.name }
        return gradientNames.leaf(tensor)
    }

    func input(_ tensor: Tensor) -> StepUnit.Output {
        let output = StepUnit.Output(tensor, holds: false)
        if holds { output.name = name(of: tensor) }
        return output
    }

    /// Backward will call the operation's result by this name.
    func label(_ tensor: Tensor, _ name: String) {
        if holds, !name.isEmpty { named[ObjectIdentifier(tensor)] = Named(tensor: tensor, name: name) }
        guard let node = tensor.gradFunction, node.resultName == nil, !name.isEmpty else { return }
        node.resultName = name
    }

    static func isView(_ outputs: [Tensor], _ inputs: [Tensor]) -> Bool {
        outputs.allSatisfy { output in inputs.contains { $0.storage === output.storage } }
    }

    // MARK: What the engine tells

    func operation(_ name: String, _ inputs: [Tensor], _ outputs: [Tensor]) {
        guard !isOver, silence == 0 else { return }
        let ended = now
        let isSum = name == "add" && open[open.count - 1].children.last?.kind == .gradient
        let unit = StepUnit(
            .operation, "", name,
            formula: isSum
                ? "a tensor was used more than once: the gradients of its uses add up"
                : session.formula(ofOperation: name))
        unit.seconds = Double(ended - min(mark, ended)) / 1e9
        unobserved {
            let isFew = outputs.count <= 8
            unit.isView = ComputationWatch.isView(outputs, inputs)
            unit.inputs = inputs.prefix(8).map(input)
            unit.outputs = outputs.map { output($0, holds: holds && isFew) }
            add(unit)
        }
    }

    func begin(_ part: ComputationPart) {
        guard !isOver, silence == 0 else {
            skipped += 1
            return
        }
        switch part {
        case .module(let path, let module, let inputs):
            let name = (paths.last?.unit.prefix ?? "") + path
            let unit = StepUnit(
                .module, name, (module as? Module)?.typeName ?? "module",
                formula: StepText.formula(of: module), prefix: prefix)
            unit.inputs = inputs.map(input)
            push(unit)
        case .gradient(let node, let arrived, let targets):
            let unit = StepUnit(.gradient, "", node.operationName)
            unit.gradient = (node, targets)
            unit.inputs = arrived.compactMap { $0 }.map { output($0) }
            push(unit)
            silence += 1
        case .step(let name, let owner):
            let unit = StepUnit(.part, name, "part")
            unit.step = (owner as? Trainer).map { StepPart(name, $0) }
            push(unit)
        }
    }

    func end(_ results: [Tensor?]) { close(results) }

    func fail() { close(nil) }

    private func close(_ results: [Tensor?]?) {
        if skipped > 0 {
            skipped -= 1
            return
        }
        guard !isOver else { return }
        if open[open.count - 1].kind == .gradient {
            silence -= 1
            // Gradients keep the places of what they belong to.
            let unit = open[open.count - 1]
            if let results, let (node, targets) = unit.gradient {
                let kept = zip(results, targets).filter { $0.0 != nil }
                unit.gradient = (node, kept.map(\.1))
            }
        }
        pop(results)
    }

    func name(_ name: String, _ tensor: Tensor) {
        guard !isOver, silence == 0 else { return }
        unobserved {
            let full = (paths.last?.unit.prefix ?? "") + name
            let parent = open[open.count - 1], before = self.name(of: tensor)
            label(tensor, full)
            if let last = parent.children.last, last.outputs.count == 1, last.outputs[0].tensor === tensor,
                last.kind != .operation
            {
                // The same result under another name: what a module gave.
                if last.name != full { last.aliases.append(full) }
                return
            }
            let unit = StepUnit(.activation, full, title(of: parent), formula: formula(of: name))
            adopt(unit, in: parent)
            if unit.children.isEmpty, before != full { unit.sameAs = before }
            unit.outputs = [output(tensor)]
            add(unit)
        }
    }

    func beside(_ name: String, _ shape: [Int], _ compute: @escaping () throws -> Tensor) {
        guard !isOver, silence == 0 else { return }
        unobserved {
            let parent = open[open.count - 1]
            let unit = StepUnit(
                .activation, (paths.last?.unit.prefix ?? "") + name, title(of: parent),
                formula: formula(of: name))
            if holds { unit.beside = (shape, compute) }
            add(unit)
        }
    }

    func title(of parent: StepUnit) -> String {
        [.line, .part].contains(parent.kind) ? "" : parent.title
    }

    private func formula(of name: String) -> String {
        let models = session.interpreter.globals.all.compactMap {
            ((try? ModelObject.from($0.value)) ?? nil)?.model
        }
        return Trace.formula(of: name, models.first?.configuration ?? .model5) ?? ""
    }

    /// Operations that nobody has named lead to the result that gets a name now.
    /// - Returns: where they stood.
    @discardableResult
    func adopt(_ unit: StepUnit, in parent: StepUnit, upTo end: Int? = nil) -> Int {
        let end = end ?? parent.children.count
        var start = end
        while start > parent.shown, parent.children[start - 1].kind == .operation { start -= 1 }
        unit.children = Array(parent.children[start..<end])
        unit.seconds = unit.children.reduce(0) { $0 + $1.seconds }
        if unit.inputs.isEmpty { unit.inputs = unit.children.first?.inputs ?? [] }
        parent.children.removeSubrange(start..<end)
        return start
    }
}
