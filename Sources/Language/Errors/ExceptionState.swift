/// What an exception object knows besides its arguments: how it was raised, and what came before it.
package final class ExceptionState {
    /// `__cause__`: what `raise … from` named.
    package var cause: Instance?
    /// `__context__`: what was being handled when it was raised.
    package var context: Instance?
    /// `__suppress_context__`: whether the context is left out where the error is told.
    package var isContextSuppressed = false
    /// `filename` of an OSError.
    var file: Value = .none
    /// `filename2`, where it is about two files; nil where it is not.
    var secondFile: Value?
    /// `__traceback__` as a program has set it.
    var traceback: Value?
    /// The error as it was last caught: its place, its calls, its details, and no reference back to the
    /// object.
    var raised: ScriptError?
}

extension Instance {
    /// The state of an exception object, made when first needed.
    var exceptionState: ExceptionState {
        if let state { return state }
        let made = ExceptionState()
        state = made
        return made
    }

    /// Notes what was being handled when this exception was raised; never makes a circle.
    func setContext(_ context: Instance?) {
        guard let context, context !== self else { return }
        var link: Instance = context
        while let next = link.state?.context {
            if next === self {
                link.state?.context = nil
                break
            }
            link = next
        }
        exceptionState.context = context
    }

    /// The object's exceptions, given up so that they can be freed step by step.
    func takeExceptions() -> [Value] {
        guard let state else { return [] }
        let links = [state.cause, state.context].compactMap { $0.map(Value.instance) }
        (state.cause, state.context) = (nil, nil)
        return links
    }
}

extension ScriptError {
    package static let directCause = "The above exception was the direct cause of the following exception:"
    package static let duringHandling = "During handling of the above exception, another exception occurred:"

    /// The error with the words of its exception object and with the errors that came before it, for who
    /// tells it to a person. Runs on the evaluating thread, because `__str__` can be the program's own.
    func told() -> ScriptError {
        var error = self
        guard let exception else { return error }
        error.takeWords(of: exception)
        error.earlier = []
        // Where the program has been stopped, nobody asks what it was handling.
        if error.isInterruption { return error }
        var seen: [Instance] = [exception], link = exception
        while let state = link.state, seen.count < 20 {
            let sentence = state.cause == nil ? ScriptError.duringHandling : ScriptError.directCause
            guard let before = state.cause ?? (state.isContextSuppressed ? nil : state.context),
                !seen.contains(where: { $0 === before })
            else { break }
            var earlier = before.state?.raised ?? ScriptError(before.type.name, "")
            earlier.isRaised = true
            earlier.takeWords(of: before)
            error.earlier.insert(Earlier(error: earlier, sentence: sentence), at: 0)
            seen.append(before)
            link = before
        }
        return error
    }

    private mutating func takeWords(of exception: Instance) {
        // A library's own error has words that say more than those that it shares with PyTorch.
        if message.isEmpty, !isInterruption {
            message = (try? Operations.str(.instance(exception))) ?? "<exception str() failed>"
        }
        if case .list(let list)? = exception.attributes[Names.notes] {
            notes = list.elements.map { (try? Operations.str($0)) ?? "<note str() failed>" }
        }
    }
}
