import Foundation

/// Memory for tensors: 64-byte aligned blocks, kept in a pool when given back.
///
/// Placeholder form: the system's allocator. Blocks of `count` bytes are not zeroed.
public enum Memory {
    /// A block of at least `bytes` bytes, aligned to 64; nil when the system has no such memory.
    public static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
        var pointer: UnsafeMutableRawPointer?
        return posix_memalign(&pointer, 64, max(bytes, 64)) == 0 ? pointer : nil
    }

    /// Gives a block of `allocate(bytes)` back.
    public static func release(_ pointer: UnsafeMutableRawPointer, bytes: Int) { free(pointer) }
}
