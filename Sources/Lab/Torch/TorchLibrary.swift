import Script

/// Everything that programs import from PyTorch and NumPy, over this engine.
public enum TorchLibrary {
    /// Registers the modules; each is made when first imported.
    public static func install(in interpreter: Interpreter) {
        interpreter.register(exception: "ShapeError", base: "RuntimeError")
        interpreter.register(module: "torch") { TorchModule.make() }
    }
}
