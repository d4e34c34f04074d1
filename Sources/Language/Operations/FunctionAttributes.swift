/// What stands behind `f.__dict__`, `f.__defaults__` and their like.
extension FunctionValue {
    /// Names that are not in `f.__dict__`.
    private static let own: Set<Symbol> = [
        Names.name, Names.doc, Names.module, Symbol("__qualname__"), Symbol("__annotations__"),
    ]

    private func places(_ isPositional: Bool) -> [Int] {
        code.parameters.indices.filter {
            let passing = code.parameters[$0].passing
            return isPositional ? passing == .either || passing == .positionalOnly : passing == .keywordOnly
        }
    }

    /// What a function tells of itself, nil for any other name.
    func special(_ name: Symbol) -> Value? {
        switch name.name {
        case "__dict__": return .dict(attributes.shared(except: FunctionValue.own))
        case "__globals__": return .dict((code.globals ?? interpreter.globals).dictionary)
        case "__annotations__": return .dict(annotations)
        case "__defaults__":
            let values = places(true).compactMap { defaults[$0] }
            return values.isEmpty ? Value.none : .tuple(values)
        case "__kwdefaults__":
            let view = DictValue(viewOf: KeywordDefaults(self))
            return view.count == 0 ? Value.none : .dict(view)
        default: return nil
        }
    }

    /// - Throws: TypeError for what cannot be there, NotImplementedError for what a function keeps to itself
    ///   here.
    package func set(_ name: Symbol, _ new: Value) throws {
        switch name.name {
        case "__dict__":
            guard case .dict(let dict) = new else {
                throw ScriptError(
                    "TypeError", "__dict__ must be set to a dictionary, not a '\(new.typeName)'")
            }
            attributes.share(dict, except: FunctionValue.own)
        case "__defaults__":
            var values: [Value] = []
            if case .tuple(let tuple) = new {
                values = tuple.elements
            } else if !new.isNone {
                throw ScriptError("TypeError", "__defaults__ must be set to a tuple object")
            }
            let places = places(true)
            for place in places { defaults[place] = nil }
            for (place, value) in zip(places.reversed(), values.reversed()) { defaults[place] = value }
        case "__kwdefaults__":
            var pairs: [(key: Value, value: Value)] = []
            if case .dict(let dict) = new {
                pairs = dict.pairs
            } else if !new.isNone {
                throw ScriptError("TypeError", "__kwdefaults__ must be set to a dict object")
            }
            for place in places(false) { defaults[place] = nil }
            let view = KeywordDefaults(self)
            for (key, value) in pairs { try view.set(key, value) }
        case "__code__":
            throw ScriptError(
                "NotImplementedError", "setting __code__ of a function is not in Lagado",
                hint: "the name can mean another function: f = g")
        case "__globals__", "__closure__": throw ScriptError("AttributeError", "readonly attribute")
        default: attributes.set(name, new)
        }
    }

    /// `f.__kwdefaults__`: live.
    private final class KeywordDefaults: DictSource {
        let function: FunctionValue
        init(_ function: FunctionValue) { self.function = function }

        private func place(_ key: Value) -> Int? {
            function.places(false).first { function.code.parameters[$0].name == key.text }
        }
        var pairs: [(key: Value, value: Value)] {
            function.places(false).compactMap { place in
                function.defaults[place].map { (.string(function.code.parameters[place].name), $0) }
            }
        }
        package func set(_ key: Value, _ value: Value) throws {
            guard let place = place(key) else {
                throw ScriptError(
                    "TypeError", "\(function.name)() has no keyword-only parameter \(try key.repr())")
            }
            function.defaults[place] = value
        }
        package func remove(_ key: Value) throws -> Value? {
            guard let place = place(key), let value = function.defaults[place] else { return nil }
            function.defaults[place] = nil
            return value
        }
        var holders: [Value] { [.function(function)] }
    }
}
