import CPCRE2
import Foundation
import Language

/// One pattern in PCRE2's language, compiled as often as the ways to ask for it need. Does not change after
/// that, and may serve several threads.
final class PCRE2Code: @unchecked Sendable {
    /// Where a match must stand.
    enum Place: Int { case anywhere, beginning, whole }

    let groups: Int
    private let pattern: String, isCaseless: Bool
    private let library: PCRE2Library, width: PCRE2Library.Width
    // Compiled when first asked for, under the lock; kept as long as the pattern.
    private let lock = NSLock()
    private var codes: [Int: OpaquePointer] = [:]

    /// - Throws: `re.error` where PCRE2 refuses what Python's syntax allows: a repetition of more than
    ///   65,535.
    init(_ pattern: String, isCaseless: Bool, groups: Int) throws {
        (self.pattern, self.isCaseless, self.groups) = (pattern, isCaseless, groups)
        var (library, width) = (try PCRE2Library.loaded(.bytes), PCRE2Library.Width.bytes)
        var made = Self.compile(pattern, Self.options(isCaseless, .anywhere), library, width)
        if made.error == PCRE2_ERROR_PATTERN_TOO_LARGE {
            // A vocabulary's words side by side, for one.
            (library, width) = (try PCRE2Library.loaded(.characters), .characters)
            made = Self.compile(pattern, Self.options(isCaseless, .anywhere), library, width)
        }
        guard let code = made.code else { throw ScriptError("error", try PCRE2Library.text(of: made.error)) }
        _ = library.prepare(code, PCRE2_JIT_COMPLETE)
        (self.library, self.width) = (library, width)
        codes[0] = code
    }

    deinit { codes.values.forEach(library.freeCode) }

    private static func options(_ isCaseless: Bool, _ place: Place) -> UInt32 {
        var options = PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_ALT_CIRCUMFLEX
        if isCaseless { options |= PCRE2_CASELESS }
        if place != .anywhere { options |= PCRE2_ANCHORED }
        if place == .whole { options |= PCRE2_ENDANCHORED }
        return options
    }

    private static func compile(
        _ pattern: String, _ options: UInt32, _ library: PCRE2Library, _ width: PCRE2Library.Width
    ) -> (code: OpaquePointer?, error: Int32) {
        var (error, offset) = (Int32(0), 0)
        func made(_ units: UnsafeRawBufferPointer, _ count: Int) -> OpaquePointer? {
            library.compile(units.baseAddress, count, options, &error, &offset, nil)
        }
        switch width {
        case .bytes:
            let units = Array(pattern.utf8)
            return (units.withUnsafeBytes { made($0, units.count) }, error)
        case .characters:
            let units = pattern.unicodeScalars.map(\.value)
            return (units.withUnsafeBytes { made($0, units.count) }, error)
        }
    }

    private func code(_ place: Place, isWatched: Bool) throws -> OpaquePointer {
        lock.lock()
        defer { lock.unlock() }
        let key = place.rawValue * 2 + (isWatched ? 1 : 0)
        if let known = codes[key] { return known }
        let options = Self.options(isCaseless, place) | (isWatched ? PCRE2_AUTO_CALLOUT : 0)
        let made = Self.compile(pattern, options, library, width)
        guard let code = made.code else { throw ScriptError("error", try PCRE2Library.text(of: made.error)) }
        // Where machine code cannot be made, matching is slower and otherwise the same.
        if !isWatched { _ = library.prepare(code, PCRE2_JIT_COMPLETE) }
        codes[key] = code
        return code
    }

    /// Asks whether to stop, once in a while.
    private final class Watch {
        let interruption: Interruption
        var steps = 0
        init(_ interruption: Interruption) { self.interruption = interruption }
    }

    /// Matches in `text`, from `start` (in bytes), one after the other; `body` gets the places of the
    /// groups (−1 where one took no part) and says whether to go on.
    ///
    /// A pattern that tries for long leaves PCRE2's fast way for one that asks at every step whether somebody
    /// wants it to stop.
    ///
    /// - Throws: KeyboardInterrupt, or MemoryError where the ways that are left open do not fit in memory.
    func forEachMatch(
        in text: UnsafeBufferPointer<UInt8>, from start: Int, place: Place, _ interruption: Interruption,
        _ body: (UnsafeBufferPointer<Int>) throws -> Bool
    ) throws {
        switch width {
        case .bytes:
            try forEachMatch(
                in: UnsafeRawPointer(text.baseAddress), count: text.count, from: start, place, interruption,
                body)
        case .characters:
            let wide = Characters(text)
            try wide.scalars.withUnsafeBytes { scalars in
                try forEachMatch(
                    in: scalars.baseAddress, count: wide.scalars.count, from: wide.character(at: start),
                    place,
                    interruption
                ) { places in
                    let bytes = places.map { $0 < 0 ? $0 : wide.bytes[$0] }
                    return try bytes.withUnsafeBufferPointer(body)
                }
            }
        }
    }

