import Bindings
import Foundation
import Language

/// What Tab offers at the cursor.
public struct Completions: Equatable, Sendable {
    /// The stretch that a candidate replaces, in bytes of the source; it ends at the cursor.
    public var range: Range<Int>
    /// In the order of their use, then of the alphabet.
    public var candidates: [String]
    /// The declaration of the call around the cursor: `RandomSampler(tokens, batch_size=16, seq_len=256)`.
    public var signature: String?

    public init(range: Range<Int>, candidates: [String] = [], signature: String? = nil) {
        (self.range, self.candidates, self.signature) = (range, candidates, signature)
    }
}

extension Session {
    /// What could stand at the cursor: names, attributes, keyword arguments,
    /// string keys, books, paths, magics.
    ///
    /// Nothing is evaluated: tables of names are looked up, so it is quick and has no effects.
    /// - Parameter cursor: a byte offset in `source`.
    public func completions(_ source: String, cursor: Int) -> Completions {
        let source = Source(source)
        var context = Parser.completionContext(source, at: cursor)
        // Where a magic takes Python, what stands behind its name is a line like any other.
        for _ in 0..<Limits.nesting {
            guard case .magicArgument(let name, let prefix, let arguments) = context.place,
                let magic = Magics.named(name), magic.takesBody, flags(of: magic, prefix).isEmpty
            else { break }
            context = Parser.completionContext(source, from: arguments.lower, at: arguments.upper)
        }
        return completions(context)
    }

    private func completions(_ context: CompletionContext) -> Completions {
        let signature = context.call.flatMap { callSignature($0.callee) }
        func offer(_ candidates: [String]) -> Completions {
            Completions(
                range: context.range.lower..<context.range.upper, candidates: candidates,
                signature: signature)
        }
        switch context.place {
        case .nothing: return offer([])
        case .magic(let prefix):
            let isCell = prefix.hasPrefix("%%")
            let magics = Magics.all.filter { !isCell || $0.takesBody }
            return offer(match(magics.map { (isCell ? "%%" : "%") + $0.name }, prefix))
        case .magicArgument(let name, let prefix, _): return offer(arguments(of: name, prefix))
        case .attribute(let path, let prefix):
            return offer(resolve(path).map { match(attributes(of: $0), prefix) } ?? [])
        case .key(let path, let prefix):
            return offer(resolve(path).map { match(keys(of: $0), prefix) } ?? [])
        case .string(let prefix): return offer(strings(context.call, prefix))
        case .module(let prefix): return offer(match(interpreter.moduleNames, prefix))
        case .member(let name, let prefix):
            let module = try? interpreter.module(name)
            return offer(match(module.map { attributes(of: .module($0)) } ?? [], prefix))
        case .argument(let prefix):
            let keywords = context.call.map { self.keywords($0, prefix) } ?? []
            // What is wanted is an argument's name, or a variable to hand over; `set` is not meant by `se`.
            if !keywords.isEmpty {
                return offer(keywords + match(interpreter.globals.names.reversed(), prefix))
            }
            return offer(match(names() + Session.keywordsOfLanguage, prefix))
        case .name(let prefix): return offer(match(names() + Session.keywordsOfLanguage, prefix))
        }
    }

    /// What the declaration of a magic offers for its arguments, where these are no Python.
    private func arguments(of magic: String, _ prefix: String) -> [String] {
        guard let magic = Magics.named(magic) else { return [] }
        let flags = flags(of: magic, prefix)
        if !flags.isEmpty { return flags }
        switch magic.parameters.last(where: \.isPositional)?.completion {
        case .files: return PathCompletion.candidates(prefix)
        case .words(let words): return match(words, prefix)
        case .snapshots: return match(snaps.map(\.title), prefix)
        case .variables: return match(interpreter.globals.names.reversed(), prefix)
        case .types:
            let types = interpreter.globals.all.filter(Session.isVariable).map(\.value.typeName)
            return match(Set(types).sorted(), prefix)
        case .code, .nothing, nil: return []
        }
    }

