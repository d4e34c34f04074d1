import Bindings
import Language
import Neural
import Presentation
import Tensors

/// `%ops`: every operation of a line in the order in which they ran, as one table.
final class OperationTable: ComputationWatch {
    struct Row {
        let operation: String
        let path: String
        let shapes: String
        /// The first of each side.
        let briefShapes: String
        let seconds: Double
        /// Of new memory; nil where the result is in memory that was there.
        let bytes: Int?

        var memory: String {
            if let bytes { return Formatting.memory(bytes) }
            return operation.hasSuffix("=") || operation.hasSuffix("_") || operation.hasSuffix(".step")
                ? "in place" : "view"
        }
    }
    private(set) var rows: [Row] = []
    /// The table shows this many rows at most unless all are asked for.
    static let mostRows = 60

    init(_ session: Session, line: String) { super.init(session, line: line, holds: false) }

    override func completed(_ unit: StepUnit, in parent: StepUnit) {
        switch unit.kind {
        case .operation:
            let path = open.reversed().first { !$0.name.isEmpty && $0.kind != .line }?.name ?? ""
            add(unit, unit.title, path)
        case .module where unit.isLayer: add(unit, unit.title, unit.name)
        case .gradient:
            let node = unit.gradient?.node
            let path = node.flatMap { gradientNames.layer(of: $0) ?? $0.resultName } ?? ""
            add(unit, unit.title + " backward", path)
        default: break
        }
        // Rows are all that is kept.
        parent.children.removeAll()
    }

    private func add(_ unit: StepUnit, _ operation: String, _ path: String) {
        rows.append(
            Row(
                operation: operation, path: path,
                shapes: list(unit.inputs, 2) + " → " + list(unit.outputs, 3),
                briefShapes: list(Array(unit.inputs.prefix(1)), 1) + " → "
                    + list(Array(unit.outputs.prefix(1)), 1), seconds: unit.seconds,
                bytes: unit.isView ? nil : unit.outputs.reduce(0) { $0 + $1.bytes }))
    }

    /// `16×64, 64×32`; a tensor without axes is `1`.
    private func list(_ outputs: [StepUnit.Output], _ most: Int) -> String {
        let shown = outputs.prefix(most).map {
            $0.shape.isEmpty ? "1" : $0.shape.map(String.init).joined(separator: "×")
        }
        return shown.joined(separator: ", ") + (outputs.count > most ? ", …" : "")
    }

    // MARK: As text

    func table(_ source: String, all: Bool) -> TableObject {
        let title =
            "Operations of \(Formatting.visible(Columns.padded(source, min(60, Columns.width(source)))))"
        guard !rows.isEmpty else {
            return TableObject(title + ": none, it computes with no tensor", rows: [])
        }
        let hasPaths = rows.contains { !$0.path.isEmpty }
        // The end of a path says more than its beginning.
        func path(_ row: Row) -> String { row.path.count > 20 ? "…" + row.path.suffix(19) : row.path }
        func operation(_ row: Row) -> String {
            Columns.padded(row.operation, min(22, Columns.width(row.operation)))
        }
        // Shapes have what the other columns leave of the line.
        let others = [
            rows.map { operation($0).count }, rows.map { path($0).count }, rows.map(\.memory.count),
            [String(rows.count).count + 7],
        ].reduce(0) { $0 + ($1.max() ?? 0) }
        let room = max(18, session.columns() - others - 2 * (hasPaths ? 6 : 5))
        func cells(_ index: Int) -> [String] {
            let row = rows[index]
            return [String(index + 1), operation(row)] + (hasPaths ? [path(row)] : []) + [
                Columns.width(row.shapes) <= room
                    ? row.shapes : Columns.padded(row.briefShapes, min(room, Columns.width(row.briefShapes))),
                OperationTable.milliseconds(row.seconds), row.memory,
            ]
        }
        var shown: [[String]]
        if all || rows.count <= OperationTable.mostRows {
            shown = rows.indices.map(cells)
        } else {
            let half = OperationTable.mostRows / 2
            shown = (0..<half).map(cells)
            shown.append(["…", "\(Formatting.grouped(rows.count - 2 * half)) more"])
            shown += ((rows.count - half)..<rows.count).map(cells)
        }
        return TableObject(
            title, headers: ["#", "operation"] + (hasPaths ? ["in"] : []) + ["shapes", "ms", "memory"],
            rows: shown,
            footer: footer(all: all))
    }

    private func footer(all: Bool) -> [String] {
        let total = rows.reduce(0) { $0 + $1.seconds }, bytes = rows.reduce(0) { $0 + ($1.bytes ?? 0) }
        var lines = [
            "\(Formatting.count(rows.count, "operation")), \(OperationTable.milliseconds(total)) ms of the "
                + "line's \(OperationTable.milliseconds(seconds))"
                + (seconds > 0 ? " (\(Formatting.fixed(min(100, 100 * total / seconds), 0)) %)" : "")
                + ", \(Formatting.memory(bytes)) of new memory"
        ]
        let kinds = Dictionary(grouping: rows, by: \.operation).map {
            ($0.key, $0.value.count, $0.value.reduce(0) { $0 + $1.seconds })
        }
        if kinds.count > 1, total > 0 {
            let most = kinds.sorted { $0.2 > $1.2 }.prefix(3).map {
                "\($0.0) \(Formatting.fixed(100 * $0.2 / total, 0)) % (\($0.1)×)"
            }
            lines.append("most of it: " + most.joined(separator: ", "))
        }
        if !all, rows.count > OperationTable.mostRows { lines.append("%ops --all prints every row") }
        return lines
    }

    static func milliseconds(_ seconds: Double) -> String {
        Formatting.fixed(seconds * 1000, seconds < 0.01 ? 3 : 1)
    }
}
