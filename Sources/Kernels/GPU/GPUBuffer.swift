import Foundation

/// Memory of a GPU. The host does not see it: while the host works with the numbers it has a copy.
class GPUBuffer: MirroredBuffer {
    final let memory: GPUMemory
    fileprivate final let owner: GPUDevice

    init(_ memory: GPUMemory, bytes: Int, on device: GPUDevice) {
        (self.memory, owner) = (memory, device)
        super.init(bytes: bytes, on: device)
    }

    deinit { owner.giveBack(memory, bytes: bytes) }

    override func download(to target: UnsafeMutableRawPointer) {
        // What a lost device held is gone: zeros, and `failure` says why.
        if !owner.read(memory, 0, into: target, bytes: bytes) { memset(target, 0, bytes) }
    }

    override func upload(from source: UnsafeRawPointer) { owner.write(memory, 0, from: source, bytes: bytes) }
}

/// The host's memory in the hands of a device that computes there. It belongs to one of the two at a time;
/// the host waits for the device before it looks. Nothing is ever copied.
final class LentBuffer: GPUBuffer {
    private var address: UnsafeMutableRawPointer?
    private let lock = NSLock()

    deinit { take() }

    private func take() {
        guard let address else { return }
        owner.giveBackLent(memory, at: address)
        self.address = nil
    }

    override func open(writing: Bool) {
        lock.lock()
        defer { lock.unlock() }
        take()
    }

    override func mirror(writing: Bool) -> UnsafeMutableRawPointer {
        lock.lock()
        defer { lock.unlock() }
        if let address { return address }
        let lent = owner.lend(memory, bytes: bytes)
        address = lent
        return lent
    }
}
