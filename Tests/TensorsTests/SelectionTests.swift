import Tensors
import Testing

/// `topk`, `kthvalue`, `median` and `mode` against sorting, at all small sizes and with NaN among the
/// elements. Which of several equal elements they name is checked against PyTorch's own answers, in
/// `Tests/TorchCases/edge_values.py`.
@Suite struct SelectionTests {
    /// Numbers with many equals among them, always the same.
    private static func row(_ count: Int, _ kinds: Int, nan: Bool) -> [Float] {
        (0..<count).map { i in
            let number = (i &* 7919 &+ 13) % 101 % kinds
            return nan && number == 0 ? .nan : Float(number)
        }
    }

    @Test("The k best are those that sorting puts first", arguments: [1, 2, 3, 7])
    func best(kinds: Int) throws {
        for count in 1...70 {
            let x = try Tensor(SelectionTests.row(count, kinds, nan: false))
            let rising = try x.sort().values.elements(Float.self)
            for k in Set([1, 2, count / 2, count - 1, count]) where k > 0 && k <= count {
                #expect(try x.topk(k, largest: false).values.elements(Float.self) == Array(rising.prefix(k)))
                #expect(try x.topk(k).values.elements(Float.self) == Array(rising.reversed().prefix(k)))
                #expect(try x.kthValue(k).values.item().double == Double(rising[k - 1]))
                let unordered = try x.topk(k, sorted: false).values.elements(Float.self)
                #expect(unordered.sorted() == Array(rising.suffix(k)))
            }
            #expect(try x.median(0).values.item().double == Double(rising[(count - 1) / 2]))
            let (value, place) = try x.mode()
            let elements = try x.elements(Float.self)
            #expect(Double(elements[try place.item().int]) == (try value.item().double))
        }
    }

    @Test("NaN leads nobody outside the row", arguments: [1, 2, 3, 7])
    func nan(kinds: Int) throws {
        for count in 1...200 {
            let x = try Tensor(SelectionTests.row(count, kinds, nan: true))
            let places = try [x.topk(1), x.topk(count), x.kthValue(count), x.mode(), x.median(0)].flatMap {
                try $0.1.elements(Int64.self)
            }
            #expect(places.allSatisfy { $0 >= 0 && $0 < count })
            // NaN counts as the largest.
            let hasNaN = try x.isNaN().any().item().isTrue
            #expect(try x.topk(1).values.item().double.isNaN == hasNaN)
            #expect(try x.median(0).values.item().double.isNaN == hasNaN)
        }
    }

    @Test("Floats become integers as the processor converts them")
    func conversion() throws {
        let tooLarge = [0x1p63, -0x1p63, 1e30, -1e30, .infinity, -.infinity, .nan]
        let numbers: [Double] = [0, -0.5, 0.999, -1.9, 0x1p31, -0x1p31, 0x1p62] + tooLarge
        let wide = try Tensor(numbers).to(.int64).elements(Int64.self)
        #expect(wide == [0, 0, 0, -1, 1 << 31, -1 << 31, 1 << 62] + [Int64](repeating: .min, count: 7))
        let narrow = try Tensor(numbers).to(.int32).elements(Int32.self)
        #expect(narrow == [0, 0, 0, -1, .min, .min] + [Int32](repeating: .min, count: 8))
    }
}
