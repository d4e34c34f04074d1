import Foundation
import Presentation

/// Writes SVG elements with numbers cut to a tenth of a pixel and all text escaped.
struct Markup {
    private(set) var text = ""

    mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        text += "<\(name)\(Markup.list(attributes))>\n"
    }

    mutating func close(_ name: String) { text += "</\(name)>\n" }

    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        text += "<\(name)\(Markup.list(attributes))/>\n"
    }

    mutating func label(_ words: String, _ attributes: KeyValuePairs<String, String>) {
        text += "<text\(Markup.list(attributes))>\(Markup.escape(words))</text>\n"
    }

    /// An attribute with an empty value is left out.
    private static func list(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.filter { !$0.value.isEmpty }.map { " \($0.key)=\"\(escape($0.value))\"" }.joined()
    }

    /// A coordinate: one decimal is finer than any screen.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let rounded = (min(max(value, -1e6), 1e6) * 10).rounded() / 10
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }

    /// Text as XML allows it, on one line: what begins a new one, and a tab, as `\n` and its like.
    static func escape(_ text: String) -> String {
        Escaping.xml(text) { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            default: nil
            }
        }
    }

    /// About how wide a text is.
    static func width(_ text: String, size: Double) -> Double { Words.width(text, size: size) }
}

/// Words in a picture.
public enum Words {
    /// About how wide a text is. Sans-serif letters are a little over half as wide as they are high.
    public static func width(_ text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { sum, scalar in
            let part: Double
            switch scalar.value {
            case 0x2e80...: part = 1
            case 0x41...0x5a: part = 0.72
            case 0x6d, 0x77: part = 0.95
            default: part = "iljt.,:;|!'() fI1".unicodeScalars.contains(scalar) && scalar != "1" ? 0.34 : 0.6
            }
            return sum + part * size
        }
    }
}

/// A rectangle on the page, y downwards.
struct Box: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var right: Double { x + width }
    var bottom: Double { y + height }

    func contains(_ px: Double, _ py: Double) -> Bool { px >= x && px <= right && py >= y && py <= bottom }
}
