import Bindings
import Foundation
import Lab
import Language
import PythonLibrary
import Tensors
import TestSupport
import Testing

/// Gradients of every operation on tensors, argument by argument: `Tests/GradientCases`.
///
/// The table has a line for each declared name, with an expression; what PyTorch gives for each of its
/// operands, alone and together, is recorded. An operation gives that or refuses: a gradient that is lost
/// without a word fails here.
@Suite("Gradients of every operation are PyTorch's", .serialized)
struct GradientTableTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("GradientCases")

    private struct Recorded: Decodable {
        let operands: [String]
        let output: String
    }

    private struct Row {
        enum Remark: String { case refused = "# refused", own = "# own" }
        let name: String, expression: String, remark: Remark?

        /// `torch.add: torch.add(x, y)  # refused`
        init?(_ line: Substring) {
            guard !line.hasPrefix("#"), let colon = line.range(of: ": ") else { return nil }
            name = String(line[..<colon.lowerBound])
            let parts = line[colon.upperBound...].components(separatedBy: "  #")
            expression = parts[0].trimmingCharacters(in: .whitespaces)
            remark = parts.count > 1 ? Remark(rawValue: "#" + parts[1]) : nil
        }
    }

    private static func rows() throws -> [Row] {
        try String(contentsOf: folder.appendingPathComponent("table.txt"), encoding: .utf8).split(
            separator: "\n"
        ).compactMap(Row.init)
    }

    private static func prepared(_ output: CapturedOutput) throws -> Interpreter {
        let interpreter = Interpreter.withLibrary(output: output)
        TorchLibrary.install(in: interpreter)
        let operands = try String(contentsOf: folder.appendingPathComponent("operands.py"), encoding: .utf8)
        try interpreter.run(operands, mode: .module)
        return interpreter
    }

    /// `x+y x [0.25, 0.5]` as its label and its numbers; nil for a line without numbers.
    private static func numbers(_ line: Substring) -> (label: String, values: [Double])? {
        guard let bracket = line.firstIndex(of: "["), line.hasSuffix("]") else { return nil }
        let parts = line[line.index(after: bracket)...].dropLast().split(separator: ",")
        let values = parts.compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        return values.count == parts.count ? (String(line[..<bracket]), values) : nil
    }

    /// The same line, numbers to a tolerance.
    private static func agree(_ mine: Substring, _ theirs: Substring, within tolerance: Double = 1e-4) -> Bool
    {
        if mine == theirs { return true }
        guard let a = numbers(mine), let b = numbers(theirs), a.label == b.label,
            a.values.count == b.values.count
        else {
            return false
        }
        return zip(a.values, b.values).allSatisfy {
            $0 == $1 || ($0.isNaN && $1.isNaN) || abs($0 - $1) <= tolerance * max(1, abs($1))
        }
    }

    @Test("Each case gives PyTorch's gradients, or refuses") func table() throws {
        let recorded = try JSONDecoder().decode(
            [String: Recorded].self,
            from: Data(contentsOf: Self.folder.appendingPathComponent("recorded.json")))
        let output = CapturedOutput(), interpreter = try Self.prepared(output)
        let rows = try Self.rows().filter { $0.expression != "-" }
        for row in rows {
            let expected = try #require(
                recorded[row.expression], "scripts/record-gradient-cases.py: no record of \(row.expression)")
            let names = expected.operands.map { "'\($0)'" }.joined(separator: ", ")
            let function = "lambda \(expected.operands.joined(separator: ", ")): \(row.expression)"
            let call = row.remark == .own ? "slopes" : "pass; #"
            try interpreter.run(
                "play(\(function), [\(names)])\nprint('--')\n\(call)(\(function), [\(names)])\nprint('==')",
                mode: .module)
        }
        let played = output.text.components(separatedBy: "==\n").dropLast()
        try #require(played.count == rows.count && rows.count > 1_000)
        for (row, printed) in zip(rows, played) {
            let parts = printed.components(separatedBy: "--\n"),
                expected = recorded[row.expression]?.output ?? ""
            let mine = parts[0].split(separator: "\n"), theirs = expected.split(separator: "\n")
            switch row.remark {
            case .refused:
                #expect(
                    mine.allSatisfy { $0.hasSuffix(" refused") },
                    "\(row.expression): no longer refused, take the remark away")
            case .own:
                #expect(
                    theirs.contains { $0.hasSuffix(" refused") },
                    "\(row.expression): PyTorch has a gradient, take the remark away")
                // What PyTorch refuses is held against central differences.
                let slopes = parts[1].split(separator: "\n")
                let alone = mine.filter { line in
                    slopes.contains { Self.numbers($0)?.label == Self.numbers(line)?.label }
                }
                #expect(
                    mine.allSatisfy { $0.hasSuffix("no graph") }
                        || alone.count == slopes.count
                            && zip(alone, slopes).allSatisfy { Self.agree($0, $1, within: 1e-2) },
                    "\(row.expression)\nhere:\n\(parts[0])central differences:\n\(parts[1])")
            case nil:
                #expect(
                    mine.count == theirs.count && zip(mine, theirs).allSatisfy { Self.agree($0, $1) },
                    "\(row.expression)\nhere:\n\(parts[0])PyTorch:\n\(expected)")
            }
        }
    }

    /// Operands on a device, and all that a case is given besides; what comes out has to lie there, too.
    private static let moved = """

        made, started = operands, start

        def operands():
            return {name: value.to("cuda") for name, value in made().items()}

        def start(dtype=torch.float32):
            return started(dtype).to("cuda")

        def weighed(result):
            assert result.device.type == "cuda", result.device
            weights = (torch.arange(result.numel()) * 0.125 + 0.25).reshape(result.shape).to("cuda")
            return (result.float() * weights).sum()

        for name in ["idx", "idx2", "flat", "tgt", "mask", "sgn"]:
            globals()[name] = globals()[name].to("cuda")

        """

    /// What each case prints, with a device that a program sees as `cuda:0`.
    private static func played(_ rows: [Row], before: String = "", behind: String = "") throws
        -> [[Substring]]
    {
        let recorded = try JSONDecoder().decode(
            [String: Recorded].self, from: Data(contentsOf: folder.appendingPathComponent("recorded.json")))
        let context = ComputeContext(), output = CapturedOutput()
        context.ownAccelerators = [StubDevice(name: "cuda:0")]
        try context.run {
            let interpreter = Interpreter.withLibrary(output: output)
            TorchLibrary.install(in: interpreter)
            let operands = try String(
                contentsOf: folder.appendingPathComponent("operands.py"), encoding: .utf8)
            try interpreter.run(before + operands + behind, mode: .module)
            for row in rows {
                let given = recorded[row.expression]?.operands ?? []
                let names = given.map { "'\($0)'" }.joined(separator: ", ")
                try interpreter.run(
                    "play(lambda \(given.joined(separator: ", ")): \(row.expression), "
                        + "[\(names)])\nprint('==')",
                    mode: .module)
            }
        }
        let parts = output.text.components(separatedBy: "==\n").dropLast()
        try #require(parts.count == rows.count)
        return parts.map { $0.split(separator: "\n") }
    }

    private static func expectSame(_ rows: [Row], _ mine: [[Substring]], _ wanted: [[Substring]]) {
        for (row, (mine, wanted)) in zip(rows, zip(mine, wanted)) {
            #expect(
                mine.count == wanted.count && zip(mine, wanted).allSatisfy { agree($0, $1) },
                "\(row.expression)\ndevice \(mine)\nhere \(wanted)"
            )
        }
    }

    @Test("Each case gives the same on a device") func onADevice() throws {
        let rows = try Self.rows().filter { $0.expression != "-" && $0.name != "Tensor.cpu" }
        let here = try Self.played(rows)
        Self.expectSame(
            rows, try Self.played(rows, before: "import torch\ntorch.set_default_device('cuda')\n"), here)
        // Cases that make tensors or layers make them on the CPU, and are refused as in PyTorch.
        let makers = try Regex("torch\\.(tensor|zeros|ones|arange|eye)\\(|nn\\.[A-Z]")
        let plain = zip(rows, here).filter { row, _ in row.expression.firstMatch(of: makers) == nil }
        try #require(plain.count > 1_000)
        Self.expectSame(
            plain.map(\.0), try Self.played(plain.map(\.0), behind: Self.moved), plain.map(\.1))
    }

    @Test("Every declared operation is in the table") func complete() throws {
        let output = CapturedOutput(), interpreter = try Self.prepared(output)
        let program = """
            places = [("torch", torch), ("Tensor", torch.Tensor), ("F", F), ("nn", nn),
                      ("linalg", torch.linalg), ("init", nn.init), ("utils", nn.utils),
                      ("autograd", torch.autograd), ("distributions", torch.distributions)]
            for label, place in places:
                for name in dir(place):
                    value = getattr(place, name, None)
                    if name.startswith("_") or not callable(value):
                        continue
                    if not (isinstance(value, type) and issubclass(value, Exception)):
                        print(label + "." + name)
            """
        try interpreter.run(program, mode: .module)
        let declared = Set(output.text.split(separator: "\n").map(String.init))
        let listed = Set(try Self.rows().map(\.name)).subtracting(["operators"])
        #expect(declared.count > 500)
        #expect(
            declared.subtracting(listed).sorted() == [],
            "declared, and in no line of Tests/GradientCases/table.txt")
        #expect(
            listed.subtracting(declared).sorted() == [],
            "in Tests/GradientCases/table.txt, and declared nowhere")
    }
}
