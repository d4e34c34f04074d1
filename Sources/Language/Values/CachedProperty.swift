/// `functools.cached_property`: a method that is called once, and whose result is the attribute from then on.
package final class CachedProperty: Restorable {
    let function: Value
    package init(_ function: Value) { self.function = function }
    package var typeName: String { "cached_property" }
    package func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    package func record(in snapshot: Snapshot) { snapshot.record(self, parts: [function]) {} }

    func get(_ instance: Instance, _ name: Symbol) throws -> Value {
        guard let interpreter = Interpreter.current else { return .none }
        let value = try Operations.call(function, Arguments([.instance(instance)]), interpreter)
        instance.attributes.set(name, value)
        return value
    }
}
