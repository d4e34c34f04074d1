import Foundation
import Notebook
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Reads XML to its end and keeps elements with their attributes and texts.
private final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String], text: String)] = []
    private var open: [Int] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append((name, attributes, ""))
    }
    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if let last = open.last { elements[last].text += string }
    }
    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) { open.removeLast() }

    func named(_ name: String) -> [(name: String, attributes: [String: String], text: String)] {
        elements.filter { $0.name == name }
    }
}

private func read(_ xml: String) throws -> Reader {
    let (parser, reader) = (XMLParser(data: Data(xml.utf8)), Reader())
    parser.delegate = reader
    try #require(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") \(xml)")
    return reader
}

@Test func aReportHasASuiteForEachFileAndACaseForEachCell() throws {
    var report = JUnitReport()
    let text =
        cell(":label: one\nprint 1", "1") + cell("print a\u{1b}[31m<&>\u{0}\u{fffe}", "old")
        + "```check\nfail AssertionError: x\n```\n" + cell("fail NameError: y") + cell("print 2")
    report.add(
        LessonTest(try lesson(text.replacingOccurrences(of: "\u{0}", with: "\u{1}"))).run(FakeRunner()))
    report.add(broken: "bad.md", line: 3, message: "bad.md:3: no\n  hint")
    let reader = try read(report.xml)
    let suites = reader.named("testsuite").map(\.attributes)
    #expect(suites.map { $0["name"] } == ["lesson.md", "bad.md"])
    #expect(["tests", "failures", "errors", "skipped"].map { suites[0][$0] } == ["5", "2", "1", "1"])
    let whole = try #require(reader.named("testsuites").first?.attributes)
    #expect(whole["tests"] == "6" && whole["errors"] == "2")
    let cases = reader.named("testcase").map(\.attributes)
    #expect(
        cases.map { $0["name"] } == [
            "cell 1 (one)", "cell 2", "check after cell 2", "cell 3", "cell 4", "reading the lesson",
        ])
    #expect(cases[0]["time"] == "0.250" && cases[0]["line"] == "3" && cases[0]["classname"] == "lesson.md")
    let failures = reader.named("failure")
    #expect(failures.map { $0.attributes["type"] } == ["differs", "AssertionError"])
    #expect(failures[0].text.contains("a␛[31m<&>␁�"), "\(failures[0].text)")
    #expect(reader.named("error").map { $0.attributes["type"] } == ["NameError", "LessonError"])
    #expect(reader.named("skipped").map { $0.attributes["message"] } == ["cell 3 failed"])
}

@Test func anEmptyReportIsOne() throws { #expect(try read(JUnitReport().xml).elements.count == 1) }
