import Synchronization

/// What makes a class of a library usable from a script: how to make one, what it can do, and how a class of
/// a script can be built upon it.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public struct NativeClass: @unchecked Sendable {
    /// Makes the object that a call of the class gives. `owner` is the script instance when a script's
    /// subclass calls
    /// `super().__init__(…)`, nil for a plain call of the class itself.
    public var construct:
        (_ owner: Instance?, _ arguments: Arguments, _ interpreter: Interpreter) throws -> any ScriptObject
    /// Whether an object of a library belongs to this class.
    public var isInstance: (any ScriptObject) -> Bool
    /// The signature of the constructor, for help and completion.
    public var declaration: Builtin?
    /// Whether a script may write `class Block(nn.Module)`.
    public var canBeSubclassed: Bool

    public init(
        declaration: Builtin? = nil, canBeSubclassed: Bool = false,
        isInstance: @escaping (any ScriptObject) -> Bool,
        construct:
            @escaping (_ owner: Instance?, _ arguments: Arguments, _ interpreter: Interpreter) throws ->
            any ScriptObject
    ) {
        self.declaration = declaration
        self.canBeSubclassed = canBeSubclassed
        self.isInstance = isInstance
        self.construct = construct
    }
}

/// The native half of a script instance whose class is built upon a library's class.
///
/// `self.linear = nn.Linear(4, 4)` in a script offers the attribute here first, so that a module can register
/// parameters and submodules.
public protocol NativePart: ScriptObject {
    /// The native half for the copy of an instance; with a memo what it holds is copied too.
    func copied(_ memo: CopyMemo?, owner: Instance) throws -> any ScriptObject
    /// Takes an attribute that the script sets on the instance; true if it is kept here and not on the
    /// instance.
    func adopt(_ name: String, _ value: Value, owner: Instance) throws -> Bool
    /// What `vars(x)` of the instance is where the native half has a say in it: a live view.
    func attributeDictionary(of owner: Instance) -> DictValue?
    /// Told after a program has set `x.__class__`.
    func classChanged(of owner: Instance)
}

extension NativePart {
    public func attributeDictionary(of owner: Instance) -> DictValue? { nil }
    public func classChanged(of owner: Instance) {}

    public func copied(_ memo: CopyMemo?, owner: Instance) throws -> any ScriptObject {
        throw CopyMemo.unavailable(typeName)
    }
}

/// A class: of the language (`int`), of a library (`nn.Linear`) or of a script.
///
/// Sendable: classes of the language and of libraries are declared once, shared by all interpreters, and
/// never changed afterwards; those of a script belong to its interpreter alone.
public final class ScriptClass: @unchecked Sendable {
    /// `C.__name__`, which a program may change.
    public private(set) var name: String
    /// `C.__qualname__`: the name that the class and plain objects of it are printed with.
    public private(set) var qualifiedName: String
    public let bases: [ScriptClass]
    /// The class itself and all it inherits from, in the order in which names are looked up.
    public private(set) var lineage: [ScriptClass] = []
    public let native: NativeClass?
    /// What calling the class does, for the language's own types.
    let constructor: Builtin?
    /// Recognises the language's own values, such as `isinstance(1, int)`.
    let recognises: ((Value) -> Bool)?
    package var attributes = AttributeTable()
    public var documentation: String?
    /// The module whose name stands before the class's own where it is printed.
    public var module: String?
    /// Names that the class body annotates, in order: the fields of a `@dataclass`.
    package var annotations: [Symbol] = []
    /// What stands behind the colons of those names.
    var annotationTrees: [Symbol: Expression] = [:]
    /// The statement that made it; nil for a class of the language or of a library.
    package var definition: (source: Source, range: SourceRange)?
    /// What the class is besides a class; nil for almost all.
    package var behaviour: (any ClassBehaviour)?
    /// Whether the values of a library's class are numbers: what operators do with them is there as methods
    /// too (`x.__add__(1)`).
    public var isNumeric = false
    /// Whether a script made it, so that it can change.
    package var isScript = false
    /// Whether any class in the lineage has a `@property` or another descriptor; plain look-ups need not
    /// ask else.
    @inline(__always)
    var mayHaveProperties: Bool {
        // Threads of several interpreters look at the classes of libraries: nothing is noted there.
        guard isScript else { return hasDescriptors }
        if knownVersion != ScriptClass.currentVersion { learn() }
        return hasProperties
    }
    private var knownVersion = -1
    private var hasProperties = false

