import Bindings
import Foundation
import Lab
import Language
import PythonLibrary
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
        guard let data = try? Data(contentsOf: folder.appendingPathComponent("\(group).json")) else {
            return []
        }
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
    private static let ownErrors: [String: String?] = [:]

    /// Deviations that are meant, by the name of the case: what is printed here.
    private static let ownOutputs: [String: String] = [:]

    /// Cases whose sums of 10 come out as 10 or as its neighbour, depending on the order of addition.
    private static let nearOutputs: Set<String> = ["attention by hand"]

    private func check(_ one: TorchCase) throws {
        let output = CapturedOutput()
        let interpreter = Interpreter.withLibrary(output: output)
        TorchLibrary.install(in: interpreter)
        try interpreter.run(TorchCaseTests.prelude, mode: .module)
        // A folder that a program may write to.
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("lagado-case-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        try interpreter.run("scratch = '\(scratch.path)'", mode: .module)
        var failure: ScriptError?
        do {
            if let value = try interpreter.run(one.program, mode: .cell), !value.isNone {
                output.write(try interpreter.onThread { try value.repr() } + "\n")
            }
        } catch {
            failure = ScriptError(error)
        }
        // What is not here says so, by its full name.
        if one.name.hasPrefix("not here: ") {
            let text = failure.map { $0.message } ?? "no error"
            #expect(
                text.contains("is not in Lagado") || text.contains(" here, not in "), "\(one.name): \(text)")
            return
        }
        let kind = failure?.className
        let seen = failure.map { "\($0.kind): \($0.message)" } ?? "no error, printed \(output.text)"
        #expect(
            kind == TorchCaseTests.ownErrors[one.name, default: one.error],
            "\(one.name): \(one.program)\n\(seen)"
        )
        if failure == nil || one.error == nil {
            let isNear = TorchCaseTests.nearOutputs.contains(one.name)
            let printed = isNear ? output.text.replacingOccurrences(of: "10.0000", with: "10.") : output.text
            #expect(
                printed == TorchCaseTests.ownOutputs[one.name] ?? one.output, "\(one.name): \(one.program)")
        }
    }

    @Test(arguments: TorchCase.all("creation")) func creation(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("dtypes")) func types(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("in_place_views")) func views(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("numpy_names")) func numpyNames(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("indexing")) func indexing(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("tensors")) func tensors(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("reductions")) func reductions(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("printing")) func printing(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("autograd")) func autograd(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("checkpoint")) func checkpoint(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("modules")) func modules(_ one: TorchCase) throws { try check(one) }
    private static let layerGroups = [
        "recurrent", "convolutions", "normalisation", "transformers_layers", "losses", "module_methods",
        "module_utilities",
    ]
    @Test(arguments: layerGroups.flatMap(TorchCase.all)) func layers(_ one: TorchCase) throws {
        try check(one)
    }
    private static let trainingGroups = ["optimizers", "schedules", "samplers", "linear_algebra_more"]
    @Test(arguments: trainingGroups.flatMap(TorchCase.all)) func trainingParts(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("training")) func training(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("module_api")) func moduleMethods(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("data")) func data(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("optim")) func optimizers(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("language_models")) func languageModels(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("functions")) func functions(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("arrays")) func arrays(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("programs")) func programs(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("errors")) func errors(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("error_classes")) func errorClasses(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("precision")) func precision(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("writes")) func writes(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("numpy_generator")) func arrayGenerator(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("numpy_more")) func moreArrayNames(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("function_transforms")) func functionTransforms(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("default_types")) func defaultTypes(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("bits_and_versions")) func bitsAndVersions(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("indices")) func indices(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("edges")) func edges(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("edge_values")) func edgeValues(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("copies")) func copies(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("accepted")) func accepted(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("index_writes")) func indexWrites(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("random_calls")) func randomCalls(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("linear_algebra")) func linearAlgebra(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("numpy_scalars")) func numPyScalars(_ one: TorchCase) throws {
        try check(one)
    }

    @Test(arguments: TorchCase.all("numpy_text")) func numPyText(_ one: TorchCase) throws { try check(one) }

    @Test(arguments: TorchCase.all("number_like")) func numberLike(_ one: TorchCase) throws { try check(one) }

    @Test(arguments: TorchCase.all("arguments")) func arguments(_ one: TorchCase) throws { try check(one) }
    @Test(arguments: TorchCase.all("refusals")) func refusals(_ one: TorchCase) throws { try check(one) }

    @Test(arguments: TorchCase.all("in_place")) func inPlace(_ one: TorchCase) throws { try check(one) }

    @Test(arguments: TorchCase.all("second_gradients")) func secondGradients(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("custom_functions")) func customFunctions(_ one: TorchCase) throws {
        try check(one)
    }
    @Test(arguments: TorchCase.all("array_files")) func arrayFiles(_ one: TorchCase) throws {
        try check(one)
    }

    @Test(arguments: TorchCase.all("saving")) func saving(_ one: TorchCase) throws { try check(one) }

    @Test("The cases are there") func present() {
        #expect(TorchCase.all("creation").count > 30)
        #expect(TorchCase.all("programs").count > 10)
    }
}
