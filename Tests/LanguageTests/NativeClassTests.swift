import Language
import PythonLibrary
import Testing

/// A small stand-in for a library's class: owns numbers and parts, and runs a script's `forward`.
private final class Gadget: NativePart {
    static let type = ScriptClass(
        "Gadget",
        native: NativeClass(
            declaration: Builtin(
                "Gadget", group: "test", summary: "A gadget.", Parameter<Int>("size", "how large", default: 1)
            ) { _, _ -> Value in .none },
            canBeSubclassed: true, isInstance: { $0 is Gadget }
        ) { owner, arguments, _ in
            let size = try arguments.positional.first.map { try Operations.requireIndex($0) } ?? 1
            return Gadget(size: size, owner: owner)
        })

    let size: Int
    weak var owner: Instance?
    /// An instance is held, so that it lives as long as this.
    var parts: [(name: String, part: Gadget, instance: Instance?)] = []

    init(size: Int, owner: Instance?) {
        self.size = size
        self.owner = owner
    }

    var typeName: String { "Gadget" }
    var scriptClass: ScriptClass? { Gadget.type }
    var isCallable: Bool { true }
    var attributeNames: [String] { ["size", "total"] }
    func repr() throws -> String { "Gadget(\(size))" }

    func getAttribute(_ name: String) throws -> Value? {
        if let part = parts.first(where: { $0.name == name }) {
            return part.instance.map(Value.instance) ?? .object(part.part)
        }
        switch name {
        case "size": return .int(size)
        case "total": return .int(parts.reduce(size) { $0 + $1.part.size })
        default: return nil
        }
    }

    func adopt(_ name: String, _ value: Value, owner: Instance) throws -> Bool {
        switch value {
        case .object(let object as Gadget): parts.append((name, object, nil))
        case .instance(let instance):
            guard let part = instance.native as? Gadget else { return false }
            parts.append((name, part, instance))
        default: return false
        }
        return true
    }

    func copied(_ memo: CopyMemo?, owner: Instance) throws -> any ScriptObject {
        let copy = Gadget(size: size, owner: owner)
        guard let memo else {
            copy.parts = parts
            return copy
        }
        for (name, part, instance) in parts {
            guard case .instance(let made)? = try instance.map({ try memo.copy(.instance($0)) }),
                let half = made.native as? Gadget
            else {
                copy.parts.append((name, Gadget(size: part.size, owner: nil), nil))
                continue
            }
            copy.parts.append((name, half, made))
        }
        return copy
    }

    func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        guard let owner else {
            return .int(
                size
                    + (arguments.positional.first.flatMap {
                        if case .int(let x) = $0 { return x } else { return nil }
                    } ?? 0))
        }
        guard let result = try interpreter.callMethod(.instance(owner), "forward", arguments) else {
            throw ScriptError("NotImplementedError", "forward is missing")
        }
        return result
    }
}

@Suite struct NativeClassTests {
    private func run(_ program: String) -> (String, ScriptError?) {
        let output = CapturedOutput()
        let interpreter = Interpreter.withLibrary(output: output)
        interpreter.register(module: "kit") { ModuleValue("kit", [("Gadget", .type(Gadget.type))]) }
        do {
            try interpreter.run("import kit\n" + program, name: "t.py", mode: .module)
            return (output.text, nil)
        } catch {
            return (output.text, ScriptError(error))
        }
    }

    @Test func plainUse() {
        let (text, error) = run(
            "g = kit.Gadget(3)\nprint(g, g.size, g(4), isinstance(g, kit.Gadget), type(g).__name__)")
        #expect(text == "Gadget(3) 3 7 True Gadget\n")
        #expect(error?.rendered == nil)
    }

    @Test func subclassWithForward() {
        let (text, error) = run(
            """
            class Block(kit.Gadget):
                def __init__(self, n):
                    super().__init__(n)
                    self.inner = kit.Gadget(10)
                    self.note = 'x'
                def forward(self, x, k=1): return self.inner(x) * k
            class Outer(kit.Gadget):
                def __init__(self):
                    super().__init__()
                    self.block = Block(2)
                def forward(self, x): return self.block(x) + 1
            b = Block(2)
            print(b(5), b(5, k=2), b.total, b.size, b.note, isinstance(b, kit.Gadget), hasattr(b, 'inner'), b)
            o = Outer()
            print(o(1), o.total, type(o.block).__name__)
            class Plain(kit.Gadget): pass
            print(Plain(4).size)
            """)
        #expect(text == "15 30 12 2 x True True Gadget(2)\n12 3 Block\n4\n")
        #expect(error?.rendered == nil)
    }

    @Test func forgottenSuper() {
        let (_, error) = run("class B(kit.Gadget):\n    def __init__(self): self.g = kit.Gadget()\nB()")
        #expect(error?.message == "cannot assign 'g' before super().__init__() has been called")
        #expect(error?.hint?.contains("super().__init__()") == true)
    }

    @Test func aDeepCopyHasANativeHalfOfItsOwn() throws {
        let interpreter = Interpreter.withLibrary()
        interpreter.builtins["Gadget"] = .type(Gadget.type)
        let result = try interpreter.run(
            """
            import copy
            class Part(Gadget):
                def __init__(self, n):
                    super().__init__(n)
                    self.seen = []
                def forward(self, x): return x + self.size
            class Whole(Gadget):
                def __init__(self):
                    super().__init__(1)
                    self.part = Part(10)
                    self.plain = Gadget(5)
                def forward(self, x): return self.part(x) * 2
            a = Whole()
            b = copy.deepcopy(a)
            a.part.seen.append(1)
            shared = copy.copy(a).part is a.part
            (b(1), b.total, b.part is a.part, b.part.seen, a.part.seen, shared, type(b) is Whole)
            """)
        #expect(try result?.repr() == "(22, 16, False, [], [1], True, True)")
    }
}
