/// Where one sequence stands inside of another.
public enum Occurrences {
    /// The starts of every occurrence of `pattern`, those that overlap included; none of an empty one.
    ///
    /// O(n + m), by Knuth, Morris and Pratt (1977).
    public static func starts<Element: Equatable>(of pattern: [Element], in sequence: [Element]) -> [Int] {
        guard !pattern.isEmpty, pattern.count <= sequence.count else { return [] }
        // The longest beginning of the pattern that also ends at each of its places.
        var borders = [0]
        var border = 0
        for place in pattern.indices.dropFirst() {
            while border > 0, pattern[place] != pattern[border] { border = borders[border - 1] }
            if pattern[place] == pattern[border] { border += 1 }
            borders.append(border)
        }
        var (starts, matched): ([Int], Int) = ([], 0)
        for (place, element) in sequence.enumerated() {
            while matched > 0, matched == pattern.count || element != pattern[matched] {
                matched = borders[matched - 1]
            }
            if element == pattern[matched] { matched += 1 }
            if matched == pattern.count { starts.append(place + 1 - matched) }
        }
        return starts
    }
}
