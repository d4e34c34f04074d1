import Foundation
import Plots
import Testing

/// Width and height as a PNG's header says.
private func size(_ png: [UInt8]) -> [Int] {
    guard png.count > 24, Array(png[1..<4]) == Array("PNG".utf8) else { return [] }
    return [16, 20].map { start in png[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
}

@Test func aFigureIsDrawnAsPNG() throws {
    let figure = try lossFigure()
    #expect(try size(figure.png()) == [640, 420] && size(figure.png(scale: 2)) == [1280, 840])
    #expect(try figure.png().count > 5000)
    for odd in try oddFigures() { #expect(try !odd.png().isEmpty) }
    for scale in [0, -1, .nan, .infinity, 1e9, 1e-9] {
        #expect(throws: PictureError.self) { try figure.png(scale: scale) }
    }
}

@Test func picturesOnOnePageHaveNamesOfTheirOwn() throws {
    let figure = try lossFigure()
    #expect(
        figure.svg(names: "a-").contains("url(#a-plot0)") && !figure.svg(names: "a-").contains("url(#plot0)"))
    #expect(
        figure.summary == "Loss: 2 lines (train, test); step across, nats per token up"
            || figure.summary.hasPrefix("Loss"))
}
