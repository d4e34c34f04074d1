/// What a terminal, or the text of a lesson, can show.
public struct RenderOptions: Equatable, Sendable {
    /// The width of the whole text, in columns.
    public var width: Int
    /// The height of one plot area, in rows, without title, ticks and legend.
    public var height: Int
    public var colour: Bool
    /// True where 16 million colours can be shown rather than 256.
    public var trueColour: Bool
    /// False draws with ASCII characters only.
    public var unicode: Bool

    public init(
        width: Int = 80, height: Int = 16, colour: Bool = false, trueColour: Bool = false,
        unicode: Bool = true
    ) {
        self.width = min(max(width, 20), 1000)
        self.height = min(max(height, 3), 500)
        self.colour = colour
        self.trueColour = trueColour
        self.unicode = unicode
    }
}
