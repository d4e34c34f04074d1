import Foundation
import Language

/// The module `time`.
enum TimeModule {
    package static func make() -> ModuleValue {
        func clock(_ name: String, _ summary: String, _ read: @escaping () -> Double) -> Builtin {
            Builtin(name, group: "time", summary: summary) { _ -> Double in read() }
        }
        let module = ModuleValue(
            "time", documentation: "Clocks.",
            commands: [
                clock("time", "Seconds since 1970.") { Date().timeIntervalSince1970 },
                Builtin(
                    "strftime", group: "time", summary: "The time as text.",
                    Parameter<String>("format", "such as '%H:%M'"),
                    Parameter<Value>("t", "what time.localtime() gives", default: .none)
                ) { _, format, moment -> String in try TimeModule.text(format, moment) },
                Builtin(
                    "localtime", group: "time", summary: "The local time as year, month, day and so on.",
                    Parameter<Double?>("seconds", "since 1970, now if left out", default: nil)
                ) { _, seconds -> Value in TimeModule.moment(seconds, isLocal: true) },
                Builtin(
                    "gmtime", group: "time", summary: "The time in UTC as year, month, day and so on.",
                    Parameter<Double?>("seconds", "since 1970, now if left out", default: nil)
                ) { _, seconds -> Value in TimeModule.moment(seconds, isLocal: false) },
                Builtin(
                    "ctime", group: "time", summary: "A time as text.",
                    Parameter<Double?>("seconds", "since 1970, now if left out", default: nil)
                ) { _, seconds -> String in
                    try TimeModule.text("%a %b %e %H:%M:%S %Y", TimeModule.moment(seconds, isLocal: true))
                },
                Builtin("time_ns", group: "time", summary: "Nanoseconds since 1970.") { _ -> Int in
                    Int(Date().timeIntervalSince1970 * 1e9)
                },
                Builtin("perf_counter_ns", group: "time", summary: "Nanoseconds of a steady clock.") {
                    _ -> Int in
                    Int(DispatchTime.now().uptimeNanoseconds)
                },
                clock("perf_counter", "Seconds of a steady clock.") { ProcessInfo.processInfo.systemUptime },
                clock("monotonic", "Seconds of a steady clock.") { ProcessInfo.processInfo.systemUptime },
                clock("process_time", "Processor seconds of this program.") {
                    Double(Foundation.clock()) / Double(CLOCKS_PER_SEC)
                },
                Builtin(
                    "sleep", group: "time", summary: "Waits for some seconds.",
                    Parameter<Double>("seconds", "seconds")
                ) {
                    interpreter, seconds -> Value in
                    if seconds < 0 || seconds.isNaN {
                        throw ScriptError("ValueError", "sleep length must be non-negative")
                    }
                    let end = ProcessInfo.processInfo.systemUptime + min(seconds, 1e9)
                    while true {
                        let rest = end - ProcessInfo.processInfo.systemUptime
                        if rest <= 0 { return .none }
                        try interpreter.interruption.check()
                        usleep(UInt32(min(rest, 0.02) * 1e6))
                    }
                },
                Builtin(
                    "mktime", group: "time", summary: "The seconds since 1970 of a local time.",
                    Parameter<Value>("t", "what time.localtime() gives")
                ) { _, moment -> Double in
                    var parts = try TimeModule.parts(moment)
                    parts.tm_isdst = -1
                    return Double(Foundation.mktime(&parts))
                },
                Builtin(
                    "asctime", group: "time", summary: "A time as text.",
                    Parameter<Value>("t", "what time.localtime() gives", default: .none)
                ) { _, moment -> String in try TimeModule.text("%a %b %e %H:%M:%S %Y", moment) },
                Builtin(
                    "strptime", group: "time", summary: "The time that a text names.",
                    Parameter<String>("string", "the text"),
                    Parameter<String>("format", "how it is written", default: "%a %b %d %H:%M:%S %Y")
                ) { interpreter, text, format -> Value in
                    guard case .type(let type)? = try interpreter.libraryModule("datetime")["datetime"],
                        let read = try Operations.attribute(.type(type), Symbol("strptime"))
                    else { return .none }
                    let given = Arguments([.string(text), .string(format)])
                    let moment = try Operations.call(read, given, interpreter)
                    let tuple = try Operations.requireAttribute(moment, Symbol("timetuple"))
                    return try Operations.call(tuple, Arguments(), interpreter)
                },
                clock("thread_time", "Processor seconds of this program.") {
                    Double(Foundation.clock()) / Double(CLOCKS_PER_SEC)
                },
                Builtin("monotonic_ns", group: "time", summary: "Nanoseconds of a steady clock.") {
                    _ -> Int in
                    Int(DispatchTime.now().uptimeNanoseconds)
                },
                Builtin("process_time_ns", group: "time", summary: "Processor time in nanoseconds.") {
                    _ -> Int in
                    Int(Double(Foundation.clock()) / Double(CLOCKS_PER_SEC) * 1e9)
                },
            ])
        module["struct_time"] = .type(kind.type)
        let offsets = [0, 181 * 86400].map { seconds -> Int in
            var time = time_t(1_704_067_200 + seconds), parts = tm()
            localtime_r(&time, &parts)
            return -Int(parts.tm_gmtoff)
        }
        module["timezone"] = .int(offsets.max() ?? 0)
        module["daylight"] = .int(offsets[0] == offsets[1] ? 0 : 1)
        return module
    }

