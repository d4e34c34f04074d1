import Language

/// In this module the bare word means a command's parameter; a model's is `Neural.Parameter`.
public typealias Parameter<T: ScriptConvertible> = Language.Parameter<T>
