import Foundation

#if PLAIN_MEMORY
    /// Blocks one by one from the system, none larger than asked for, none kept: a memory checker
    /// sees what reads or writes beside a block, or uses it after it was given back, which it
    /// cannot see in slabs and ranges.
    ///
    /// Only in builds with `-Xswiftc -DPLAIN_MEMORY`, which stands in for `SmallBlocks` and `Arena` there.
    struct PlainBlocks {
        private(set) var inUse = 0
        /// Nothing is held for reuse.
        let idle = 0

        mutating func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
            if bytes >= 32 << 20, bytes > SystemMemory.available { return nil }
            var block: UnsafeMutableRawPointer?
            guard posix_memalign(&block, 64, bytes) == 0 else { return nil }
            inUse += bytes
            return block
        }

        mutating func release(_ block: UnsafeMutableRawPointer, _ bytes: Int) {
            free(block)
            inUse -= bytes
        }

        mutating func trim() {}
    }
#endif