    /// A text of UTF-8 as characters of 32 bits, and the byte at which each begins.
    private struct Characters {
        private(set) var scalars: [UInt32] = []
        private(set) var bytes: [Int] = []

        init(_ text: UnsafeBufferPointer<UInt8>) {
            var place = 0
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
                scalars.append(scalar.value)
                bytes.append(place)
                place += UTF8.width(scalar)
            }
            bytes.append(place)
        }

        func character(at byte: Int) -> Int { bytes.firstIndex { $0 >= byte } ?? scalars.count }
    }

    /// The same in what the library counts in.
    private func forEachMatch(
        in text: UnsafeRawPointer?, count: Int, from start: Int, _ place: Place, _ interruption: Interruption,
        _ body: (UnsafeBufferPointer<Int>) throws -> Bool
    ) throws {
        let code = try code(place, isWatched: false)
        let data = library.makeData(code, nil)
        defer { library.freeData(data) }
        guard let offsets = library.offsets(data) else { throw PCRE2Code.memory }
        let places = UnsafeBufferPointer(start: offsets, count: 2 * (groups + 1))
        var (next, options) = (start, PCRE2_NO_UTF_CHECK)
        var slow: Slow?
        while next <= count {
            try interruption.check()
            var found = library.match(code, text, count, next, options, data, nil)
            if PCRE2Code.isTooMuch(found) {
                let way = try slow ?? Slow(self, place, interruption)
                slow = way
                found = try way.match(text, count, next, options, data, fast: code)
            }
            if found == PCRE2_ERROR_NOMATCH { break }
            guard found > 0 else {
                throw ScriptError("RuntimeError", "re: \(try PCRE2Library.text(of: found))")
            }
            guard try body(places) else { break }
            // An empty match is not found again: what comes next begins there and is longer, or stands
            // further on.
            next = places[1]
            options = PCRE2_NO_UTF_CHECK | (places[0] == places[1] ? PCRE2_NOTEMPTY_ATSTART : 0)
        }
    }

    private static func isTooMuch(_ result: Int32) -> Bool {
        result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_JIT_STACKLIMIT
            || result == PCRE2_ERROR_HEAPLIMIT
    }

    private static var memory: ScriptError {
        ScriptError(
            "MemoryError", "re: the pattern leaves more ways open in this text than fit in memory",
            hint: "a simpler pattern, or shorter texts")
    }

    /// How a match goes on that is too deep or too long for the fast way.
    private final class Slow {
        private let library: PCRE2Library, code: OpaquePointer
        private let context: OpaquePointer?, fastContext: OpaquePointer?, stack: OpaquePointer?
        private let watch: Watch

        init(_ owner: PCRE2Code, _ place: Place, _ interruption: Interruption) throws {
            library = owner.library
            code = try owner.code(place, isWatched: true)
            watch = Watch(interruption)
            context = library.makeContext(nil)
            fastContext = library.makeContext(nil)
            stack = library.makeStack(1 << 15, 1 << 24, nil)
            guard context != nil, fastContext != nil, stack != nil else { throw PCRE2Code.memory }
            library.assignStack(fastContext, nil, stack)
            _ = library.setMatchLimit(context, .max)
            // In KiB.
            _ = library.setHeapLimit(context, 1 << 20)
            _ = library.setCallout(
                context,
                { _, data in
                    guard let data else { return 0 }
                    let watch = Unmanaged<Watch>.fromOpaque(data).takeUnretainedValue()
                    watch.steps &+= 1
                    return watch.steps & 4095 == 0 && watch.interruption.isRequested ? PCRE2_ERROR_CALLOUT : 0
                }, Unmanaged.passUnretained(watch).toOpaque())
        }

        deinit {
            library.freeContext(context)
            library.freeContext(fastContext)
            library.freeStack(stack)
        }

        func match(
            _ text: UnsafeRawPointer?, _ count: Int, _ start: Int, _ options: UInt32, _ data: OpaquePointer?,
            fast: OpaquePointer
        ) throws -> Int32 {
            // Deep, not long: more stack is enough.
            var found = library.match(fast, text, count, start, options, data, fastContext)
            if PCRE2Code.isTooMuch(found) {
                found = library.match(code, text, count, start, options, data, context)
            }
            try watch.interruption.check()
            guard found > 0 || found == PCRE2_ERROR_NOMATCH else { throw PCRE2Code.memory }
            return found
        }
    }
}
