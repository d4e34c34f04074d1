import Foundation
import Lab
import Script
import Testing

/// Programs in the language with what PyTorch prints for them: `Tests/TorchCases`, recorded by
/// `scripts/record-torch-cases.py`.
struct TorchCase: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let program: String
    let output: String
    let error: String?

    var testDescription: String { name }

    static func all(_ group: String) -> [TorchCase] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("TorchCases")
        guard let data = try? Data(contentsOf: folder.appendingPathComponent("\(group).json")) else { return [] }
        return (try? JSONDecoder().decode([TorchCase].self, from: data)) ?? []
    }
}

@Suite("Programs print what they print with PyTorch", .serialized)
struct TorchCaseTests {
    private static let prelude = """
        import math
        import torch
        import torch.nn as nn
        import torch.nn.functional as F
        import numpy as np
        torch.set_printoptions(profile="default")
        torch.manual_seed(0)
        """

    /// Deviations that are meant, by the name of the case: the type of error here, nil where there is none.
    private static let ownErrors: [String: String?] = [
        // Python's own name for it, and what `1 // 0` says.
        "integer division by zero": "ZeroDivisionError",
        // NotImplementedError is a RuntimeError in Python; here the plain one.
        "bool minus": "RuntimeError", "softmax of int": "RuntimeError", "mean of ints": "RuntimeError",
        // round(tensor) rounds a tensor of one number.
        "python max of tensors": nil,
    ]

    /// Deviations that are meant, by the name of the case: what is printed here.
    private static let ownOutputs: [String: String] = [
        // NumPy's scalars are Python's numbers here.
        "from numpy shares": "(tensor(True), torch.float64)\n",
        "numpy arange type": "(tensor([0, 1, 2]), tensor(2.))\n",
        "np functions": "(8.0, 1.0, 2.3026, 3.141592653589793, True)\n",
        "np arange": "(True, True, 2.0, True)\n",
        "python max of tensors": "(tensor(3), tensor(2), 3)\n",
        // PyTorch's load_state_dict shares an optimizer's moments with the state it was given, so that going on with the
        // first changes the second; here it takes copies.
        "going on from a state": "True\n",
    ]

    /// Cases whose sums of 10 come out as 10 or as its neighbour, depending on the order of addition.
    private static let nearOutputs: Set<String> = ["attention by hand"]

    private func check(_ one: TorchCase) throws {
        let output = CapturedOutput()
        let interpreter = Interpreter(output: output)
        TorchLibrary.install(in: interpreter)
        try interpreter.run(TorchCaseTests.prelude, mode: .module)
        var failure: ScriptError?
        do {
            if let value = try interpreter.run(one.program, mode: .cell), !value.isNone {
                output.write(try interpreter.onThread { try value.repr() } + "\n")
            }
        } catch {
            failure = ScriptError(error)
        }
        let kind = failure.map { $0.kind == "ShapeError" ? "RuntimeError" : $0.kind }
        #expect(
            kind == TorchCaseTests.ownErrors[one.name, default: one.error],
            "\(one.name): \(one.program)\n\(failure.map { "\($0.kind): \($0.message)" } ?? "no error, printed \(output.text)")")
        if failure == nil || one.error == nil {
            let isNear = TorchCaseTests.nearOutputs.contains(one.name)
            let printed = isNear ? output.text.replacingOccurrences(of: "10.0000", with: "10.") : output.text
            #expect(printed == TorchCaseTests.ownOutputs[one.name] ?? one.output, "\(one.name): \(one.program)")
        }
    }

    @Test(arguments: TorchCase.all("creation")) func creation(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("indexing")) func indexing(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("tensors")) func tensors(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("reductions")) func reductions(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("printing")) func printing(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("autograd")) func autograd(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("checkpoint")) func checkpoint(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("modules")) func modules(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("training")) func training(_ one: TorchCase) throws { try check(one) }

    @Test("The cases are there") func present() {
        #expect(TorchCase.all("creation").count > 30)
    }
}