    @inline(never)
    private func learn() {
        knownVersion = ScriptClass.currentVersion
        hasProperties = hasDescriptors
    }

    private var hasDescriptors: Bool {
        lineage.contains { type in type.attributes.values.contains { $0.isDescriptor } }
    }

    /// The only names that instances have where all classes say `__slots__`; nil where there is no such
    /// limit.
    lazy var slots: Set<Symbol>? = {
        guard isScript, nativeBase == nil else { return nil }
        var names: Set<Symbol> = []
        for type in lineage where type !== Types.object {
            guard let own = type.attributes[Symbol("__slots__")] else { return nil }
            let row = own.text.map { [Value.string($0)] } ?? (try? Operations.array(own)) ?? []
            names.formUnion(row.compactMap { $0.text.map { Symbol($0) } })
        }
        return names.contains(Names.dict) ? nil : names
    }()
    private var cache: [Symbol: Value?] = [:]
    private var cacheVersion = -1
    /// Bumped whenever any class changes, so that cached look-ups of methods are dropped.
    private static let version = Atomic<Int>(0)
    static var currentVersion: Int { version.load(ordering: .relaxed) }

    public init(
        _ name: String, in module: String? = nil, bases: [ScriptClass] = [], native: NativeClass? = nil,
        constructor: Builtin? = nil,
        recognises: ((Value) -> Bool)? = nil
    ) {
        self.name = name
        self.module = module
        qualifiedName = name
        self.bases = bases
        self.native = native
        self.constructor = constructor
        self.recognises = recognises
        isException = bases.contains { $0.isException }
        lineage = (try? ScriptClass.linearise(self, bases)) ?? [self] + bases.flatMap(\.lineage)
    }

    /// C3, as in Python. - Throws: TypeError where no order fits all bases.
    static func linearise(_ type: ScriptClass, _ bases: [ScriptClass]) throws -> [ScriptClass] {
        var rows = bases.map(\.lineage) + [bases]
        var result = [type]
        while true {
            rows.removeAll(where: \.isEmpty)
            if rows.isEmpty { return result }
            guard
                let head = rows.lazy.map({ $0[0] }).first(where: { candidate in
                    !rows.contains { $0.dropFirst().contains { $0 === candidate } }
                })
            else {
                throw ScriptError(
                    "TypeError",
                    "Cannot create a consistent method resolution order (MRO) for bases "
                        + bases.map(\.name).joined(separator: ", "))
            }
            result.append(head)
            for index in rows.indices where rows[index][0] === head { rows[index].removeFirst() }
        }
    }

    public func isSubclass(of other: ScriptClass) -> Bool {
        self === other || lineage.contains { $0 === other }
    }

    /// Whether instances can be raised.
    package private(set) var isException: Bool
    /// What the arguments of an exception of the language mean; nil where a class is none. Set where the
    /// class is declared, before anything inherits from it.
    var exceptionForm: ExceptionTypes.Form? {
        didSet { if exceptionForm != nil { isException = true } }
    }

    /// The nearest native class at or above this one.
    public var nativeBase: ScriptClass? { lineage.first { $0.native != nil } }

    private var plainVersion = -1
    private var isPlain = false

    /// Whether setting an attribute of an instance needs no look at the class: no property, no `__setattr__`,
    /// no native part.
    @inline(__always)
    var setsPlainly: Bool {
        guard isScript else { return false }
        let version = ScriptClass.currentVersion
        if plainVersion != version {
            plainVersion = version
            isPlain =
                !mayHaveProperties && nativeBase == nil && slots == nil
                && lookup(Names.setattr) == nil && !isException
        }
        return isPlain
    }

    /// An attribute of the class or of what it inherits from.
    package func lookup(_ symbol: Symbol) -> Value? {
        // Classes of the language and of libraries are shared by all interpreters and never change.
        if !isScript {
            for type in lineage { if let value = type.attributes[symbol] { return value } }
            return nil
        }
        let version = ScriptClass.version.load(ordering: .relaxed)
        if cacheVersion != version {
            cache.removeAll(keepingCapacity: true)
            cacheVersion = version
        }
        if let known = cache[symbol] { return known }
        var found: Value? = nil
        for type in lineage {
            if let value = type.attributes[symbol] {
                found = value
                break
            }
        }
        cache[symbol] = .some(found)
        return found
    }

