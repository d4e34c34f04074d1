import Foundation
import Plots
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Reads XML to its end and remembers the texts.
private final class Reader: NSObject, XMLParserDelegate {
    var texts: [String] = []
    var elements: [String: Int] = [:]
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements[name, default: 0] += 1
        text = ""
    }
    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        if name == "text" { texts.append(text) }
    }
}

private func read(_ svg: String) -> Reader? {
    let parser = XMLParser(data: Data(svg.utf8))
    let reader = Reader()
    parser.delegate = reader
    return parser.parse() ? reader : nil
}

@Test func picturesAreWellFormedAndCarryAllWords() throws {
    let reader = try #require(read(try lossFigure().svg()))
    for word in ["Loss", "step", "nats", "train", "test", "0", "500"] { #expect(reader.texts.contains(word)) }
    #expect(reader.elements["svg"] == 1)
}

@Test func wordsAreEscaped() throws {
    let title = "a < b & \"c\" > 'd'\u{1b}[31m \u{0} \u{ffff} \n"
    let figure = Figure(
        title: title, axes: [Axes(xTicks: [Tick(0, "<|endoftext|>")], elements: [.line(Line(y: [1, 2]))])])
    let reader = try #require(read(figure.svg()))
    #expect(reader.texts.first?.hasPrefix("a < b & \"c\" > 'd'␛[31m ␀ ") == true)
    #expect(reader.texts.contains("<|endoftext|>"))
}

@Test func oddDataGivesPicturesToo() throws {
    for figure in try oddFigures() {
        let svg = figure.svg()
        #expect(read(svg) != nil)
        #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
    _ = try lossFigure().svg(width: .nan, height: -5)
}

@Test func hugeDataStaysSmall() throws {
    let many = (0..<1_000_000).map { sin(Double($0)) }
    #expect(Figure(axes: [Axes(elements: [.line(Line(y: many))])]).svg().utf8.count < 100_000)
    let image = try Image(rows: 1000, columns: 1000, values: many)
    #expect(Figure(axes: [Axes(elements: [.image(image)])]).svg().utf8.count < 400_000)
}

@Test func theSameFigureGivesTheSamePicture() throws {
    #expect(try lossFigure().svg() == lossFigure().svg())
}
