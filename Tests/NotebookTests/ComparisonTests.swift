import Notebook
import Testing

/// Expected, real output, and whether they agree.
private let cases: [(expected: String, got: String, agree: Bool)] = [
    ("hello", "hello", true),
    ("hello", "hello  \n\n", true),
    ("hello", "Hello", false),
    ("", "", true),
    ("", "x", false),
    ("x", "", false),
    ("a b", "a  b", false),
    ("157786 tokens", "157786 tokens", true),
    ("157786 tokens", "157787 tokens", false),
    ("17", "17.0", false),
    ("loss 17.3", "loss 17.3149", true),
    ("loss 17.3", "loss 17.25", true),
    ("loss 17.3", "loss 17.36", false),
    ("loss 17.3", "loss 17", false),
    ("-0.5", "0.5", false),
    ("1.5e-3", "0.00154", true),
    ("1.5e-3", "0.0016", false),
    ("tensor([1., 2.])", "tensor([1., 2.])", true),
    ("tensor([1., 2.])", "tensor([1.2, 2.0])", false),
    ("tensor([ 0.12, -0.50])", "tensor([-0.12, -0.50])", false),
    ("tensor([ 0.00, -0.50])", "tensor([-0.0001, -0.5012])", true),
    ("x-1.5", "x-1.5", true),
    ("nan", "nan", true),
    ("nan", "inf", false),
    ("took <float> s", "took 0.123 s", true),
    ("took <float> s", "took x s", false),
    ("<int> steps", "1,234,567 steps", true),
    ("<int> steps", "12.5 steps", false),
    ("in <ms>", "in 12.3 ms", true),
    ("in <ms>.", "in 45s.", true),
    ("a <any> z", "a b c d z", true),
    ("a <any> z", "a b c d", false),
    ("<any>", "", false),
    ("<any>", "all of it", true),
    ("file <any>.txt in <any>", "file x.y.txt in /home", true),
    ("pre<any>", "prefix and more", true),
    ("a\n...\nz", "a\nb\nc\nz", true),
    ("a\n...\nz", "a\nz", true),
    ("a\n...\nz", "a\nb", false),
    ("...", "", true),
    ("...\nend\n...", "1\n2\nend\n3", true),
    ("a\n...\nb\n...\nc", "a\nc\nb\nx\nb\nc", true),
    ("line\r\nnext", "line\nnext", true),
    (
        "(torch.Size([16, 256]), torch.Size([16, 256]))", "(torch.Size([16, 256]), torch.Size([16, 256]))",
        true
    ),
    ("⡇⣀ é", "⡇⣀ é", true),
    ("⡇⣀ é", "⡇⣁ é", false),
]

@Test(arguments: cases)
func comparesAsThePersonWhoWroteTheLessonMeant(_ row: (expected: String, got: String, agree: Bool)) {
    let difference = OutputComparison.difference(expected: row.expected, got: row.got)
    #expect((difference == nil) == row.agree, "\(row.expected) against \(row.got)")
}

@Test func toleranceIsAbsoluteNearZeroAndRelativeForLargeNumbers() {
    func agree(_ expected: String, _ got: String, _ tolerance: Double) -> Bool {
        OutputComparison.difference(expected: expected, got: got, tolerance: tolerance) == nil
    }
    #expect(agree("0.5000", "0.5090", 0.01))
    #expect(!agree("0.5000", "0.5110", 0.01))
    #expect(agree("250.00", "252.40", 0.01))
    #expect(!agree("250.00", "252.60", 0.01))
    #expect(!agree("250", "251", 0.5))  // whole numbers stay exact
}

@Test func showsWhichPieceDiffers() throws {
    let difference = try #require(
        OutputComparison.difference(expected: "ok\n[16, 256]\nend", got: "ok\n[16, 128]\nend"))
    #expect(difference.line == 2)
    #expect(
        difference.description == "   2 - [16, 256]\n   2 + [16, 128]\n            ^^^  expected 256, got 128"
    )
}

@Test func marksStandUnderWideCharacters() throws {
    let difference = try #require(OutputComparison.difference(expected: "漢字 1", got: "漢字 2"))
    #expect(difference.description == "   1 - 漢字 1\n   1 + 漢字 2\n            ^  expected 1, got 2")
}

@Test func showsWhatIsMissing() throws {
    let difference = try #require(OutputComparison.difference(expected: "a\nb\nc", got: "a"))
    #expect(difference.description == "   2 - b\n   3 - c\n       nothing was printed here")
}

@Test func manyWildcardsEndInReasonableTime() {
    let expected = String(repeating: "<any> a ", count: 30) + "b"
    #expect(OutputComparison.difference(expected: expected, got: String(repeating: "a ", count: 2000)) != nil)
    let lines = String(repeating: "...\na\n", count: 50) + "b"
    #expect(OutputComparison.difference(expected: lines, got: String(repeating: "a\n", count: 2000)) != nil)
}
