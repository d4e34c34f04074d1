/// The four kinds of character that GPT-2's splitting rule tells apart: `\p{L}`, `\p{N}`, `\s` and the rest.
enum ScalarClass {
    static let other: UInt8 = 0
    static let letter: UInt8 = 1
    static let number: UInt8 = 2
    static let whitespace: UInt8 = 3
    /// Marks a byte of the ASCII table that begins (or continues) a longer UTF-8 sequence.
    static let beyondASCII: UInt8 = 4
}

/// Character classes by table: 256 bytes for single bytes, and pages of 256 scalars made when first met.
///
/// A table of all 1,114,112 scalars would cost tens of milliseconds to fill, for a book that needs two pages.
final class ScalarClasses {
    /// The class of each byte value; 128 and above are `beyondASCII`.
    let bytes: UnsafeMutablePointer<UInt8>
    private let pages: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>
    private static let pageCount = 0x110000 >> 8

    init() {
        bytes = .allocate(capacity: 256)
        bytes.initialize(repeating: ScalarClass.beyondASCII, count: 256)
        for byte in 0..<128 { bytes[byte] = Self.classify(UInt32(byte)) }
        pages = .allocate(capacity: Self.pageCount)
        pages.initialize(repeating: nil, count: Self.pageCount)
    }

    deinit {
        for page in 0..<Self.pageCount { pages[page]?.deallocate() }
        pages.deallocate()
        bytes.deallocate()
    }

    /// The class of the scalar with this number; below 0x110000.
    @inline(__always)
    func of(_ scalar: UInt32) -> UInt8 {
        if let page = pages[Int(scalar >> 8)] { return page[Int(scalar & 255)] }
        return makePage(scalar >> 8)[Int(scalar & 255)]
    }

    @inline(never)
    private func makePage(_ number: UInt32) -> UnsafeMutablePointer<UInt8> {
        let page = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for low in 0..<256 { page[low] = Self.classify(number << 8 | UInt32(low)) }
        pages[Int(number)] = page
        return page
    }

    private static func classify(_ value: UInt32) -> UInt8 {
        guard let scalar = Unicode.Scalar(value) else { return ScalarClass.other }
        if scalar.properties.isWhitespace { return ScalarClass.whitespace }
        // Letters that later versions of Unicode added would get other ids than tiktoken's, whose tables are
        // of version 16; and ids must not change with the version of Swift.
        guard let age = scalar.properties.age, age.major <= 16 else { return ScalarClass.other }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            return ScalarClass.letter
        case .decimalNumber, .letterNumber, .otherNumber:
            return ScalarClass.number
        default:
            return ScalarClass.other
        }
    }
}

/// A scalar decoded from UTF-8: its class and how many bytes it takes.
///
/// A byte that is not part of valid UTF-8 counts as one character that is neither letter, number nor space,
/// which is how its replacement character U+FFFD would be classified.
@inline(__always)
func classOfSequence(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ at: Int, _ classes: ScalarClasses
) -> (class: UInt8, length: Int) {
    let lead = UInt32(text[at])
    if lead < 0x80 { return (classes.bytes[Int(lead)], 1) }
    @inline(__always) func tail(_ offset: Int) -> UInt32? {
        guard at + offset < count, text[at + offset] & 0xC0 == 0x80 else { return nil }
        return UInt32(text[at + offset] & 0x3F)
    }
    if lead >= 0xC2 && lead < 0xE0, let a = tail(1) {
        return (classes.of((lead & 0x1F) << 6 | a), 2)
    }
    if lead >= 0xE0 && lead < 0xF0, let a = tail(1), let b = tail(2) {
        let scalar = (lead & 0x0F) << 12 | a << 6 | b
        if scalar >= 0x800 && !(scalar >= 0xD800 && scalar < 0xE000) { return (classes.of(scalar), 3) }
    }
    if lead >= 0xF0 && lead < 0xF5, let a = tail(1), let b = tail(2), let c = tail(3) {
        let scalar = (lead & 0x07) << 18 | a << 12 | b << 6 | c
        if scalar >= 0x10000 && scalar < 0x110000 { return (classes.of(scalar), 4) }
    }
    return (ScalarClass.other, 1)
}
