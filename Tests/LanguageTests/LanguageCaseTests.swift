import Foundation
import Language
import PythonLibrary
import Testing

/// Small programs whose output CPython recorded (`scripts/record-language-cases.py`).
struct LanguageCase: Decodable, CustomTestStringConvertible {
    let name: String
    let program: String
    let output: String
    let error: String?

    var testDescription: String { name }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Cases")

    static let all: [LanguageCase] = {
        guard let data = try? Data(contentsOf: folder.appendingPathComponent("expected.json")) else {
            return []
        }
        return (try? JSONDecoder().decode([LanguageCase].self, from: data)) ?? []
    }()
}

/// What a program prints, and the kind of error it ends with.
func outcome(_ program: String) -> (output: String, error: ScriptError?) {
    let output = CapturedOutput()
    let interpreter = Interpreter.withLibrary(output: output)
    do {
        try interpreter.run(program, name: "case.py", mode: .module)
        return (output.text, nil)
    } catch {
        return (output.text, ScriptError(error))
    }
}

@Suite struct LanguageCases {
    @Test func casesWereRecorded() {
        #expect(LanguageCase.all.count > 400)
    }

    @Test(arguments: LanguageCase.all)
    func printsWhatPythonPrints(_ item: LanguageCase) {
        let result = outcome(item.program)
        #expect(result.output == item.output, "\(item.program)")
        #expect(result.error?.kind == item.error, "\(item.program)\(result.error?.rendered ?? "")")
    }
}
