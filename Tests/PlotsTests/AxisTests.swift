import Foundation
import Plots
import Testing

@Test func ticksAreRoundNumbers() {
    #expect(
        Ticks.linear(from: 0, to: 500, about: 6).map(\.label) == ["0", "100", "200", "300", "400", "500"])
    #expect(Ticks.linear(from: 0, to: 1, about: 5).map(\.label) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(Ticks.linear(from: -0.3, to: 0.3, about: 3).map(\.label) == ["-0.2", "0", "0.2"])
    #expect(Ticks.linear(from: 0, to: 2e7, about: 2).map(\.label) == ["0", "1e7", "2e7"])
    #expect(Ticks.linear(from: 0, to: 2e-7, about: 2).map(\.label) == ["0", "1e-7", "2e-7"])
    #expect(
        Ticks.linear(from: 17.31, to: 17.34, about: 3).map(\.label) == ["17.31", "17.32", "17.33", "17.34"])
    #expect(Ticks.log(from: 1, to: 1e4, about: 6).map(\.label) == ["1", "10", "100", "1000", "10000"])
    #expect(Ticks.log(from: 1e-9, to: 1, about: 3).map(\.label) == ["1e-9", "1e-6", "0.001", "1"])
    #expect(Ticks.log(from: 1, to: 8, about: 4).map(\.label) == ["1", "2", "5"])
}

@Test(arguments: [
    (0.0, 0.0), (1, 0), (.nan, 1), (-.infinity, .infinity), (0, Double.leastNonzeroMagnitude),
    (-1e300, 1e300), (1e15, 1e15 + 0.25),
])
func ticksOfOddRangesEnd(_ range: (Double, Double)) {
    #expect(Ticks.linear(from: range.0, to: range.1, about: 5).count < 20)
    #expect(Ticks.log(from: range.0, to: range.1, about: 5).count < 20)
}

@Test func histogramsCountAsNumPyDoes() throws {
    let histogram = try Histogram([0, 1, 2, 3, 4, .nan, .infinity], bins: 4)
    #expect(histogram.counts == [1, 1, 1, 2] && histogram.edges == [0, 1, 2, 3, 4] && histogram.left == 2)
    #expect(try Histogram([], bins: 2).counts == [0, 0])
    #expect(try Histogram([5, 5], bins: 2).counts == [0, 2])
    #expect(try Histogram([0, Double.leastNonzeroMagnitude, 1e300], bins: 3).counts.reduce(0, +) == 3)
    #expect(try Histogram([0, Double.leastNonzeroMagnitude], bins: 3).counts.reduce(0, +) == 2)
    #expect(try Histogram([1, 2, 9], bins: 2, range: (0, 4)).counts == [1, 1])
    let bars = try histogram.bars(density: true)
    #expect(abs(bars.heights.reduce(0, +) * bars.width - 1) < 1e-12)
    #expect(throws: PlotError.self) { try Histogram([1], bins: 0) }
    #expect(throws: PlotError.self) { try Histogram([1], bins: 2, range: (3, 1)) }
}

@Test func stylesAreMatplotlibs() throws {
    #expect(try Style(format: "k") == Style(colour: .ink))
    #expect(try Style(format: "ro-") == Style(colour: Colour(255, 0, 0), line: .solid, marker: .circle))
    #expect(try Style(format: "b--") == Style(colour: Colour(0, 0, 255), line: .dashed))
    #expect(try Style(format: "--b") == Style(format: "b--"))
    #expect(
        try Style(format: "gs") == Style(colour: Colour(0, 128, 0), line: Style.Stroke.none, marker: .square))
    #expect(try Style(format: "C1-.") == Style(colour: Colour.cycle[1], line: .dashDot))
    #expect(try Style(format: "tab:orange") == Style(colour: Colour.cycle[1]))
    #expect(try Style(format: "") == Style())
    for bad in ["q", "k?", "--:", "rr"] { #expect(throws: PlotError.self) { try Style(format: bad) } }
}

@Test func coloursHaveMatplotlibsNames() throws {
    #expect(try Colour(named: "#1f77b4").hex == "#1f77b4")
    #expect(try Colour(named: "#17b").hex == "#1177bb")
    #expect(try Colour(named: "0.5").hex == "#808080")
    #expect(try Colour(named: "Tab:Blue") == Colour.cycle[0])
    #expect(try Colour(named: "C13") == Colour.cycle[3])
    for bad in ["", "#12", "#xyzxyz", "2.0", "blurple", "C-1"] {
        #expect(throws: PlotError.self) { try Colour(named: bad) }
    }
    for map in ColourMap.allCases {
        #expect(try ColourMap(named: map.rawValue.uppercased()) == map)
        #expect(map.colour(at: .nan) == map.colour(at: 0) && map.colour(at: 7) == map.colour(at: 1))
    }
    #expect(throws: PlotError.self) { try ColourMap(named: "sepia") }
}

@Test func dataThatDoesNotFitIsRefused() {
    #expect(throws: PlotError.self) { try Line(x: [1, 2], y: [1]) }
    #expect(throws: PlotError.self) { try Scatter(x: [1], y: [1], values: [1, 2]) }
    #expect(throws: PlotError.self) { try Bars(positions: [1], heights: []) }
    #expect(throws: PlotError.self) { try Image(rows: 2, columns: 2, values: [1, 2, 3]) }
    #expect(throws: PlotError.self) { try Image(rows: .max, columns: .max, values: []) }
    #expect(throws: PlotError.self) { try Image(rows: 1, columns: 1, values: [1], rowLabels: ["a", "b"]) }
}
