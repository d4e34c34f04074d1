import Language

// The sorts of dict that `collections` has.

extension DictKind {
    static let ordered: DictKind = DictKind(
        "OrderedDict",
        constructor: Builtin(
            "OrderedDict", group: "collections", summary: "A dict that can move its keys to the ends.",
            raw: [.init("pairs", "to begin with", default: "()"), .init("values", "by name", .keywords)]
        ) { interpreter, arguments in
            guard case .dict(let dict) = try DictMethods.make.call(interpreter, arguments) else {
                return .none
            }
            dict.sort = ordered
            return .dict(dict)
        },
        methods: [
            Method.make("move_to_end", ["key", "last=True"], "Moves a key to an end.") {
                value, arguments, _ in
                let dict = try DictMethods.dict(value)
                let key = arguments[0] ?? .none
                guard let item = try dict.remove(key) else { throw Operations.missingKey(dict, key) }
                if try arguments[1].map({ try Operations.truth($0) }) ?? true {
                    try dict.set(key, item)
                } else {
                    let rest = dict.pairs
                    try dict.removeAll()
                    try dict.set(key, item)
                    for pair in rest { try dict.set(pair.key, pair.value) }
                }
                return .none
            },
            Method.make("popitem", ["last=True"], "Takes the last pair out, or the first.") {
                value, arguments, _ in
                let dict = try DictMethods.dict(value)
                let last = try arguments[0].map { try Operations.truth($0) } ?? true
                guard let pair = last ? dict.pairs.last : dict.pairs.first else {
                    throw Wording.missingKey(.string("dictionary is empty"))
                }
                try dict.remove(pair.key)
                return .tuple([pair.key, pair.value])
            },
        ], viewPrefix: "o"
    ) { dict in
        let pairs = try dict.pairs.map { "(\(try $0.key.repr()), \(try $0.value.repr()))" }
        return "OrderedDict(" + (pairs.isEmpty ? "" : "[\(pairs.joined(separator: ", "))]") + ")"
    }

    static let defaulting: DictKind = DictKind(
        "defaultdict",
        constructor: Builtin(
            "defaultdict", group: "collections", summary: "A dict that makes missing values.",
            raw: [
                .init("default_factory", "what makes a value", default: "None"),
                .init("pairs", "to begin with", default: "()"), .init("values", "by name", .keywords),
            ]
        ) { _, arguments in
            let dict = DictValue()
            dict.sort = defaulting
            dict.makeMissing = arguments.positional.first.flatMap { $0.isNone ? nil : $0 }
            if let make = dict.makeMissing, !Operations.isCallable(make) {
                throw ScriptError(
                    "TypeError", "first argument must be callable or None",
                    hint: "defaultdict(list), defaultdict(int)")
            }
            if arguments.positional.count > 1 { try DictMethods.update(dict, arguments.positional[1]) }
            for (name, value) in arguments.keywords { dict.setString(name, value) }
            return .dict(dict)
        }
    ) { dict in
        "defaultdict(\(try dict.makeMissing?.repr() ?? "None"), \(try Operations.braces(dict.pairs)))"
    }
}

extension DictValue {
    /// A new `collections.OrderedDict`.
    public static func ordered() -> DictValue {
        let dict = DictValue()
        dict.sort = DictKind.ordered
        return dict
    }
}

extension Value {
    /// A new `OrderedDict` from pairs with distinct string keys.
    public static func orderedDict(_ pairs: [(String, Value)]) -> Value {
        .dict(DictValue(DictKind.ordered, pairs))
    }
}

/// The module `collections`.
enum CollectionsModule {
    package static func make() -> ModuleValue {
        ModuleValue(
            "collections", documentation: "Counting, grouping, rows with two ends.",
            [
                ("Counter", .type(DictKind.counter.type)), ("defaultdict", .type(DictKind.defaulting.type)),
                ("OrderedDict", .type(DictKind.ordered.type)), ("deque", .type(Deque.type)),
                ("namedtuple", .builtin(NamedTuples.make)),
            ])
    }
}

