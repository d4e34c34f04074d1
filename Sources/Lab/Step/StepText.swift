import Bindings
import Foundation
import Language
import Neural
import Presentation
import Tensors

/// What `%step` and `%ops` say about a unit, and what they take for an operation.
enum StepText {
    // MARK: Values

    /// The tensor behind a value of torch or NumPy.
    static func tensor(_ value: Value) -> Tensor? {
        guard case .object(let object) = value else { return nil }
        return (object as? TensorObject)?.tensor ?? (object as? ArrayObject)?.tensor
    }

    /// The tensors in a value; containers are looked into one level deep.
    static func tensors(_ value: Value) -> [Tensor] {
        switch value {
        case .tuple(let tuple): return tuple.elements.compactMap(tensor)
        case .list(let list): return list.elements.prefix(64).compactMap(tensor)
        case .dict(let dict): return dict.pairs.prefix(64).compactMap { tensor($0.value) }
        default: return tensor(value).map { [$0] } ?? []
        }
    }

    /// Groups of commands that compute one thing.
    private static let groups: Set<String> = [
        "torch", "torch.nn.functional", "torch.linalg", "torch.nn.init", "torch.distributions",
        "torch.nn.utils", "numpy",
    ]
    /// Commands among them inside which other things happen, or nothing is computed.
    private static let others: Set<String> = [
        "backward", "grad", "requires_grad_", "retain_grad", "register_hook", "set_printoptions", "save",
        "load", "numpy", "detach",
        "data_ptr", "apply_", "map_", "jacobian", "hessian", "vmap",
    ]

    static func isOperation(_ command: Builtin) -> Bool {
        groups.contains(command.group) && !others.contains(command.name)
    }

    // MARK: Formulas

    static func formula(ofOperator operation: String, _ count: Int) -> String {
        switch operation {
        case "[]": return "a part: x[index]"
        case "[]=": return "x[index] = value"
        case "@": return "a @ b: y[i, j] = Σ over k of a[i, k]·b[k, j]"
        default: return count == 1 ? "\(operation)a" : "a \(operation) b, element by element"
        }
    }

    /// What a module computes: its class's formula, or what its `forward` returns.
    static func formula(of object: ModuleObject) -> String {
        if let owner = object.owner, case .function(let forward)? = owner.type.attribute("forward") {
            if let text = forward.lastReturn { return "returns \(oneLine(text))" }
        }
        return formula(of: object.module, object.className)
    }

    static func formula(of module: AnyObject) -> String {
        (module as? Module).map { formula(of: $0, ModuleTypes.className(of: $0)) } ?? ""
    }

