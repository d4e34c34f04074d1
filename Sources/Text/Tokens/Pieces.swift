/// Cuts text into the pieces within which byte pairs may merge: words with the space before them, numbers,
/// punctuation, spaces. Merges never cross a piece.
///
/// This is GPT-2's rule, by hand, on bytes:
///
///     '(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s
///
/// It works on scalars, never on `Character`: a combining mark is a piece of its own (`\p{M}` is neither
/// letter nor number), and `\r\n` is two characters.
struct Pieces {
    let text: UnsafePointer<UInt8>
    let count: Int
    let classes: ScalarClasses

    /// Where the piece that begins at `start` ends; `start < count`.
    @inline(__always)
    func end(from start: Int) -> Int {
        let table = classes.bytes
        let first = text[start]
        var at = start
        if first == UInt8(ascii: " ") {
            at += 1
            if at == count { return at }
        }
        let kind = table[Int(text[at])]
        if kind == ScalarClass.letter {
            at += 1
            while at < count {
                let next = table[Int(text[at])]
                if next == ScalarClass.letter {
                    at += 1
                    continue
                }
                return next == ScalarClass.beyondASCII ? run(ScalarClass.letter, from: at) : at
            }
            return at
        }
        return uncommonEnd(from: start)
    }

    /// The same for everything that does not begin with an ASCII letter, or a space and an ASCII letter.
    @inline(never)
    private func uncommonEnd(from start: Int) -> Int {
        if text[start] == UInt8(ascii: "'"), let end = contractionEnd(from: start) { return end }
        let first = classOfSequence(text, count, start, classes)
        if first.class != ScalarClass.whitespace { return run(first.class, from: start + first.length) }
        let after = start + 1
        if text[start] == UInt8(ascii: " "), after < count {
            let next = classOfSequence(text, count, after, classes)
            if next.class != ScalarClass.whitespace { return run(next.class, from: after + next.length) }
        }
        return whitespaceEnd(from: start, firstLength: first.length)
    }

    /// `'s`, `'d`, `'m`, `'t`, `'ll`, `'ve`, `'re`; lower case only, and only the straight apostrophe.
    private func contractionEnd(from start: Int) -> Int? {
        guard start + 1 < count else { return nil }
        let second = text[start + 1]
        switch second {
        case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "t"): return start + 2
        default: break
        }
        guard start + 2 < count else { return nil }
        switch (second, text[start + 2]) {
        case (UInt8(ascii: "l"), UInt8(ascii: "l")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "r"), UInt8(ascii: "e")):
            return start + 3
        default: return nil
        }
    }

    /// The end of the run of characters of one class.
    private func run(_ wanted: UInt8, from start: Int) -> Int {
        var at = start
        while at < count {
            let next = classOfSequence(text, count, at, classes)
            if next.class != wanted { break }
            at += next.length
        }
        return at
    }

    /// `\s++$|\s+(?!\S)|\s`: a run up to the end of the text is one piece; before something else its last
    /// character is left over (a space goes with the word that follows), unless it is the only one.
    private func whitespaceEnd(from start: Int, firstLength: Int) -> Int {
        var last = start
        var at = start + firstLength
        while at < count {
            let next = classOfSequence(text, count, at, classes)
            if next.class != ScalarClass.whitespace { return last > start ? last : at }
            last = at
            at += next.length
        }
        return at
    }
}
