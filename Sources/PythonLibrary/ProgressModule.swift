import Foundation
import Language

/// The module `tqdm`: its bar is the program's one progress line, so a pipe sees nothing of it.
enum ProgressModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue("tqdm", documentation: "Loops that say how far they are.")
        module["tqdm"] = .type(ProgressBar.type)
        module["trange"] = .builtin(
            Builtin(
                "trange", group: "tqdm", summary: "A progress bar over a range.",
                raw: [
                    .init("bounds", "as for range", .variadic),
                    .init("desc", "what is in progress", default: "None", .keywordOnly),
                    .init("options", "as for tqdm", .keywords),
                ],
                example: "trange(3)"
            ) { interpreter, arguments in
                let range = try Operations.call(
                    .type(Types.range), Arguments(arguments.positional), interpreter)
                return .object(try ProgressBar(Arguments([range], keywords: arguments.keywords), interpreter))
            })
        return module
    }
}

/// `tqdm(iterable)`.
final class ProgressBar: Restorable {
    private let source: Value
    private let total: Int?
    private var label: String
    private let isSilent: Bool
    private var extras: [(name: String, text: String)] = []
    private var done = 0
    private var lastShown = -Double.infinity
    private var isOpen = false
    private let started = ProcessInfo.processInfo.systemUptime
    // A bar in a global variable may outlive the interpreter.
    private weak var interpreter: Interpreter?

    private static let options = [
        "iterable", "desc", "total", "leave", "file", "ncols", "mininterval", "maxinterval", "miniters",
        "ascii", "disable", "unit", "unit_scale",
        "dynamic_ncols", "smoothing", "bar_format", "initial", "position", "postfix", "colour", "delay",
    ]

    /// - Throws: TypeError for an option that tqdm does not have.
    init(_ arguments: Arguments, _ interpreter: Interpreter) throws {
        self.interpreter = interpreter
        for (name, _) in arguments.keywords where !ProgressBar.options.contains(name) {
            throw Wording.unknownKeyword("tqdm", ProgressBar.options, name)
        }
        let given = arguments.positional
        source = given.first ?? arguments.keyword("iterable") ?? .none
        let named = (given.count > 1 ? given[1] : nil) ?? arguments.keyword("desc") ?? .none
        label = named.isNone ? "" : try named.str()
        if let number = (given.count > 2 ? given[2] : nil) ?? arguments.keyword("total"), !number.isNone {
            total = try Int.from(number) ?? Double.from(number).map { Int(exactly: $0.rounded()) ?? Int.max }
        } else {
            total = source.isNone ? nil : try? Operations.length(source)
        }
        done = try arguments.keyword("initial").map { try Operations.requireIndex($0) } ?? 0
        isSilent = try Operations.truth(arguments.keyword("disable") ?? .bool(false))
    }

    static let type: ScriptClass = {
        let type = ScriptClass("tqdm", of: "tqdm.std", methods: methods, isInstance: { $0 is ProgressBar }) {
            arguments, interpreter in
            try ProgressBar(arguments, interpreter)
        }
        type.attributes.set(
            Symbol("write"),
            .object(
                StaticMethod(
                    .builtin(
                        Builtin(
                            "write", group: "tqdm", summary: "Prints a text beside the bar.",
                            Parameter<String>("s", "the text"),
                            Parameter<Value>("file", "ignored", default: .none),
                            Parameter<String>("end", "at the end", default: "\n")
                        ) { interpreter, text, _, end -> Value in
                            interpreter.output.write(text + end)
                            return .none
                        }))))
        return type
    }()

    var typeName: String { "tqdm" }
    package var scriptClass: ScriptClass? { ProgressBar.type }
    func repr() throws -> String { "<tqdm \(done)\(total.map { "/\($0)" } ?? "")>" }

    func iterate() throws -> ScriptIterator {
        if source.isNone {
            throw ScriptError(
                "TypeError", "'NoneType' object is not iterable", hint: "tqdm(iterable), or bar.update(n)")
        }
        let iterator = try Operations.iterator(source)
        return StatefulIterator("tqdm", false, holding: { [self] _ in [.object(self), .object(iterator)] }) {
            [self] walk in
            let isStarted = walk.state
            if isStarted { done += 1 }
            show(force: !isStarted)
            walk.state = true
            do {
                if let next = try iterator.next() { return next }
            } catch {
                close()
                throw error
            }
            close()
            return nil
        }
    }

