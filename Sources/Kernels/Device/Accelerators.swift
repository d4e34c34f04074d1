import Synchronization

/// The GPUs of this machine, which programs know as `cuda:0`, `cuda:1`, …
///
/// Nothing is asked of a driver before somebody first asks for them here.
public enum Accelerators {
    private struct State {
        var devices: [Device]?
        var note: String?
    }
    private static let state = Mutex(State())
    private static let isUsed = Atomic(false)

    /// Those that are there, found at the first look; empty on a machine without a GPU.
    public static var devices: [Device] {
        state.withLock { state in
            if let known = state.devices { return known }
            let found = search()
            (state.devices, state.note) = found
            return found.devices
        }
    }

    /// Why there is none, where a driver is there and something is wrong with it.
    public static var note: String? {
        _ = devices
        return state.withLock { $0.note }
    }

    /// Whether a tensor may lie anywhere but in this machine's memory. While it is false, nobody has to ask
    /// where numbers are.
    @inline(__always)
    public static var areUsed: Bool { isUsed.load(ordering: .relaxed) }

    /// The device of that number, for tensors to be put on; nil where there is none.
    public static func device(_ index: Int) -> Device? {
        let devices = devices
        guard devices.indices.contains(index) else { return nil }
        isUsed.store(true, ordering: .relaxed)
        return devices[index]
    }

    /// Has other devices stand for the machine's, as tests do.
    public static func replace(by devices: [Device]) {
        state.withLock { $0.devices = devices }
        isUsed.store(!devices.isEmpty, ordering: .relaxed)
    }

    private static func search() -> (devices: [Device], note: String?) { ([], nil) }
}
