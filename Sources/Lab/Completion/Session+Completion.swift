import Bindings
import Foundation
import GPT
import Language
import Text

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

/// Whether a source can run as it is.
public enum Completeness: Equatable, Sendable {
    case complete
    /// More lines are wanted; the next begins with this many blanks.
    case incomplete(indent: Int)
    /// It is wrong already, and no further line mends it.
    case invalid
}

extension Session {
    /// Whether Enter should run what was typed so far. A block stays open until an empty line.
    public func completeness(_ source: String) -> Completeness {
        let cell = Session.prepare(source)
        if source.drop(while: { $0 == "\n" || $0 == " " }).hasPrefix("%%") {
            return source.hasSuffix("\n") ? .complete : .incomplete(indent: 0)
        }
        switch Parser.parseTyped(Source(cell.source)) {
        case .complete: return .complete
        case .incomplete(let levels):
            let (blanks, overflow) = levels.multipliedReportingOverflow(by: 4)
            return .incomplete(indent: overflow ? 0 : blanks)
        case .invalid: return .invalid
        }
    }

    /// What could stand at the cursor: names, attributes, keyword arguments, string keys, books, paths,
    /// magics.
    ///
    /// Nothing is evaluated: tables of names are looked up, so it is quick and has no effects.
    /// - Parameter cursor: a byte offset in `source`.
    public func completions(_ source: String, cursor: Int) -> Completions {
        let bytes = Array(source.utf8)
        let cursor = min(max(0, cursor), bytes.count)
        let context = CompletionContext(Array(bytes[..<cursor]))
        let signature = context.call.flatMap { callSignature($0.path) }
        switch context.place {
        case .nothing: return Completions(range: cursor..<cursor, signature: signature)
        case .magic(let prefix, let start):
            return Completions(
                range: start..<cursor, candidates: match(Magics.all.map { "%" + $0.name }, prefix))
        case .magicArgument(let name, let prefix, let start):
            if ["run", "save"].contains(name) {
                return Completions(range: start..<cursor, candidates: PathCompletion.candidates(prefix))
            }
            if ["time", "timeit", "cost", "pytorch"].contains(name) { break }
            if ["undo", "snap", "diff"].contains(name) {
                return Completions(range: start..<cursor, candidates: match(snaps.map(\.title), prefix))
            }
            if name == "color" {
                return Completions(range: start..<cursor, candidates: match(["on", "off"], prefix))
            }
            return Completions(range: start..<cursor, candidates: match(names(), prefix))
        case .attribute(let path, let prefix, let start):
            guard let owner = resolve(path) else { return Completions(range: cursor..<cursor) }
            return Completions(
                range: start..<cursor, candidates: match(attributes(of: owner), prefix), signature: signature)
        case .key(let path, let prefix, let start):
            guard let owner = resolve(path) else { return Completions(range: cursor..<cursor) }
            return Completions(range: start..<cursor, candidates: match(keys(of: owner), prefix))
        case .string(let prefix, let start):
            return Completions(
                range: start..<cursor, candidates: strings(context, prefix), signature: signature)
        case .name: break
        }
        guard case .name(let prefix, let start) = context.nameAtCursor else {
            return Completions(range: cursor..<cursor, signature: signature)
        }
        var candidates = keywords(context, prefix)
        if !candidates.isEmpty {
            // What is wanted is an argument's name, or a variable to hand over; `set` is not meant by `se`.
            candidates += match(interpreter.globals.names.reversed(), prefix)
        } else {
            candidates += match(importable(context) ?? (names() + Session.keywordsOfLanguage), prefix)
        }
        var seen = Set<String>()
        return Completions(
            range: start..<cursor, candidates: candidates.filter { seen.insert($0).inserted },
            signature: signature)
    }

    /// What an import could name here: modules, or members of the module that `from` names; nil where none is
    /// written.
    private func importable(_ context: CompletionContext) -> [String]? {
        if context.isImport { return interpreter.moduleNames }
        guard let name = context.importedModule, let module = try? interpreter.module(name) else {
            return nil
        }
        return attributes(of: .module(module))
    }

    private func callSignature(_ path: [String]) -> String? {
        if case .function(let function)? = resolve(path) { return function.signature }
        return callee(of: path)?.signature
    }

    // MARK: Tables

    static let keywordsOfLanguage = [
        "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except", "False",
        "finally",
        "for", "from", "global", "if", "import", "in", "is", "lambda", "None", "nonlocal", "not", "or",
        "pass", "raise",
        "return", "True", "try", "while", "with",
    ]

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
    private func keywords(_ context: CompletionContext, _ prefix: String) -> [String] {
        guard let call = context.call, call.isArgumentStart else { return [] }
        if let command = callee(of: call.path) {
            let names = command.parameters.filter { $0.passing == .either || $0.passing == .keywordOnly }.map(
                \.name)
            return names.filter { $0.hasPrefix(prefix) && !call.keywords.contains($0) && $0 != "self" }.map {
                $0 + "="
            }
        }
        guard case .function(let function)? = resolve(call.path) else { return [] }
        return function.parameterNames.filter { $0.hasPrefix(prefix) && !call.keywords.contains($0) }.map {
            $0 + "="
        }
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

    /// What a string argument can be: books in `load("…`, the choices of a parameter, a path.
    private func strings(_ context: CompletionContext, _ prefix: String) -> [String] {
        guard let call = context.call else { return [] }
        let parameter = call.currentKeyword
        switch (call.path.last, parameter) {
        case ("load", nil), ("load", "name"):
            let books = match(Catalog.bookNames, prefix)
            return books.isEmpty ? PathCompletion.candidates(prefix) : books
        case (_, "tied"): return match(GPTConfiguration.Tied.allCases.map(\.rawValue), prefix)
        case (_, "weights"): return match(WeightChoice.allCases.map(\.rawValue), prefix)
        case (_, "holdout"): return match(Holdout.allCases.map(\.rawValue), prefix)
        case (_, "window"): return match(ContextWindow.allCases.map(\.rawValue), prefix)
        case (_, "reduction"): return match(["mean", "sum", "none"], prefix)
        default: return PathCompletion.candidates(prefix)
        }
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