    func record(in snapshot: Snapshot) {
        let (label, extras, done, isOpen) = (label, extras, done, isOpen)
        snapshot.record(self, parts: [source]) { [self] in
            (self.label, self.extras, self.done, self.isOpen) = (label, extras, done, isOpen)
        }
    }

    func length() throws -> Int {
        guard let total else { throw ScriptError("TypeError", "object of type 'tqdm' has no len()") }
        return total
    }
    func enter() throws -> Value { .object(self) }
    func exit(_ error: ScriptError?) throws -> Bool {
        close()
        return false
    }
    deinit { close() }

    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "n": return .int(done)
        case "total": return total.map(Value.int) ?? Value.none
        case "desc": return .string(label)
        default: return nil
        }
    }
    func setAttribute(_ name: String, _ value: Value) throws {
        guard name == "n" else { throw Wording.noAttribute("tqdm", name, candidates: ["n"]) }
        done = try Operations.requireIndex(value)
        show()
    }
    var attributeNames: [String] { ["n", "total", "desc"] }

    fileprivate func close() {
        if isOpen { interpreter?.output.progress(nil) }
        isOpen = false
    }

    /// At most ten times a second, so that a quick loop stays quick.
    fileprivate func show(force: Bool = false) {
        if isSilent { return }
        let now = ProcessInfo.processInfo.systemUptime
        guard force || now - lastShown >= 0.1 else { return }
        lastShown = now
        isOpen = true
        let seconds = now - started
        let rate = seconds > 0 && done > 0 ? Double(done) / seconds : nil
        let left = rate.flatMap { rate in total.map { Double(max(0, $0 - done)) / rate } }
        interpreter?.output.progress(
            Progress(
                label: label, completed: done, total: total, rate: rate, secondsLeft: left, extras: extras))
    }

    private static let methods: [Builtin] = [
        Method.of(ProgressBar.self, "update", ["n=1"], "Says that further steps are done.") {
            bar, arguments, _ in
            let (sum, overflow) = bar.done.addingReportingOverflow(
                try arguments[0].map { try Operations.requireIndex($0) } ?? 1)
            if overflow { throw Wording.overflow() }
            bar.done = sum
            bar.show()
            return .none
        },
        Method.of(ProgressBar.self, "set_description", ["desc=None", "refresh=True"], "Says what goes on.") {
            bar, arguments, _ in
            bar.label = try arguments[0].map { $0.isNone ? "" : try $0.str() } ?? ""
            bar.show()
            return .none
        },
        Method.of(
            ProgressBar.self, "set_postfix_str", ["s=''", "refresh=True"], "Says something behind the bar."
        ) { bar, arguments, _ in
            bar.extras = [("", try arguments[0]?.str() ?? "")]
            bar.show()
            return .none
        },
        Builtin(
            "set_postfix", group: "methods", summary: "Shows values behind the bar.",
            raw: [
                .init("self", "the bar", .positionalOnly),
                .init("ordered_dict", "values by name", default: "None"),
                .init("values", "by name", .keywords),
            ]
        ) { _, arguments in
            guard case .object(let object)? = arguments.positional.first, let bar = object as? ProgressBar
            else { return .none }
            var pairs = arguments.keywords.filter { $0.name != "refresh" }
            if arguments.positional.count > 1, case .dict(let dict) = arguments.positional[1] {
                pairs = try dict.pairs.map { (try $0.key.str(), $0.value) } + pairs
            }
            bar.extras = try pairs.map { name, value in
                if case .float(let number) = value {
                    return (name, FloatFormat.printf(number, "g", precision: 3))
                }
                return (name, try value.str())
            }
            bar.show()
            return .none
        },
        Method.of(ProgressBar.self, "refresh", [], "Draws the bar now.") { bar, _, _ in
            bar.show(force: true)
            return .none
        },
        Method.of(ProgressBar.self, "reset", ["total=None"], "Starts again at 0.") { bar, _, _ in
            bar.done = 0
            bar.show()
            return .none
        },
        Method.of(ProgressBar.self, "close", [], "Takes the bar away.") { bar, _, _ in
            bar.close()
            return .none
        },
    ]
}
