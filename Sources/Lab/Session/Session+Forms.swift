import Bindings
import Foundation
import Language
import Presentation

/// An object of the lab that has other forms than text: a figure, a table, words in another language.
package protocol Presentable: ScriptObject {
    /// What it can be shown as. Its text is what `repr` gives, or a drawing.
    ///
    /// - Throws: where the text cannot be made.
    var forms: Forms { get throws }
}

extension FigureObject: Presentable {}

extension Session {
    /// All that a value can be shown as: its text as the prompt shows it, the pictures of a figure, and what
    /// its class makes of it by IPython's methods (`_repr_html_` and its like, `_repr_mimebundle_`).
    ///
    /// - Throws: what its `__repr__` raises, and Ctrl-C. A method for another form that fails is told in a
    ///   remark, and the value goes without that form.
    public func forms(of value: Value) throws -> Forms {
        switch value {
        case .object(let object):
            if let object = object as? any Presentable { return try object.forms }
        case .instance(let instance):
            let others = try richForms(instance)
            return Forms(StoredForms(plain: try display(value) + "\n", others))
        default: break
        }
        return Forms(StoredForms(plain: try display(value) + "\n"))
    }

    /// Shows what a command or a magic has put together. What is text and nothing else is written as text,
    /// behind what `print` has written.
    func show(_ forms: Forms) {
        if forms.types.isEmpty { output.write(forms.text() ?? "") } else { output.display(forms) }
    }

    // MARK: What a program's class makes of its instances

    /// IPython's methods for single forms.
    private static let methods: [(name: String, type: MediaType)] = [
        ("_repr_html_", .html), ("_repr_markdown_", .markdown), ("_repr_svg_", .svg),
        ("_repr_latex_", .latex),
        ("_repr_png_", .png), ("_repr_jpeg_", .jpeg),
    ]

    private func richForms(_ instance: Instance) throws -> [(type: MediaType, form: Form)] {
        var forms: [(type: MediaType, form: Form)] = []
        let none = Value.none
        if let bundle = try result("_repr_mimebundle_", instance, [("include", none), ("exclude", none)]),
            case .dict(let dict) = bundle
        {
            for (key, value) in dict.pairs {
                guard let name = key.text, name != MediaType.plain.rawValue else { continue }
                if let form = Session.form(value, MediaType(rawValue: name)) { forms.append(form) }
            }
        }
        for (name, type) in Session.methods where !forms.contains(where: { $0.type == type }) {
            if let value = try result(name, instance), let form = Session.form(value, type) {
                forms.append(form)
            }
        }
        return forms
    }

    /// What a method of the class returns, without the metadata that may stand beside it; nil where there is
    /// none, or None.
    private func result(_ name: String, _ instance: Instance, _ keywords: [(name: String, value: Value)] = [])
        throws -> Value?
    {
        guard let found = instance.type.attribute(name), !found.isNone else { return nil }
        do {
            guard let method = try Operations.attribute(.instance(instance), Symbol(name)) else { return nil }
            let value = try Operations.call(method, Arguments([], keywords: keywords), interpreter)
            if case .tuple(let pair) = value, pair.elements.count == 2 { return pair.elements[0] }
            return value.isNone ? nil : value
        } catch {
            let error = ScriptError(error)
            if error.isInterruption { throw error }
            let message = error.lines.first ?? error.kind
            output.note(
                "\(instance.type.name).\(name)() failed, and the value is shown without it: \(message)")
            return nil
        }
    }

    /// A form as a program gives it: text, or the bytes of a picture.
    private static func form(_ value: Value, _ type: MediaType) -> (type: MediaType, form: Form)? {
        if let text = value.text { return (type, Form(text)) }
        guard case .object(let object) = value, let bytes = (object as? BytesValue)?.bytes else { return nil }
        let data = Data(bytes)
        return (type, Form(type.isText ? String(decoding: data, as: UTF8.self) : data.base64EncodedString()))
    }
}
