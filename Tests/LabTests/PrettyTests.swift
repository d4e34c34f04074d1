import Foundation
import Lab
import Language
import TestSupport
import Testing

/// Values as IPython shows them (`scripts/record-pretty-cases.py`).
@Suite struct PrettyTests {
    @Test func valuesAreShownAsIPythonShowsThem() throws {
        let folder = Shared.root.appendingPathComponent("Tests/LabTests/PrettyCases")
        let cases = try String(contentsOf: folder.appendingPathComponent("cases.py"), encoding: .utf8)
        let wanted = try JSONDecoder().decode(
            [String].self, from: Data(contentsOf: folder.appendingPathComponent("expected.json")))
        let session = Session()
        try session.run(cases, echo: .none)
        guard case .list(let values)? = session.variables["cases"] else {
            Issue.record("no cases")
            return
        }
        #expect(values.elements.count == wanted.count && wanted.count > 60)
        for (index, (value, text)) in zip(values.elements, wanted).enumerated() {
            let shown = try session.interpreter.onThread { try session.display(value) }
            #expect(shown == text, "case \(index)")
        }
    }

    @Test func tensorsInContainersKeepTheirLines() throws {
        let output = CapturedOutput()
        let session = Session(sink: output)
        try session.run("import torch\n[torch.eye(2), torch.ones(2, 2)]")
        #expect(
            output.text == """
                [tensor([[1., 0.],
                         [0., 1.]]),
                 tensor([[1., 1.],
                         [1., 1.]])]

                """)
        try session.run("type(torch.ones(1))")
        #expect(output.text.hasSuffix("torch.Tensor\n"))
        try session.run("torch.nn.Linear(2, 1, bias=False).state_dict().keys()")
        #expect(output.text.hasSuffix("odict_keys(['weight'])\n"))
    }
}
