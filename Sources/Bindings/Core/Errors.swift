import Disk
import Kernels
import Language
import Tensors
import Text

// The errors of the engine's modules, as the language shows them.

extension TensorError: DescribedError {
    public var kind: String { exceptionName }
}

extension TextError: DescribedError {
    public var kind: String { exceptionName }
    public var details: [String] { [] }
    public var hint: String? { advice }
}

extension FileError: DescribedError {
    public var kind: String { reason.rawValue }
    public var details: [String] { [] }
}

extension ThreadPoolError: DescribedError {
    public var kind: String { "ValueError" }
    public var exceptionClass: String? { "RuntimeError" }
    public var message: String { description }
    public var details: [String] { [] }
    public var hint: String? { nil }
}
