import Bindings
import Foundation
import Language
import Presentation

/// Magics about the seconds that a line takes.
enum TimeMagics {
    static let all: [Magic] = [time, timeit]

    static let time = Magic(
        "time", "Runs a statement, or the rest of the cell after %%time, and says how long it took.",
        .code("STATEMENT", "what is run"), example: "%time model(X)", changesSession: true
    ) { session, code in
        let start = DispatchTime.now().uptimeNanoseconds
        defer {
            session.output.note(
                "took \(Formatting.duration(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9))")
        }
        try session.runInside(code)
    }

    static let timeit = Magic(
        "timeit", "Runs a statement many times, and says how long it takes: median and spread.",
        .option("-n", "TIMES", "how often; about a second in all if left out", in: 1...1_000_000),
        .option("-r", "TIMES", "IPython's rounds, of which one is enough here", in: 1...1_000_000),
        .code("STATEMENT", "what is run"), example: "%timeit sum(range(100))", changesSession: true
    ) { session, times, _, code in
        // Read once, run often.
        let cell = ParsedCell(code)
        func once() throws -> Double {
            try session.interruption.check()
            let start = DispatchTime.now().uptimeNanoseconds
            try session.runInside(cell, shown: false)
            return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }
        let first = try once()
        // About a second in all, but three times at least and a thousand times at most.
        let wanted = times ?? min(1000, max(3, Int(1 / max(first, 1e-6))))
        var seconds: [Double] = []
        let start = DispatchTime.now().uptimeNanoseconds
        while seconds.count < wanted {
            seconds.append(try once())
            if times == nil, seconds.count >= 3, Double(DispatchTime.now().uptimeNanoseconds - start) > 2e9 {
                break
            }
        }
        seconds.sort()
        session.output.write(
            "\(Formatting.duration(seconds[seconds.count / 2])) (median of \(seconds.count); "
                + "from \(Formatting.duration(seconds[0])) to "
                + "\(Formatting.duration(seconds[seconds.count - 1])))\n"
        )
    }
}
