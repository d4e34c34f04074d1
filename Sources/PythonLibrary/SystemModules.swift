import Foundation
import Language

/// The modules `sys` and `gc`.
enum SystemModules {
    static func sys() -> ModuleValue {
        let interpreter = Interpreter.current
        let arguments = interpreter?.arguments ?? [""]
        let searchPath = interpreter?.searchPath ?? ListValue([])
        let modules = interpreter?.importedModules ?? DictValue()
        let version = TupleKind(
            "sys.version_info", fields: ["major", "minor", "micro", "releaselevel", "serial"]
        ) { values in
            let names = ["major", "minor", "micro", "releaselevel", "serial"]
            return "sys.version_info("
                + (try zip(names, values).map { "\($0)=\(try $1.repr())" }.joined(separator: ", ")) + ")"
        }
        let module = ModuleValue(
            "sys", documentation: "Facts about the program.",
            [
                ("maxsize", .int(Int.max)), ("version", .string("3.11 (the language of this program)")),
                (
                    "version_info",
                    .tuple(
                        TupleValue([.int(3), .int(11), .int(0), .string("final"), .int(0)], kind: version))
                ),
                ("argv", .list(arguments.map(Value.string))), ("path", .list(searchPath)),
                ("platform", .string("linux")), ("executable", .string(CommandLine.arguments.first ?? "")),
                ("modules", .dict(modules)),
                ("flags", .none), ("prefix", .string("/usr")), ("hexversion", .int(0x030B_00F0)),
                ("byteorder", .string("little")),
                ("stdout", .object(ScreenStream(isError: false))),
                ("stderr", .object(ScreenStream(isError: true))),
                (
                    "getrecursionlimit",
                    .builtin(
                        Builtin("getrecursionlimit", group: "sys", summary: "The recursion limit.") {
                            interpreter -> Int in interpreter.callLimit
                        })
                ),
                (
                    "setrecursionlimit",
                    .builtin(
                        Builtin(
                            "setrecursionlimit", group: "sys",
                            summary: "Sets how deep calls may go, up to what the stack takes.",
                            Parameter<Int>("limit", "a depth")
                        ) { interpreter, limit -> Value in
                            if limit < 1 {
                                throw ScriptError(
                                    "ValueError", "recursion limit must be greater or equal than 1")
                            }
                            interpreter.callLimit = min(limit, Limits.callDepth)
                            if limit > Limits.callDepth {
                                interpreter.output.note(
                                    "calls go \(Limits.callDepth) deep here, whatever sys.setrecursionlimit "
                                        + "says"
                                )
                            }
                            return .none
                        })
                ),
                (
                    "exc_info",
                    .builtin(
                        Builtin(
                            "exc_info", group: "sys",
                            summary: "Class, object and traceback of the exception that is being handled."
                        ) { interpreter -> Value in
                            guard let exception = interpreter.handledException else {
                                return .tuple([.none, .none, .none])
                            }
                            let traceback = ExceptionTypes.attribute(exception, Symbol("__traceback__"))
                            return .tuple([
                                .type(exception.type), .instance(exception), traceback ?? .none,
                            ])
                        })
                ),
                (
                    "exit",
                    .builtin(
                        Builtin(
                            "exit", group: "sys", summary: "Ends the program.",
                            Parameter<Value>("status", "a number or a text", default: .none)
                        ) { _, status -> Value in
                            var error = ScriptError("SystemExit", status.isNone ? "" : try status.str())
                            error.exception = ExceptionTypes.make(
                                ExceptionTypes.type("SystemExit"), status.isNone ? [] : [status])
                            throw error
                        })
                ),
            ])
        for (name, member) in [("stdout", "__stdout__"), ("stderr", "__stderr__")] {
            module[member] = module[name]
        }
        interpreter?.streams = module
        module.refuse(
            ["stdin"], "a program here asks no questions", hint: "set a variable before running the cell")
        return module
    }

    static func gc() -> ModuleValue {
        ModuleValue(
            "gc", documentation: "Memory is given back at once here: nothing to collect.",
            commands: [
                Builtin("collect", group: "gc", summary: "Does nothing: memory is freed at once.") {
                    _ -> Int in 0
                },
                Builtin("enable", group: "gc", summary: "Does nothing.") { _ -> Value in .none },
                Builtin("disable", group: "gc", summary: "Does nothing.") { _ -> Value in .none },
            ])
    }
}
