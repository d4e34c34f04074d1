import Foundation

/// Frees deeply nested containers step by step, so that `a = [a]` a million times does not exhaust the stack when the
/// last reference goes.
enum Disposal {
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

    /// Empties `elements`; what they hold beyond a few levels is freed by the outermost call.
    @inline(__always)
    static func dispose(_ elements: inout [Value]) {
        // The loop must be over before anything is freed: it holds on to the row and to the element it looks at.
        var isDeep = false
        for element in elements where element.holdsOthers {
            isDeep = true
            break
        }
        if isDeep { drain(&elements) }
    }

    @inline(never)
    private static func drain(_ elements: inout [Value]) {
        let state = state
        if state.depth >= 40 {
            state.pending.append(elements)
            elements = []
            return
        }
        state.depth += 1
        elements = []
        state.depth -= 1
        while state.depth == 0, var next = state.pending.popLast() {
            state.depth += 1
            next = []
            state.depth -= 1
            _ = next
        }
    }
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
