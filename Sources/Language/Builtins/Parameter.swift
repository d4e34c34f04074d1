/// How a parameter may be given.
public enum Passing: Sendable {
    case either, positionalOnly, keywordOnly
    /// `*sizes`: takes all further positional arguments.
    case variadic
    /// `**options`: takes all further keyword arguments.
    case keywords
}

/// What help, completion, documentation and error texts say about one parameter.
public struct ParameterInformation: Sendable {
    public let name: String
    public let help: String
    public let typeName: String
    /// The default as written in a program, nil for a parameter that must be given.
    public let defaultText: String?
    public let passing: Passing
    /// The words that it takes, where it is one out of a few.
    public var choices: [String] = []
    /// Words that it takes beside others, such as the names of books.
    public var suggestions: [String] = []
}

/// One typed parameter of a command.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public struct Parameter<T: ScriptConvertible>: @unchecked Sendable {
    public let name: String
    public let help: String
    public let defaultValue: T?
    public let passing: Passing
    private let shown: String?
    private let choices: [String]

    /// A parameter that must be given.
    /// - Parameter choices: the words that it takes, where its type does not tell.
    public init(
        _ name: String, _ help: String, choices: [String] = T.choices, _ passing: Passing = .either
    ) {
        self.choices = choices
        self.name = name
        self.help = help
        self.passing = passing
        defaultValue = nil
        shown = nil
    }

    /// - Parameter shown: how the default reads in help, where its repr would not do.
    public init(
        _ name: String, _ help: String, default value: T, shown: String? = nil,
        choices: [String] = T.choices, _ passing: Passing = .either
    ) {
        self.choices = choices
        self.name = name
        self.help = help
        self.passing = passing
        defaultValue = value
        self.shown = shown
    }

    public var information: ParameterInformation {
        let text = shown ?? defaultValue.map { (try? $0.scriptValue.repr()) ?? "…" }
        return ParameterInformation(
            name: name, help: help, typeName: T.scriptName, defaultText: text, passing: passing,
            choices: choices, suggestions: T.suggestions)
    }

    /// The argument as Swift wants it; the default where it was left out.
    ///
    /// - Throws: TypeError that names the command and the parameter.
    package func convert(_ value: Value?, _ command: Builtin) throws -> T {
        guard let value else {
            guard let defaultValue else { throw Wording.missingArgument(command, name) }
            return defaultValue
        }
        // `x.view()`: nothing was given where something must be.
        if passing == .variadic, T.self != Value.self, case .tuple(let row) = value, row.elements.isEmpty {
            guard let defaultValue else { throw Wording.missingArgument(command, name) }
            return defaultValue
        }
        if T.isPlainNumber, case .object(let object) = value,
            let refusal = object.refusal(asNumber: information, of: command)
        {
            throw refusal
        }
        guard let converted = try T.from(value) else {
            throw Wording.wrongArgument(command, information, value)
        }
        return converted
    }
}
