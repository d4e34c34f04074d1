import Bindings
import Foundation
import GPT
import Language
import Neural
import Tensors

/// What the language tells: calls of modules and of commands, operators, assignments.
extension ComputationWatch {
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
            // A layer of the library that is written in the language is one of the library's all the same.
            let isProgram =
                object.module is ScriptModule && object.owner?.type.definition?.source.isLibrary != true
            let isComposite = !object.module.children.isEmpty || isProgram
            // Of what others have built, the whole is shown; who wants to see more goes into it.
            unit.isLive =
                open.count == 1
                && (isProgram || object.module is Sequential || object.module is GPT)
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
