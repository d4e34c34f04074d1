import Language
import PythonLibrary
import Tensors

/// `torch.serialization`: classes of the program whose objects `torch.load` makes, too.
enum SafeGlobals {
    private enum Marked: ComputeContextKey {
        static func initial(in _: ComputeContext) -> [ScriptClass] { [] }
    }

    private static var marked: [ScriptClass] {
        get { ComputeContext.current[Marked.self] }
        set { ComputeContext.current[Marked.self] = newValue }
    }

    /// Whether a program has marked the class of this name.
    static func contains(_ name: PickledName) -> Bool {
        marked.contains { type in
            type.name == name.name
                && (type.attribute("__module__")?.text ?? type.module ?? "__main__") == name.module
        }
    }

    static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.serialization", documentation: "Which objects torch.load makes.", commands: commands)
        MissingNames.explain(in: module)
        return module
    }

    private static func classes(_ value: Value) throws -> [ScriptClass] {
        try Operations.array(value).map { element in
            var element = element
            if case .tuple(let pair) = element, let first = pair.elements.first { element = first }
            guard case .type(let type) = element else {
                throw ScriptError(
                    "TypeError", "a class was expected, not a \(element.typeName)",
                    hint: "torch.serialization.add_safe_globals([Config])")
            }
            return type
        }
    }

    private static let list = Parameter<Value>("safe_globals", "a list of classes of the program")

    private static let commands: [Builtin] = [
        Builtin(
            "add_safe_globals", group: "torch",
            summary: "Has torch.load make objects of these classes, from their attributes alone.", list,
            returns: "None", example: "torch.serialization.add_safe_globals([Config])",
            pytorch: "torch.serialization.add_safe_globals([Config])"
        ) { _, types -> Value in
            let types = try classes(types)
            marked += types.filter { type in !marked.contains { $0 === type } }
            return .none
        },
        Builtin(
            "get_safe_globals", group: "torch", summary: "The classes that were marked as safe.",
            returns: "list", example: "torch.serialization.get_safe_globals()",
            pytorch: "torch.serialization.get_safe_globals()"
        ) { _ -> Value in .list(marked.map(Value.type)) },
        Builtin(
            "clear_safe_globals", group: "torch", summary: "Marks no class as safe any more.",
            returns: "None", example: "torch.serialization.clear_safe_globals()",
            pytorch: "torch.serialization.clear_safe_globals()"
        ) { _ -> Value in
            marked = []
            return .none
        },
        Builtin(
            "safe_globals", group: "torch", summary: "Marks classes as safe within a with block.", list,
            returns: "a context",
            example: "with torch.serialization.safe_globals([Config]): torch.load(path)",
            pytorch: "with torch.serialization.safe_globals([Config]): torch.load(path)"
        ) { _, types -> Value in .object(SafeGlobalsMode(try classes(types))) },
    ]

    /// What `safe_globals` gives.
    private final class SafeGlobalsMode: ScriptObject {
        private let types: [ScriptClass]
        private var before: [ScriptClass] = []

        init(_ types: [ScriptClass]) { self.types = types }

        var typeName: String { "_safe_globals" }
        func enter() throws -> Value {
            before = SafeGlobals.marked
            SafeGlobals.marked += types
            return .none
        }
        func exit(_ error: ScriptError?) throws -> Bool {
            SafeGlobals.marked = before
            return false
        }
    }
}
