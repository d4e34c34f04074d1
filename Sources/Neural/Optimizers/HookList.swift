/// What a registered function is taken off by.
public final class HookToken: Sendable {
    /// A token that stands for nothing yet.
    public init() {}
}

/// Functions that are called at one point of the work, in the order in which they were registered.
public struct HookList<Hook> {
    /// The functions, each with what it is taken off by.
    public private(set) var entries: [(token: HookToken, hook: Hook)] = []

    /// A list without functions.
    public init() {}

    /// Whether nothing is registered.
    public var isEmpty: Bool { entries.isEmpty }

    /// Registers a function behind those that are there, and says what it is taken off by.
    @discardableResult
    public mutating func add(_ hook: Hook) -> HookToken {
        let token = HookToken()
        entries.append((token, hook))
        return token
    }

    /// Takes a function off; one that is not there is no error.
    public mutating func remove(_ token: HookToken) { entries.removeAll { $0.token === token } }
}
