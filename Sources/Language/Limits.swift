/// How far a program may go before it gets an error instead of the machine.
public enum Limits {
    /// Brackets, blocks and operators inside one another, in the source.
    public static let nesting = 100
    /// Height of the tree of one expression (a chain of operators counts as nesting too).
    public static let expressionHeight = 1000
    /// Calls of the person's own functions inside one another.
    public static let callDepth = 1000
    /// Containers inside one another when they are printed, compared or hashed.
    public static let valueDepth = 500
    /// Elements of one list, tuple, dict or set.
    public static let elements = 100_000_000
    /// Bytes of one string.
    public static let textBytes = 1_000_000_000
    /// Bits of one integer.
    public static let integerBits = 1 << 30
    /// The stack of the evaluating thread, in bytes; reserved, used only where depth needs it.
    public static let stackBytes = 512 << 20

    /// - Throws: MemoryError where a collection would get too large.
    @inline(__always)
    package static func check(elements count: Int) throws {
        if count > elements { throw Wording.tooManyElements(count) }
    }

    @inline(__always)
    package static func check(textBytes count: Int) throws {
        if count > textBytes { throw Wording.textTooLong(count) }
    }
}
