import Foundation

/// A way from numbers between 0 and 1 to colours.
public enum ColourMap: String, Equatable, Sendable, CaseIterable {
    case viridis, plasma, magma, inferno, gray, hot, blues, reds, greens
    /// Blue over white to red, for values on both sides of zero.
    case coolwarm, rdbu, bwr
    case jet

    /// A colour map as matplotlib names it (`'RdBu_r'`, `'hot'`, `'Greys_r'`), in any case.
    ///
    /// - Throws: ``PlotError`` naming the known ones.
    public init(named name: String) throws {
        let word = name.lowercased()
        if let map = ColourMap(rawValue: word) {
            self = map
        } else if word == "rdbu_r" || word == "seismic" {
            self = .bwr
        } else if word == "grey" || word == "greys_r" || word == "bone" {
            self = .gray
        } else if word == "turbo" || word == "rainbow" {
            self = .jet
        } else {
            throw PlotError(
                "no colour map is called '\(name)'",
                hint: "known: " + ColourMap.allCases.map(\.rawValue).joined(separator: ", "))
        }
    }

    /// The colour at a part of the way; parts outside 0…1 get the end colours.
    public func colour(at part: Double) -> Colour {
        let stops = self.stops
        let place = min(max(part.isNaN ? 0 : part, 0), 1) * Double(stops.count - 1)
        let index = min(Int(place), stops.count - 2)
        return Colour(hex: stops[index]).mixed(with: Colour(hex: stops[index + 1]), place - Double(index))
    }

    /// Evenly spaced samples of the published maps; colours between them are mixed.
    private var stops: [UInt32] {
        switch self {
        case .viridis:
            [
                0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b,
                0xfde725,
            ]
        case .plasma:
            [
                0x0d0887, 0x46039f, 0x7201a8, 0x9c179e, 0xbd3786, 0xd8576b, 0xed7953, 0xfb9f3a, 0xfdca26,
                0xf0f921,
            ]
        case .magma:
            [
                0x000004, 0x180f3d, 0x440f76, 0x721f81, 0x9e2f7f, 0xcd4071, 0xf1605d, 0xfd9668, 0xfeca8d,
                0xfcfdbf,
            ]
        case .inferno:
            [
                0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d,
                0xfcffa4,
            ]
        case .gray: [0x000000, 0xffffff]
        case .hot: [0x0b0000, 0x6b0000, 0xcb0000, 0xff2b00, 0xff8b00, 0xffeb00, 0xffff72, 0xffffff]
        case .blues:
            [0xf7fbff, 0xdeebf7, 0xc6dbef, 0x9ecae1, 0x6baed6, 0x4292c6, 0x2171b5, 0x08519c, 0x08306b]
        case .reds:
            [0xfff5f0, 0xfee0d2, 0xfcbba1, 0xfc9272, 0xfb6a4a, 0xef3b2c, 0xcb181d, 0xa50f15, 0x67000d]
        case .greens:
            [0xf7fcf5, 0xe5f5e0, 0xc7e9c0, 0xa1d99b, 0x74c476, 0x41ab5d, 0x238b45, 0x006d2c, 0x00441b]
        case .coolwarm: [0x3b4cc0, 0x6788ee, 0x9abbff, 0xc9d7f0, 0xedd1c2, 0xf7a889, 0xe26952, 0xb40426]
        case .rdbu:
            [
                0x67001f, 0xb2182b, 0xd6604d, 0xf4a582, 0xfddbc7, 0xf7f7f7, 0xd1e5f0, 0x92c5de, 0x4393c3,
                0x2166ac, 0x053061,
            ]
        case .bwr: [0x0000ff, 0xffffff, 0xff0000]
        case .jet: [0x000080, 0x0000ff, 0x0080ff, 0x00ffff, 0x80ff80, 0xffff00, 0xff8000, 0xff0000, 0x800000]
        }
    }
}
