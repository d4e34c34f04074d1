import Foundation
import Plots
import Presentation
import Testing

func lossFigure() throws -> Figure {
    try Figure.curves(
        title: "Loss", xLabel: "step", yLabel: "nats",
        [
            ("train", [0, 100, 200, 300, 400, 500], [17.3, 8, 6.5, 6, 5.8, 5.7]),
            ("test", [0, 100, 200, 300, 400, 500], [17.3, 9, 7.5, 7, 6.9, 6.9]),
        ])
}

let small = RenderOptions(width: 44, height: 7)
let smallASCII = RenderOptions(width: 44, height: 7, unicode: false)

func matrix() throws -> Figure {
    let image = try Image(
        rows: 3, columns: 3, values: [1, 0, 0, 0.5, 0.5, 0, 0.2, 0.3, .nan],
        rowLabels: ["The", " man", "\r"],
        columnLabels: ["The", " man", "\r"])
    return Figure(axes: [Axes(elements: [.image(image)])])
}

@Test func aLossCurveInBraille() throws {
    let text = try lossFigure().render(options: small)
    #expect(
        text == #"""
                                 Loss
            nats
               │■⡀
            15 ┤ ⠙⢄
               │  ⠈⠢⡄
               │    ⠑⢆
            10 ┤      ⠫■ ⡀
               │       ●⠒⠤⠬⢄⣂⣐ ■⠠ ⠄⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀
               │              ⠉●⠉⠑⠒⠒⠒⠒⠒■⠒⠒⠤⠤⠤⠤⠤■⠤⠤⠤⠤⠤⠤■
               └┬──────────────┬───────────────┬───────
                0             200             400
                                 step
                ⠤⠤●⠤⠤ train   ⠄⠠■ ⠄ test

            """#)
}

@Test func aLossCurveInASCII() throws {
    let text = try lossFigure().render(options: smallASCII)
    #expect(
        text == #"""
                                 Loss
            nats
               |o
            15 + oo
               |   oo
               |     oo
            10 +      *oooo
               |       ****oooooooooooooooooooooooooooo
               |               *   ****o*******o******o
               ++--------------+---------------+-------
                0             200             400
                                 step
                *** train   ooo test

            """#)
}

@Test func aMatrixWithLabels() throws {
    let text = try matrix().render(options: small)
    #expect(
        text == #"""
             The ┤█████
                 │█████
                 │▒▒▒▒▒▒▒▒▒▒
             man ┤▒▒▒▒▒▒▒▒▒▒
                 │░░░░░▒▒▒▒▒?????
               ␍ ┤░░░░░▒▒▒▒▒?????
                 └───────────────
                   The  man   ␍
                  blank 0   ░ to 0.25   ▒ to 0.50
                  ▓ to 0.75   █ to 1.00

            """#)
}

@Test func aMatrixInASCII() throws {
    let text = try matrix().render(options: smallASCII)
    #expect(
        text == #"""
             The +999990000000000
                 |999990000000000
                 |555555555500000
             man +555555555500000
                 |2222233333?????
              \r +2222233333?????
                 +---------------
                   The  man  \r
                  0: 0   1: to 0.11   9: to 1.00

            """#)
}

@Test func smallValuesOfAMatrixAreSeen() throws {
    let image = try Image(rows: 1, columns: 5, values: [0, 0.01, 0.25, 0.26, 1])
    let figure = Figure(axes: [Axes(frame: false, elements: [.image(image)])])
    let rows = { (text: String) in text.split(separator: "\n").map(String.init) }
    let unicode = rows(figure.render(options: RenderOptions(width: 20, height: 3)))
    #expect(Set(unicode[0]) == [" ", "░", "▒", "█"])
    let ascii = rows(figure.render(options: RenderOptions(width: 20, height: 3, unicode: false)))
    #expect(Set(ascii[0]) == ["0", "1", "3", "9"])
    // A matrix of one value has nothing below and nothing above.
    let even = try Image(rows: 1, columns: 2, values: [3, 3])
    #expect(Figure(axes: [Axes(frame: false, elements: [.image(even)])]).render().hasSuffix("▒ 3\n"))
    // With colours the colours say it.
    #expect(!figure.render(options: RenderOptions(colour: true)).contains("blank"))
}

@Test func formulasInWordsAreRead() throws {
    let line = Element.line(try Line(name: #"$\beta_1=0.9$"#, x: [0, 1], y: [0, 1]))
    let figure = Figure(
        title: #"$\sigma$"#,
        axes: [
            Axes(
                title: #"$\frac{\partial L}{\partial w}$"#, xLabel: #"$10^{-3}$"#, yLabel: #"$\unknown$"#,
                xTicks: [Tick(0, #"$\pi$"#)], legend: true,
                elements: [line, .text(Note(x: 0.5, y: 0.5, text: "$x_0$"))])
        ])
    let texts = [figure.render(), figure.svg()]
    for text in texts {
        for words in ["σ", "∂L/∂w", "10⁻³", #"\unknown"#, "π", "β₁ = 0.9", "x₀"] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!text.contains("$"))
    }
    #expect(figure.render(options: RenderOptions(unicode: false)).contains(#"$\sigma$"#))
}

@Test func aHistogram() throws {
    let text = Figure(
        axes: [
            Axes(
                yLabel: "count", grid: true,
                elements: [
                    .bars(
                        try Histogram([1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 4, 4, 5, 6, 6, 6, 6, 7, 8], bins: 8)
                            .bars())
                ])
        ]).render(options: small)
    #expect(
        text == #"""
            count
            5 ┤··········▆▆▆▆▆·························
              │     ·    █████  ·       ▃▃▃▃▃         ·
              │     ·    █████  ·       █████         ·
              │█████·    █████  ·       █████         ·
              │█████▆▆▆▆▆█████▆▆▆▆▆     █████         ·
              │████████████████████▃▃▃▃▃█████▃▃▃▃▃▃▃▃▃▃
            0 ┤████████████████████████████████████████
              └─────┬───────────┬──────────┬──────────┬
                    2           4          6          8

            """#)
}

@Test func logarithmicAxes() throws {
    let text = Figure(
        axes: [
            Axes(
                title: "log", xScale: .log, yScale: .log,
                elements: [
                    .line(Line(name: "a", y: [0, 1, 10, 100, 1000])),
                    .rule(Rule(.level, at: 50, name: "limit")),
                ])
        ]).render(options: small)
    #expect(
        text == #"""
                                   log
                │                                   ⢀⡠⠔
                │                               ⢀⡠⠔⠊⠁
            100 ┤                           ⣀⡠⠔⠊⠁
                │╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌⣀⠤⠔⠒⠉╌╌╌╌╌╌╌╌╌╌╌
                │               ⣀⣀⡠⠤⠔⠊⠉
                │      ⣀⣀⠤⠤⠔⠒⠒⠉⠉
                │⠤⠔⠒⠊⠉⠉
                └┬──────────────────┬──────────┬──────┬
                 1                  2          3      4
                 ⠤⠤⠤⠤ a   ⠤⠤ ⠠ limit

            """#)
}

@Test func twoSeriesAreToldApartByColourToo() throws {
    let text = try lossFigure().render(
        options: RenderOptions(width: 44, height: 7, colour: true, trueColour: true))
    #expect(text.contains("\u{1b}[0;38;2;31;119;180m") && text.contains("\u{1b}[0;38;2;255;127;14m"))
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\u{1b}[0m\u{1b}[0m\n"))
    let few = try lossFigure().render(options: RenderOptions(width: 44, height: 7, colour: true))
    #expect(few.contains("38;5;") && !few.contains("38;2;"))
}

@Test func withoutColourNothingCommandsTheTerminal() throws {
    let figure = Figure(
        title: "a\u{1b}[31mb",
        axes: [Axes(title: "\r\n", xTicks: [Tick(0, "\u{7}")], elements: [.line(Line(y: [1, 2]))])])
    for unicode in [true, false] {
        let text = figure.render(options: RenderOptions(unicode: unicode))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(unicode || text.unicodeScalars.allSatisfy(\.isASCII))
    }
}

/// Figures whose data is empty, not finite, equal, huge or out of range.
func oddFigures() throws -> [Figure] {
    let huge = (0..<200_000).map { sin(Double($0) / 1000) * 1e200 }
    let odd: [Double] = [.nan, .infinity, -.infinity, 0, -0.0, 1e308, -1e308, .leastNonzeroMagnitude]
    let elements: [[Element]] = [
        [], [.line(Line(y: []))], [.line(Line(y: [3]))], [.line(Line(y: [2, 2, 2]))], [.line(Line(y: odd))],
        [.line(Line(y: huge))], [.line(Line(y: [.nan, 1, .nan, 2, 3, .nan]))],
        [.scatter(try Scatter(x: odd, y: odd, values: odd))], [.scatter(try Scatter(x: huge, y: huge))],
        [.bars(try Bars(positions: [], heights: []))], [.bars(try Bars(positions: odd, heights: odd))],
        [.bars(try Bars(positions: [0, 1], heights: [-3, 4], direction: .lying))],
        [.bars(try Histogram(huge, bins: 5000).bars())],
        [.image(try Image(rows: 0, columns: 0, values: []))],
        [.image(try Image(rows: 0, columns: 5, values: []))],
        [.image(try Image(rows: 2, columns: 4, values: odd))],
        [.image(try Image(rows: 1, columns: 3, values: [1, 1, 1]))],
        [.image(try Image(rows: 200, columns: 1000, values: huge, square: false))],
        [.image(try Image(rows: 1000, columns: 1, values: Array(huge.prefix(1000))))],
        [.rule(Rule(.level, at: .nan)), .rule(Rule(.upright, at: 3)), .rule(Rule(.level, at: 1e300))],
        [
            .text(Note(x: .nan, y: 0, text: "a")),
            .text(Note(x: 1, y: 1, text: "", target: AxisLimits(from: 2, to: .nan))),
        ],
        [.text(Note(x: 0, y: 0, text: String(repeating: "long ", count: 100), anchor: .end))],
    ]
    var figures = elements.map { Figure(axes: [Axes(grid: true, legend: true, elements: $0)]) }
    for scale in [Scale.linear, .log] {
        for limits in [
            (0.0, 1.0), (1, 0), (5, 5), (-1, -1), (.nan, 1), (.leastNonzeroMagnitude, 1e308), (-1e308, 1e308),
        ] {
            let both = AxisLimits(from: limits.0, to: limits.1)
            for element in elements.dropFirst(3).prefix(14) {
                figures.append(
                    Figure(axes: [
                        Axes(xLimits: both, yLimits: both, xScale: scale, yScale: scale, elements: element)
                    ]))
            }
        }
    }
    figures.append(Figure(columns: 3, axes: [Axes(), Axes(), Axes(), Axes()]))
    figures.append(Figure(columns: 500, axes: [Axes(title: "x")]))
    figures.append(Figure(columns: -1))
    return figures
}

@Test func oddDataIsDrawnAndNeverTraps() throws {
    for figure in try oddFigures() {
        for options in [
            RenderOptions(), RenderOptions(width: 1, height: 1, unicode: false),
            RenderOptions(width: 30, height: 5, colour: true),
        ] {
            let text = figure.render(options: options)
            #expect(text.hasSuffix("\n"))
            #expect(
                figure.columns > 1
                    || text.split(separator: "\n").allSatisfy { options.colour || $0.count <= options.width })
        }
    }
}
