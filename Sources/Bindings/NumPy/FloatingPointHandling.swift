import Language
import Tensors

/// What NumPy does where a single number is divided by zero, overflows or is none: `np.errstate`.
struct FloatingPointHandling: Equatable {
    /// What can happen, under NumPy's names.
    enum Event: String, CaseIterable {
        case divide, over, under, invalid

        fileprivate var description: String {
            switch self {
            case .divide: "divide by zero"
            case .over: "overflow"
            case .under: "underflow"
            case .invalid: "invalid value"
            }
        }
    }

    /// What is done then.
    enum Answer: String, CaseIterable { case ignore, warn, raise, print }

    private var answers: [Event: Answer] = [.divide: .warn, .over: .warn, .under: .ignore, .invalid: .warn]

    subscript(event: Event) -> Answer {
        get { answers[event] ?? .warn }
        set { answers[event] = newValue }
    }

    private enum Key: ComputeContextKey {
        static func initial(in _: ComputeContext) -> FloatingPointHandling { FloatingPointHandling() }
    }

    /// What holds in the present context.
    static var current: FloatingPointHandling {
        get { ComputeContext.current[Key.self] }
        set { ComputeContext.current[Key.self] = newValue }
    }

    /// Tells that something happened in an operation.
    ///
    /// - Throws: FloatingPointError, or the warning as an error, where the program wants it.
    static func report(_ event: Event, _ operation: String) throws {
        let text = "\(event.description) encountered in \(operation)"
        switch current[event] {
        case .ignore: return
        case .warn: try Interpreter.current?.warn(text, category: "RuntimeWarning", once: true)
        case .raise: throw ScriptError("FloatingPointError", text)
        case .print: Interpreter.current?.output.note("Warning: \(text)")
        }
    }

    /// As NumPy's dict.
    fileprivate var value: Value {
        .dict(Event.allCases.map { ($0.rawValue, .string(self[$0].rawValue)) })
    }

    // MARK: Commands

    private static let settings = ["all"] + Event.allCases.map(\.rawValue)
    private static let parameters = settings.map { name in
        Parameter<Value>(
            name, name == "all" ? "for all four" : "one of ignore, warn, raise, print", default: .none)
    }

    /// What is meant by `all=` and the four names.
    private func changed(_ given: [Value]) throws -> FloatingPointHandling {
        var result = self
        for (name, value) in zip(FloatingPointHandling.settings, given) where !value.isNone {
            guard let word = value.text, let answer = Answer(rawValue: word) else {
                if let word = value.text, word == "call" || word == "log" {
                    throw ScriptError(
                        "NotImplementedError", "np.errstate(\(name)='\(word)') is not in Lagado",
                        hint: "'raise' with try and except")
                }
                throw ScriptError(
                    "ValueError", "invalid error state \(try value.repr())",
                    hint: Answer.allCases.map(\.rawValue).joined(separator: ", "))
            }
            for event in Event.allCases where name == "all" || name == event.rawValue {
                result[event] = answer
            }
        }
        return result
    }

    private static func command(
        _ name: String, _ summary: String, _ returns: String, _ body: @escaping ([Value]) throws -> Value
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, parameters[0], parameters[1], parameters[2],
            parameters[3],
            parameters[4], returns: returns, example: "np.\(name)(divide='ignore')"
        ) { _, all, divide, over, under, invalid -> Value in try body([all, divide, over, under, invalid]) }
    }

    static let commands: [Builtin] = [
        command(
            "errstate", "What is done in a with block where a single number is divided by zero or overflows.",
            "a context"
        ) { given in .object(ErrorState(try current.changed(given), given)) },
        command(
            "seterr", "Sets what is done where a single number is divided by zero or overflows.",
            "a dict of what held before"
        ) { given in
            let before = current
            current = try before.changed(given)
            return before.value
        },
        Builtin(
            "geterr", group: "numpy",
            summary: "What is done where a single number is divided by zero or overflows.",
            returns: "a dict", example: "np.geterr()"
        ) { _ -> Value in current.value },
    ]

    /// `with np.errstate(…):`.
    private final class ErrorState: ScriptObject {
        private let inside: FloatingPointHandling
        private var outside: [FloatingPointHandling] = []
        init(_ inside: FloatingPointHandling, _ given: [Value]) { self.inside = inside }
        var typeName: String { "errstate" }
        func enter() throws -> Value {
            outside.append(current)
            current = inside
            return .none
        }
        func exit(_ error: ScriptError?) throws -> Bool {
            if let before = outside.popLast() { current = before }
            return false
        }
    }
}
