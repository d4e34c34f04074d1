/// The name of a kind of form, as Jupyter's messages and files have it: `text/plain`, `image/png`.
public struct MediaType: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let plain = MediaType(rawValue: "text/plain")
    public static let html = MediaType(rawValue: "text/html")
    public static let markdown = MediaType(rawValue: "text/markdown")
    public static let latex = MediaType(rawValue: "text/latex")
    public static let svg = MediaType(rawValue: "image/svg+xml")
    public static let png = MediaType(rawValue: "image/png")
    public static let jpeg = MediaType(rawValue: "image/jpeg")

    public var isImage: Bool { rawValue.hasPrefix("image/") }
    /// Whether such a form is text; any other is bytes in base 64.
    public var isText: Bool { rawValue.hasPrefix("text/") || self == .svg }
}

/// One form of a thing.
public struct Form: Equatable, Sendable {
    /// The text, or bytes in base 64, as the type says.
    public var data: String
    /// Width and height at which a picture is shown, in pixels; nil shows it as large as it is.
    public var size: (width: Int, height: Int)?

    public init(_ data: String, size: (width: Int, height: Int)? = nil) {
        (self.data, self.size) = (data, size)
    }

    public static func == (a: Form, b: Form) -> Bool {
        a.data == b.data && a.size?.width == b.size?.width && a.size?.height == b.size?.height
    }
}

/// What a thing can be shown as. Each form is made when it is asked for.
public protocol FormSource: Equatable, Sendable {
    /// The types it has a form of besides text, the most telling first.
    var types: [MediaType] { get }

    /// The text for a terminal, a pipe, a lesson: nil where it has none. Ends in a line feed.
    func text(_ options: RenderOptions) -> String?

    /// One of the other forms; nil for a type that is not in ``types``.
    ///
    /// - Parameter names: what names inside a picture begin with; pictures on one page want different ones.
    /// - Throws: where a form cannot be made, such as a PNG without the library that draws it.
    func form(_ type: MediaType, names: String) throws -> Form?

    /// Whether it is drawn by the lab itself: its text may have colours in it and begins a line of its own,
    /// its SVG may stand in the middle of a page.
    var isDrawn: Bool { get }

    /// The same without characters in its text that could command a terminal.
    var visible: Self { get }
}

extension FormSource {
    public var isDrawn: Bool { false }
    public var visible: Self { self }
}

/// A result as a bundle of forms: what Jupyter calls a MIME bundle.
///
/// It is made in one place from a value; a terminal, a pipe, a lesson, a page, a notebook each take
/// the form that they can show.
public struct Forms: Sendable, Equatable {
    private let source: any FormSource

    public init(_ source: any FormSource) { self.source = source }

    /// The forms besides text, the most telling first.
    public var types: [MediaType] { source.types }
    public var isDrawn: Bool { source.isDrawn }
    public var isPicture: Bool { types.contains(where: \.isImage) }
    public var visible: Forms { Forms(source.visible) }

    /// The text, which ends in a line feed; nil where there is none.
    public func text(_ options: RenderOptions = RenderOptions()) -> String? { source.text(options) }

    /// Another form; nil where there is none of this type.
    ///
    /// - Throws: where it cannot be made.
    public func form(_ type: MediaType, names: String = "") throws -> Form? {
        try source.form(type, names: names)
    }

    public static func == (a: Forms, b: Forms) -> Bool {
        func isSame<Source: FormSource>(_ source: Source) -> Bool { b.source as? Source == source }
        return isSame(a.source)
    }
}

/// Forms that are there already: read from a notebook, or made by a program's own methods.
public struct StoredForms: FormSource {
    /// What it prints as; nil where there is no text.
    public var plain: String?
    public var others: [(type: MediaType, form: Form)]

    public init(plain: String?, _ others: [(type: MediaType, form: Form)] = []) {
        (self.plain, self.others) = (plain, others)
    }

    public var types: [MediaType] { others.map(\.type) }

    public func text(_ options: RenderOptions) -> String? {
        plain.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }
    }

    public func form(_ type: MediaType, names: String) -> Form? { others.first { $0.type == type }?.form }

    public var visible: StoredForms { StoredForms(plain: plain.map(Formatting.visible), others) }

    public static func == (a: StoredForms, b: StoredForms) -> Bool {
        a.plain == b.plain && a.others.elementsEqual(b.others) { $0.type == $1.type && $0.form == $1.form }
    }
}
