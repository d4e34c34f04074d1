import Foundation
import Language
import PythonLibrary
import Tensors

/// How an object is built of tensors, containers and words: what `torch.save`
/// writes beside the numbers, as JSON.
///
/// What was one list, one tensor or one memory is one again; types stay what they were. What cannot come
/// back is refused where it is saved.
struct SavedObject: Codable {
    enum Kind: String, Codable {
        case none, bool, int, float, str, list, tuple, size, dict, orderedDict, set, frozenset, tensor, dtype
    }

    /// One value. Containers name their parts by their places in `nodes`, dicts keys and values in turn.
    struct Node: Codable {
        var kind: Kind
        var text: String?
        var parts: [Int]?
        var view: View?
    }

    /// A tensor as a view of one in the file.
    struct View: Codable {
        var name: String
        var shape: [Int]
        var strides: [Int]
        var offset: Int
        var requiresGrad: Bool
        var isParameter: Bool
    }

    /// The first is the object itself.
    var nodes: [Node]

    /// Under which name the description stands in the file's words.
    static let key = "lagado.object"
    /// Containers in containers; Python's own limit for `repr` and `copy` is of this size.
    static let deepest = 500

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

/// Takes an object apart.
struct ObjectWriter {
    private var nodes: [SavedObject.Node] = []
    private var known: [ObjectIdentifier: Int] = [:]
    /// What is in `known` has to stay, so that nothing else gets its place in memory.
    private var held: [AnyObject] = []
    private var tensors: [(node: Int, name: String, tensor: Tensor)] = []

    /// - Returns: the description, and the tensors that hold its numbers.
    /// - Throws: TypeError that names what cannot be written and where it is in the object.
    static func write(_ object: Value) throws -> (SavedObject, [(name: String, tensor: Tensor)]) {
        var writer = ObjectWriter()
        _ = try writer.add(object, [], depth: 0)
        let numbers = try writer.placeTensors()
        return (SavedObject(nodes: writer.nodes), numbers)
    }

    private mutating func add(_ value: Value, _ path: [String], depth: Int) throws -> Int {
        guard depth < SavedObject.deepest else {
            throw ScriptError(
                "RecursionError",
                "save() was given an object that is nested more than \(SavedObject.deepest) deep")
        }
        if let identity = Self.identity(value) {
            if let node = known[ObjectIdentifier(identity)] { return node }
            known[ObjectIdentifier(identity)] = nodes.count
            held.append(identity)
        }
        let node = nodes.count
        nodes.append(SavedObject.Node(kind: .none))
        nodes[node] = try describe(value, node, path, depth)
        return node
    }

    private static func identity(_ value: Value) -> AnyObject? {
        switch value {
        case .list(let list): return list
        case .tuple(let tuple): return tuple
        case .dict(let dict): return dict
        case .set(let set): return set
        case .object(let object): return (object as? TensorObject)?.tensor
        default: return nil
        }
    }

    private mutating func describe(_ value: Value, _ node: Int, _ path: [String], _ depth: Int) throws
        -> SavedObject.Node
    {
        switch value {
        case .none: return SavedObject.Node(kind: .none)
        case .bool(let flag): return SavedObject.Node(kind: .bool, text: flag ? "True" : "False")
        case .int(let number): return SavedObject.Node(kind: .int, text: String(number))
        // The bits: every NaN and −0 comes back as it was.
        case .float(let number): return SavedObject.Node(kind: .float, text: String(number.bitPattern))
        case .str(let text):
            guard text.bytes.elementsEqual(text.string.utf8) else {
                throw refuse("a str with half a character in it", path)
            }
            return SavedObject.Node(kind: .str, text: text.string)
        case .list(let list): return try row(.list, list.elements, path, depth)
        case .tuple(let tuple):
            guard let kind = tuple.kind else { return try row(.tuple, tuple.elements, path, depth) }
            guard kind === TorchSize.kind else {
                throw refuse("a \(kind.type.name)", path, hint: "tuple(x), or a dict with the names")
            }
            return try row(.size, tuple.elements, path, depth)
        case .dict(let dict):
            guard ["dict", "OrderedDict"].contains(value.typeName) else {
                throw refuse("a \(value.typeName)", path, hint: "dict(x)")
            }
            var parts: [Int] = []
            for (key, element) in dict.pairs {
                parts.append(try add(key, path + ["a key"], depth: depth + 1))
                let word = try key.text ?? key.repr()
                parts.append(try add(element, path + [word], depth: depth + 1))
            }
            return SavedObject.Node(kind: value.typeName == "dict" ? .dict : .orderedDict, parts: parts)
        case .set(let set): return try row(set.isFrozen ? .frozenset : .set, set.elements, path, depth)
        case .object(let object): return try describe(object, node, path)
        default: throw refuse("a \(value.typeName)", path)
        }
    }

