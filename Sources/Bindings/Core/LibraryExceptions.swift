import Language

/// The exception classes of PyTorch and NumPy, and the lab's own ShapeError.
enum LibraryExceptions {
    static let linearAlgebra = ExceptionTypes.library(
        "_LinAlgError", module: "torch._C", bases: ["RuntimeError"])
    static let outOfMemory = ExceptionTypes.library(
        "OutOfMemoryError", module: "torch", bases: ["RuntimeError"])
    static let arrayLinearAlgebra = ExceptionTypes.library(
        "LinAlgError", module: "numpy.linalg", bases: ["ValueError"])
    static let safetensors = ExceptionTypes.library(
        "SafetensorError", module: "safetensors_rust", bases: ["Exception"])
    static let axis = ExceptionTypes.library(
        "AxisError", module: "numpy.exceptions", bases: ["ValueError", "IndexError"])

    /// Its errors are instances of the class that PyTorch raises in their place;
    /// the name says what they are about.
    private static let shape = ExceptionTypes.library(
        "ShapeError", bases: ["RuntimeError"], shownAs: "ShapeError")

    /// By the kinds that errors are thrown under.
    private static let kinds: [String: ScriptClass] = [
        "LinAlgError": linearAlgebra, "OutOfMemoryError": outOfMemory, "ShapeError": shape,
        "SafetensorError": safetensors,
        "numpy.LinAlgError": arrayLinearAlgebra, "numpy.AxisError": axis,
        "numpy.UFuncTypeError": ExceptionTypes.library(
            "UFuncTypeError", module: "numpy._core._exceptions", bases: ["TypeError"]),
        "numpy.MemoryError": ExceptionTypes.library(
            "MemoryError", module: "numpy._core._exceptions", bases: ["MemoryError"]),
    ]

    static func install(in interpreter: Interpreter) {
        interpreter.register(exceptions: kinds)
        interpreter.builtins["ShapeError"] = .type(shape)
    }
}
