import Lab
import Language
import Testing

/// Views of NumPy's arrays that are only for reading, and copies of them.
@Suite struct ArrayViewTests {
    @Test(arguments: [
        "a.diagonal()", "a.diagonal().reshape(3, 1)", "a.diagonal()[1:]", "a.diagonal()[::-1]", "np.diag(a)",
        "np.broadcast_to(a, (2, 3, 3)).T", "np.expand_dims(a.diagonal(), 0)", "np.flip(a.diagonal())",
        "np.squeeze(np.broadcast_to(a, (1, 3, 3)))", "np.swapaxes(np.broadcast_to(a, (2, 3, 3)), 0, 1)",
        "np.broadcast_to(a, (2, 3, 3)).reshape(2, 9)",
    ])
    func viewsOfWhatIsOnlyForReadingAreToo(view: String) throws {
        let fixture = SessionFixture()
        try fixture.run("a = np.arange(9.).reshape(3, 3)")
        #expect(throws: ScriptError.self) { try fixture.run("v = \(view)\nv[...] = 5") }
        #expect(try fixture.run("print(a.sum())") == "36.0\n")
    }

    @Test(arguments: [
        "a.diagonal()[[0, 1]]", "a.diagonal().copy()", "a.diagonal().ravel()", "np.ravel(a.T[0])",
    ])
    func copiesCanBeWrittenTo(copy: String) throws {
        let fixture = SessionFixture()
        try fixture.run("a = np.arange(9.).reshape(3, 3)\nv = \(copy)\nv[...] = 5")
        #expect(try fixture.run("print(a.sum())") == "36.0\n")
    }

    @Test(arguments: [
        ("np.flip(np.ones(2), 5)", "AxisError"), ("np.flip(np.ones(2), (0, 0))", "ValueError"),
        ("np.flipud(5.0)", "ValueError"), ("np.fliplr(np.ones(2))", "ValueError"),
    ])
    func flipHasNumPysErrors(call: String, name: String) throws {
        let fixture = SessionFixture()
        let told = try fixture.run("try: \(call)\nexcept Exception as e: print(type(e).__name__)")
        #expect(told == name + "\n")
    }
}
