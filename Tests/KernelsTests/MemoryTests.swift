import Foundation
import Kernels
import Testing

extension KernelsTests {
    @Test("Blocks are aligned, apart from each other, and counted")
    func blocks() throws {
        var numbers = Numbers(1)
        let before = Memory.inUse
        var blocks: [(UnsafeMutableRawPointer, Int, UInt8)] = []
        for round in 0..<4000 {
            if round % 3 == 2, !blocks.isEmpty {
                let (block, size, mark) = blocks.remove(at: Int(numbers.next() % UInt64(blocks.count)))
                let bytes = block.assumingMemoryBound(to: UInt8.self)
                if size > 0 {
                    #expect(bytes[0] == mark && bytes[size - 1] == mark && bytes[size / 2] == mark)
                }
                Memory.release(block, bytes: size)
            } else {
                let size = Int(numbers.next() % (1 << (numbers.next() % 21)))
                let block = try #require(Memory.allocate(size))
                #expect(Int(bitPattern: block) % 64 == 0)
                let mark = UInt8(truncatingIfNeeded: round)
                block.initializeMemory(as: UInt8.self, repeating: mark, count: size)
                blocks.append((block, size, mark))
            }
        }
        #expect(Memory.inUse >= before + blocks.reduce(0) { $0 + $1.1 })
        for (block, size, _) in blocks { Memory.release(block, bytes: size) }
        #expect(Memory.inUse == before)
    }

    @Test("What cannot be had is refused")
    func refusals() {
        #expect(Memory.allocate(-1) == nil)
        #expect(Memory.allocate(Int.max) == nil)
        #expect(Memory.allocate(1 << 60) == nil)
        #expect(Memory.allocate(Memory.physical * 2) == nil)
        #expect(Memory.available > 0 && Memory.available <= Memory.physical + Memory.pooled)
    }

    @Test("Sizes that are no longer asked for do not pile up")
    func staysNearThePeak() throws {
        Memory.trim()
        let start = Memory.inUse
        Memory.resetPeak()
        // Ever new sizes around 40 MB, one at a time.
        for round in 0..<60 {
            let size = (40 << 20) + round * 123_457
            let block = try #require(Memory.allocate(size))
            Memory.release(block, bytes: size)
        }
        #expect(Memory.peak >= start + 40 << 20)
        #expect(Memory.pooled < 200 << 20)
        Memory.trim()
        #expect(Memory.pooled < 16 << 20)
    }
}
