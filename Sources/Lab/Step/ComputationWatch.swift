import Bindings
import Foundation
import GPT
import Kernels
import Language
import Neural
import Tensors
import Training

/// Follows a line while it runs, and builds the tree of what it computes: modules, named activations,
/// operations.
///
/// Engine and language tell what they do (`Observation`, `CallWatch`); the time that looking takes is not
/// counted.
/// What is done with a finished unit, subclasses say.
class ComputationWatch: ComputationObserver, ModuleWatch {
    let session: Session
    /// The line, and the parts of it that are under way, innermost last.
    private(set) var open: [StepUnit]
    /// From now on nothing is followed any more.
    var isOver = false { didSet { if isOver { detach() } } }
    /// Whether results are held so that they can be looked at.
    let holds: Bool

    private var aside: UInt64 = 0
    private var mark: UInt64 = 0
    private var silence = 0
    private var skipped = 0
    private static let warmUp: Void = {
        // The first product of a program takes longer: it makes the library ready.
        _ = try? Tensor.ones([64, 64]).matmul(Tensor.ones([64, 64]))
    }()
    private var calls: [String: Int] = [:]
    /// Paths of the modules below each outermost module that is under way.
    private var paths: [(unit: StepUnit, paths: [ObjectIdentifier: String])] = []

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
    private var now: UInt64 { clock - aside }

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

    private func output(_ tensor: Tensor, holds: Bool? = nil) -> StepUnit.Output {
        let output = StepUnit.Output(tensor, holds: holds ?? self.holds)
        if output.numbers != nil { held(output) }
        return output
    }

    private func push(_ unit: StepUnit) {
        unobserved { beginning(in: open[open.count - 1], isOperation: false) }
        unit.began = now
        open.append(unit)
        mark = now
    }

    private func add(_ unit: StepUnit) {
        let parent = open[open.count - 1]
        if unit.kind == .operation { beginning(in: parent, isOperation: true) }
        parent.children.append(unit)
        completed(unit, in: parent)
    }

