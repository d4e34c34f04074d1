import Language
import Testing

private func uses(_ source: String) throws -> (read: Set<String>, bound: Set<String>) {
    guard case .complete(let program) = Parser.parse(Source(source)) else { throw CancellationError() }
    return program.nameUses.reduce(into: ([], [])) {
        $0.read.formUnion($1.read.subtracting($0.bound))
        $0.bound.formUnion($1.bound)
    }
}

private let cases: [(source: String, read: Set<String>, bound: Set<String>)] = [
    ("x = y + z.a", ["y", "z"], ["x"]), ("x, (y, *z) = f(k=v)", ["f", "v"], ["x", "y", "z"]),
    ("x[i] = 1", ["x", "i"], []),
    ("for i in range(n): print(i)", ["range", "n", "print"], ["i"]), ("with a as b: b", ["a"], ["b"]),
    ("def f(a, b=c):\n    d = a\n    return d + e", ["c", "e"], ["f"]), ("[x for x in y if x]", ["y"], []),
    ("lambda x, y=z: x + w", ["z", "w"], []),
    ("import a.b as c\nfrom d import e", [], ["c", "e"]),
    ("class A(B):\n    k = 1\n    def f(self): return g(self)", ["B", "g"], ["A"]),
    ("x += 1", ["x"], ["x"]), ("if a:\n    b = 1\n    c = b", ["a"], ["b", "c"]),
    ("f'{x:{w}}'", ["x", "w"], []), ("del q", ["q"], ["q"]),
]

@Test(arguments: cases) func namesThatAProgramReadsAndBinds(
    source: String, read: Set<String>, bound: Set<String>
) throws {
    let found = try uses(source)
    #expect(found.read == read && found.bound == bound, "\(source): \(found)")
}

@Test func partsHaveTheColoursOfTheirTokens() {
    func parts(_ source: String) -> [String] {
        let bytes = Array(source.utf8)
        return Colouring.parts(of: source).map {
            "\($0.part) " + String(decoding: bytes[$0.range.lower..<$0.range.upper], as: UTF8.self)
        }
    }
    #expect(
        parts("@d\ndef f(x):  # é\n    return g('a#b', 1.5)\n# end") == [
            "decorator d", "keyword def", "definition f", "comment # é", "keyword return", "call g",
            "string 'a#b'", "number 1.5", "comment # end",
        ])
    // A magic is no Python; the lines around it are.
    #expect(parts("x = 1\n%time f(2)\n'open\ny = 2") == ["number 1", "call f", "number 2", "number 2"])
    #expect(parts("") == [] && parts("(((") == [])
}
