import Kernels
import Script
import Tensors
import Text

// The errors of the engine's modules, as the language shows them. Their own `kind` says which exception it is.

extension TensorError: DescribedError {
    public var kind: String {
        let kind: TensorError.Kind = self.kind
        return kind.rawValue
    }
}

extension TextError: DescribedError {
    public var kind: String {
        let kind: TextError.Kind = self.kind
        return kind.rawValue
    }
    public var details: [String] { [] }
    public var hint: String? {
        let hint: String = self.hint
        return hint.isEmpty ? nil : hint
    }
}

extension ThreadPoolError: DescribedError {
    public var kind: String { "ValueError" }
    public var message: String { description }
    public var details: [String] { [] }
    public var hint: String? { nil }
}
