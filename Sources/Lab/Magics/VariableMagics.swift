import Bindings
import Foundation
import Language
import Presentation
import Tensors

/// Magics about the variables of the session.
enum VariableMagics {
    static let all: [Magic] = [who, whos, reset]

    static let who = Magic(
        "who", "Lists the variables by name.",
        .name("TYPE", "only those of that type", completion: .types), example: "%who Tensor",
        subject: .session
    ) { session, type in
        let type = type ?? ""
        let names = variables(session, type).map(\.name)
        session.output.write(
            (names.isEmpty
                ? "no variables" + (type.isEmpty ? " yet" : " of type \(Formatting.visible(type))")
                : Session.wrapped(names.sorted())) + "\n")
    }

    static let whos = Magic(
        "whos", "Lists the variables with type and contents.",
        .name("TYPE", "only those of that type", completion: .types), example: "%whos", subject: .session
    ) { session, type in
        let type = type ?? ""
        let found = variables(session, type)
        guard !found.isEmpty else {
            session.output.write(
                "no variables" + (type.isEmpty ? " yet" : " of type \(Formatting.visible(type))") + "\n")
            return
        }
        let rows = try found.map { [$0.name, $0.value.typeName, try session.summary(of: $0.value)] }
        session.show(TableObject(Formatting.count(found.count, "variable"), rows: rows).forms)
    }

    static let reset = Magic(
        "reset", "Forgets all variables and results; with a name only that one.",
        .flag("-f", "without asking, as in IPython; nothing is asked here"),
        .names("NAME …", "variables to forget", completion: .variables), example: "%reset",
        changesSession: true
    ) { session, _, names in
        guard names.isEmpty else {
            for name in names {
                guard session.interpreter.globals[name] != nil else {
                    let near =
                        Suggestions.best(for: name, among: session.interpreter.globals.names).map {
                            ". Did you mean '\($0)'?"
                        } ?? ""
                    throw ScriptError(
                        "NameError", "there is no variable '\(Formatting.visible(name))'" + near)
                }
                session.interpreter.globals[name] = nil
            }
            return
        }
        let count = session.interpreter.globals.names.count
        session.interpreter.globals.removeAll()
        for name in session.interpreter.builtins.names where Session.isResultName(name) {
            session.interpreter.builtins[name] = nil
        }
        session.streamed = nil
        session.output.note("\(Formatting.count(count, "variable")) forgotten")
    }

    private static func variables(_ session: Session, _ type: String) -> [(name: String, value: Value)] {
        session.interpreter.globals.all.filter {
            Session.isVariable($0) && (type.isEmpty || $0.value.typeName == type)
        }
    }
}

extension Session {
    /// A value in a line at most: shapes of tensors, ends of texts.
    func summary(of value: Value) throws -> String {
        switch value {
        case .object(let object):
            if let tensor = (object as? TensorObject)?.tensor {
                return
                    "\(Shape.description(tensor.shape)) \(tensor.dtype.rawValue), "
                    + "\(Formatting.memory(Session.bytes(tensor)))"
            }
            let text = try object.repr()
            return Session.cut(text.split(separator: "\n").first.map(String.init) ?? "")
        case .str(let text):
            return "\(Formatting.count(text.count, "character")): "
                + Session.cut(Operations.quoted(String(text.string.prefix(40))), 44)
        case .list(let list): return Formatting.count(list.elements.count, "element")
        case .tuple(let tuple): return Formatting.count(tuple.elements.count, "element")
        case .dict(let dict): return Formatting.count((try? Operations.length(.dict(dict))) ?? 0, "key")
        case .function(let function): return function.signature
        case .instance(let instance):
            return instance.type.name + (instance.native == nil ? " instance" : " module")
        default: return Session.cut(try value.repr())
        }
    }

    private static func cut(_ text: String, _ columns: Int = 56) -> String {
        Formatting.visible(Columns.padded(text, columns)).trimmingCharacters(in: .whitespaces)
    }
}
