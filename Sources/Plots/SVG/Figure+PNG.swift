import Foundation

extension Figure {
    /// Draws the figure as a PNG picture: the SVG of ``svg(width:height:)``, drawn by librsvg.
    ///
    /// - Parameter scale: pixels of the picture for each of the SVG; 2 is sharp on today's screens.
    /// - Throws: ``PictureError`` where librsvg or cairo is not installed, for a picture of more than 100
    ///   million pixels, and what the library says.
    public func png(scale: Double = 1) throws -> [UInt8] {
        try PictureLibrary.shared().png(svg: svg(), scale: scale)
    }

    /// Width and height of ``svg(width:height:)``, in pixels.
    public var pictureSize: Size {
        Size(
            width: FigureSize.limited(
                size?.width, columns == 1 ? 640 : min(Double(columns) * 420, 20_000)),
            height: FigureSize.limited(size?.height, rows <= 1 ? 420 : min(Double(rows) * 320, 20_000)))
    }
}

/// How large a picture may be.
enum FigureSize {
    /// The size that was asked for, within what can be drawn; else the standard one.
    static func limited(_ value: Double?, _ standard: Double) -> Double {
        guard let value, value.isFinite else { return standard }
        return min(max(value, 120), 20_000)
    }
}

/// Why a figure cannot become a picture.
public struct PictureError: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String
    public let hint: String?

    public init(_ message: String, hint: String? = nil) { (self.message, self.hint) = (message, hint) }

    public var description: String { message + (hint.map { "\n  \($0)" } ?? "") }
}

/// librsvg and cairo, opened when the first picture is drawn: the program starts without them.
final class PictureLibrary: @unchecked Sendable {
    private typealias Pointer = UnsafeMutableRawPointer
    private typealias NewHandle =
        @convention(c) (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<Pointer?>) -> Pointer?
    private typealias Render =
        @convention(c) (
            Pointer, Pointer, UnsafePointer<Double>, UnsafeMutablePointer<Pointer?>
        ) -> Int32
    private typealias NewSurface = @convention(c) (Int32, Int32, Int32) -> Pointer?
    private typealias OfPointer = @convention(c) (Pointer) -> Pointer?
    private typealias Status = @convention(c) (Pointer) -> Int32
    private typealias Release = @convention(c) (Pointer) -> Void
    private typealias Write = @convention(c) (Pointer, UnsafePointer<UInt8>?, UInt32) -> Int32
    private typealias WriteStream = @convention(c) (Pointer, Write, Pointer) -> Int32

    private let newHandle: NewHandle
    private let render: Render
    private let newSurface: NewSurface
    private let newContext: OfPointer
    private let contextStatus: Status
    private let writeStream: WriteStream
    private let releaseContext: Release
    private let releaseSurface: Release
    private let releaseObject: Release
    private let releaseError: Release

    /// Debian's name of what is opened.
    private static let package = "librsvg2-2"
    private static let most = 100e6

    private static let opened = Result { try PictureLibrary() }

    static func shared() throws -> PictureLibrary { try opened.get() }

    private init() throws {
        guard let library = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL) else {
            throw PictureError(
                "a PNG picture needs librsvg, which is not installed",
                hint: "apt-get install \(Self.package) fonts-dejavu-core, or write an SVG picture (.svg)")
        }
        // Found in the libraries that it uses, too: cairo and GObject.
        func find<Function>(_ name: String, _ type: Function.Type) throws -> Function {
            guard let symbol = dlsym(library, name) else {
                throw PictureError(
                    "a PNG picture needs a newer librsvg: this one has no '\(name)'",
                    hint: "apt-get install \(Self.package), version 2.46 or newer")
            }
            return unsafeBitCast(symbol, to: type)
        }
        newHandle = try find("rsvg_handle_new_from_data", NewHandle.self)
        render = try find("rsvg_handle_render_document", Render.self)
        newSurface = try find("cairo_image_surface_create", NewSurface.self)
        newContext = try find("cairo_create", OfPointer.self)
        contextStatus = try find("cairo_status", Status.self)
        writeStream = try find("cairo_surface_write_to_png_stream", WriteStream.self)
        releaseContext = try find("cairo_destroy", Release.self)
        releaseSurface = try find("cairo_surface_destroy", Release.self)
        releaseObject = try find("g_object_unref", Release.self)
        releaseError = try find("g_error_free", Release.self)
    }

    /// What the stream writes into.
    private final class Bytes { var all: [UInt8] = [] }

    /// Draws an SVG picture whose root says its width and height.
    func png(svg: String, scale: Double) throws -> [UInt8] {
        let (width, height) = try Self.size(svg)
        let (across, down) = ((width * scale).rounded(), (height * scale).rounded())
        guard across.isFinite, down.isFinite, across >= 1, down >= 1, across < 32_768, down < 32_768,
            across * down <= Self.most
        else {
            let size = [across, down].map { $0.isFinite ? String(Int(min(max($0, 0), 1e9))) : "\($0)" }
            throw PictureError(
                "a picture of \(size[0]) x \(size[1]) pixels cannot be drawn",
                hint: "1 to 32,767 pixels each way, 100 million in all: a smaller figsize or dpi")
        }
        var failure: Pointer?
        let bytes = Array(svg.utf8)
        let handle = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { newHandle($0, buffer.count, &failure) }
        }
        guard let handle else { throw failed("read", failure) }
        defer { releaseObject(handle) }
        // 0: eight bits each of blue, green, red and opacity.
        guard let surface = newSurface(0, Int32(across), Int32(down)) else { throw failed("draw", nil) }
        defer { releaseSurface(surface) }
        guard let context = newContext(surface) else { throw failed("draw", nil) }
        defer { releaseContext(context) }
        // An RsvgRectangle: x, y, width and height.
        let box = [0, 0, across, down]
        guard render(handle, context, box, &failure) != 0, contextStatus(context) == 0 else {
            throw failed("draw", failure)
        }
        let result = Bytes()
        let status = writeStream(
            surface,
            { target, data, count in
                guard let data else { return 0 }
                let bytes = Unmanaged<Bytes>.fromOpaque(target).takeUnretainedValue()
                bytes.all.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                return 0
            }, Unmanaged.passUnretained(result).toOpaque())
        guard status == 0, !result.all.isEmpty else { throw failed("write", nil) }
        return result.all
    }

    private func failed(_ verb: String, _ failure: Pointer?) -> PictureError {
        if let failure { releaseError(failure) }
        return PictureError("librsvg cannot \(verb) this picture", hint: "write it as SVG (.svg)")
    }

    /// `width="…" height="…"` of the root.
    private static func size(_ svg: String) throws -> (Double, Double) {
        let head = svg.prefix { $0 != ">" }
        func attribute(_ name: String) -> Double? {
            guard let range = head.range(of: " \(name)=\"") else { return nil }
            return Double(head[range.upperBound...].prefix { $0 != "\"" })
        }
        guard let width = attribute("width"), let height = attribute("height") else {
            throw PictureError("this picture does not say its size")
        }
        return (width, height)
    }
}
