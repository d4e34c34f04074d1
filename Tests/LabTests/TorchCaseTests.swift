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

    /// Deviations that are meant, by the name of the case: the type of error here.
    private static let ownErrors = [String: String]()

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
        let kind = failure.map { TorchCaseTests.ownErrors[one.name] == $0.kind ? one.error ?? $0.kind : $0.kind == "ShapeError" ? "RuntimeError" : $0.kind }
        #expect(
            kind == one.error,
            "\(one.name): \(one.program)\n\(failure.map { "\($0.kind): \($0.message)" } ?? "no error, printed \(output.text)")")
        if failure == nil || one.error == nil {
            #expect(output.text == one.output, "\(one.name): \(one.program)")
        }
    }

    @Test(arguments: TorchCase.all("creation")) func creation(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("indexing")) func indexing(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("tensors")) func tensors(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("reductions")) func reductions(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("printing")) func printing(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("autograd")) func autograd(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("modules")) func modules(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("training")) func training(_ one: TorchCase) throws { try check(one) }

    @Test("The cases are there") func present() {
        #expect(TorchCase.all("creation").count > 30)
    }
}
