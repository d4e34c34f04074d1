import Bindings
import Language

/// A name that has no value because Ctrl-C came first.
struct StoppedAssignment {
    /// The line that was stopped; nil for a line that was not reached.
    let line: String?
    /// What errors call the cell.
    let cell: String
    /// A line that gives the name what there is of the value.
    let remedy: String?
}

extension Session {
    /// Keeps which names a stopped cell did not get to set.
    ///
    /// - Parameter ran: the cell, or the part of it that a magic ran.
    func rememberStopped(_ ran: ParsedCell, _ error: ScriptError) {
        guard error.isInterruption, let tree = ran.parsed else { return }
        // A magic's line belongs to the cell that runs.
        let cell = isInsideMagic ? "cell \(cellNumber - 1)" : ran.source.name
        let program = ran.source
        let outermost = error.frames.last.map { ($0.range, $0.source) }
        guard
            let (range, source) = outermost
                ?? error.range.flatMap({ range in error.source.map { (range, $0) } })
        else {
            // Where it was is not known: in the only statement that there is, or in any of them.
            for statement in tree.statements {
                let line = tree.statements.count == 1 ? Session.shortened(program.text(statement.range)) : nil
                remember(
                    Session.names(setBy: statement), StoppedAssignment(line: line, cell: cell, remedy: nil))
            }
            return
        }
        guard source === program else { return }
        let offset = range.lower
        guard let index = tree.statements.lastIndex(where: { $0.range.lower <= offset }) else { return }
        for statement in tree.statements[(index + 1)...] {
            remember(Session.names(setBy: statement), StoppedAssignment(line: nil, cell: cell, remedy: nil))
        }
        guard let statement = Session.innermost([tree.statements[index]], offset) else { return }
        let names = Session.names(setBy: statement)
        remember(
            names,
            StoppedAssignment(
                line: Session.shortened(program.text(statement.range)), cell: cell,
                remedy: remedy(statement, names, program)))
    }

    /// The first line of a statement.
    private static func shortened(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        return line.count > 60 ? line.prefix(59) + "…" : String(line)
    }

    private func remember(_ names: [String], _ stopped: StoppedAssignment) {
        for name in names where resolve([name]) == nil { self.stopped[name] = stopped }
    }

    /// Names that have a value by now were set by another line.
    func forgetSetNames() {
        guard !stopped.isEmpty else { return }
        stopped = stopped.filter { resolve([$0.key]) == nil }
    }

    /// A NameError with the reason why there is no such name, if Ctrl-C is that.
    func explained(_ error: ScriptError) -> ScriptError {
        guard error.kind == "NameError", let range = error.range, let source = error.source else {
            return error
        }
        let name = source.text(range)
        guard let stopped = stopped[name], error.message.hasPrefix("name '\(name)' is not defined") else {
            return error
        }
        var error = error
        error.message =
            "name '\(name)' is not defined: "
            + (stopped.line.map { "Ctrl-C stopped '\($0)' in \(stopped.cell) before it had a value" }
                ?? "Ctrl-C stopped \(stopped.cell) before the line that sets it")
        error.hint = stopped.remedy ?? error.hint
        return error
    }

    /// What a stopped run has left: the trainer's history.
    private func remedy(_ statement: Statement, _ names: [String], _ program: Source) -> String? {
        guard case .assign(let targets, let value) = statement.kind, targets.count == 1, names.count == 1,
            case .name(let name) = targets[0].kind, case .call(let callee, _) = value.kind,
            case .attribute(let owner, "run", _) = callee.kind,
            case .object(let object)? = self.value(of: owner),
            object is TrainerObject
        else { return nil }
        return "\(name) = \(program.text(owner.range)).history"
    }

    // MARK: - Statements

    /// The statement in which a place lies, of those that a cell itself runs.
    private static func innermost(_ statements: [Statement], _ offset: Int) -> Statement? {
        guard let statement = statements.last(where: { $0.range.lower <= offset }) else { return nil }
        let bodies: [[Statement]]
        switch statement.kind {
        case .branch(let branches, let otherwise): bodies = branches.map(\.body) + [otherwise]
        case .whileLoop(_, let body, let otherwise), .forLoop(_, _, let body, let otherwise):
            bodies = [body, otherwise]
        case .with(_, let body): bodies = [body]
        case .attempt(let body, let handlers, let otherwise, let finally):
            bodies = [body] + handlers.map(\.body) + [otherwise, finally]
        default: return statement
        }
        let inner = bodies.last { ($0.first?.range.lower ?? Int.max) <= offset }
        return inner.flatMap { innermost($0, offset) } ?? statement
    }

    /// The names that a statement gives a value.
    private static func names(setBy statement: Statement) -> [String] {
        switch statement.kind {
        case .assign(let targets, _): targets.flatMap(names)
        case .annotated(let target, let value, _): value == nil ? [] : names(target)
        case .forLoop(let target, _, _, _): names(target)
        case .with(let contexts, _): contexts.compactMap(\.target).flatMap(names)
        case .define(let function, _): [function.name]
        case .defineClass(let name, _, _, _): [name]
        case .importModules(let modules): modules.map { $0.alias ?? String($0.name.prefix { $0 != "." }) }
        case .importNames(_, _, let modules): modules.map { $0.alias ?? $0.name }
        default: []
        }
    }

    private static func names(_ target: Language.Expression) -> [String] {
        switch target.kind {
        case .name(let name): [name]
        case .collection(_, let elements): elements.flatMap(names)
        case .starred(let inner): names(inner)
        default: []
        }
    }
}
