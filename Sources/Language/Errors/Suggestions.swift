import Synchronization

/// Finds the name that a person meant.
public enum Suggestions {
    /// Names from elsewhere, and what they are called here; asked before spelling. Libraries add theirs.
    private static let synonyms = Mutex<[String: [String]]>([
        "length": ["len"], "size": ["len"], "count": ["len"], "push": ["append"], "add": ["append", "add"],
        "println": ["print"], "echo": ["print"], "printf": ["print"], "toString": ["str"], "null": ["None"],
        "nil": ["None"], "NULL": ["None"], "true": ["True"], "false": ["False"], "TRUE": ["True"],
        "FALSE": ["False"], "this": ["self"], "elif": ["elif"], "toLowerCase": ["lower"],
        "lowercase": ["lower"],
        "toUpperCase": ["upper"], "uppercase": ["upper"], "trim": ["strip"], "contains": ["__contains__"],
        "indexOf": ["index", "find"], "substring": ["find"], "map_": ["map"], "integer": ["int"],
        "string": ["str"], "array": ["list"], "xrange": ["range"], "raw_input": ["input"], "unichr": ["chr"],
        "tokenize": ["encode"], "tokenise": ["encode"], "detokenize": ["decode"], "has_key": ["get"],
        "iteritems": ["items"], "append": ["add", "append"], "average": ["mean"],
    ])

    /// Adds what a library calls names from elsewhere, behind what is known.
    public static func add(synonyms more: [String: [String]]) {
        synonyms.withLock { known in
            for (word, meant) in more {
                known[word, default: []] += meant.filter { known[word]?.contains($0) != true }
            }
        }
    }

    /// The candidate that was probably meant: a synonym, a different case, or a small slip of the fingers.
    /// Never the word itself.
    public static func best(for word: String, among candidates: some Sequence<String>) -> String? {
        let names = candidates.filter { $0 != word }
        if let known = synonyms.withLock({ $0[word] }) {
            for synonym in known where synonym != word { if names.contains(synonym) { return synonym } }
        }
        let lowered = word.lowercased()
        if let same = names.first(where: { $0.lowercased() == lowered }) { return same }
        let allowed = word.utf8.count <= 2 ? 0 : word.utf8.count <= 4 ? 1 : word.utf8.count <= 8 ? 2 : 3
        if word.utf8.count > 60 { return nil }
        var best: (name: String, distance: Int)? = nil
        for name in names where !name.hasPrefix("__") || word.hasPrefix("_") {
            if abs(name.utf8.count - word.utf8.count) > allowed { continue }
            let distance = distance(Array(lowered.utf8), Array(name.lowercased().utf8))
            if distance <= allowed, distance < best?.distance ?? Int.max { best = (name, distance) }
        }
        return best?.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var before = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in 1...a.count {
            var current = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                var cost = min(previous[j] + 1, current[j - 1] + 1)
                cost = min(cost, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    cost = min(cost, before[j - 2] + 1)
                }
                current[j] = cost
            }
            before = previous
            previous = current
        }
        return previous[b.count]
    }
}