/// `collections.namedtuple`.
enum NamedTuples {
    package static let make = Builtin(
        "namedtuple", group: "collections", summary: "Makes a tuple class with named fields.",
        Parameter<String>("typename", "the name of the class"),
        Parameter<Value>("field_names", "the names, in a list or in one text"),
        Parameter<Bool>("rename", "replace names that cannot be", default: false, .keywordOnly),
        Parameter<Value>("defaults", "values of the last fields", default: .none, .keywordOnly),
        Parameter<Value>("module", "the module that the class names", default: .none, .keywordOnly),
        example: "collections.namedtuple('Point', 'x y')"
    ) { _, name, fields, rename, defaults, module -> Value in
        var names: [String]
        if let text = fields.text {
            names = text.split { $0 == " " || $0 == "," || $0.isNewline || $0 == "\t" }.map(String.init)
        } else {
            names = try Operations.array(fields).map { try $0.str() }
        }
        var seen: Set<String> = []
        for (index, field) in names.enumerated() {
            let isName =
                field.unicodeScalars.first.map { $0 == "_" || $0.properties.isXIDStart } == true
                && field.unicodeScalars.allSatisfy(\.properties.isXIDContinue)
                && !Token.keywords.contains(field)
            if isName, !field.hasPrefix("_"), seen.insert(field).inserted { continue }
            if rename {
                names[index] = "_\(index)"
            } else if !isName {
                throw ScriptError(
                    "ValueError",
                    "Type names and field names must be valid identifiers: \(Operations.quoted(field))")
            } else if field.hasPrefix("_") {
                throw ScriptError(
                    "ValueError", "Field names cannot start with an underscore: \(Operations.quoted(field))")
            } else {
                throw ScriptError(
                    "ValueError", "Encountered duplicate field name: \(Operations.quoted(field))")
            }
        }
        let last = defaults.isNone ? [] : try Operations.array(defaults)
        if last.count > names.count {
            throw ScriptError("TypeError", "Got more default values than field names")
        }
        return .type(try made(name, names, last, module: module.text ?? "__main__").type)
    }

    /// The class of tuples with these fields; the last ones have defaults.
    static func made(_ name: String, _ names: [String], _ defaults: [Value], module: String) throws
        -> TupleKind
    {
        let kind = kind(name, names, defaults)
        kind.type.module = module
        let pairs = zip(names.suffix(defaults.count), defaults).map { ($0, $1) }
        kind.type.attributes.set(Symbol("_field_defaults"), .dict(pairs))
        return kind
    }

    private static func kind(_ name: String, _ names: [String], _ defaults: [Value]) -> TupleKind {
        let optional = names.count - defaults.count
        let declared = names.enumerated().map { index, name in
            ParameterInformation(
                name, "an element",
                default: index < optional ? nil : (try? defaults[index - optional].repr()) ?? "…")
        }
        // The class and what it makes hold one another: a class lives as long as the program.
        var kind: TupleKind?
        func tuple(_ elements: [Value]) -> Value { .tuple(TupleValue(elements, kind: kind)) }
        let constructor = Builtin(
            name: name, group: "collections", summary: "A tuple with named elements.", parameters: declared,
            returns: "",
            example: "", pytorch: "", formula: ""
        ) { command, _, values in
            tuple(
                try values.enumerated().map { index, value in
                    if let value { return value }
                    guard index >= optional else { throw Wording.missingArgument(command, names[index]) }
                    return defaults[index - optional]
                })
        }
        let made = TupleKind(name, fields: names, constructor: constructor) { elements in
            name + "(" + (try zip(names, elements).map { "\($0)=\(try $1.repr())" }.joined(separator: ", "))
                + ")"
        }
        kind = made
        let methods = [
            Method.make("_asdict", [], "The elements by name.") { value, _, _ in
                .dict(Array(zip(names, try Operations.array(value))))
            },
            Builtin(
                "_replace", group: "methods", summary: "A tuple with other elements.",
                raw: [.init("self", "the tuple", .positionalOnly), .init("values", "by name", .keywords)]
            ) { _, arguments in
                var elements = try Operations.array(arguments.positional.first ?? .none)
                var unknown: [Value] = []
                for (name, value) in arguments.keywords {
                    if let index = names.firstIndex(of: name) {
                        elements[index] = value
                    } else {
                        unknown.append(.string(name))
                    }
                }
                if !unknown.isEmpty {
                    throw ScriptError(
                        "ValueError", "Got unexpected field names: \(try Value.list(unknown).repr())")
                }
                return tuple(elements)
            },
        ]
        for method in methods { made.type.attributes.set(Symbol(method.name), .builtin(method)) }
        made.type.attributes.set(
            Symbol("_make"),
            .object(
                StaticMethod(
                    .builtin(
                        Builtin(
                            "_make", group: "collections", summary: "From the elements of an iterable.",
                            Parameter<Value>("iterable", "the elements")
                        ) {
                            interpreter, value -> Value in
                            try constructor.call(interpreter, Arguments(Operations.array(value)))
                        }))))
        made.type.attributes.set(Symbol("_fields"), .tuple(names.map(Value.string)))
        return made
    }
}
