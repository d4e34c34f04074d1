/// Where a link leads, behind its words.
enum LinkAddress {
    /// False for places in the same text and where the words are the address.
    static func isWorthShowing(_ address: String, behind words: String) -> Bool {
        guard !address.hasPrefix("#"), !address.lowercased().hasPrefix("javascript:") else { return false }
        return bare(address) != bare(words)
    }

    private static func bare(_ text: String) -> String {
        var text = text.filter { !$0.isWhitespace }.lowercased()[...]
        for start in ["mailto:", "https://", "http://", "www."] where text.hasPrefix(start) {
            text = text.dropFirst(start.count)
        }
        if text.hasSuffix("/") { text = text.dropLast() }
        return String(text)
    }
}
