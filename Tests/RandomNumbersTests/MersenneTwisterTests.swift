import RandomNumbers
import Testing

@Suite struct MersenneTwisterTests {
    /// The first draws that the authors' own program prints, and the ten-thousandth that the C++ standard
    /// names.
    @Test func drawsAreTheAuthors() {
        var twister = MersenneTwister(key: [0x123, 0x234, 0x345, 0x456])
        #expect(
            (0..<5).map { _ in twister.next() } == [
                1_067_595_299, 955_945_823, 477_289_528, 4_107_218_783, 4_228_976_476,
            ])
        var standard = MersenneTwister(seed: 5489)
        standard.skip(9_999)
        #expect(standard.next() == 4_123_659_995)
    }

    /// Python 3.11: `random.seed(42)`, then `random()`, `getrandbits(8)`, `getrandbits(40)`,
    /// `randrange(10**6)`.
    @Test func drawsAreCPythons() {
        var twister = MersenneTwister(key: [42])
        #expect(twister.fraction() == 0.6394267984578837)
        #expect(twister.bits(8) == 6)
        #expect(twister.bits(40) == 303_832_645_883)
        #expect(twister.below(1_000_000) == 256787)
        #expect(twister.bits(0) == 0)
    }

    @Test(arguments: [1, 3, 623, 624, 625, 2000]) func manyDrawsAreTheSameAsOneByOne(count: Int) {
        var (one, many) = (MersenneTwister(seed: 7), MersenneTwister(seed: 7))
        _ = (one.next(), many.next())
        var drawn: [UInt32] = []
        many.draws(count) { start, run in
            #expect(start == drawn.count)
            drawn += run
        }
        #expect(drawn == (0..<count).map { _ in one.next() })
        #expect(one == many)
    }

    @Test func aStateComesBack() throws {
        var twister = MersenneTwister(seed: 1)
        twister.skip(1000)
        var copy = try #require(MersenneTwister(words: twister.words, position: twister.position))
        #expect(copy == twister && copy.next() == twister.next())
        #expect(MersenneTwister(words: [1, 2], position: 0) == nil)
        #expect(MersenneTwister(words: twister.words, position: 625) == nil)
        #expect(MersenneTwister(words: twister.words, position: -1) == nil)
    }
}
