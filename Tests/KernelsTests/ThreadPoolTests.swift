import Foundation
import Kernels
import Testing

extension KernelsTests {
    @Test("Every chunk runs once, whatever the number of threads", arguments: [1, 2, 3, 8])
    func everyChunkOnce(threads: Int) throws {
        let before = ThreadPool.threads
        defer { try? ThreadPool.setThreads(before) }
        try ThreadPool.setThreads(threads)
        for count in [0, 1, 2, 3, 17, 1000] {
            for _ in 0..<50 {
                var runs = [Int](repeating: 0, count: count)
                runs.withUnsafeMutableBufferPointer { runs in
                    let base = runs.baseAddress
                    ThreadPool.forEach(count) { base![$0] += 1 }
                }
                #expect(runs.allSatisfy { $0 == 1 })
            }
        }
    }

    @Test("Calls from inside a chunk, and from several threads at once")
    func nested() {
        let total = NSLock()
        // unsafe: changed while `total` is locked.
        nonisolated(unsafe) var sum = 0
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<100 {
                ThreadPool.forEach(8) { outer in
                    ThreadPool.forEach(4) { inner in
                        total.withLock { sum += outer * 4 + inner }
                    }
                }
            }
        }
        #expect(sum == 400 * (31 * 32 / 2))
    }

    @Test("After a pause the threads wake up again")
    func sleeps() {
        for _ in 0..<3 {
            usleep(20_000)
            var done = [Bool](repeating: false, count: 100)
            done.withUnsafeMutableBufferPointer { done in
                let base = done.baseAddress!
                ThreadPool.forEach(100) { base[$0] = true }
            }
            #expect(done.allSatisfy { $0 })
        }
    }

    @Test("A number of threads that cannot be is refused")
    func refusesNumbers() {
        for count in [0, -1, 1025, Int.max] {
            #expect(throws: ThreadPoolError.outOfRange(count)) { try ThreadPool.setThreads(count) }
        }
        setenv("LAGADO_THREADS", "many", 1)
        defer { unsetenv("LAGADO_THREADS") }
        #expect(throws: ThreadPoolError.badEnvironment("many")) { try ThreadPool.configuration }
    }
}
