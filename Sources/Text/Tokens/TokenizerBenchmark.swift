import Foundation

/// How fast text becomes token ids, end to end, on the thread that calls.
public struct TokenizerBenchmark: Sendable {
    /// Bytes of UTF-8 in the text.
    public let bytes: Int
    /// Tokens that it became.
    public let tokens: Int
    /// The first run, with nothing remembered of any word.
    public let coldSeconds: Double
    /// The median of the other runs, as for anyone who encodes more than one text.
    public let medianSeconds: Double

    /// Millions of bytes a second, from the median.
    public var megabytesPerSecond: Double { Double(bytes) / medianSeconds / 1e6 }
    /// Millions of bytes a second in the first run.
    public var coldMegabytesPerSecond: Double { Double(bytes) / coldSeconds / 1e6 }

    /// Encodes `text` `runs + 1` times; `tokenizer` should be fresh for the first to be cold.
    public init(_ text: String, tokenizer: Tokenizer, runs: Int = 20) {
        var tokens = 0
        func time() -> Double {
            let start = DispatchTime.now().uptimeNanoseconds
            tokens = tokenizer.encode(text).count
            return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }
        coldSeconds = time()
        let times = (0..<max(1, runs)).map { _ in time() }.sorted()
        medianSeconds = times[times.count / 2]
        bytes = text.utf8.count
        self.tokens = tokens
    }
}
