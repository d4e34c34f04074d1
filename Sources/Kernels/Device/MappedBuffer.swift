import Foundation

/// A file as memory of the host: its bytes are read where somebody looks at them. What is written there stays
/// in memory; the file is never changed.
public final class MappedBuffer: Buffer {
    private let range: UnsafeMutableRawPointer
    private let length: Int

    /// - Parameters:
    ///   - descriptor: an open file that has these bytes; it may be closed afterwards.
    ///   - offset: where the first one stands.
    /// - Returns: nil where the system does not map the file.
    public init?(_ descriptor: Int32, offset: Int, bytes: Int, on device: Device) {
        let page = sysconf(Int32(_SC_PAGESIZE)), shift = offset % max(1, page)
        guard bytes > 0,
            let range = mmap(
                nil, bytes + shift, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, off_t(offset - shift)),
            range != MAP_FAILED
        else { return nil }
        (self.range, length) = (range, bytes + shift)
        super.init(bytes: bytes, base: range + shift, on: device)
    }

    deinit { munmap(range, length) }
}
