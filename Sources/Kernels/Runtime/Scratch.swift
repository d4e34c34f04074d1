/// Memory that a kernel needs while it runs, from the pool.
enum Scratch {
    /// Calls `body` with room for `count` floats, not zeroed.
    ///
    /// A kernel cannot go on without its scratch, some tens of megabytes at most, and the sizes that people
    /// choose never reach it. Where the pool has none even after it has given back all that it kept, the
    /// system is asked past the pool's caution.
    @inline(__always)
    static func with<Result>(_ count: Int, _ body: (MutableFloats) -> Result) -> Result {
        let block = ScratchBlock(count * MemoryLayout<Float>.stride)
        defer { block.release() }
        return body(block.base.assumingMemoryBound(to: Float.self))
    }
}

/// Memory from the pool, or from the system where the pool has none.
struct ScratchBlock {
    let base: UnsafeMutableRawPointer
    private let bytes: Int
    private let isPooled: Bool

    init(_ bytes: Int) {
        self.bytes = bytes
        if let block = Memory.allocate(bytes) {
            (base, isPooled) = (block, true)
        } else {
            (base, isPooled) = ScratchBlock.withoutCaution(bytes)
        }
    }

    func release() { if isPooled { Memory.release(base, bytes: bytes) } else { base.deallocate() } }

    @inline(never)
    private static func withoutCaution(_ bytes: Int) -> (UnsafeMutableRawPointer, Bool) {
        Memory.trim()
        if let block = Memory.allocate(bytes) { return (block, true) }
        return (.allocate(byteCount: bytes, alignment: 64), false)
    }
}

/// Scratch memory cut into pieces, one after the other.
struct ScratchPieces {
    private var rest: MutableFloats

    init(_ room: MutableFloats) { rest = room }

    /// The next `count` floats.
    mutating func take(_ count: Int) -> MutableFloats {
        defer { rest += count }
        return rest
    }
}
