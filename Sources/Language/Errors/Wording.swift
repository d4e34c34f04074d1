import Presentation

/// The words of the errors about names, calls and sizes, in one place.
package enum Wording {
    static func suggestion(_ word: String, _ candidates: some Sequence<String>) -> String {
        Suggestions.best(for: word, among: candidates).map { ". Did you mean '\($0)'?" } ?? ""
    }

    // MARK: Names

    static func unknownName(_ name: String, candidates: some Sequence<String>) -> ScriptError {
        ScriptError("NameError", "name '\(name)' is not defined" + suggestion(name, candidates))
    }

    static func unboundLocal(_ name: String) -> ScriptError {
        ScriptError(
            "UnboundLocalError",
            "cannot access local variable '\(name)' where it is not associated with a value")
    }

    package static func noAttribute(_ type: String, _ name: String, candidates: some Sequence<String>)
        -> ScriptError
    {
        ScriptError(
            "AttributeError", "'\(type)' object has no attribute '\(name)'" + suggestion(name, candidates))
    }

    static func noModuleAttribute(_ module: ModuleValue, _ name: String) -> ScriptError {
        if module.isPartial {
            return ScriptError(
                "AttributeError",
                "partially initialized module '\(module.name)' has no attribute '\(name)' "
                    + "(most likely due to a circular import)")
        }
        return ScriptError(
            "AttributeError",
            "module '\(module.name)' has no attribute '\(name)'" + suggestion(name, module.names),
            details: contents(module, besides: name))
    }

    static func noClassAttribute(_ type: ScriptClass, _ name: String) -> ScriptError {
        ScriptError(
            "AttributeError",
            "type object '\(type.name)' has no attribute '\(name)'" + suggestion(name, type.attributeNames))
    }

    static func unknownModule(_ name: String, known: [String]) -> ScriptError {
        let near = suggestion(name, known)
        return ScriptError(
            "ModuleNotFoundError", "No module named '\(name)'" + near,
            details: known.isEmpty || !near.isEmpty
                ? [] : ["known modules: " + known.sorted().joined(separator: ", ")])
    }

    static func cannotImport(_ name: String, from module: ModuleValue) -> ScriptError {
        let place = module.file.map { " (\($0))" } ?? ""
        if module.isPartial {
            return ScriptError(
                "ImportError",
                "cannot import name '\(name)' from partially initialized module '\(module.name)' "
                    + "(most likely due to a circular import)" + place)
        }
        return ScriptError(
            "ImportError",
            "cannot import name '\(name)' from '\(module.name)'" + place + suggestion(name, module.names),
            details: contents(module, besides: name))
    }

    /// What a module has, where no name of it was meant and the list is one that a person reads.
    private static func contents(_ module: ModuleValue, besides name: String) -> [String] {
        let names = module.names.filter { !$0.hasPrefix("_") }.sorted()
        if names.isEmpty || names.count > 80 || Suggestions.best(for: name, among: names) != nil { return [] }
        return ["\(module.name) has: \(names.joined(separator: ", "))"]
    }

    // MARK: Calls of commands

    package static func missingArgument(_ command: Builtin, _ name: String) -> ScriptError {
        ScriptError("TypeError", "\(command.name)() needs an argument '\(name)'    \(command.signature)")
    }

    /// - Parameter names: those of the arguments, in quotes.
    package static func missing(_ names: [String], of function: String, kind: String = "positional")
        -> ScriptError
    {
        let last = names.last ?? ""
        let list =
            names.count < 2
            ? last : names.dropLast().joined(separator: ", ") + (names.count > 2 ? ", and " : " and ") + last
        return ScriptError(
            "TypeError",
            "\(function)() missing \(names.count) required \(kind) "
                + "argument\(names.count == 1 ? "" : "s"): \(list)"
        )
    }

    /// A key that is not there: what is said is its repr, what the exception holds is the key.
    package static func missingKey(_ key: Value) -> ScriptError {
        var error = ScriptError("KeyError", (try? key.repr()) ?? "?")
        error.exception = ExceptionTypes.make(ExceptionTypes.key, [key])
        return error
    }

    static func wrongArgument(_ command: Builtin, _ parameter: ParameterInformation, _ value: Value)
        -> ScriptError
    {
        if command.group == "math", parameter.typeName.hasPrefix("float") {
            return ScriptError("TypeError", "must be real number, not \(value.typeName)")
        }
        var shown = (try? value.repr()) ?? ""
        if shown.utf8.count > 40 { shown = "" }
        let given = shown.isEmpty ? value.typeName : "\(value.typeName) \(shown)"
        return ScriptError(
            "TypeError",
            "\(command.name)() wants \(parameter.typeName) for '\(parameter.name)', not \(given)    "
                + command.signature,
            exceptionClass: command.wrongTypeClass?(parameter, value))
    }

    static func tooManyArguments(_ command: Builtin, given: Int, wanted: Int) -> ScriptError {
        let most =
            wanted == 0 ? "no arguments" : wanted == 1 ? "at most 1 argument" : "at most \(wanted) arguments"
        return ScriptError(
            "TypeError", "\(command.name)() takes \(most), \(given) given    \(command.signature)")
    }

    static func argumentTwice(_ command: Builtin, _ name: String) -> ScriptError {
        ScriptError(
            "TypeError", "\(command.name)() got two values for argument '\(name)'    \(command.signature)")
    }

    /// The place is that of the keyword; the call knows it and looks for `offendingKeyword`.
    package static func unknownKeyword(_ command: Builtin, _ name: String) -> ScriptError {
        let names = command.parameters.filter { $0.passing == .either || $0.passing == .keywordOnly }.map(
            \.name)
        var error = ScriptError(
            "TypeError",
            "\(command.name)() has no argument '\(name)'" + suggestion(name, names)
                + "    \(command.signature)")
        if names.isEmpty {
            error.message = "\(command.name)() takes no keyword arguments    \(command.signature)"
        }
        error.offendingKeyword = name
        return error
    }

    package static func unknownKeyword(_ command: String, _ names: [String], _ name: String) -> ScriptError {
        var error = ScriptError(
            "TypeError", "\(command)() has no argument '\(name)'" + suggestion(name, names))
        error.offendingKeyword = name
        return error
    }

    // MARK: Operators and sizes

    static func unsupportedFormat(_ type: String) -> ScriptError {
        ScriptError("TypeError", "unsupported format string passed to \(type).__format__")
    }

    package static func overflow() -> ScriptError {
        ScriptError(
            "OverflowError", "the result does not fit in an integer of 64 bits",
            hint: "use a float, such as 2.0 ** 100")
    }

    static func tooManyElements(_ count: Int) -> ScriptError {
        ScriptError(
            "MemoryError",
            "a collection of \(count == Int.max ? "that many" : Formatting.grouped(count)) elements is too "
                + "large; "
                + "the limit is \(Formatting.grouped(Limits.elements))")
    }

    static func textTooLong(_ count: Int) -> ScriptError {
        ScriptError(
            "MemoryError",
            "a string of \(count == Int.max ? "that many" : Formatting.grouped(count)) bytes is too long; "
                + "the limit is \(Formatting.grouped(Limits.textBytes))")
    }

    static func tooDeep() -> ScriptError {
        ScriptError(
            "RecursionError", "maximum recursion depth exceeded", hint: "does the recursion have an end?")
    }

    package static func valueTooDeep() -> ScriptError {
        ScriptError(
            "RecursionError", "the value is nested too deeply (more than \(Limits.valueDepth) levels)")
    }
}
