import Testing
import Text

@Suite("What occurs in a text")
struct TextVocabularyTests {
    @Test func countsAreTheMostFrequentFirst() {
        let vocabulary = TextVocabulary(of: "The cat, the CAT and a dog; don't!\r\n")
        #expect(vocabulary.words.elements == ["the", "cat", "and", "a", "dog", "don't"])
        #expect(vocabulary.words.counts == [2, 2, 1, 1, 1, 1])
        #expect(vocabulary.words.distinct == 6 && vocabulary.words.total == 8)
        // Scalars, so that a carriage return and its line feed are two.
        #expect(vocabulary.characters.total == 36)
        #expect(vocabulary.characters.elements.first == " " && vocabulary.characters.counts.first == 7)
        #expect(vocabulary.tokens == nil && vocabulary.share == nil)
    }

    @Test func tokensAreAShareOfTheVocabulary() {
        let vocabulary = TextVocabulary(of: "ab", tokens: ([5, 7, 5, 9], 12))
        #expect(vocabulary.tokens?.elements == [5, 7, 9] && vocabulary.tokens?.counts == [2, 1, 1])
        #expect(vocabulary.share == 0.25)
    }

    @Test func nothing() {
        let vocabulary = TextVocabulary(of: "", tokens: ([], 0))
        #expect(vocabulary.characters.distinct == 0 && vocabulary.words.total == 0)
        #expect(vocabulary.tokens?.distinct == 0 && vocabulary.share == nil)
    }
}
