import Foundation

/// A colour in sRGB, 8 bits a channel.
public struct Colour: Equatable, Hashable, Sendable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    init(hex: UInt32) {
        self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255))
    }

    /// The colours that series get in turn: matplotlib's, so that a plot looks as in the lecture.
    public static let cycle: [Colour] = [
        0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2, 0x7f7f7f, 0xbcbd22, 0x17becf,
    ].map(Colour.init(hex:))

    /// Black: in a terminal, the colour of its text, whatever the background is.
    public static let ink = Colour(0, 0, 0)

    /// A colour as matplotlib names it: `k`, `red`, `tab:blue`, `C3`, `#1f77b4`, `#17b`, `0.5` (a grey).
    ///
    /// - Throws: ``PlotError`` for a name that is not known.
    public init(named name: String) throws {
        let word = name.lowercased()
        if let hex = Colour.names[word] {
            self.init(hex: hex)
        } else if word.hasPrefix("#"), let colour = Colour(digits: String(word.dropFirst())) {
            self = colour
        } else if word.hasPrefix("c"), let index = Int(word.dropFirst()), index >= 0 {
            self = Colour.cycle[index % Colour.cycle.count]
        } else if let grey = Double(word), grey >= 0, grey <= 1 {
            let level = UInt8((grey * 255).rounded())
            self.init(level, level, level)
        } else {
            throw PlotError(
                "no colour is called '\(name)'",
                hint: "use a letter (k r g b c m y w), a name (red, tab:orange), C0 to C9, '#1f77b4' or '0.5'"
            )
        }
    }

    private init?(digits: String) {
        guard digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else { return nil }
        switch digits.count {
        case 6: self.init(hex: value)
        case 8: self.init(hex: value >> 8)
        case 3:
            self.init(
                UInt8((value >> 8 & 15) * 17), UInt8((value >> 4 & 15) * 17), UInt8((value & 15) * 17))
        default: return nil
        }
    }

    private static let names: [String: UInt32] = [
        "k": 0x000000, "r": 0xff0000, "g": 0x008000, "b": 0x0000ff, "c": 0x00bfbf, "m": 0xbf00bf,
        "y": 0xbfbf00,
        "w": 0xffffff, "black": 0x000000, "red": 0xff0000, "green": 0x008000, "blue": 0x0000ff,
        "cyan": 0x00ffff, "magenta": 0xff00ff, "yellow": 0xffff00, "white": 0xffffff, "gray": 0x808080,
        "grey": 0x808080, "orange": 0xffa500, "purple": 0x800080, "brown": 0xa52a2a, "pink": 0xffc0cb,
        "olive": 0x808000, "navy": 0x000080, "teal": 0x008080, "gold": 0xffd700, "lime": 0x00ff00,
        "darkgray": 0xa9a9a9, "darkgrey": 0xa9a9a9, "lightgray": 0xd3d3d3, "lightgrey": 0xd3d3d3,
        "darkblue": 0x00008b, "darkred": 0x8b0000, "darkgreen": 0x006400, "darkorange": 0xff8c00,
        "lightblue": 0xadd8e6, "lightgreen": 0x90ee90, "skyblue": 0x87ceeb, "steelblue": 0x4682b4,
        "royalblue": 0x4169e1, "firebrick": 0xb22222, "crimson": 0xdc143c, "tomato": 0xff6347,
        "salmon": 0xfa8072, "indigo": 0x4b0082, "violet": 0xee82ee, "turquoise": 0x40e0d0, "silver": 0xc0c0c0,
        "tab:blue": 0x1f77b4, "tab:orange": 0xff7f0e, "tab:green": 0x2ca02c, "tab:red": 0xd62728,
        "tab:purple": 0x9467bd, "tab:brown": 0x8c564b, "tab:pink": 0xe377c2, "tab:gray": 0x7f7f7f,
        "tab:grey": 0x7f7f7f, "tab:olive": 0xbcbd22, "tab:cyan": 0x17becf,
    ]

    /// `#rrggbb`.
    public var hex: String {
        let digits = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// How bright the colour looks, from 0 (black) to 1.
    var brightness: Double { (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255 }

    /// A mixture: 0 gives this colour, 1 the other.
    func mixed(with other: Colour, _ part: Double) -> Colour {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            UInt8(min(max(Double(a) + (Double(b) - Double(a)) * part, 0), 255).rounded())
        }
        return Colour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }
}
