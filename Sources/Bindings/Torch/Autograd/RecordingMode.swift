import Language
import Tensors

/// `with torch.no_grad():` and its like: recording for backward() is switched for a block.
final class RecordingMode: ScriptObject {
    private let name: String
    private let flag: Bool
    private var before: [Bool] = []

    private init(_ name: String, _ flag: Bool) { (self.name, self.flag) = (name, flag) }

    var typeName: String { name }
    func enter() throws -> Value {
        before.append(Autograd.isEnabled)
        Autograd.isEnabled = flag
        return .none
    }
    func exit(_ error: ScriptError?) throws -> Bool {
        if let last = before.popLast() { Autograd.isEnabled = last }
        return false
    }

    /// `@torch.no_grad()`: the function runs inside the mode, each time it is called.
    var isCallable: Bool { true }
    func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        guard arguments.positional.count == 1, arguments.keywords.isEmpty,
            Operations.isCallable(arguments.positional[0])
        else {
            throw ScriptError(
                "TypeError", "\(name)() goes before a function or into a `with`",
                hint: "with torch.\(name)(): …")
        }
        return RecordingMode.wrapped(arguments.positional[0], flag)
    }

    private static func wrapped(_ function: Value, _ flag: Bool) -> Value {
        let name = (try? Operations.attribute(function, Symbol("__name__")))??.text ?? "function"
        return .builtin(
            Builtin(
                name, group: "functions", summary: "Runs with recording \(flag ? "on" : "off").",
                raw: [Parameter<Value>("args", "what the function takes", .variadic).information]
            ) { interpreter, arguments in
                try Autograd.recording(flag) { try Operations.call(function, arguments, interpreter) }
            })
    }

    private static func make(_ name: String, _ summary: String, flag fixed: Bool?) -> (
        name: String, scriptClass: ScriptClass
    ) {
        let mode =
            name == "set_grad_enabled"
            ? Parameter<Bool>("mode", "whether operations are recorded")
            : Parameter<Bool>("mode", "whether operations are recorded", default: true)
        let declaration =
            fixed == nil || name == "inference_mode"
            ? Builtin(
                name, group: "torch", summary: summary, mode, returns: "a block for `with`",
                example: "torch.\(name)(False)",
                pytorch: "torch.\(name)(False)"
            ) { _, flag -> Value in
                let isOn = name == "inference_mode" ? !flag : flag
                let object = RecordingMode(name, isOn)
                // `set_grad_enabled(False)` holds at once, with or without a block.
                if name == "set_grad_enabled" {
                    object.before = [Autograd.isEnabled]
                    Autograd.isEnabled = isOn
                    return .object(SwitchedMode(object))
                }
                return .object(object)
            }
            : Builtin(
                name, group: "torch", summary: summary, returns: "a block for `with`",
                example: "with torch.\(name)(): y = x * 2",
                pytorch: "with torch.\(name)():"
            ) { _ in Value.object(RecordingMode(name, fixed ?? false)) }
        let native = NativeClass(
            declaration: declaration, isInstance: { ($0 as? RecordingMode)?.name == name }
        ) { _, arguments, interpreter in
            if let function = arguments.positional.first, Operations.isCallable(function) {
                throw ScriptError(
                    "TypeError", "\(name) is called before it decorates a function", hint: "@torch.\(name)()")
            }
            guard case .object(let object) = try declaration.call(interpreter, arguments) else {
                throw ScriptError("RuntimeError", name)
            }
            return object
        }
        return (name, ScriptClass(name, native: native))
    }

    package static let all = [
        make("no_grad", "Disables gradient computation inside the block.", flag: false),
        make("enable_grad", "Enables gradient computation inside the block.", flag: true),
        make(
            "set_grad_enabled", "Switches gradient computation on or off, for the block where there is one.",
            flag: nil),
        make("inference_mode", "Disables gradient computation inside the block.", flag: false),
    ]

    /// `set_grad_enabled(…)`: already switched; leaving the block switches back.
    private final class SwitchedMode: ScriptObject {
        private let mode: RecordingMode
        init(_ mode: RecordingMode) { self.mode = mode }
        var typeName: String { mode.name }
        func enter() throws -> Value { .none }
        func exit(_ error: ScriptError?) throws -> Bool { try mode.exit(error) }
    }
}
