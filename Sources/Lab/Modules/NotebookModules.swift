import Bindings
import Foundation
import Language
import Text

/// The other modules that a lecture's notebook imports, over what the lab has.
enum NotebookModules {
    static func install(in interpreter: Interpreter) {
        Pyplot.install(in: interpreter)
        interpreter.register(module: "matplotlib_inline") {
            ModuleValue("matplotlib_inline", documentation: "Nothing to set here.")
        }
        interpreter.register(module: "matplotlib_inline.backend_inline") {
            ModuleValue(
                "matplotlib_inline.backend_inline", documentation: "Nothing to set here.", commands: [formats]
            )
        }
        TokenizerModules.install(in: interpreter)
        TransformersModule.install(in: interpreter)
        AddressModules.install(in: interpreter)
        interpreter.register(module: "requests") {
            ModuleValue(
                "requests", documentation: "Texts from the network, kept in the cache.", commands: [get])
        }
    }

    private static let formats = Builtin(
        "set_matplotlib_formats", group: "pyplot",
        summary: "Does nothing: figures are drawn in the terminal and as SVG.",
        Parameter<Value>("formats", "any", .variadic), returns: "None",
        example: "set_matplotlib_formats('svg')"
    ) { _, _ -> Value in .none }

    // MARK: Network

    private static let get = Builtin(
        "get", group: "data",
        summary: "Gets a text from an address; Project Gutenberg's books come from the cache.",
        Parameter<String>("url", "an address"),
        Parameter<Value>(
            "options", "headers, timeout and their like, which do not change a text that everyone may read",
            .keywords),
        returns: "a response",
        example: "requests.get('https://www.gutenberg.org/cache/epub/829/pg829.txt').text",
        pytorch: "requests.get(url).text"
    ) { interpreter, url, options -> ResponseObject in
        if case .dict(let named) = options {
            let known = ["headers", "timeout", "allow_redirects", "verify", "stream"]
            for (key, value) in named.pairs where !known.contains(key.text ?? "") && !value.isNone {
                throw ScriptError(
                    "NotImplementedError", "requests.get(\(key.text ?? "")=…) is not in Lagado",
                    hint: "requests.get(url)")
            }
        }
        guard url.contains("://") else {
            throw ScriptError(
                "ValueError", "Invalid URL '\(url)': No scheme supplied", hint: "'https://\(url)'")
        }
        let text = try DataCommands.load.call(interpreter, Arguments([.string(url)]))
        return ResponseObject(url: url, text: text)
    }
}

/// What `requests.get` gives. A failure is an error already, so that its status is always 200.
final class ResponseObject: NativeObject, ScriptConvertible {
    let url: String
    let text: Value

    init(url: String, text: Value) { (self.url, self.text) = (url, text) }

    static var scriptName: String { "Response" }
    static func from(_ value: Value) throws -> ResponseObject? {
        guard case .object(let object) = value else { return nil }
        return object as? ResponseObject
    }
    var scriptValue: Value { .object(self) }
    func repr() throws -> String { "<Response [200]>" }

    static let nativeType = NativeType<ResponseObject>(
        ScriptClass("Response"),
        properties: [
            .init("text", "The text.", get: { $0.text }),
            .init("status_code", "200: anything else is an error.", get: { _ in .int(200) }),
            .init("ok", "True.", get: { _ in .bool(true) }),
            .init("url", "The address.", get: { .string($0.url) }),
        ],
        methods: [
            Builtin(
                "raise_for_status", group: "data", summary: "Does nothing: a failure is an error at once.",
                receiver("the response") as Parameter<ResponseObject>, returns: "None",
                example: "r.raise_for_status()"
            ) { _, _ -> Value in .none }
        ])
}
