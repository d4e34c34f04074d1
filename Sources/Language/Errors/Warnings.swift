/// What `catch_warnings(record=True)` keeps of a remark.
package final class RecordedWarning: ScriptObject {
    private let warning: Instance
    package init(_ warning: Instance) { self.warning = warning }
    package var typeName: String { "WarningMessage" }
    package var attributeNames: [String] { ["message", "category"] }
    package func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "message": return .instance(warning)
        case "category": return .type(warning.type)
        default: return nil
        }
    }
}

extension Interpreter {
    /// Issues a warning of a library, as `warnings.warn` does.
    ///
    /// - Parameters:
    ///   - category: the name of its class, such as RuntimeWarning.
    ///   - once: whether it is shown once in a run, however often it comes up.
    /// - Throws: the warning, where the program has made it an error.
    public func warn(_ text: String, category: String = "UserWarning", once: Bool = false) throws {
        let type = ExceptionTypes.type(category)
        guard case .instance(let warning) = try Operations.construct(type, Arguments([.string(text)]), self)
        else { return }
        try issue(warning, once: once)
    }

    /// Shows, keeps, raises or drops a warning, as the program's filters have it.
    package func issue(_ warning: Instance, once: Bool = false) throws {
        let text = try Operations.str(.instance(warning))
        let action = try warnings.action(text, warning.type, self)
        switch action {
        case "ignore": return
        case "error":
            var error = ScriptError(warning.type.name, "")
            error.isRaised = true
            error.exception = warning
            throw error
        default: break
        }
        if let record = warnings.record { return record.elements.append(.object(RecordedWarning(warning))) }
        let note = "\(warning.type.name): \(text)"
        if once, action == "default", !remarks.insert(note).inserted { return }
        output.note(note)
    }
}