    private mutating func row(
        _ kind: SavedObject.Kind, _ elements: [Value], _ path: [String], _ depth: Int
    ) throws -> SavedObject.Node {
        var parts: [Int] = []
        for (index, element) in elements.enumerated() {
            parts.append(try add(element, path + [String(index)], depth: depth + 1))
        }
        return SavedObject.Node(kind: kind, parts: parts)
    }

    private mutating func describe(_ object: any ScriptObject, _ node: Int, _ path: [String]) throws
        -> SavedObject.Node
    {
        switch object {
        case let object as TensorObject:
            tensors.append((node, path.isEmpty ? "tensor" : path.joined(separator: "."), object.tensor))
            return SavedObject.Node(kind: .tensor)
        case let object as DTypeObject: return SavedObject.Node(kind: .dtype, text: object.dtype.rawValue)
        case is ArrayObject: throw refuse("an array of NumPy", path, hint: "torch.from_numpy(x)")
        case is ModuleObject:
            throw refuse("a model", path, hint: "torch.save(model.state_dict(), path)")
        case is OptimizerObject:
            throw refuse("an optimizer", path, hint: "torch.save(optimizer.state_dict(), path)")
        default: throw refuse("a \(object.typeName)", path)
        }
    }

    private func refuse(_ what: String, _ path: [String], hint: String? = nil) -> ScriptError {
        let place =
            path.isEmpty
            ? "not \(what)" : "and this one holds \(what) at \(path.map { "['\($0)']" }.joined())"
        return ScriptError(
            "TypeError",
            "save() writes tensors, numbers, strings, None, "
                + "and lists, tuples, dicts and sets of them; \(place)",
            hint: hint ?? "torch.save(model.state_dict(), path)")
    }

    // MARK: Tensors

    /// Gives each memory its tensors in the file. One that is looked at in one way only is written as it
    /// looks; where views differ, the whole memory is.
    private mutating func placeTensors() throws -> [(name: String, tensor: Tensor)] {
        var order: [ObjectIdentifier] = []
        var groups: [ObjectIdentifier: [(node: Int, name: String, tensor: Tensor)]] = [:]
        for entry in tensors {
            let storage = ObjectIdentifier(entry.tensor.storage)
            if groups[storage] == nil { order.append(storage) }
            groups[storage, default: []].append(entry)
        }
        var numbers: [(name: String, tensor: Tensor)] = []
        var names: Set<String> = ["__metadata__"]
        for storage in order {
            guard let group = groups[storage], let first = group.first else { continue }
            let tensor = first.tensor
            let isOneView = group.allSatisfy {
                $0.tensor.shape == tensor.shape && $0.tensor.strides == tensor.strides
                    && $0.tensor.offset == tensor.offset
            }
            let isPlain = isOneView && tensor.isContiguous && tensor.dtype == tensor.storage.dtype
            var name = first.name
            while !names.insert(name).inserted { name += "'" }
            if isPlain {
                numbers.append((name, tensor.detachedView()))
            } else {
                numbers.append(
                    (
                        name,
                        Tensor(
                            storage: tensor.storage, shape: [tensor.storage.count], strides: [1], offset: 0)
                    ))
            }
            for entry in group {
                let own = entry.tensor
                nodes[entry.node].view = SavedObject.View(
                    name: name, shape: own.shape, strides: own.strides, offset: isPlain ? 0 : own.offset,
                    requiresGrad: own.requiresGrad, isParameter: own.isParameter)
            }
        }
        return numbers
    }
}

/// Puts an object together again.
final class ObjectReader {
    private let nodes: [SavedObject.Node]
    private let source: (String) throws -> Tensor
    private var made: [Int: Value] = [:]
    private var isOpen: Set<Int> = []
    private var stored: [String: Tensor] = [:]