    /// The flags and options of a magic that begin so; none before the first dash is typed.
    private func flags(of magic: Magic, _ prefix: String) -> [String] {
        guard prefix.hasPrefix("-") else { return [] }
        return match(magic.parameters.filter { !$0.isPositional }.map(\.word), prefix)
    }

    private func callSignature(_ path: [String]) -> String? {
        if case .function(let function)? = resolve(path) { return function.signature }
        if case .type(let type)? = resolve(path), let signature = type.writtenSignature { return signature }
        return callee(of: path)?.signature
    }

    // MARK: Tables

    static let keywordsOfLanguage = Parser.keywords.sorted { $0.lowercased() < $1.lowercased() }

    /// Names of variables and commands.
    func names() -> [String] {
        interpreter.globals.names.reversed()
            + interpreter.builtins.names.filter { !$0.hasPrefix("__") }.sorted()
    }

    private func match(_ names: [String], _ prefix: String) -> [String] {
        let hidden = !prefix.hasPrefix("_")
        var found = names.filter { $0.hasPrefix(prefix) && !(hidden && $0.hasPrefix("_")) }
        if found.isEmpty, !prefix.isEmpty {
            let lower = prefix.lowercased()
            found = names.filter { $0.lowercased().hasPrefix(lower) && !(hidden && $0.hasPrefix("_")) }
        }
        var seen = Set<String>()
        return found.filter { seen.insert($0).inserted }
    }

    /// `keyword=` for each parameter of the call that may still be given.
    private func keywords(_ call: CompletionContext.Call, _ prefix: String) -> [String] {
        let names: [String]
        if let command = callee(of: call.callee) {
            names = command.parameters.filter { $0.passing == .either || $0.passing == .keywordOnly }
                .map(\.name).filter { $0 != "self" }
        } else if case .function(let function)? = resolve(call.callee) {
            names = function.parameterNames
        } else if case .type(let type)? = resolve(call.callee), let function = type.writtenInitialiser {
            names = Array(function.parameterNames.dropFirst())
        } else {
            return []
        }
        return names.filter { $0.hasPrefix(prefix) && !call.used.contains($0) }.map { $0 + "=" }
    }

    private func attributes(of owner: Value) -> [String] {
        let names = Operations.attributeNames(owner)
        guard case .module(let module) = owner else { return Array(Set(names)).sorted() }
        let inner = interpreter.moduleNames.filter { $0.hasPrefix(module.name + ".") }
            .map { String($0.dropFirst(module.name.count + 1)) }.filter { !$0.contains(".") }
        return Array(Set(names + inner)).sorted()
    }

    private func keys(of owner: Value) -> [String] {
        switch owner {
        case .object(let object): return object.stringKeys
        case .dict(let dict): return dict.stringKeys
        default: return []
        }
    }

    /// What a string argument can be: what its parameter declares, else a path.
    private func strings(_ call: CompletionContext.Call?, _ prefix: String) -> [String] {
        guard let call else { return [] }
        if let parameter = parameter(of: call) {
            if !parameter.choices.isEmpty { return match(parameter.choices, prefix) }
            let suggested = match(parameter.suggestions, prefix)
            if !suggested.isEmpty { return suggested }
        }
        return PathCompletion.candidates(prefix)
    }

    /// The declaration of the argument that is being typed.
    private func parameter(of call: CompletionContext.Call) -> ParameterInformation? {
        guard let command = callee(of: call.callee) else { return nil }
        if let keyword = call.keyword { return command.parameters.first { $0.name == keyword } }
        let isMethod = command.parameters.first?.name == "self"
        let row = command.parameters.dropFirst(isMethod ? 1 : 0).filter {
            $0.passing == .either || $0.passing == .positionalOnly
        }
        return call.position < row.count ? row[call.position] : nil
    }