    /// The attribute above `type` in this class's lineage: what `super()` sees.
    package func lookup(_ symbol: Symbol, after type: ScriptClass) -> (value: Value, owner: ScriptClass)? {
        guard let start = lineage.firstIndex(where: { $0 === type }) else { return nil }
        for next in lineage[(start + 1)...] {
            if let value = next.attributes[symbol] { return (value, next) }
        }
        return nil
    }

    public func attribute(_ name: String) -> Value? { lookup(Symbol(name)) }

    public func setAttribute(_ name: String, _ value: Value) { set(Symbol(name), value) }

    package func set(_ symbol: Symbol, _ value: Value) {
        attributes.set(symbol, value)
        ScriptClass.version.add(1, ordering: .relaxed)
    }

    package func remove(_ symbol: Symbol) -> Bool {
        ScriptClass.version.add(1, ordering: .relaxed)
        return attributes.remove(symbol)
    }

    /// `C.__name__ = "Net"` and `C.__qualname__ = "Net"`; false for every other attribute. The names belong
    /// to this class alone: they are not inherited.
    ///
    /// - Throws: TypeError for what is not a str.
    func rename(_ symbol: Symbol, _ value: Value) throws -> Bool {
        guard symbol == Names.name || symbol == Names.qualifiedName else { return false }
        guard let text = value.text else {
            throw ScriptError(
                "TypeError", "can only assign string to \(name).\(symbol.name), not '\(value.typeName)'")
        }
        if symbol == Names.name { name = text } else { qualifiedName = text }
        return true
    }

    /// Puts the class's own attributes and its names back as they were.
    func restore(_ attributes: AttributeTable, name: String, qualifiedName: String) {
        (self.attributes, self.name, self.qualifiedName) = (attributes, name, qualifiedName)
        ScriptClass.version.add(1, ordering: .relaxed)
    }

    /// Names of attributes with those inherited, for completion and `dir`.
    public var attributeNames: [String] {
        var seen = Set<String>()
        return lineage.flatMap { $0.attributes.symbols.map(\.name) }.filter { seen.insert($0).inserted }
    }

    /// Whether a value is an instance of this class or of a subclass.
    public func isInstance(_ value: Value) -> Bool {
        if name == "object" && bases.isEmpty { return true }
        switch value {
        case .instance(let instance):
            return instance.type.isSubclass(of: self) || recognises?(value) ?? false
        case .object(let object):
            if let native { return native.isInstance(object) }
            return object.scriptClass?.isSubclass(of: self) ?? false
        default: return recognises?(value) ?? false
        }
    }
}

/// An instance of a script's class or an exception.
public final class Instance {
    /// Changes where a program sets `x.__class__`.
    public internal(set) var type: ScriptClass {
        didSet { plainVersion = -1 }
    }
    private var plainVersion = -1

    /// Whether what the instance itself has under a name is known to be what the name means: no descriptor
    /// stands before it. The compiler, which cannot look into an atomic load, is told that nothing is freed.
    @inline(never)
    @_effects(releasenone)
    func isKnownPlain() -> Bool { plainVersion == ScriptClass.currentVersion }

    /// Finds out whether it reads plainly, for the next look.
    func learnWhetherPlain() {
        if !type.mayHaveProperties { plainVersion = ScriptClass.currentVersion }
    }

    package var attributes = AttributeTable()
    /// The part a library made in `super().__init__(…)`, if the class is built upon a native class.
    public internal(set) var native: (any ScriptObject)?
    /// What an exception knows besides its arguments, once there is something to know.
    package var state: ExceptionState?

    public init(_ type: ScriptClass) { self.type = type }

    /// An attribute set on the instance itself.
    public func attribute(_ name: String) -> Value? { attributes[Symbol(name)] }

    public func setAttribute(_ name: String, _ value: Value) { attributes.set(Symbol(name), value) }

    /// Whether there was such an attribute.
    @discardableResult
    public func removeAttribute(_ name: String) -> Bool { attributes.remove(Symbol(name)) }

    public var attributeNames: [String] { attributes.symbols.map(\.name) }

    deinit {
        if state != nil { Disposal.free(takeExceptions()) }
        guard Disposal.isDeep(attributes.rowValues) else { return }
        Disposal.free(attributes.takeAll())
    }
}