    private static let fields = [
        "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
    ]
    private static let kind: TupleKind = TupleKind(
        "struct_time", fields: fields,
        constructor: Builtin(
            "struct_time", group: "time", summary: "The local time as year, month, day and so on.",
            Parameter<Value>("iterable", "nine numbers")
        ) { _, numbers -> Value in
            let row = try Operations.array(numbers)
            guard row.count == 9 else {
                throw ScriptError(
                    "TypeError",
                    "time.struct_time() takes an at least 9-sequence (\(row.count)-sequence given)")
            }
            return .tuple(TupleValue(row, kind: kind))
        }
    ) { values in
        "time.struct_time("
            + (try zip(fields, values).map { "\($0)=\(try $1.repr())" }.joined(separator: ", ")) + ")"
    }

    private static func moment(_ seconds: Double?, isLocal: Bool) -> Value {
        let given = seconds ?? Date().timeIntervalSince1970
        var time = time_t(exactly: given.rounded(.down)) ?? 0
        var parts = tm()
        if isLocal { localtime_r(&time, &parts) } else { gmtime_r(&time, &parts) }
        let numbers = [
            Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour),
            Int(parts.tm_min),
            Int(parts.tm_sec), (Int(parts.tm_wday) + 6) % 7, Int(parts.tm_yday) + 1, Int(parts.tm_isdst),
        ]
        return .tuple(TupleValue(numbers.map(Value.int), kind: kind))
    }

    private static func text(_ format: String, _ moment: Value) throws -> String {
        var parts = try parts(moment)
        var buffer = [CChar](repeating: 0, count: 1024 + 64 * min(format.utf8.count, 1000))
        let count = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func parts(_ moment: Value) throws -> tm {
        let numbers = try Operations.array(moment.isNone ? TimeModule.moment(nil, isLocal: true) : moment).map
        {
            Int32(truncatingIfNeeded: try Operations.requireIndex($0))
        }
        guard numbers.count == 9 else {
            throw ScriptError("TypeError", "Tuple or struct_time argument required")
        }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] &- 1900, numbers[1] &- 1, numbers[2])
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
        (parts.tm_wday, parts.tm_yday, parts.tm_isdst) = ((numbers[6] &+ 1) % 7, numbers[7] &- 1, numbers[8])
        let ranges: [(Int32, ClosedRange<Int32>)] = [
            (parts.tm_mon, 0...11), (parts.tm_mday, 1...31), (parts.tm_hour, 0...23), (parts.tm_min, 0...59),
            (parts.tm_sec, 0...61), (parts.tm_wday, 0...6), (parts.tm_yday, 0...365),
        ]
        for (number, range) in ranges where !range.contains(number) {
            throw ScriptError("ValueError", "a part of the time is out of range")
        }
        return parts
    }
}
