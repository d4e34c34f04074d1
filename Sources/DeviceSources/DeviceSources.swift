/// The kernels of devices, in the part of C that OpenCL C and CUDA C have in common, as they lie in
/// `Written/`.
///
/// A module of its own, because what is built into a program takes long to compile, and changes rarely.
public enum DeviceSources {
    /// What all of them are written in.
    public static var prelude: String { text(PackageResources.prelude_h) }

    /// The families of kernels by the names of their files.
    public static func family(_ name: String) -> String? {
        switch name {
        case "attention": return text(PackageResources.attention_c)
        case "elementwise": return text(PackageResources.elementwise_c)
        case "embedding": return text(PackageResources.embedding_c)
        case "loss": return text(PackageResources.loss_c)
        case "memory": return text(PackageResources.memory_c)
        case "norms": return text(PackageResources.norms_c)
        case "optimizers": return text(PackageResources.optimizers_c)
        case "products": return text(PackageResources.products_c)
        case "reductions": return text(PackageResources.reductions_c)
        case "rows": return text(PackageResources.rows_c)
        default: return nil
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
