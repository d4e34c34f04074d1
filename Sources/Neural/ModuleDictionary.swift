/// Modules under names of their own: only kept.
public final class ModuleDictionary: Module {
    public override var typeName: String { givenName ?? "ModuleDict" }
}
