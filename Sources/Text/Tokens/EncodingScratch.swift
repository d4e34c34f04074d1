import Foundation

/// What encoding needs to write to: character classes met so far, words met so
/// far with their ids, work space.
///
/// One thread uses one scratch at a time (see `ScratchPool`). It stays warm between calls.
final class EncodingScratch {
    let classes = ScalarClasses()
    var words = WordCache()
    var parts = PartsBuffer()
    var output = IDBuffer()

    deinit {
        words.free()
        parts.free()
        output.free()
    }
}

/// A list of ids that grows, in memory of its own: no checks and no reference counting in the inner loop.
struct IDBuffer {
    private(set) var base = UnsafeMutablePointer<Int32>.allocate(capacity: 1024)
    private(set) var capacity = 1024
    var count = 0

    @inline(__always)
    mutating func append(_ id: Int32) {
        if count == capacity { grow(to: count + 1) }
        base[count] = id
        count += 1
    }

    @inline(never)
    mutating func grow(to needed: Int) {
        let larger = max(capacity * 2, needed)
        let new = UnsafeMutablePointer<Int32>.allocate(capacity: larger)
        new.update(from: base, count: count)
        base.deallocate()
        base = new
        capacity = larger
    }

    func free() { base.deallocate() }
}

/// Scratch memory for any number of threads: each takes one, or makes one, and gives it back.
final class ScratchPool: @unchecked Sendable {
    private let lock = NSLock()
    private var free: [EncodingScratch] = []
    private static let kept = 8

    func take() -> EncodingScratch {
        lock.lock()
        defer { lock.unlock() }
        return free.popLast() ?? EncodingScratch()
    }

    func giveBack(_ scratch: EncodingScratch) {
        lock.lock()
        defer { lock.unlock() }
        if free.count < Self.kept { free.append(scratch) }
    }
}
