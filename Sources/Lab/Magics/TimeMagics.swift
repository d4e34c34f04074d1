import Bindings
import Foundation
import Language
import Presentation

/// Magics about the seconds that a line takes.
enum TimeMagics {
    static let all: [Magic] = [time, timeit]

    static let time = Magic(
        "time", "Runs a statement, or the rest of the cell after %%time, and says how long it took.",
        usage: "%time STATEMENT", example: "%time model(X)", changesSession: true
    ) { session, line, body in
        let source = try body ?? Session.required(line, "time", "model(X)")
        let start = DispatchTime.now().uptimeNanoseconds
        defer {
            session.output.note(
                "took \(Formatting.duration(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9))")
        }
        try session.runInside(source)
    }

    static let timeit = Magic(
        "timeit", "Runs a statement again and again, and says how long it takes: median and spread.",
        usage: "%timeit [-n TIMES] STATEMENT", example: "%timeit sum(range(100))", changesSession: true
    ) { session, line, body in
        var (source, times): (String, Int?) = (try body ?? Session.required(line, "timeit", "model(X)"), nil)
        // IPython's -n; its -r, how often all of it is done again, has nothing to say here.
        while let flag = ["-n", "-r"].first(where: source.hasPrefix) {
            let rest = source.dropFirst(2).drop { $0 == " " }
            guard let count = Int(rest.prefix { $0.isNumber }), (1...1_000_000).contains(count) else {
                throw ScriptError(
                    "ValueError", "%timeit \(flag) wants a number from 1 to 1,000,000",
                    hint: "%timeit -n 10 model(X)")
            }
            if flag == "-n" { times = count }
            source = String(rest.drop { $0.isNumber }.drop { $0 == " " })
        }
        func once() throws -> Double {
            try session.interruption.check()
            let start = DispatchTime.now().uptimeNanoseconds
            try session.runInside(source, shown: false)
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
