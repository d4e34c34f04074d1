import Testing

import Text

/// What looking at tokens computes: joins of a piece, occurrences, how a batch is shifted.
@Suite struct TokenLookTests {
    @Test func joinsEndWhereEncodeDoes() throws {
        let text = Voyage.text
        let tokenizer = try Tokenizer.train(on: text, vocabularySize: 600, name: "tale")
        for piece in tokenizer.pieces(String(text.prefix(2000))) {
            let (bytes, joins) = tokenizer.joins(of: piece)
            #expect(bytes.count == piece.utf8.count)
            #expect((joins.last?.parts ?? bytes) == tokenizer.encode(piece), "\(piece)")
            for join in joins {
                #expect(join.made == join.rank + 256)
                #expect(
                    try tokenizer.tokenBytes(join.left) + tokenizer.tokenBytes(join.right)
                        == tokenizer.tokenBytes(join.made))
            }
        }
        #expect(tokenizer.joins(of: "").joins.isEmpty)
    }

    /// Against looking at every place.
    @Test func occurrencesOverlap() {
        #expect(Occurrences.starts(of: Array("aba"), in: Array("ababababa")) == [0, 2, 4, 6])
        #expect(Occurrences.starts(of: [], in: [1, 2]) == [])
        #expect(Occurrences.starts(of: [1, 2, 3], in: [1, 2]) == [])
        var state: UInt32 = 7
        func draw() -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 30) % 2
        }
        for length in 1...6 {
            let pattern = (0..<length).map { _ in draw() }, all = (0..<80).map { _ in draw() }
            let plain = (0...80 - length).filter { Array(all[$0..<$0 + length]) == pattern }
            #expect(Occurrences.starts(of: pattern, in: all) == plain)
        }
    }

    private static let text = (0..<200).map { ($0 * $0 + 3 * $0) % 97 }
    private static func rows(_ move: Int, count: Int = 8, length: Int = 12) -> [[Int]] {
        (0..<count).map { row in (0..<length).map { text[20 + row * 17 + $0 + move] } }
    }

    @Test(arguments: [
        (1, ""), (0, "not moved"), (-1, "moved the wrong way: each answer is the token before"),
        (2, "moved by 2"), (-3, "moved the wrong way, by 3"), (5, "moved by 5"),
    ])
    func oneShiftOfAllRows(move: Int, words: String) throws {
        let reading = try ShiftReading(inputs: Self.rows(0), targets: Self.rows(move))
        #expect(reading.shift == move && reading.isRight == (move == 1))
        #expect(reading.remarks.count == (move == 1 ? 0 : 1))
        #expect(reading.remarks.first?.hasPrefix(words) != false)
    }

    @Test func swappedAndSpoiledRows() throws {
        var targets = Self.rows(1)
        targets.swapAt(3, 7)
        targets[1][4] = 1000
        targets[5] = [Int](repeating: 2000, count: 12)
        targets[0] = targets[2]
        let reading = try ShiftReading(inputs: Self.rows(0), targets: targets)
        #expect(reading.shift == nil && !reading.isRight)
        #expect(reading.rows.map(\.source) == [2, 1, 2, 7, 4, nil, 6, 3])
        #expect(reading.rows[1].differing == [4])
        #expect(
            reading.remarks == [
                "row 0: Y[0] answers X[2], another row", "rows 3 and 7 are swapped: Y[3] answers X[7]",
                "row 1 differs at place 4", "row 5: the answer to no row of X",
            ])
    }

    @Test func whatIsShortHasNoShift() throws {
        #expect(try ShiftReading(inputs: [[1]], targets: [[2]]).shift == nil)
        #expect(try ShiftReading(inputs: [], targets: []).remarks.isEmpty)
        #expect(try ShiftReading(inputs: [[1, 2]], targets: [[2, 3]]).isRight)
        // A row of one token over and over fits every shift: the right one counts.
        #expect(try ShiftReading(inputs: [[4, 4, 4, 4]], targets: [[4, 4, 4, 4]]).isRight)
    }
}
