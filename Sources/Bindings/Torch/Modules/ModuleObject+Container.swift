import Language
import Neural
import Tensors

/// Sequential, ModuleList, ModuleDict and ParameterList as rows and dicts.
extension ModuleObject {
    /// Modules that one row may hold.
    private static let mostChildren = 100_000

    private var isList: Bool { module is Sequential || module is ModuleList }
    var isContainer: Bool { isList || module is ModuleDictionary || module is ParameterList }

    /// The elements of a row: modules, or the tensors of a ParameterList.
    private var row: [Value] {
        module is ParameterList ? module.ownParameters.map(\.parameter.scriptValue) : childList.map(\.value)
    }

    /// Puts other modules in the place of all that were there, numbered anew.
    func replaceRow(_ values: [Value]) throws {
        for (name, _) in module.childSlots { removeChild(name) }
        for (index, value) in values.enumerated() { try register(child: String(index), value) }
    }

    private func notAContainer(_ message: String) -> ScriptError {
        ScriptError("TypeError", "'\(typeName)' object \(message)")
    }

    public func length() throws -> Int {
        guard isContainer else { throw ScriptError("TypeError", "object of type '\(typeName)' has no len()") }
        return module is ParameterList ? module.ownParameters.count : module.childSlots.count
    }

    public func iterate() throws -> ScriptIterator {
        guard isContainer else { throw notAContainer("is not iterable") }
        return try Operations.iterator(
            .list(module is ModuleDictionary ? childList.map { .string($0.name) } : row))
    }

    public func contains(_ value: Value) throws -> Bool {
        if module is ModuleDictionary, let name = value.text {
            return module.children.contains { $0.name == name }
        }
        let iterator = try iterate()
        while let element = try iterator.next() {
            if try Operations.identicalOrEqual(element, value) { return true }
        }
        return false
    }

    public func getItem(_ index: Value) throws -> Value {
        if module is ModuleDictionary {
            guard let name = index.text, let found = child(name) else {
                throw Wording.missingKey(index)
            }
            return found
        }
        guard isList || module is ParameterList else { throw notAContainer("is not subscriptable") }
        if module is ParameterList { return row[try position(index, row.count)] }
        if case .slice(let slice) = index {
            let (start, step, length) = try slice.indices(count: module.children.count)
            let all = childList
            let chosen = (0..<length).map { all[start + $0 * step].value }
            return try ModuleTypes.list(chosen, like: module).scriptValue
        }
        return childList[try position(index, module.children.count)].value
    }

    public func setItem(_ index: Value, _ value: Value) throws {
        if module is ModuleDictionary, let name = index.text { return try register(child: name, value) }
        guard isList else { throw notAContainer("does not support item assignment") }
        try register(child: module.children[position(index, module.children.count)].name, value)
    }

    public func deleteItem(_ index: Value) throws {
        if module is ModuleDictionary, let name = index.text {
            guard child(name) != nil else { throw Wording.missingKey(index) }
            return removeChild(name)
        }
        guard isList else { throw notAContainer("doesn't support item deletion") }
        var rest = childList.map(\.value)
        if case .slice(let slice) = index {
            let (start, step, length) = try slice.indices(count: rest.count)
            let gone = Set((0..<length).map { start + $0 * step })
            rest = rest.indices.filter { !gone.contains($0) }.map { rest[$0] }
        } else {
            rest.remove(at: try position(index, rest.count))
        }
        try replaceRow(rest)
    }

    public func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        guard isList, operation == .multiply || (operation == .add && !reflected) else { return nil }
        let own = childList.map(\.value)
        if operation == .multiply {
            guard module is Sequential, let times = try Operations.index(other) else { return nil }
            guard times > 0 else {
                throw ScriptError("ValueError", "Non-positive multiplication factor \(times) for \(typeName)")
            }
            let (count, overflow) = own.count.multipliedReportingOverflow(by: times)
            guard !overflow, count <= ModuleObject.mostChildren else {
                throw ScriptError(
                    "MemoryError", "a \(typeName) of \(own.count) × \(times) modules does not fit in memory",
                    hint: "at most \(ModuleObject.mostChildren) modules in one row")
            }
            return try ModuleTypes.list(Array(repeating: own, count: times).flatMap { $0 }, like: module)
                .scriptValue
        }
        let more: [Value]
        if let object = try ModuleObject.from(other) {
            more = object.childList.map(\.value)
        } else {
            more = try Operations.array(other)
        }
        return try ModuleTypes.list(own + more, like: module).scriptValue
    }

    private func position(_ index: Value, _ count: Int) throws -> Int {
        let position = try Operations.requireIndex(index)
        guard position >= -count && position < count else {
            throw ScriptError("IndexError", "index \(position) is out of range")
        }
        return position < 0 ? position + count : position
    }
}
