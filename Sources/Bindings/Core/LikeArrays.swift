import Language
import Tensors

// What a program's own classes say of themselves to PyTorch and NumPy.

extension Instance {
    /// Whether it has a length and elements by their places.
    var isSequence: Bool {
        type.attribute("__len__") != nil && type.attribute("__getitem__") != nil
            && type.attribute("keys") == nil
    }

    /// What `__array__()` gives; nil where its class has no such method.
    func array() throws -> Tensor? {
        guard type.attribute("__array__") != nil, let interpreter = Interpreter.current,
            let method = try Operations.attribute(.instance(self), Symbol("__array__"))
        else { return nil }
        let made = try Operations.call(method, Arguments(), interpreter)
        guard let array = try ArrayObject.from(made) else {
            throw ScriptError("ValueError", "object __array__ method not producing an array")
        }
        return array.tensor
    }
}
