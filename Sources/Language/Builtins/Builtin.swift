/// A command, declared once: binding, error text, help, completion and the reference pages all come from
/// this value.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public final class Builtin: @unchecked Sendable {
    public let name: String
    /// The heading under which help lists it, such as "data" or "torch".
    public let group: String
    /// One sentence.
    public let summary: String
    public let parameters: [ParameterInformation]
    /// What the call gives, in words.
    public let returns: String
    public let example: String
    /// The line of PyTorch that does the same, where there is one.
    public let pytorch: String
    public let formula: String
    /// Where in the sources it is declared.
    public let place: SourcePlace
    /// What a call takes, told from its arguments; nil where nothing is known before it runs.
    public private(set) var cost: CostRule?
    let body: (_ command: Builtin, _ interpreter: Interpreter, _ arguments: Arguments) throws -> Value
    /// A short cut for exactly one positional argument, without a binding.
    package var unary: ((Value) throws -> Value)?
    /// The same for a method with one or two arguments after its receiver.
    var oneArgument: ((Value, Value) throws -> Value)?
    var twoArguments: ((Value, Value, Value) throws -> Value)?
    /// Other names of parameters, which a call may use as keywords.
    private var synonyms: [String: String] = [:]
    /// Attributes of the command beside its name, such as `np.add.at`; nil for none of that name.
    private(set) var members: ((_ command: Builtin, _ name: String) -> Value?)?
    // Where positional arguments go, found once.
    private let positions: [Int]
    private let variadic: Int?
    private let collector: Int?
    /// Whether a raw command takes nothing that it does not declare.
    private var isStrict = false
    /// Where the parameters that its body knows stand among all of them, where others were added (`taking`).
    private var ownPlaces: [Int]?
    /// Whether it is a method of one of the language's own types.
    private let isMethod: Bool

    /// The raw form, for calls that no fixed row of parameters describes: the parameters are declared for
    /// help and completion, the body gets the arguments as they came.
    public init(
        _ name: String, group: String, summary: String, raw parameters: [ParameterInformation],
        returns: String = "",
        example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, _ arguments: Arguments) throws -> Value
    ) {
        self.name = name
        self.group = group
        isMethod = group == "methods"
        self.summary = summary
        self.parameters = parameters
        self.returns = returns
        self.example = example
        self.pytorch = pytorch
        self.formula = formula
        place = SourcePlace(file, line)
        positions = parameters.indices.filter {
            parameters[$0].passing == .either || parameters[$0].passing == .positionalOnly
        }
        variadic = parameters.firstIndex { $0.passing == .variadic }
        collector = parameters.firstIndex { $0.passing == .keywords }
        isStrict = ["Language", "PythonLibrary"].contains(place.module) && !parameters.isEmpty
        self.body = { command, interpreter, arguments in
            try command.check(arguments)
            return try body(interpreter, arguments)
        }
    }

    package convenience init(
        name: String, group: String, summary: String, parameters: [ParameterInformation], returns: String,
        example: String, pytorch: String, formula: String, place: SourcePlace = SourcePlace(#fileID, #line),
        bound: @escaping (_ command: Builtin, _ interpreter: Interpreter, _ values: [Value?]) throws -> Value
    ) {
        self.init(
            name: name, group: group, summary: summary, parameters: parameters, returns: returns,
            example: example, pytorch: pytorch, formula: formula, place: place
        ) { command, interpreter, arguments in
            try bound(command, interpreter, command.bind(arguments))
        }
    }

    private init(
        name: String, group: String, summary: String, parameters: [ParameterInformation], returns: String,
        example: String, pytorch: String, formula: String, place: SourcePlace,
        body:
            @escaping (_ command: Builtin, _ interpreter: Interpreter, _ arguments: Arguments) throws -> Value
    ) {
        self.name = name
        self.group = group
        isMethod = group == "methods"
        self.summary = summary
        self.parameters = parameters
        self.returns = returns
        self.example = example
        self.pytorch = pytorch
        self.formula = formula
        self.place = place
        positions = parameters.indices.filter {
            parameters[$0].passing == .either || parameters[$0].passing == .positionalOnly
        }
        variadic = parameters.firstIndex { $0.passing == .variadic }
        collector = parameters.firstIndex { $0.passing == .keywords }
        self.body = body
    }

    /// The same command with another body: everything else that was declared of it stays. The short cuts go
    /// by the body and are not taken along.
    private func copy(
        parameters: [ParameterInformation]? = nil,
        body:
            @escaping (_ command: Builtin, _ interpreter: Interpreter, _ arguments: Arguments) throws -> Value
    ) -> Builtin {
        let result = Builtin(
            name: name, group: group, summary: summary, parameters: parameters ?? self.parameters,
            returns: returns, example: example, pytorch: pytorch, formula: formula, place: place, body: body)
        (result.isStrict, result.wrongTypeClass, result.cost) = (isStrict, wrongTypeClass, cost)
        (result.synonyms, result.ownPlaces, result.members) = (synonyms, ownPlaces, members)
        return result
    }

    /// The same command, whose errors are told in other words or as instances of another class.
    public func rewording(_ reworded: @escaping (any Error) -> any Error) -> Builtin {
        let result = copy { [body] command, interpreter, arguments in
            do { return try body(command, interpreter, arguments) } catch { throw reworded(error) }
        }
        if let unary {
            result.unary = { value in do { return try unary(value) } catch { throw reworded(error) } }
        }
        return result
    }

    /// The same command, which looks at its arguments as they came before anything else.
    public func checking(_ check: @escaping (_ arguments: Arguments) throws -> Void) -> Builtin {
        copy { [body] command, interpreter, arguments in
            try check(arguments)
            return try body(command, interpreter, arguments)
        }
    }

    /// The same command, which asks another one first: nil from that one, and it goes on itself.
    public func asking(
        _ other: @escaping (_ interpreter: Interpreter, _ arguments: Arguments) throws -> Value?
    ) -> Builtin {
        let result = copy { [body] command, interpreter, arguments in
            try other(interpreter, arguments) ?? body(command, interpreter, arguments)
        }
        return result
    }

    /// The same command, whose results are made into something else.
    public func giving(_ change: @escaping (_ result: Value) throws -> Value) -> Builtin {
        copy { [body] command, interpreter, arguments in
            try change(body(command, interpreter, arguments))
        }
    }

    /// The same command; what it has given is looked at.
    public func following(_ look: @escaping (_ arguments: Arguments, _ result: Value) -> Void) -> Builtin {
        copy { [body] command, interpreter, arguments in
            let result = try body(command, interpreter, arguments)
            look(arguments, result)
            return result
        }
    }

    /// The class of the error about an argument of the wrong type, where PyTorch or CPython does not look at
    /// the type and asks the argument for something that it does not have; nil for a TypeError.
    private(set) var wrongTypeClass: ((_ parameter: ParameterInformation, _ value: Value) -> String?)?

    /// The same command, whose error about an argument of the wrong type is an instance of another class.
    /// - Parameter condition: which arguments it is about; all where left out.
    public func raisingWrongTypes(
        as exceptionClass: String,
        where condition: @escaping (ParameterInformation, Value) -> Bool = { _, _ in true }
    ) -> Builtin {
        let result = rewording { $0 }
        result.wrongTypeClass = { [wrongTypeClass] parameter, value in
            condition(parameter, value) ? exceptionClass : wrongTypeClass?(parameter, value)
        }
        return result
    }

    /// The same command, some of whose parameters have other names.
    public func renaming(_ names: [String: String]) -> Builtin {
        let renamed = parameters.map { parameter in
            names[parameter.name].map {
                ParameterInformation(
                    name: $0, help: parameter.help, typeName: parameter.typeName,
                    defaultText: parameter.defaultText, passing: parameter.passing,
                    choices: parameter.choices, suggestions: parameter.suggestions)
            } ?? parameter
        }
        let result = copy(parameters: renamed, body: body)
        (result.unary, result.oneArgument, result.twoArguments) = (unary, oneArgument, twoArguments)
        return result
    }

    /// The same command with further parameters. A call that gives none of them runs as it did; for one that
    /// does, `around` says what becomes of it.
    ///
    /// - Parameters:
    ///   - further: what is added; parameters that the command has already are left out.
    ///   - name: the parameter behind which they stand; "" for the front, the last place where there is none
    ///     of that name.
    public func taking(
        _ further: [ParameterInformation], after name: String? = nil,
        _ around: @escaping (_ call: FurtherCall) throws -> Value
    ) -> Builtin {
        let own = parameters, fresh = further.filter { one in !own.contains { $0.name == one.name } }
        guard !fresh.isEmpty else { return self }
        let end = own.firstIndex { $0.passing == .keywords } ?? own.count
        let at = name == "" ? 0 : own.firstIndex { $0.name == name }.map { $0 + 1 } ?? end
        let leading = own[..<at].count { $0.passing == .either || $0.passing == .positionalOnly }
        let isByPlace = fresh.contains { $0.passing == .either || $0.passing == .positionalOnly }
        let names = Set(fresh.map(\.name))
        let result = copy(parameters: own[..<at] + fresh + own[at...]) {
            [body] command, interpreter, arguments in
            let isGiven = arguments.keywords.contains { names.contains($0.name) }
            guard isGiven || (isByPlace && arguments.positional.count > leading) else {
                return try body(command, interpreter, arguments)
            }
            let (rest, given) = try command.parted(arguments, names, own, byPlace: isByPlace)
            return try around(
                FurtherCall(command, interpreter, rest, given) { try body(command, interpreter, $0) })
        }
        // Behind all others they are in nobody's way.
        if ownPlaces != nil || at < own.count {
            result.ownPlaces = (ownPlaces ?? Array(own.indices)).map { $0 < at ? $0 : $0 + fresh.count }
        }
        (result.unary, result.oneArgument, result.twoArguments) = (unary, oneArgument, twoArguments)
        return result
    }

    /// The arguments of a call without those of some names, and these.
    private func parted(
        _ arguments: Arguments, _ names: Set<String>, _ own: [ParameterInformation], byPlace: Bool
    ) throws -> (rest: Arguments, given: [String: Value]) {
        var given: [String: Value] = [:]
        guard byPlace else {
            var rest = arguments
            rest.keywords.removeAll { names.contains($0.name) }
            for (name, value) in arguments.keywords where names.contains(name) { given[name] = value }
            return (rest, given)
        }
        let values = try bound(arguments)
        var rest = Arguments(), isInRow = true
        for (parameter, value) in zip(parameters, values) {
            guard let value else {
                isInRow = isInRow && names.contains(parameter.name)
                continue
            }
            if names.contains(parameter.name) {
                given[parameter.name] = value
                continue
            }
            switch parameter.passing {
            case .positionalOnly: rest.positional.append(value)
            case .either where isInRow && given.isEmpty: rest.positional.append(value)
            case .either, .keywordOnly: rest.keywords.append((parameter.name, value))
            case .variadic: rest.positional += try Operations.array(value)
            case .keywords:
                if case .dict(let more) = value {
                    rest.keywords += more.pairs.map { ($0.0.text ?? "", $0.1) }
                }
            }
        }
        return (rest, given)
    }

    /// The same command, which has attributes.
    public func having(_ members: @escaping (_ command: Builtin, _ name: String) -> Value?) -> Builtin {
        let result = copy(body: body)
        (result.unary, result.oneArgument, result.twoArguments) = (unary, oneArgument, twoArguments)
        result.members = members
        return result
    }

    /// The command itself, whose calls cost what the rule says: part of its declaration.
    public func costing(_ rule: @escaping CostRule) -> Builtin {
        cost = rule
        return self
    }

    /// The same command, whose calls may name parameters by other names, too: `axis` for `dim`. Names of
    /// parameters that it does not have are none.
    public func alsoTaking(_ names: [String: String]) -> Builtin {
        guard parameters.contains(where: { names.values.contains($0.name) }) else { return self }
        let result = copy(body: body)
        (result.unary, result.oneArgument, result.twoArguments) = (unary, oneArgument, twoArguments)
        result.synonyms = synonyms.merging(names) { $1 }
        return result
    }

    /// Other names of parameters, which a call may use as keywords, with the declared ones.
    public var otherNames: [String: String] { synonyms }

    /// As a program would declare it: `batch(seed=None, at=None)`.
    public var signature: String { "\(name)(\(parameterList))" }

    var parameterList: String {
        var parts: [String] = []
        var starred = false
        // A method's receiver stands before the dot.
        let hasReceiver = group == "methods" || parameters.first?.name == "self"
        for (index, parameter) in parameters.enumerated() where !(index == 0 && hasReceiver) {
            switch parameter.passing {
            case .variadic:
                parts.append("*\(parameter.name)")
                starred = true
                continue
            case .keywords:
                parts.append("**\(parameter.name)")
                continue
            case .keywordOnly where !starred:
                parts.append("*")
                starred = true
            default: break
            }
            parts.append(parameter.defaultText.map { "\(parameter.name)=\($0)" } ?? parameter.name)
            let next = index + 1 < parameters.count ? parameters[index + 1].passing : nil
            if parameter.passing == .positionalOnly && next != .positionalOnly { parts.append("/") }
        }
        // A closing slash alone says nothing to a reader.
        if parts.last == "/" { parts.removeLast() }
        return parts.joined(separator: ", ")
    }

    /// Calls the command as a program would.
    public func call(_ interpreter: Interpreter, _ arguments: Arguments) throws -> Value {
        // A method of a type of the language, called on an instance of a program's class that derives from
        // it.
        if isMethod, case .instance(let instance)? = arguments.positional.first,
            let value = instance.plainValue
        {
            var plain = arguments
            plain.positional[0] = value
            return try body(self, interpreter, plain)
        }
        if CallWatching.isOn {
            return try CallWatching.call(self, arguments, interpreter) { try body(self, interpreter, $0) }
        }
        return try body(self, interpreter, arguments)
    }

    /// The language's own commands declare all that they take; one without any declared parameter looks at
    /// its arguments itself, and so do those of libraries, which know many more names than they declare
    /// (matplotlib's spellings).
    ///
    /// - Throws: TypeError for arguments that no parameter is declared for: none is taken and then forgotten.
    private func check(_ arguments: Arguments) throws {
        if !isStrict { return }
        if variadic == nil, arguments.positional.count > positions.count {
            throw Wording.tooManyArguments(self, given: arguments.positional.count, wanted: positions.count)
        }
        if arguments.keywords.isEmpty || collector != nil { return }
        for (name, _) in arguments.keywords
        where !parameters.contains(where: {
            $0.name == name && ($0.passing == .either || $0.passing == .keywordOnly)
        }) {
            throw Wording.unknownKeyword(self, name)
        }
    }

    /// Whether what it takes one by one may also be named, as a row: sizes in PyTorch and NumPy.
    private var takesRowByName: Bool { place.module == "Bindings" }

    private func place(ofKeyword name: String) -> Int? {
        parameters.firstIndex {
            $0.name == name && ($0.passing == .either || $0.passing == .keywordOnly)
        }
    }

    /// Puts arguments in the order of the parameters that the command's body knows; nil for those left out.
    public func bind(_ arguments: Arguments) throws -> [Value?] {
        guard let ownPlaces else { return try bound(arguments) }
        let values = try bound(arguments)
        return ownPlaces.map { values[$0] }
    }

    /// The same for all parameters.
    package func bound(_ arguments: Arguments) throws -> [Value?] {
        var values = [Value?](repeating: nil, count: parameters.count)
        var rest: [Value] = []
        for (index, value) in arguments.positional.enumerated() {
            if index < positions.count, variadic.map({ positions[index] < $0 }) ?? true {
                values[positions[index]] = value
            } else if variadic != nil {
                rest.append(value)
            } else {
                throw Wording.tooManyArguments(
                    self, given: arguments.positional.count, wanted: positions.count)
            }
        }
        if let variadic { values[variadic] = .tuple(rest) }
        if arguments.keywords.isEmpty, collector == nil { return values }
        var extra: [(String, Value)] = []
        for (name, value) in arguments.keywords {
            if let index = place(ofKeyword: name) ?? synonyms[name].flatMap(place(ofKeyword:)) {
                if values[index] != nil { throw Wording.argumentTwice(self, name) }
                values[index] = value
            } else if let variadic, takesRowByName, parameters[variadic].name == name {
                // `x.permute(dims=(1, 0))`
                guard rest.isEmpty else { throw Wording.argumentTwice(self, name) }
                values[variadic] = value
            } else if collector != nil {
                extra.append((name, value))
            } else {
                throw Wording.unknownKeyword(self, name)
            }
        }
        if let collector { values[collector] = .dict(extra) }
        return values
    }
}

/// A line of a source file of this program, as `x??` names it.
public struct SourcePlace: Sendable {
    private let file: StaticString
    public let line: UInt

    public init(_ file: StaticString, _ line: UInt) { (self.file, self.line) = (file, line) }

    /// The folder below `Sources`, and the file in it or below it.
    public var module: String { String(file.description.prefix { $0 != "/" }) }
    /// Whether that folder is of this name.
    public func isIn(_ module: StaticString) -> Bool {
        let (path, name) = (
            UnsafeBufferPointer(start: file.utf8Start, count: file.utf8CodeUnitCount),
            UnsafeBufferPointer(start: module.utf8Start, count: module.utf8CodeUnitCount)
        )
        return path.count > name.count && path[name.count] == UInt8(ascii: "/") && path.starts(with: name)
    }
    public var name: String { String(file.description.split(separator: "/").last ?? "") }
}
