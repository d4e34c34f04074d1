/// A stable sort that compares as the language does.
package enum Sorting {
    static func sorted(_ elements: [Value], key: Value?, reverse: Bool, _ interpreter: Interpreter) throws
        -> [Value]
    {
        guard let key, !key.isNone else { return try order(elements, reverse: reverse).map { elements[$0] } }
        let keys: [Value]
        if case .builtin(let builtin) = key, let unary = builtin.unary {
            keys = try elements.map(unary)
        } else {
            keys = try elements.map { try Operations.call(key, Arguments([$0]), interpreter) }
        }
        return try order(keys, reverse: reverse).map { elements[$0] }
    }

    /// The places of the keys in the order in which the sort puts them.
    package static func order(_ keys: [Value], reverse: Bool) throws -> [Int] {
        var ints: [Int] = []
        ints.reserveCapacity(keys.count)
        for key in keys { if case .int(let number) = key { ints.append(number) } else { break } }
        if ints.count == keys.count { return places(ints, reverse) { $0 < $1 } }
        var floats: [Double] = []
        for key in keys {
            if case .float(let number) = key, !number.isNaN { floats.append(number) } else { break }
        }
        if floats.count == keys.count { return places(floats, reverse) { $0 < $1 } }
        var texts: [Prefixed] = []
        for key in keys { if case .str(let text) = key { texts.append(Prefixed(text)) } else { break } }
        if texts.count == keys.count { return places(texts, reverse, Prefixed.isLess) }
        return try merged(keys, reverse)
    }

    @inline(__always)
    private static func places<T>(_ keys: [T], _ reverse: Bool, _ isLess: (T, T) -> Bool) -> [Int] {
        // Swift's own sort is stable.
        keys.withUnsafeBufferPointer { keys in
            var indices = Array(keys.indices)
            if reverse {
                indices.sort { isLess(keys[$1], keys[$0]) }
            } else {
                indices.sort { isLess(keys[$0], keys[$1]) }
            }
            return indices
        }
    }

    /// A text with its first eight bytes as a number, which decides most comparisons.
    private struct Prefixed {
        let head: UInt64
        let text: ScriptText

        init(_ text: ScriptText) {
            self.text = text
            var head: UInt64 = 0
            for index in 0..<8 {
                head = head << 8 | (index < text.bytes.count ? UInt64(text.bytes[index]) : 0)
            }
            self.head = head
        }

        static func isLess(_ a: Prefixed, _ b: Prefixed) -> Bool {
            a.head != b.head ? a.head < b.head : a.text < b.text
        }
    }

    /// A merge sort of our own: it stays stable and in bounds whatever a script's `__lt__` answers.
    private static func merged(_ keys: [Value], _ reverse: Bool) throws -> [Int] {
        var current = Array(keys.indices)
        var buffer = current
        var width = 1
        while width < current.count {
            var start = 0
            while start < current.count {
                let middle = min(start + width, current.count)
                let end = min(start + 2 * width, current.count)
                var (left, right) = (start, middle)
                for place in start..<end {
                    let takeRight: Bool
                    if left >= middle {
                        takeRight = true
                    } else if right >= end {
                        takeRight = false
                    } else {
                        let (a, b) = (keys[current[left]], keys[current[right]])
                        takeRight = reverse ? try less(a, b) : try less(b, a)
                    }
                    if takeRight {
                        buffer[place] = current[right]
                        right += 1
                    } else {
                        buffer[place] = current[left]
                        left += 1
                    }
                }
                start = end
            }
            swap(&current, &buffer)
            width *= 2
        }
        return current
    }

    @inline(__always)
    private static func less(_ a: Value, _ b: Value) throws -> Bool {
        switch (a, b) {
        case (.int(let x), .int(let y)): return x < y
        case (.str(let x), .str(let y)): return x < y
        default: return try Operations.ordered(.less, a, b)
        }
    }
}
