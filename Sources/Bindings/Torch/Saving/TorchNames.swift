import Language
import PythonLibrary
import Tensors

/// The names of Python's that stand in PyTorch's files.
enum TorchNames {
    static let tensor = PickledName("torch._utils", "_rebuild_tensor_v2")
    static let parameter = PickledName("torch._utils", "_rebuild_parameter")
    static let size = PickledName("torch", "Size")
    static let device = PickledName("torch", "device")

    /// What rebuilds something; each is one case of `TorchPickle.call`.
    static let calls: Set<String> = [
        "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor", "torch._utils._rebuild_parameter",
        "torch._utils._rebuild_parameter_with_state", "torch._utils._rebuild_tensor_v3",
        "torch._tensor._rebuild_from_type_v2", "torch.Size", "torch.device",
    ]
    /// Classes that are arguments of those.
    static let classes: Set<String> = ["torch.nn.parameter.Parameter", "torch.Tensor"]

    /// A tensor of a type that has no storage of its own.
    static let typedTensor = PickledName("torch._utils", "_rebuild_tensor_v3")
    /// Bytes that a tensor of any type may lie in.
    static let untyped = PickledName("torch.storage", "UntypedStorage")

    /// The storage of a type of element.
    static func storage(of type: DType) -> PickledName {
        type.hasShortNames ? PickledName("torch", type.scalarName + "Storage") : untyped
    }

    /// The type of the elements of a storage, by its name.
    static let storages = Dictionary(
        uniqueKeysWithValues: DType.allCases.filter(\.hasShortNames).map {
            ("torch.\($0.scalarName)Storage", $0)
        })

    /// Types of PyTorch that are not here.
    static func isAbsentType(_ name: PickledName) -> Bool {
        guard name.module == "torch" || name.module == "torch.storage" else { return false }
        if name.name.hasSuffix("Storage") { return true }
        return ["complex", "float", "uint", "int", "q", "bits"].contains { name.name.hasPrefix($0) }
    }
}
