extension ScriptText {
    /// The byte offset of the first `part` that lies in `start..<end`.
    package func find(_ part: [UInt8], from start: Int, to end: Int) -> Int? {
        if part.isEmpty { return start <= end ? start : nil }
        guard end - start >= part.count else { return nil }
        return bytes.withUnsafeBufferPointer { text in
            part.withUnsafeBufferPointer { part in
                let first = part[0]
                var index = start
                let last = end - part.count
                while index <= last {
                    if text[index] == first {
                        var offset = 1
                        while offset < part.count, text[index + offset] == part[offset] { offset += 1 }
                        if offset == part.count { return index }
                    }
                    index += 1
                }
                return nil
            }
        }
    }

    /// The byte offset of the last `part` that lies in `start..<end`.
    func findLast(_ part: [UInt8], from start: Int, to end: Int) -> Int? {
        if part.isEmpty { return start <= end ? end : nil }
        var index = end - part.count
        while index >= start {
            if bytes[index] == part[0], bytes[index..<(index + part.count)].elementsEqual(part) {
                return index
            }
            index -= 1
        }
        return nil
    }

    func occurrences(_ part: [UInt8], from start: Int, to end: Int) -> Int {
        if part.isEmpty { return index(ofByte: end) - index(ofByte: start) + 1 }
        var count = 0
        var position = start
        while let found = find(part, from: position, to: end) {
            count += 1
            position = found + part.count
        }
        return count
    }

    func replacing(_ old: ScriptText, _ new: ScriptText, limit: Int) throws -> ScriptText {
        if limit == 0 || (old.bytes.isEmpty && new.bytes.isEmpty) { return self }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var done = 0
        if old.bytes.isEmpty {
            var position = 0
            while done != limit {
                result.append(contentsOf: new.bytes)
                done += 1
                if position >= bytes.count { break }
                let next = position + ScriptText.width(bytes[position])
                result.append(contentsOf: bytes[position..<next])
                position = next
                try Limits.check(textBytes: result.count)
            }
            result.append(contentsOf: bytes[position...])
            return ScriptText(bytes: result)
        }
        var position = 0
        while done != limit, let found = find(old.bytes, from: position, to: bytes.count) {
            result.append(contentsOf: bytes[position..<found])
            result.append(contentsOf: new.bytes)
            position = found + old.bytes.count
            done += 1
            try Limits.check(textBytes: result.count)
        }
        if done == 0 { return self }
        result.append(contentsOf: bytes[position...])
        return ScriptText(bytes: result)
    }

    func split(_ separator: [UInt8], limit: Int) -> [Value] {
        var parts: [Value] = []
        var position = 0
        while parts.count != limit, let found = find(separator, from: position, to: bytes.count) {
            parts.append(.str(piece(position, found)))
            position = found + separator.count
        }
        parts.append(.str(piece(position, bytes.count)))
        return parts
    }

    func splitFromRight(_ separator: [UInt8], limit: Int) -> [Value] {
        var parts: [Value] = []
        var end = bytes.count
        while parts.count != limit, let found = findLast(separator, from: 0, to: end) {
            parts.append(.str(piece(found + separator.count, end)))
            end = found
        }
        parts.append(.str(piece(0, end)))
        return parts.reversed()
    }

    /// The stretches between white space.
    func words(limit: Int) -> [Value] {
        var parts: [Value] = []
        var position = 0
        while true {
            while position < bytes.count, let width = blank(at: position) { position += width }
            if position >= bytes.count { return parts }
            if parts.count == limit {
                var end = bytes.count
                while end > position, let width = blank(before: end) { end -= width }
                parts.append(.str(piece(position, end)))
                return parts
            }
            let start = position
            while position < bytes.count, blank(at: position) == nil {
                position += ScriptText.width(bytes[position])
            }
            parts.append(.str(piece(start, position)))
        }
    }

    func wordsFromRight(limit: Int) -> [Value] {
        var parts: [Value] = []
        var end = bytes.count
        while true {
            while end > 0, let width = blank(before: end) { end -= width }
            if end == 0 { break }
            if parts.count == limit {
                var start = 0
                while start < end, let width = blank(at: start) { start += width }
                parts.append(.str(piece(start, end)))
                break
            }
            let stop = end
            while end > 0, blank(before: end) == nil { end -= backWidth(end) }
            parts.append(.str(piece(end, stop)))
        }
        return parts.reversed()
    }

    private func backWidth(_ end: Int) -> Int {
        var width = 1
        while width < 4, end - width > 0, bytes[end - width] & 0xC0 == 0x80 { width += 1 }
        return width
    }

    /// The width of the white space at an offset, nil where there is none.
    func blank(at offset: Int) -> Int? {
        let byte = bytes[offset]
        if byte < 0x80 {
            return byte == 32 || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31) ? 1 : nil
        }
        let width = ScriptText.width(byte)
        let scalar = String(decoding: bytes[offset..<min(bytes.count, offset + width)], as: UTF8.self)
            .unicodeScalars.first
        return scalar?.properties.isWhitespace == true ? width : nil
    }

    func blank(before end: Int) -> Int? {
        let width = backWidth(end)
        return blank(at: end - width) == nil ? nil : width
    }

    /// The lines, as `str.splitlines` divides them.
    package func lines(keepEnds: Bool) -> [Value] {
        var parts: [Value] = []
        var start = 0
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            var width = 0
            if byte == 13 {
                width = position + 1 < bytes.count && bytes[position + 1] == 10 ? 2 : 1
            } else if byte == 10 || byte == 11 || byte == 12 || (byte >= 28 && byte <= 30) {
                width = 1
            } else if byte == 0xC2, position + 1 < bytes.count, bytes[position + 1] == 0x85 {
                width = 2
            } else if byte == 0xE2, position + 2 < bytes.count, bytes[position + 1] == 0x80,
                bytes[position + 2] | 1 == 0xA9
            {
                width = 3
            }
            if width > 0 {
                parts.append(.str(piece(start, keepEnds ? position + width : position)))
                position += width
                start = position
            } else {
                position += ScriptText.width(byte)
            }
        }
        if start < bytes.count { parts.append(.str(piece(start, bytes.count))) }
        return parts
    }
}
