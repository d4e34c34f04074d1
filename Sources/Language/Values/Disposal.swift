import Foundation

/// Frees deeply nested containers step by step, so that `a = [a]` a million times does not exhaust the stack
/// when the last reference goes.
package enum Disposal {
    private final class State {
        var depth = 0
        var pending: [[Value]] = []
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { pointer in
            if let pointer { Unmanaged<State>.fromOpaque(pointer).release() }
        }
        return key
    }()

    private static var state: State {
        if let pointer = pthread_getspecific(key) {
            return Unmanaged<State>.fromOpaque(pointer).takeUnretainedValue()
        }
        let state = State()
        pthread_setspecific(key, Unmanaged.passRetained(state).toOpaque())
        return state
    }

    /// Whether freeing the row may free further containers.
    @inline(__always)
    package static func isDeep(_ elements: [Value]) -> Bool {
        for element in elements where element.holdsOthers { return true }
        return false
    }

    /// Frees a row that its owner has given up; what it holds beyond a few levels is freed by the outermost
    /// call.
    @inline(never)
    package static func free(_ elements: consuming [Value]) {
        let state = state
        state.pending.append(elements)
        elements = []
        if state.depth >= 20 { return }
        let mark = state.depth == 0 ? 0 : state.pending.count - 1
        state.depth += 1
        while state.pending.count > mark {
            let next = state.pending.removeLast()
            release(next)
        }
        state.depth -= 1
    }

    @inline(never)
    private static func release(_ elements: consuming [Value]) {}
}

extension Value {
    /// Whether the value can be a link of a long chain of values.
    @inline(__always)
    var holdsOthers: Bool {
        switch self {
        case .list, .tuple, .dict, .set, .instance, .function, .boundMethod, .object: return true
        default: return false
        }
    }
}
