/// Bytes that are read at any place: a file that is open, or what is in memory.
public protocol ByteSource: AnyObject {
    /// How many there are.
    var size: Int { get }
    /// Fills memory with the bytes from `position` on.
    ///
    /// - Returns: how many there were; fewer than `count` where the source ends.
    func read(into target: UnsafeMutableRawPointer?, _ count: Int, at position: Int) throws -> Int
}

extension ByteSource {
    /// Bytes from `position` on; fewer than `count` where the source ends.
    public func part(_ count: Int, at position: Int) throws -> [UInt8] {
        let wanted = max(0, min(count, size - position))
        var failure: (any Error)?
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            do { filled = try read(into: buffer.baseAddress, wanted, at: position) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }
}

extension ReadableFile: ByteSource {}

/// Bytes in memory as a source.
public final class BytesInMemory: ByteSource {
    private let content: [UInt8]

    public init(_ content: [UInt8]) { self.content = content }

    public var size: Int { content.count }

    public func read(into target: UnsafeMutableRawPointer?, _ count: Int, at position: Int) throws -> Int {
        guard let target, position >= 0, position < content.count, count > 0 else { return 0 }
        let filled = min(count, content.count - position)
        content.withUnsafeBytes { target.copyMemory(from: $0.baseAddress! + position, byteCount: filled) }
        return filled
    }
}

/// Takes the next bytes of a file.
public typealias ByteSink = (UnsafeRawBufferPointer) throws -> Void

extension [UInt8] {
    /// Hands the bytes over.
    public func send(to sink: ByteSink) throws { try withUnsafeBytes(sink) }
}
