extension Tokenizer {
    /// The ids of a text.
    ///
    /// - Parameters:
    ///   - text: any text; the empty one gives no ids.
    ///   - allowedSpecial: special tokens to recognise in the text. By default `<|endoftext|>` in a book is
    ///     seven ordinary tokens, as in tiktoken with `disallowed_special=()`.
    public func encode(_ text: String, allowedSpecial: Set<String> = []) -> [Int] {
        var text = text
        return text.withUTF8 { encode(bytes: $0, allowedSpecial: allowedSpecial) { $0.map(Int.init) } }
    }

    /// The ids of a text in 32 bits each, half the memory.
    public func encode32(_ text: String, allowedSpecial: Set<String> = []) -> [Int32] {
        var text = text
        return text.withUTF8 { encode(bytes: $0, allowedSpecial: allowedSpecial) { Array($0) } }
    }

    /// The ids of a text in which these tokens are recognised, which need not be among the tokenizer's own.
    ///
    /// - Parameter special: their texts and ids. Where two begin at one place, the longer one counts.
    public func encode32(_ text: String, special: [String: Int]) -> [Int32] {
        var text = text
        return text.withUTF8 { encode(bytes: $0, special: special) { Array($0) } }
    }

    /// The ids of any bytes; they need not be UTF-8.
    public func encode(bytes: [UInt8]) -> [Int] {
        bytes.withUnsafeBufferPointer { encode(bytes: $0, allowedSpecial: []) { $0.map(Int.init) } }
    }

    /// How many tokens a text is, without the list of them.
    public func countTokens(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { encode(bytes: $0, allowedSpecial: []) { $0.count } }
    }

    /// Cuts a text into the pieces within which merges happen, as GPT-2's rule does; for looking at.
    public func pieces(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        let scratch = pool.take()
        defer { pool.giveBack(scratch) }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return [] }
            let pieces = Pieces(text: base, count: buffer.count, classes: scratch.classes)
            var result: [String] = []
            var start = 0
            while start < buffer.count {
                let end = pieces.end(from: start)
                result.append(String(decoding: buffer[start..<end], as: UTF8.self))
                start = end
            }
            return result
        }
    }

    // MARK: -

    private func encode<Result>(
        bytes: UnsafeBufferPointer<UInt8>, allowedSpecial: Set<String>,
        _ use: (UnsafeBufferPointer<Int32>) -> Result
    ) -> Result {
        encode(bytes: bytes, special: specialTokens.filter { allowedSpecial.contains($0.key) }, use)
    }

    private func encode<Result>(
        bytes: UnsafeBufferPointer<UInt8>, special: [String: Int],
        _ use: (UnsafeBufferPointer<Int32>) -> Result
    ) -> Result {
        let scratch = pool.take()
        defer { pool.giveBack(scratch) }
        scratch.output.count = 0
        let special = special.filter { !$0.key.isEmpty }
        if special.isEmpty {
            encodeOrdinary(bytes, scratch)
        } else {
            encode(bytes, special: special.map { (Array($0.key.utf8), Int32($0.value)) }, scratch)
        }
        return use(UnsafeBufferPointer(start: scratch.output.base, count: scratch.output.count))
    }

    /// Ordinary text between special tokens; where two begin at one place, the longer one counts.
    private func encode(
        _ bytes: UnsafeBufferPointer<UInt8>, special: [(bytes: [UInt8], id: Int32)],
        _ scratch: EncodingScratch
    ) {
        let special = special.sorted { $0.bytes.count > $1.bytes.count }
        // A book is looked through for the few bytes with which a special token begins, one look a byte.
        var begins = [Bool](repeating: false, count: 256)
        for token in special { begins[Int(token.bytes[0])] = true }
        var start = 0
        var at = 0
        while at < bytes.count {
            if begins[Int(bytes[at])],
                let found = special.first(where: { bytes[at...].starts(with: $0.bytes) })
            {
                encodeOrdinary(UnsafeBufferPointer(rebasing: bytes[start..<at]), scratch)
                scratch.output.append(found.id)
                at += found.bytes.count
                start = at
            } else {
                at += 1
            }
        }
        encodeOrdinary(UnsafeBufferPointer(rebasing: bytes[start...]), scratch)
    }

    private func encodeOrdinary(_ bytes: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch) {
        guard let text = bytes.baseAddress else { return }
        let count = bytes.count
        let pieces = Pieces(text: text, count: count, classes: scratch.classes)
        // Local copies keep the buffers' fields in registers; they go back to the scratch at the end.
        var words = scratch.words
        var output = scratch.output
        var start = 0
        while start < count {
            let end = pieces.end(from: start)
            let length = end - start
            if length <= WordCache.longestWord {
                let (low, high) = Self.key(text + start, length, canReadSixteen: start + 16 <= count)
                let entry = words.slot(low, high)
                if entry.pointee.high != 0 {
                    Self.append(entry.pointee.value, words, &output)
                } else {
                    let first = output.count
                    merge(text + start, length, scratch, &output)
                    words.insert(low, high, ids: output.base + first, count: output.count - first)
                }
            } else {
                merge(text + start, length, scratch, &output)
            }
            start = end
        }
        scratch.words = words
        scratch.output = output
    }

    /// A word of at most 15 bytes as two integers, the length in the top byte of the second.
    @inline(__always)
    private static func key(
        _ word: UnsafePointer<UInt8>, _ length: Int, canReadSixteen: Bool
    ) -> (low: UInt64, high: UInt64) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        if canReadSixteen {
            let raw = UnsafeRawPointer(word)
            low = raw.loadUnaligned(as: UInt64.self)
            if length < 8 {
                low &= (1 &<< UInt64(length * 8)) &- 1
            } else {
                high = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                high &= (1 &<< UInt64((length - 8) * 8)) &- 1
            }
        } else {
            for index in 0..<length {
                let byte = UInt64(word[index])
                if index < 8 {
                    low |= byte << UInt64(index * 8)
                } else {
                    high |= byte << UInt64((index - 8) * 8)
                }
            }
        }
        return (low, high | UInt64(length) << 56)
    }

    @inline(__always)
    private static func append(_ value: UInt64, _ words: WordCache, _ output: inout IDBuffer) {
        let count = Int(value & 255)
        if output.count + count > output.capacity { output.grow(to: output.count + count) }
        let place = output.base + output.count
        if count <= 2 {
            place[0] = Int32(truncatingIfNeeded: value >> 8 & 0xFFF_FFFF)
            if count == 2 { place[1] = Int32(truncatingIfNeeded: value >> 36) }
        } else {
            let ids = words.overflow.base + Int(value >> 8)
            for index in 0..<count { place[index] = ids[index] }
        }
        output.count += count
    }
}
