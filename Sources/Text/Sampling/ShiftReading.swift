/// How the targets of a batch lie to its inputs: moved by one token, as they should, or in some other way.
public struct ShiftReading: Equatable, Sendable {
    /// What was found about the targets of one row.
    public struct Row: Equatable, Sendable {
        /// The row of inputs that they answer; nil where there is none.
        public let source: Int?
        /// By how many tokens they are moved: target i is input i + shift. Nil where no shift fits.
        public let shift: Int?
        /// The places that the shift does not hold at.
        public let differing: [Int]
    }

    /// One for each row.
    public let rows: [Row]
    /// The shift of all rows, where they have one and each answers its own.
    public let shift: Int?

    /// Whether every target is the next input of its own row.
    public var isRight: Bool { shift == 1 }

    /// Reads rows of equal length. O(B·T²) at worst; nearly all comparisons end at the first token.
    ///
    /// - Parameter poll: called between rows; throwing from it ends the reading.
    public init(inputs: [[Int]], targets: [[Int]], poll: () throws -> Void = {}) rethrows {
        var shifts: [Int?] = []
        for (x, y) in zip(inputs, targets) {
            try poll()
            shifts.append(Self.shift(x, y))
        }
        let common = Self.mostFrequent(shifts.compactMap { $0 }) ?? 1
        var rows: [Row] = []
        for (index, y) in targets.enumerated() {
            try poll()
            if let own = shifts[index] {
                rows.append(Row(source: index, shift: own, differing: []))
            } else {
                rows.append(Self.row(index, y, inputs, common))
            }
        }
        self.rows = rows
        let found = Set(rows.map { $0.differing.isEmpty && $0.shift != nil ? $0.shift : nil })
        let areOwn = rows.enumerated().allSatisfy { $1.source == $0 }
        shift = found.count == 1 && areOwn ? found.first ?? nil : nil
    }

    /// A row whose targets are not its inputs moved: another row's, or its own with mistakes.
    private static func row(
        _ index: Int, _ y: [Int], _ inputs: [[Int]], _ common: Int
    ) -> Row {
        for shift in distinct([common, 1, 0, -1]) {
            let source = inputs.indices.first { $0 != index && fits(inputs[$0], y, shift) }
            if let source { return Row(source: source, shift: shift, differing: []) }
        }
        let best = distinct([common, 1, 0, -1]).map { ($0, differing(inputs[index], y, $0)) }
            .min { $0.1.count < $1.1.count }
        guard let (shift, places) = best, y.count > 1, places.count * 2 <= y.count else {
            return Row(source: nil, shift: nil, differing: [])
        }
        return Row(source: index, shift: shift, differing: places)
    }

    /// The shift that holds at every place where both rows have a token; the nearest to 1 of several.
    static func shift(_ x: [Int], _ y: [Int]) -> Int? {
        let farthest = max(1, x.count / 2)
        guard x.count > 1 else { return nil }
        return ([1, 0, -1] + (2...max(2, farthest)).flatMap { [$0, -$0] })
            .first { abs($0) < x.count && fits(x, y, $0) }
    }

    private static func fits(_ x: [Int], _ y: [Int], _ shift: Int) -> Bool {
        let places = overlap(x.count, shift)
        return !places.isEmpty && places.allSatisfy { x[$0 + shift] == y[$0] }
    }

    private static func differing(_ x: [Int], _ y: [Int], _ shift: Int) -> [Int] {
        overlap(x.count, shift).filter { x[$0 + shift] != y[$0] }
    }

    /// The places of the targets that have an input to compare with.
    private static func overlap(_ count: Int, _ shift: Int) -> Range<Int> {
        let start = max(0, -shift)
        return start..<max(start, min(count, count - shift))
    }

    private static func distinct(_ shifts: [Int]) -> [Int] {
        var seen: Set<Int> = []
        return shifts.filter { seen.insert($0).inserted }
    }

    private static func mostFrequent(_ shifts: [Int]) -> Int? { Frequencies(shifts).elements.first }

    // MARK: In words

    /// What is not as it should be, a sentence each; empty where every target is the next input.
    public var remarks: [String] {
        if rows.isEmpty || isRight { return [] }
        if let shift { return [Self.words(shift)] }
        var remarks: [String] = []
        let own = rows.enumerated().filter { $1.source == $0 && $1.differing.isEmpty }.map {
            ($0, $1.shift ?? 1)
        }
        for shift in Frequencies(own.map(\.1)).elements where shift != 1 {
            remarks.append(Self.list(own.filter { $0.1 == shift }.map(\.0)) + ": " + Self.words(shift))
        }
        let moved = rows.enumerated().compactMap { index, row in
            row.source.flatMap { $0 == index ? nil : (row: index, source: $0, shift: row.shift ?? 1) }
        }
        for (row, source, shift) in moved {
            let isSwap = moved.contains { $0.row == source && $0.source == row }
            let more = shift == 1 ? "" : ", " + Self.words(shift)
            if isSwap, row < source {
                remarks.append("rows \(row) and \(source) are swapped: Y[\(row)] answers X[\(source)]" + more)
            } else if !isSwap {
                remarks.append("row \(row): Y[\(row)] answers X[\(source)], another row" + more)
            }
        }
        // Rows with the same mistake are told together.
        let different = rows.indices.filter { !rows[$0].differing.isEmpty }
        for first in different {
            let alike = different.filter {
                rows[$0].differing == rows[first].differing && rows[$0].shift == rows[first].shift
            }
            guard alike.first == first else { continue }
            let (places, shift) = (rows[first].differing, rows[first].shift ?? 1)
            let shown = places.prefix(8).map(String.init).joined(separator: ", ")
            let how = shift == 0 ? ", and is not moved" : ", and is moved by \(shift)"
            remarks.append(
                Self.list(alike) + (alike.count == 1 ? " differs" : " differ")
                    + " at place\(places.count == 1 ? "" : "s") \(shown)\(places.count > 8 ? ", …" : "")"
                    + (shift == 1 ? "" : alike.count == 1 ? how : how.replacing(" is ", with: " are ")))
        }
        let lost = rows.indices.filter { rows[$0].source == nil }
        if !lost.isEmpty { remarks.append(Self.list(lost) + ": the answer to no row of X") }
        return remarks
    }

    private static func list(_ rows: [Int]) -> String {
        let shown = rows.prefix(8).map(String.init).joined(separator: ", ") + (rows.count > 8 ? ", …" : "")
        return rows.count == 1 ? "row \(shown)" : "rows \(shown)"
    }

    /// What a shift means for a model.
    static func words(_ shift: Int) -> String {
        switch shift {
        case 0: "not moved: each answer is the token that was just read, and a model has only to copy it"
        case 1: "moved by 1: each answer is the next token"
        case 2...:
            "moved by \(shift): each answer is the token \(shift) places on, not the next one"
        case -1: "moved the wrong way: each answer is the token before, which was read already"
        default: "moved the wrong way, by \(-shift): each answer is a token that was read already"
        }
    }
}
