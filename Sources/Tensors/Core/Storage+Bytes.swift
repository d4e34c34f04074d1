import Kernels

// Numbers as the bytes that they are, for files.

extension Storage {
    /// The bytes of all numbers while `body` runs.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Host.withBytes(numbers(UInt8.self), count: bytes, body)
    }

    /// Has `body` fill the memory of all numbers; what is no truth value becomes one.
    ///
    /// - Parameter isBigEndian: whether what is filled in has the highest byte of each number first.
    /// - Throws: MemoryError where there is no room, and what `body` throws.
    public func fill(isBigEndian: Bool = false, _ body: (UnsafeMutableRawBufferPointer) throws -> Void) throws
    {
        let width = dtype.size, isTruth = dtype == .bool
        try Host.withMutableBytes(mutable(UInt8.self), count: bytes) { memory in
            try body(memory)
            if isBigEndian, width > 1 {
                for start in stride(from: 0, to: memory.count, by: width) {
                    memory[start..<(start + width)].reverse()
                }
            }
            if isTruth { for place in memory.indices where memory[place] > 1 { memory[place] = 1 } }
        }
    }
}

extension Tensor {
    /// The bytes of the numbers, row by row, while `body` runs.
    ///
    /// - Throws: MemoryError where there is no room for a copy of numbers that do not lie so; what `body`
    ///   throws.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        let plain = try detachedView().contiguous()
        let start: Operand<UInt8> = plain.storage.numbers(UInt8.self) + plain.offset * plain.dtype.size
        return try Host.withBytes(start, count: plain.count * plain.dtype.size, body)
    }
}
