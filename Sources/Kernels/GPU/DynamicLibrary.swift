import Foundation

/// A library that is looked for when the program runs, and need not be there.
final class DynamicLibrary: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer

    /// The first of these that the system finds.
    init?(_ names: [String]) {
        for name in names {
            if let found = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
                handle = found
                return
            }
        }
        return nil
    }

    /// A function by its name, in the C type that the caller gives it.
    /// - Throws: where the library has none of that name: it is older than what is asked of it.
    func function<Function>(_ name: String, as _: Function.Type = Function.self) throws(GPUFailure)
        -> Function
    {
        guard let symbol = dlsym(handle, name) else {
            throw GPUFailure(message: "the driver's library has no function \(name)")
        }
        return unsafeBitCast(symbol, to: Function.self)
    }
}
