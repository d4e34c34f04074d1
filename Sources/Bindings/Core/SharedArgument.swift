import Language
import Tensors

/// An argument that many commands have: declared once, with the names of those that take it.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
struct SharedArgument: @unchecked Sendable {
    let parameter: ParameterInformation
    /// The parameter behind which it stands; the last place where nil.
    var after: String?
    /// The commands that take it, by module: `torch: zeros ones; torch.Tensor: clone`.
    let commands: String
    let apply: (_ call: FurtherCall) throws -> Value

    /// An argument that changes nothing in the numbers that come out, here or in PyTorch and NumPy.
    ///
    /// - Parameter check: refuses a value that would change something, or that is none.
    static func neutral(
        _ name: String, _ help: String, default text: String, _ passing: Passing = .keywordOnly,
        after: String? = nil, of commands: String, _ check: @escaping (Value) throws -> Void = { _ in }
    ) -> SharedArgument {
        SharedArgument(
            parameter: .init(name, help, default: text, passing), after: after, commands: commands
        ) { call in
            if let value = call[name] { try check(value) }
            return try call.result()
        }
    }

    /// An argument that can only have its default, or what is the same.
    ///
    /// - Parameter words: what stands for the default, as `repr` writes it.
    static func only(
        _ name: String, _ text: String, _ words: String..., passing: Passing = .keywordOnly,
        after: String? = nil, hint: String? = nil, of commands: String
    ) -> SharedArgument {
        SharedArgument(
            parameter: .init(name, "only \(text) here", default: text, passing), after: after,
            commands: commands
        ) { call in
            if let value = call[name], try !([text] + words).contains(value.repr()) {
                throw ScriptError(
                    "NotImplementedError",
                    "\(call.command.name)(\(name)=\(try value.repr())) is not in Lagado",
                    hint: hint ?? "\(name)=\(text)")
            }
            return try call.result()
        }
    }

    /// The same command with those of the arguments that the table says it has.
    static func added(_ table: [String: [SharedArgument]], to command: Builtin, of module: String)
        -> Builtin
    {
        guard let arguments = table["\(module).\(command.name)"] else { return command }
        // Those that may stand behind all others are looked for together.
        let last = arguments.filter { $0.after == nil && $0.parameter.passing == .keywordOnly }
        let named = command.taking(last.map(\.parameter)) { call in
            try applied(last.filter { call[$0.parameter.name] != nil }[...], to: call)
        }
        return arguments.filter { $0.after != nil || $0.parameter.passing != .keywordOnly }.reduce(named) {
            $0.taking([$1.parameter], after: $1.after, $1.apply)
        }
    }

    private static func applied(_ arguments: ArraySlice<SharedArgument>, to call: FurtherCall) throws -> Value
    {
        guard let first = arguments.last else { return try call.result() }
        return try first.apply(call.asking { try applied(arguments.dropLast(), to: $0) })
    }

    /// By full name of the command.
    static func table(_ arguments: [SharedArgument]) -> [String: [SharedArgument]] {
        var table: [String: [SharedArgument]] = [:]
        for argument in arguments {
            for part in argument.commands.split(separator: ";") {
                let words = part.split(separator: ":"), module = words[0].drop { $0 == " " }
                for name in words[1].split(separator: " ") {
                    table["\(module).\(name)", default: []].append(argument)
                }
            }
        }
        return table
    }
}
