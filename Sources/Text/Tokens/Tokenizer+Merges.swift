extension Tokenizer {
    /// Two neighbours of a piece that became one token.
    public struct Join: Equatable, Sendable {
        /// When this merge was learned: 0 is the first of all.
        public let rank: Int
        /// The tokens that were joined.
        public let left: Int, right: Int
        /// What they became.
        public let made: Int
        /// All tokens of the piece after it.
        public let parts: [Int]
    }

    /// How one piece becomes tokens, join by join: always the pair whose merge was learned first, and of
    /// equal pairs the leftmost.
    ///
    /// Slow, for looking at: O(n²) in the bytes of the piece. `encode` gives what is left at the end.
    /// - Returns: the tokens of single bytes that it begins with, and the joins in their order.
    public func joins(of piece: String) -> (bytes: [Int], joins: [Join]) {
        let bytes = piece.utf8.map { Int(byteIDs[Int($0)]) }
        var (parts, joins): ([Int], [Join]) = (bytes, [])
        while true {
            var best = MergeTable.none, place = 0
            for index in parts.indices.dropLast() {
                let made = table.merged(Int32(parts[index]), Int32(parts[index + 1]))
                if made < best { (best, place) = (made, index) }
            }
            guard best != MergeTable.none else { return (bytes, joins) }
            let (left, right) = (parts[place], parts[place + 1])
            parts.replaceSubrange(place...place + 1, with: CollectionOfOne(Int(best)))
            // Merge k makes token 256 + k.
            joins.append(Join(rank: Int(best) - 256, left: left, right: right, made: Int(best), parts: parts))
        }
    }
}
