import RandomNumbers
import Testing

/// What NumPy 2.4 prints for the same seeds.
@Suite struct PCG64Tests {
    @Test func seedsAreNumPys() {
        #expect(
            SeedSequence(entropy: [12345]).state(words: 4) == [
                2_688_385_916, 3_048_105_090, 4_196_366_895, 3_152_189_807,
            ])
        #expect(
            SeedSequence(entropy: [1, 2], spawnKey: [3]).state(words: 3) == [
                1_207_666_766, 1_361_338_344, 2_530_703_459,
            ])
        #expect(
            SeedSequence(entropy: [1, 2, 3, 4, 5, 6]).state(words: 2) == [488_360_481, 3_956_080_669])
    }

    @Test func drawsAreNumPys() {
        var source = PCG64(SeedSequence(entropy: [42]))
        #expect(
            (0..<3).map { _ in source.next() } == [
                14_276_969_152_011_380_360, 8_095_878_257_575_067_585, 15_838_336_090_824_644_132,
            ])
        source.advance(1000)
        #expect(source.next() == 2_809_931_837_866_933_084)
    }

    /// A whole draw between two halves leaves the second half where it is.
    @Test func halvesWait() {
        var source = PCG64(SeedSequence(entropy: [42]))
        #expect(
            (0..<3).map { _ in source.nextHalf() } == [383_329_928, 3_324_115_917, 2_811_363_265])
        #expect(source.half != nil)
        #expect(source.fraction() == 0.8585979199113825)
        #expect(source.half != nil)
    }

    @Test func goingOnAndBackIsAPlace() {
        var source = PCG64(SeedSequence(entropy: [7]))
        let first = source
        for _ in 0..<100 { _ = source.next() }
        var far = first
        far.advance(100)
        #expect(far == source)
        source.advance(0 &- 100)
        #expect(source == first)
    }
}
