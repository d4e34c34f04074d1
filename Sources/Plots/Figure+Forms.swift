import Foundation
import Presentation

/// A figure as a terminal draws it, as SVG, and as PNG.
extension Figure: FormSource {
    public var types: [MediaType] { [.svg, .png] }
    public var isDrawn: Bool { true }

    public func text(_ options: RenderOptions) -> String? { render(options: options) }

    public func form(_ type: MediaType, names: String) throws -> Form? {
        switch type {
        case .svg: return Form(svg(names: names))
        case .png:
            // Twice as fine as the SVG, and shown as large.
            let picture = Data(try png(scale: 2)).base64EncodedString() + "\n"
            return Form(picture, size: (Int(pictureSize.width), Int(pictureSize.height)))
        default: return nil
        }
    }
}
