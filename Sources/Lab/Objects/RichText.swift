import Bindings
import Language
import Presentation

/// Text in another language, for a page to show: what `IPython.display.HTML` and its like make.
final class RichText: NativeObject, ScriptConvertible, Presentable {
    enum Kind: String, CaseIterable {
        case html = "HTML"
        case markdown = "Markdown"
        case latex = "Latex"
        case svg = "SVG"

        var type: MediaType {
            switch self {
            case .html: .html
            case .markdown: .markdown
            case .latex: .latex
            case .svg: .svg
            }
        }
    }

    let kind: Kind
    let data: String

    init(_ kind: Kind, _ data: String) { (self.kind, self.data) = (kind, data) }

    static var scriptName: String { "IPython.display object" }
    static func from(_ value: Value) throws -> RichText? {
        guard case .object(let object) = value else { return nil }
        return object as? RichText
    }
    var scriptValue: Value { .object(self) }
    var typeName: String { kind.rawValue }
    func repr() throws -> String { "<IPython.core.display.\(kind.rawValue) object>" }

    package var forms: Forms {
        get throws { Forms(StoredForms(plain: try repr(), [(kind.type, Form(data))])) }
    }

    static let nativeType = NativeType<RichText>(
        ScriptClass("DisplayObject"),
        properties: [.init("data", "The text.", get: { .string($0.data) })], methods: [])
}
