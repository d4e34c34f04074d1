import CLibXML2
import Foundation

/// Who is told what stands in a piece of HTML. Elements are closed in the order in which they were opened,
/// whatever the source does.
protocol HTMLVisitor: AnyObject {
    func open(_ name: String, _ attributes: [String: String])
    func close(_ name: String)
    func text(_ text: String)
}

/// libxml2's HTML parser, which mends what is written wrong as browsers do.
///
/// The library is loaded when it is first used: the program starts without it.
enum HTMLReader {
    /// - Parameter html: UTF-8.
    static func read(_ html: UnsafeBufferPointer<CChar>, into visitor: any HTMLVisitor) throws {
        guard let library = HTMLLibrary.shared else {
            throw MarkdownError(
                message: "libxml2 is not on this machine (scripts/dependencies installs it)")
        }
        guard html.count < Int(Int32.max) / 2 else {
            throw MarkdownError(message: "a text of \(html.count >> 30) GB and more is not read")
        }
        var head = Array("<html><body>".utf8CString.dropLast())
        head.append(contentsOf: html)
        try head.withUnsafeBufferPointer { bytes in
            guard let context = library.createContext(bytes.baseAddress, Int32(bytes.count)) else {
                throw MarkdownError(message: "there is no memory to read the text")
            }
            defer { library.freeContext(context) }
            let options = [
                HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET,
                HTML_PARSE_IGNORE_ENC,
            ].reduce(0) { $0 | $1.rawValue }
            _ = library.useOptions(context, Int32(options))
            context.pointee.charset = Int32(XML_CHAR_ENCODING_UTF8.rawValue)
            let box = Box(visitor)
            // The parser's own handlers would build a document; these only tell.
            let handlers = context.pointee.sax
            var own = htmlSAXHandler()
            own.startElement = { context, name, attributes in
                guard let context, let name else { return }
                Box.of(context).visitor.open(
                    String(cString: name).lowercased(), HTMLReader.dictionary(attributes))
            }
            own.endElement = { context, name in
                guard let context, let name else { return }
                Box.of(context).visitor.close(String(cString: name).lowercased())
            }
            own.characters = { context, bytes, count in
                guard let context, let bytes, count > 0 else { return }
                Box.of(context).visitor.text(
                    String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self))
            }
            own.ignorableWhitespace = own.characters
            withUnsafeMutablePointer(to: &own) { own in
                context.pointee.sax = own
                context.pointee.userData = Unmanaged.passUnretained(box).toOpaque()
                _ = library.parse(context)
                context.pointee.sax = handlers
            }
            withExtendedLifetime(box) {}
        }
    }

    private static func dictionary(
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> [String: String] {
        guard var pair = attributes else { return [:] }
        var result: [String: String] = [:]
        while let name = pair.pointee {
            result[String(cString: name).lowercased()] = pair[1].map { String(cString: $0) } ?? ""
            pair += 2
        }
        return result
    }

    /// Carries the visitor through C.
    private final class Box {
        let visitor: any HTMLVisitor
        init(_ visitor: any HTMLVisitor) { self.visitor = visitor }

        static func of(_ pointer: UnsafeMutableRawPointer) -> Box {
            Unmanaged<Box>.fromOpaque(pointer).takeUnretainedValue()
        }
    }
}

/// The few functions of libxml2 that are called.
private struct HTMLLibrary: @unchecked Sendable {
    typealias CreateContext = @convention(c) (UnsafePointer<CChar>?, Int32) -> htmlParserCtxtPtr?
    typealias FreeContext = @convention(c) (htmlParserCtxtPtr?) -> Void
    typealias UseOptions = @convention(c) (htmlParserCtxtPtr?, Int32) -> Int32
    typealias Parse = @convention(c) (htmlParserCtxtPtr?) -> Int32

    let createContext: CreateContext
    let freeContext: FreeContext
    let useOptions: UseOptions
    let parse: Parse

    /// Nil where the library is not there.
    static let shared: HTMLLibrary? = HTMLLibrary()

    private init?() {
        guard
            let handle = dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL)
                ?? dlopen("libxml2.so", RTLD_NOW | RTLD_LOCAL),
            let create = dlsym(handle, "htmlCreateMemoryParserCtxt"),
            let free = dlsym(handle, "htmlFreeParserCtxt"),
            let options = dlsym(handle, "htmlCtxtUseOptions"),
            let parse = dlsym(handle, "htmlParseDocument")
        else { return nil }
        createContext = unsafeBitCast(create, to: CreateContext.self)
        freeContext = unsafeBitCast(free, to: FreeContext.self)
        useOptions = unsafeBitCast(options, to: UseOptions.self)
        self.parse = unsafeBitCast(parse, to: Parse.self)
    }
}
