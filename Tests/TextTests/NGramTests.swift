import Foundation
import Testing

import Text

/// Models of frequencies and pairs: distributions, and each token left out of the counts.
@Suite struct NGramTests {
    private let text = (0..<300).map { ($0 * $0 + $0 / 7) % 23 }

    @Test func probabilitiesAddUpToOne() {
        let grams = NGrams(text, vocabularySize: 40)
        let single = (0..<40).map { exp(-grams.unigramLoss($0, leavingOut: false)) }.reduce(0, +)
        #expect(abs(single - 1) < 1e-12)
        for first in [0, 5, 22, 39] {
            let sum = (0..<40).map { exp(-grams.bigramLoss($0, after: first, leavingOut: false)) }.reduce(
                0, +)
            #expect(abs(sum - 1) < 1e-12, "\(first)")
        }
    }

    /// The counts of Witten and Bell by hand: a b a b b over three letters.
    @Test func countsByHand() {
        let grams = NGrams([0, 1, 0, 1, 1], vocabularySize: 3)
        func near(_ loss: Double, _ p: Double) -> Bool { abs(exp(-loss) - p) < 1e-12 }
        #expect(near(grams.unigramLoss(0, leavingOut: false), (2 + 2.0 / 3) / 7))
        #expect(near(grams.unigramLoss(2, leavingOut: false), (2.0 / 3) / 7))
        // Without one a: a, b of four, two of them different.
        #expect(near(grams.unigramLoss(0, leavingOut: true), (1 + 2.0 / 3) / 6))
        let b = (3 + 2.0 / 3) / 7
        #expect(near(grams.bigramLoss(1, after: 0, leavingOut: false), (2 + b) / 3))
        #expect(near(grams.bigramLoss(2, after: 2, leavingOut: false), (2.0 / 3) / 7))
        // The pair b a occurs once: without it, b is followed by b alone.
        #expect(near(grams.bigramLoss(0, after: 1, leavingOut: true), (0 + (1 + 2.0 / 3) / 6) / 2))
        #expect(grams.rank(1) == 0 && grams.rank(0) == 1 && grams.rank(2) == nil)
    }
}