    private static func formula(of module: Module, _ className: String) -> String {
        switch className {
        case "Block": return "resid_pre + attn(layernorm_1(…)), and to that + mlp(layernorm_2(…))"
        case "CausalSelfAttention":
            return "softmax(q·kᵀ / √(E/H), the future left out)·v in each head, then ·W0ᵀ + b0"
        case "GPT", "Model5", "GPT2": return "log_probs of the next token at each place"
        case "Sequential": return "one module after the other"
        default: break
        }
        guard let declaration = ModuleTypes.scriptClass(className).native?.declaration else { return "" }
        if !declaration.formula.isEmpty { return declaration.formula }
        return declaration.name == "Module" ? "" : String(declaration.summary.prefix { $0 != "." })
    }

    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.joined(
            separator: " ")
    }

    static func number(_ value: Double) -> String { String(format: "%.4g", value) }

    private static func filled(_ text: String, _ columns: Int) -> [String] {
        ("  " + Session.filled(text, columns - 2, indent: 2)).split(separator: "\n").map(String.init)
    }

    // MARK: Tensors

    /// `[B=16, T=256] float32, 16 KB`.
    ///
    /// - Parameter name: what it is called, where it has no name of its own.
    static func kind(_ output: StepUnit.Output, _ session: Session, named name: String? = nil) -> String {
        let axes = session.namedShape(
            output.shape, isFloat: output.dtype.isFloatingPoint, named: output.name ?? name)
        return "\(axes) "
            + "\(output.dtype.rawValue), \(Formatting.memory(output.bytes))"
    }

    static func range(_ tensor: Tensor) throws -> String {
        guard tensor.count > 0 else { return "empty" }
        let summary = try tensor.summary()
        var parts: [String] = []
        if tensor.dtype == .bool {
            parts.append(
                "\(Formatting.grouped(Int((summary.mean * Double(summary.count)).rounded()))) of "
                    + "\(Formatting.grouped(summary.count)) are True"
            )
        } else if summary.finite > 0 {
            parts.append(
                "min \(number(summary.least))   mean \(number(summary.mean))   max "
                    + "\(number(summary.greatest))"
            )
        }
        if summary.nans > 0 { parts.append("\(Formatting.grouped(summary.nans)) nan") }
        if summary.infinities > 0 { parts.append("\(Formatting.grouped(summary.infinities)) infinite") }
        return parts.joined(separator: "   ")
    }

    /// The last two axes of the first of everything else, as tensors print, in a few rows.
    static func table(_ tensor: Tensor, _ session: Session, columns: Int, named name: String? = nil) throws
        -> [String]
    {
        guard tensor.count > 0, tensor.rank > 0 else { return [] }
        var part = try tensor.forLooking(), leading = 0
        while part.rank > 2 {
            part = try part.select(0, 0)
            leading += 1
        }
        var options = PrintOptions.standard
        // Whole where it is small, else the ends of each axis.
        let isSmall = part.rank == 1 ? part.count <= 8 : part.shape[0] <= 6 && part.shape[1] <= 6
        (options.threshold, options.edgeItems) = (isSmall ? part.count : 0, part.rank == 1 ? 3 : 2)
        options.lineWidth = max(40, columns - 4)
        let names = DisplayCommands.axes(
            tensor.shape, isFloat: tensor.dtype.isFloatingPoint, named: name, session.interpreter)
        let places = names.prefix(leading).map { $0.isEmpty ? "0" : "\($0)=0" }
        let place = leading == 0 ? "" : "[" + places.joined(separator: ", ") + "] = "
        let lines = part.formatted(options).split(separator: "\n", omittingEmptySubsequences: true).map(
            String.init)
        return lines.enumerated().map {
            $0.offset == 0 ? place + $0.element : String(repeating: " ", count: place.count) + $0.element
        }
    }

    // MARK: Units

    /// The first line: the name, what it is, other names of the same result.
    static func heading(_ unit: StepUnit) -> String {
        if unit.kind == .gradient {
            return "backward of \(unit.title)"
                + (unit.gradient.map { unit.title == $0.node.name ? "" : "   \($0.node.name)" } ?? "")
        }
        if let step = unit.step { return step.title }
        var text = unit.name.isEmpty ? unit.title : unit.name
        if !unit.name.isEmpty, !unit.title.isEmpty, unit.kind != .activation { text += "   \(unit.title)" }
        if unit.kind == .activation, !unit.title.isEmpty { text += "   in \(unit.title)" }
        if unit.kind == .operation { text += "   operation" }
        if !unit.aliases.isEmpty { text += "   = " + unit.aliases.joined(separator: " = ") }
        return text
    }

    /// All that a stop shows, without the first line's number.
    static func lines(_ unit: StepUnit, _ session: Session, _ names: GradientNames) throws -> [String] {
        let columns = session.columns()
        var lines = [heading(unit)]
        if let step = unit.step {
            lines += filled(step.formula, columns) + ["  took \(Formatting.duration(unit.seconds))"]
            for line in try step.lines(unit.outputs, session) {
                // What fits stays as it is: blanks in a picture mean something.
                lines += Columns.width(line) <= columns - 2 ? ["  " + line] : filled(line, columns)
            }
            if step.name == "forward", let output = unit.outputs.first {
                lines += try tensor(output, "out ", nil, session, columns)
            }
            return lines
        }
        if unit.kind == .gradient { return try lines + gradient(unit, session, names, columns) }
        if !unit.formula.isEmpty { lines += filled(unit.formula, columns) }
        for input in unit.inputs.prefix(4) {
            lines.append("  in   " + (input.name.map { $0 + " " } ?? "") + kind(input, session))
        }
        if unit.inputs.count > 4 { lines.append("  in   … \(unit.inputs.count - 4) more") }
        if let name = unit.sameAs, let output = unit.outputs.first {
            return lines + [
                "  out  " + kind(output, session, named: unit.name) + ": the same tensor as \(name)"
            ]
        }
        if let beside = unit.beside, unit.outputs.isEmpty {
            lines += try made(beside, unit, session, columns)
            return lines
        }
        for (index, output) in unit.outputs.prefix(4).enumerated() {
            let label = output.name.map { Columns.padded($0, 4) } ?? "out "
            lines += try tensor(output, label, index == 0 ? unit : nil, session, columns, named: unit.name)
        }
        if unit.outputs.count > 4 { lines.append("  out  … \(unit.outputs.count - 4) more") }
        if unit.outputs.isEmpty {
            lines.append("  gives no tensor, took \(Formatting.duration(unit.seconds))")
        }
        return lines
    }

    private static func tensor(
        _ output: StepUnit.Output, _ label: String, _ timed: StepUnit?, _ session: Session, _ columns: Int,
        named name: String? = nil
    ) throws -> [String] {
        let isComputed =
            timed.map { $0.kind != .activation || !$0.children.isEmpty || $0.seconds > 0 } ?? false
        var lines = [
            "  \(label) " + kind(output, session, named: name)
                + (isComputed ? ", took \(Formatting.duration(timed?.seconds ?? 0))" : "")
        ]
        guard let numbers = output.numbers else {
            return lines + [
                "       its numbers were released: there is not enough memory to hold all of the line's"
            ]
        }
        if numbers.rank == 0, numbers.count == 1 {
            return lines + ["       value \(try number(numbers.forLooking().item()))"]
        }
        lines.append("       " + (try range(numbers)))
        return lines
            + (try table(numbers, session, columns: columns - 5, named: name).map { "     " + $0 })
    }

    private static func number(_ value: Number) -> String {
        switch value {
        case .int(let value): return Formatting.grouped(value)
        case .bool(let value): return value ? "True" : "False"
        case .float(let value): return String(format: "%.6g", value)
        }
    }

    /// Numbers that the line never makes are made now, as long as they fit.
    private static func made(
        _ beside: (shape: [Int], compute: () throws -> Tensor), _ unit: StepUnit, _ session: Session,
        _ columns: Int
    ) throws -> [String] {
        let bytes = beside.shape.reduce(4, *)
        let size =
            session.namedShape(beside.shape, isFloat: true, named: unit.name)
            + " float32, \(Formatting.memory(bytes))"
        guard bytes <= Stepper.mostHeld else {
            return [
                "  out  \(size)",
                "       not made: the line computes without these numbers, and they are many",
            ]
        }
        let numbers = try Autograd.withoutGrad { try beside.compute().detach() }
        unit.outputs = [StepUnit.Output(numbers, holds: true)]
        return [
            "  out  \(size)",
            "       made for you to see: the model computes without it, in one fused operation",
            "       " + (try range(numbers)),
        ]
            + (try table(numbers, session, columns: columns - 5, named: unit.name).map { "     " + $0 })
    }

    // MARK: Gradients

    private static func gradient(_ unit: StepUnit, _ session: Session, _ names: GradientNames, _ columns: Int)
        throws -> [String]
    {
        var rows: [[String]] = []
        func row(_ does: String, _ name: String, _ output: StepUnit.Output) throws {
            var cells = ["\(does) \(name)", session.namedShape(output.shape, isFloat: true, named: name)]
            if let numbers = output.numbers, numbers.count > 0 {
                let summary = try numbers.summary()
                cells += [summary.norm, summary.least, summary.mean, summary.greatest].map {
                    String(format: "%.3g", $0)
                }
                if summary.finite < summary.count {
                    cells[0] += " (\(Formatting.grouped(summary.count - summary.finite)) nan or infinite)"
                }
            } else {
                cells += ["–", "–", "–", "–"]
            }
            rows.append(cells)
        }
        guard let (node, targets) = unit.gradient else { return [] }
        let made = names.result(of: node)
        for arrived in unit.inputs { try row("arrives at", made ?? unit.title, arrived) }
        for (output, target) in zip(unit.outputs, targets) {
            switch target {
            case .leaf(let leaf)?: try row("to", "\(names.leaf(leaf) ?? "a leaf").grad", output)
            case .node(let next)?: try row("on to", names.result(of: next) ?? next.operationName, output)
            case nil: continue
            }
        }
        let title = "  took \(Formatting.duration(unit.seconds))", measures = ["norm", "min", "mean", "max"]
        var lines = TextTable(title, headers: ["gradient", "shape"] + measures, rows: rows).text
            .split(separator: "\n").map { "  " + $0 }
        if lines.contains(where: { Columns.width($0) > columns }) {
            // Names that are too long for a column stand above their numbers.
            let text = TextTable(
                title, headers: ["", "shape"] + measures, rows: rows.map { [""] + $0.dropFirst() }
            ).text
            lines = text.split(separator: "\n").map { "  " + $0 }
            for (index, cells) in rows.enumerated().reversed() {
                lines.insert("    " + cells[0], at: 2 + index)
            }
        }
        lines[0] = String(lines[0].dropFirst(2))
        // The gradient of a parameter, where one is among them.
        let pairs = Array(zip(unit.outputs, targets))
        let leaf = pairs.firstIndex { if case .leaf? = $0.1 { return true } else { return false } }
        guard let shown = leaf ?? pairs.indices.first, let numbers = pairs[shown].0.numbers, numbers.rank > 0
        else { return lines }
        if pairs.count > 1, case .leaf(let parameter)? = pairs[shown].1, let name = names.leaf(parameter) {
            lines.append("    \(name).grad")
        }
        return lines + (try table(numbers, session, columns: columns - 5).map { "     " + $0 })
    }
}

extension Session {
    /// The formula of an operation of the engine, as `name?` has it.
    func formula(ofOperation name: String) -> String { Session.formulas[name] ?? "" }

    private static let formulas: [String: String] = {
        var formulas = [
            "linear": "x·Wᵀ + b", "linear_log_softmax": "log_softmax(x·Wᵀ · scale)",
            "embedding": "W[ids]: a row for each id",
            "linear_cross_entropy": "−mean of log_softmax(x·Wᵀ · scale) at the targets", "add": "a + b",
            "mul": "a · b", "sub": "a − b", "div": "a / b",
            "layer_norm": "(x − mean) / √(var + eps) · w + b",
            "scaled_dot_product_attention": "softmax(q·kᵀ / √D, masked)·v",
            "matmul": "y[i, j] = Σ over k of a[i, k]·b[k, j]",
        ]
        for command in TensorCommands.shared + TensorCommands.functionsOnly + Functional.all
        where formulas[command.name] == nil {
            formulas[command.name] =
                command.formula.isEmpty ? String(command.summary.prefix { $0 != "." }) : command.formula
        }
        return formulas
    }()
}