    /// - Parameter source: a tensor of the file by its name.
    init(_ json: String, _ source: @escaping (String) throws -> Tensor) throws {
        guard let object = try? JSONDecoder().decode(SavedObject.self, from: Data(json.utf8)) else {
            throw Self.damaged
        }
        (nodes, self.source) = (object.nodes, source)
    }

    func object() throws -> Value { try value(0, depth: 0) }

    private static let damaged = ScriptError(
        "ValueError",
        "what the file says about its object cannot be read: it is damaged, or from another version")

    private func value(_ place: Int, depth: Int) throws -> Value {
        if let value = made[place] { return value }
        guard nodes.indices.contains(place), depth <= SavedObject.deepest, isOpen.insert(place).inserted
        else {
            throw Self.damaged
        }
        defer { isOpen.remove(place) }
        let node = nodes[place], parts = node.parts ?? []
        func elements() throws -> [Value] { try parts.map { try value($0, depth: depth + 1) } }
        let result: Value
        switch node.kind {
        case .none: result = .none
        case .bool: result = .bool(node.text == "True")
        case .int:
            guard let number = node.text.flatMap({ Int($0) }) else { throw Self.damaged }
            result = .int(number)
        case .float:
            guard let bits = node.text.flatMap({ UInt64($0) }) else { throw Self.damaged }
            result = .float(Double(bitPattern: bits))
        case .str: result = .string(node.text ?? "")
        case .list:
            // Known before its parts are: it may hold itself.
            let list = ListValue()
            made[place] = .list(list)
            list.elements = try elements()
            return .list(list)
        case .tuple: result = .tuple(try elements())
        case .size: result = .tuple(TupleValue(try elements(), kind: TorchSize.kind))
        case .dict, .orderedDict: return try dict(node.kind, place, parts, depth)
        case .set, .frozenset: result = .set(try SetValue(elements(), isFrozen: node.kind == .frozenset))
        case .tensor:
            guard let view = node.view else { throw Self.damaged }
            result = try tensor(view).scriptValue
        case .dtype:
            guard let type = node.text.flatMap(DType.init(rawValue:)) else { throw Self.damaged }
            result = type.scriptValue
        }
        made[place] = result
        return result
    }

    private func dict(_ kind: SavedObject.Kind, _ place: Int, _ parts: [Int], _ depth: Int) throws -> Value {
        guard parts.count % 2 == 0 else { throw Self.damaged }
        let dict = kind == .dict ? DictValue() : DictValue.ordered()
        made[place] = .dict(dict)
        for index in stride(from: 0, to: parts.count, by: 2) {
            try dict.set(value(parts[index], depth: depth + 1), value(parts[index + 1], depth: depth + 1))
        }
        return .dict(dict)
    }

    private func tensor(_ view: SavedObject.View) throws -> Tensor {
        let base = try stored[view.name] ?? source(view.name)
        stored[view.name] = base
        guard view.shape.count == view.strides.count, view.offset >= 0, Self.fits(view, base.storage.count)
        else {
            throw Self.damaged
        }
        let tensor = Tensor(
            storage: base.storage, shape: view.shape, strides: view.strides, offset: view.offset)
        if view.requiresGrad { try tensor.requireGrad() }
        tensor.isParameter = view.isParameter
        return tensor
    }

    /// Whether every element of the view lies in the memory.
    private static func fits(_ view: SavedObject.View, _ count: Int) -> Bool {
        guard let elements = try? Shape.count(view.shape) else { return false }
        var last = view.offset
        for (size, step) in zip(view.shape, view.strides) {
            guard size >= 0, step >= 0 else { return false }
            let (reach, overflow) = max(0, size - 1).multipliedReportingOverflow(by: step)
            let (sum, more) = last.addingReportingOverflow(reach)
            guard !overflow, !more else { return false }
            last = sum
        }
        return elements == 0 ? view.offset <= count : last < count
    }
}