    private func pop(_ results: [Tensor?]?) {
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
    private func name(of tensor: Tensor) -> String? {
        if let known = named[ObjectIdentifier(tensor)], known.tensor === tensor { return known.name }
        return gradientNames.leaf(tensor)
    }

    private func input(_ tensor: Tensor) -> StepUnit.Output {
        let output = StepUnit.Output(tensor, holds: false)
        if holds { output.name = name(of: tensor) }
        return output
    }

    /// Backward will call the operation's result by this name.
    private func label(_ tensor: Tensor, _ name: String) {
        if holds, !name.isEmpty { named[ObjectIdentifier(tensor)] = Named(tensor: tensor, name: name) }
        guard let node = tensor.gradFunction, node.resultName == nil, !name.isEmpty else { return }
        node.resultName = name
    }

    private static func isView(_ outputs: [Tensor], _ inputs: [Tensor]) -> Bool {
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

    private func title(of parent: StepUnit) -> String {
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
    private func adopt(_ unit: StepUnit, in parent: StepUnit, upTo end: Int? = nil) -> Int {
        let end = end ?? parent.children.count
        var start = end
        while start > parent.shown, parent.children[start - 1].kind == .operation { start -= 1 }
        unit.children = Array(parent.children[start..<end])
        unit.seconds = unit.children.reduce(0) { $0 + $1.seconds }
        if unit.inputs.isEmpty { unit.inputs = unit.children.first?.inputs ?? [] }
        parent.children.removeSubrange(start..<end)
        return start
    }

    // MARK: What the language tells

    /// A module of the language is called.
    func module(_ object: ModuleObject, _ arguments: Arguments, _ body: () throws -> Value) throws -> Value {
        guard !isOver, silence == 0 else { return try body() }
        let unit: StepUnit = unobserved {
            let key = ObjectIdentifier(object.module)
            var name: String, prefix: String
            let isOutermost = paths.isEmpty
            if let top = paths.last, let path = top.paths[key] {
                name = top.unit.prefix + path
                prefix = name + "."
            } else {
                let variable = session.interpreter.globals.all.first { variable in
                    ((try? ModuleObject.from(variable.value)) ?? nil)?.module === object.module
                }
                name = variable?.name ?? object.typeName
                prefix = isOutermost ? "" : open[open.count - 1].prefix + name + "."
            }
            let count = calls[name, default: 0] + 1
            calls[name] = count
            if count > 1 {
                name += "#\(count)"
                if !prefix.isEmpty { prefix = name + "." }
            }
            let unit = StepUnit(
                .module, name, object.typeName, formula: StepText.formula(of: object), prefix: prefix)
            unit.inputs = (arguments.positional + arguments.keywords.map(\.value)).flatMap(StepText.tensors)
                .map(input)
            let isComposite = !object.module.children.isEmpty || object.module is ScriptModule
            // Of what others have built, the whole is shown; who wants to see more goes into it.
            unit.isLive =
                open.count == 1
                && (object.module is ScriptModule || object.module is Sequential || object.module is GPT)
            unit.isLayer = !isComposite
            if paths.last?.paths[key] == nil {
                let below = object.module.namedModules().dropFirst().map {
                    (ObjectIdentifier($0.module), $0.name)
                }
                push(unit)
                paths.append((unit, Dictionary(below, uniquingKeysWith: { first, _ in first })))
            } else {
                push(unit)
            }
            return unit
        }
        // What came before the call, a stop among it, is not its time.
        (unit.began, mark) = (now, now)
        // A layer of the library is one operation.
        if unit.isLayer { silence += 1 }
        do {
            let result = try body()
            if unit.isLayer, !isOver { silence -= 1 }
            if !isOver, open.last === unit { pop(StepText.tensors(result)) }
            try session.interruption.check()
            return result
        } catch {
            if unit.isLayer, !isOver { silence -= 1 }
            if !isOver, open.last === unit { pop(nil) }
            throw error
        }
    }

    func call(_ command: Builtin, _ arguments: Arguments, _ body: () throws -> Value) throws -> Value {
        guard !isOver, silence == 0, StepText.isOperation(command) else { return try body() }
        let title = command.name, formula = command.formula.isEmpty ? command.summary : command.formula
        let given = arguments.positional + arguments.keywords.map(\.value)
        return try applied(title, formula, given) { try body() } ?? .none
    }

    func apply(_ operation: String, _ operands: [Value], _ body: () throws -> Value?) throws -> Value? {
        guard !isOver, silence == 0, operands.contains(where: { !StepText.tensors($0).isEmpty }) else {
            return try body()
        }
        return try applied(operation, StepText.formula(ofOperator: operation, operands.count), operands, body)
    }

    private func applied(
        _ title: String, _ formula: String, _ operands: [Value], _ body: () throws -> Value?
    ) throws -> Value? {
        let inputs = unobserved { operands.flatMap(StepText.tensors) }
        let start = now
        silence += 1
        let result: Value?
        do {
            result = try body()
            silence -= 1
        } catch {
            silence -= 1
            throw error
        }
        let seconds = Double(max(now, start) - start) / 1e9
        guard !isOver, let result else { return result }
        unobserved {
            let outputs = StepText.tensors(result)
            guard !outputs.isEmpty else { return }
            let unit = StepUnit(.operation, "", title, formula: formula)
            unit.seconds = seconds
            unit.isView = ComputationWatch.isView(outputs, inputs)
            unit.inputs = inputs.prefix(8).map(input)
            unit.outputs = outputs.map { output($0, holds: holds && outputs.count <= 8) }
            add(unit)
        }
        try session.interruption.check()
        return result
    }

    func assigned(_ name: String, _ value: Value, _ expression: String) {
        guard !isOver, silence == 0, !name.hasPrefix("__"), let tensor = StepText.tensor(value) else {
            return
        }
        unobserved {
            let parent = open[open.count - 1]
            let recent = parent.children.indices.suffix(24)
            guard
                let index = recent.last(where: { index in
                    parent.children[index].outputs.contains { $0.tensor === tensor }
                })
            else { return }
            let found = parent.children[index], full = parent.prefix + name
            label(tensor, full)
            let output = found.outputs.first { $0.tensor === tensor }
            if found.kind != .operation {
                if found.outputs.count > 1 {
                    output?.name = name
                    let names = found.outputs.compactMap(\.name)
                    if found.kind == .activation {
                        found.name = parent.prefix + names.joined(separator: ", ")
                    }
                } else if found.shortName != name {
                    found.aliases.append(full)
                }
                return
            }
            guard index >= parent.shown else { return }
            if found.outputs.count > 1 { output?.name = name }
            if parent.kind == .line {
                found.name = full
                return
            }
            let unit = StepUnit(.activation, full, title(of: parent), formula: StepText.oneLine(expression))
            let place = adopt(unit, in: parent, upTo: index + 1)
            unit.outputs = found.outputs
            parent.children.insert(unit, at: place)
            completed(unit, in: parent)
        }
    }
}