    // MARK: Looking things up without running them

    /// The value that a chain of names stands for, if it is there already.
    func resolve(_ path: [String]) -> Value? {
        guard let first = path.first else { return nil }
        var value = interpreter.globals[first] ?? interpreter.builtins[first]
        if first.hasPrefix("\"") { value = .string("") }
        for name in path.dropFirst() {
            guard let owner = value else { return nil }
            value = member(of: owner, name)
        }
        return value
    }

    /// What a chain of names in a program stands for, if it is there already.
    func value(of expression: Language.Expression) -> Value? {
        switch expression.kind {
        case .name(let name): return resolve([name])
        case .attribute(let owner, let name, _): return value(of: owner).flatMap { member(of: $0, name) }
        default: return nil
        }
    }

    func member(of owner: Value, _ name: String) -> Value? {
        switch owner {
        case .module(let module):
            return module[name] ?? (try? Operations.attribute(owner, Symbol(name)))
                ?? (try? interpreter.libraryModule("\(module.name).\(name)")).map(Value.module)
        case .instance(let instance):
            return instance.attribute(name) ?? instance.type.attribute(name)
                ?? (try? instance.native?.getAttribute(name))
        case .object(let object):
            if let command = object.declaration(of: name) { return .builtin(command) }
            if let method = object.scriptClass?.attribute(name) { return method }
            // Attributes of a tensor may cost a computation; those of everything else are looked up.
            return object is TensorObject ? nil : try? object.getAttribute(name)
        case .type(let type): return type.attribute(name)
        default: return Operations.type(of: owner).attribute(name)
        }
    }

    /// The declaration of what a chain of names calls.
    func callee(of path: [String]) -> Builtin? {
        guard let value = resolve(path) else { return nil }
        return declaration(of: value)
    }

    func declaration(of value: Value) -> Builtin? {
        switch value {
        case .builtin(let command): return command
        case .type(let type) where type.writtenInitialiser != nil: return nil
        case .type(let type):
            return type.native?.declaration
                ?? (type.isPlainLanguageType ? nil : type.nativeBase?.native?.declaration)
        case .boundMethod(let method): return declaration(of: method.function)
        case .object(let object): return object.callDeclaration
        default: return nil
        }
    }
}

extension ScriptClass {
    fileprivate var isPlainLanguageType: Bool { nativeBase == nil }

    /// The `__init__` that a call of the class runs, where it is written in the language.
    var writtenInitialiser: FunctionValue? {
        if case .function(let function)? = attribute("__init__") { return function }
        return nil
    }

    /// How the class is called: the signature of that `__init__`, without what it is called on.
    var writtenSignature: String? {
        guard let signature = writtenInitialiser?.signature, let open = signature.firstIndex(of: "(") else {
            return nil
        }
        var rest = signature[signature.index(after: open)...]
        if let first = writtenInitialiser?.parameterNames.first, rest.hasPrefix(first) {
            rest = rest.dropFirst(first.count)
            if rest.hasPrefix(", ") { rest = rest.dropFirst(2) }
        }
        return name + "(" + rest
    }
}

extension DictValue {
    /// Keys that are strings, in order.
    var stringKeys: [String] {
        (try? Operations.array(.dict(self)))?.compactMap(\.text) ?? []
    }
}

/// Files and folders that begin with what was typed.
enum PathCompletion {
    static func candidates(_ prefix: String) -> [String] {
        let slash = prefix.lastIndex(of: "/")
        let folder = slash.map { String(prefix[...$0]) } ?? ""
        let start = slash.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
        let place = folder.isEmpty ? "." : (folder as NSString).expandingTildeInPath
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else { return [] }
        return names.filter { $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix(".")) }.sorted()
            .prefix(500).map { name in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: place + "/" + name, isDirectory: &isFolder)
                return folder + name + (isFolder.boolValue ? "/" : "")
            }
    }
}
