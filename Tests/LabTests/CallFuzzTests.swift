import Foundation
import Lab
import Language
import Testing

/// Random calls of everything that is declared, with ids, sizes, steps, factors and positions that do not
/// fit: each ends in a value or in an error with a place in the source and a class that Python, NumPy or
/// PyTorch has, and no number comes out that was not handed in.
///
/// The names and parameters are those of the catalogs, so that a new command takes part by itself.
/// `LAGADO_FUZZ_CALLS=500000 swift test … --filter CallFuzzTests` makes that many calls; the suite makes a
/// few.
@Suite(.serialized) struct CallFuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let calls = environment["LAGADO_FUZZ_CALLS"].flatMap { Int($0) } ?? 6000
    private static let firstSeed = environment["LAGADO_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

    /// Tensors in the middle of buffers full of -777: what reads beside them brings it out.
    private static let prelude = """
        import math, random
        import torch
        import torch.nn as nn
        import torch.nn.functional as F
        import numpy as np

        def inside(t):
            buffer = torch.full([n + 4 for n in t.shape], -777).to(t.dtype)
            place = tuple([slice(2, 2 + n) for n in t.shape])
            buffer[place] = t
            return buffer[place]

        def ramp(*shape):
            n = 1
            for size in shape:
                n *= size
            return inside((torch.arange(n).reshape(shape) * 7 % 11).to(torch.float32) / 2 - 2)

        def ids(*numbers):
            return inside(torch.tensor(numbers))

        def seeded():
            torch.manual_seed(0)
            np.random.seed(0)
            random.seed(0)
        """

    /// What waits, ends the program, reaches for files or the network, or changes how all that follows is
    /// done.
    private static let left: Set<String> = [
        "input", "exit", "quit", "open", "breakpoint", "load", "clean", "load_model", "globals", "locals",
        "exec",
        "eval", "print", "help", "trainer", "Trainer", "train_tokenizer", "memory", "why", "cost", "show",
        "plot", "id",
        "gpt2", "GPT2", "hash",
    ]
    private static let leftModules = [
        "os", "sys", "time", "subprocess", "pathlib", "shutil", "requests", "transformers", "tiktoken",
        "matplotlib",
        "IPython", "tqdm", "warnings", "gc", "datetime", "json", "pickle", "urllib", "glob", "tempfile",
        "logging",
        "argparse", "platform", "psutil", "threading", "__main__", "builtins", "typing", "dataclasses",
        "inspect",
    ]
    private static let leftWords = [
        "set_", "save", "load", "seed", "manual", "default", "compile", "autocast", "rng",
        "use_deterministic",
        "from_file", "download", "checkpoint", "data_ptr", "printoptions", "no_grad", "enable_grad",
        "inference_mode",
        "detect_anomaly", "hook", "device_count",
    ]

    private static let numbers = ["0", "1", "2", "3", "4", "-1", "-2"]
    private static let badNumbers = [
        "-3", "-100", "7", "1 << 40", "1 << 62", "9223372036854775807", "-9223372036854775807 - 1",
        "math.nan",
        "math.inf", "-math.inf", "1.5", "None", "'a'", "True", "()", "[]", "[1, 2]", "torch.tensor(1)",
        "torch.tensor([1, 2])", "1e30", "{}", "slice(None)", "...", "lambda x: x",
    ]
    private static let tensors = [
        "ramp(5)", "ramp(3, 4)", "ramp(2, 3, 4)", "ramp(2, 4, 5, 5)", "torch.tensor(1.5)",
        "torch.zeros(0, 4)",
        "ids(2, 0, 1)", "ids(2, 0, 1, 2).reshape(2, 2)", "ramp(3, 4) > 0", "ramp(4, 3).t()",
        "ramp(3, 4).double()",
        "ids(1, 0).to(torch.int32)", "torch.tensor([1., math.nan, math.inf])", "torch.softmax(ramp(4), 0)",
    ]
    private static let badIds = [
        "-1", "-100", "3", "7", "1 << 31", "1 << 40", "1 << 62", "9223372036854775807",
    ]
    /// Classes of errors that a program written for PyTorch knows.
    private static let classes: Set<String> = [
        "TypeError", "ValueError", "IndexError", "RuntimeError", "KeyError", "AttributeError", "MemoryError",
        "OverflowError", "ZeroDivisionError", "NotImplementedError", "AssertionError", "StopIteration",
        "NameError",
        "UnicodeDecodeError", "UnicodeEncodeError", "LookupError", "ArithmeticError", "RecursionError",
        "OSError",
        "FileNotFoundError", "ImportError", "ModuleNotFoundError", "EOFError", "KeyboardInterrupt",
        "SyntaxError",
        "LinAlgError", "OutOfMemoryError", "UnpicklingError", "AxisError", "NotADirectoryError",
        "IsADirectoryError",
        // Our own name for a RuntimeError about shapes.
        "ShapeError", "ModuleAttributeError", "FileExistsError", "PermissionError", "JSONDecodeError",
        "error",
        "TimeoutError", "BufferError", "FloatingPointError", "StatisticsError", "ReferenceError",
    ]

    /// What can stand for a parameter: usually something of its type, now and then something else.
    private static func argument(_ parameter: ParameterInformation, _ make: inout Draws) -> String {
        if make.number(4) == 0 { return make.pick(badNumbers) }
        let type = parameter.typeName
        if type.contains("Tensor") || ["input", "x", "a", "m", "arr", "array"].contains(parameter.name) {
            if make.number(3) == 0 { return ids(&make) }
            return make.pick(tensors)
        }
        if type.contains("tuple") || type.contains("list") {
            let count = make.number(4)
            return "["
                + (0..<count).map { _ in make.pick(make.number(5) == 0 ? badNumbers : numbers) }
                .joined(separator: ", ") + "]"
        }
        if type.contains("int") { return make.pick(numbers) }
        if type.contains("float") || type.contains("number") {
            return make.pick(["0.0", "0.5", "1.0", "-1.0", "2", "1e-3"])
        }
        if type.contains("bool") { return make.pick(["True", "False"]) }
        if type.contains("str") { return make.pick(["'mean'", "'none'", "'a'", "''", "'ij,jk->ik'"]) }
        if type.contains("dtype") {
            return make.pick(["torch.int64", "torch.float32", "torch.bool", "torch.float64"])
        }
        switch make.number(4) {
        case 0: return make.pick(numbers)
        case 1: return make.pick(badNumbers)
        case 2: return ids(&make)
        default: return make.pick(tensors)
        }
    }

    private static func ids(_ make: inout Draws) -> String {
        let count = make.number(4)
        let row = (0..<count).map { _ in make.number(4) == 0 ? make.pick(badIds) : make.pick(["0", "1", "2"])
        }
        return "ids(" + row.joined(separator: ", ") + ")" + (count == 0 ? ".long()" : "")
    }

    private static func arguments(_ command: Builtin, from first: Int, _ make: inout Draws) -> String {
        var parts: [String] = []
        var isNamed = false
        for parameter in command.parameters.dropFirst(first) {
            switch parameter.passing {
            case .variadic:
                if !isNamed { parts += (0..<make.number(4)).map { _ in argument(parameter, &make) } }
                isNamed = true
            case .keywords: break
            case .keywordOnly:
                if make.number(3) == 0 { parts.append("\(parameter.name)=\(argument(parameter, &make))") }
                isNamed = true
            case .positionalOnly, .either:
                if parameter.defaultText != nil, make.number(2) == 0 {
                    isNamed = true
                    continue
                }
                if isNamed && parameter.passing == .positionalOnly { continue }
                parts.append((isNamed ? "\(parameter.name)=" : "") + argument(parameter, &make))
            }
        }
        return parts.joined(separator: ", ")
    }

    private static func call(_ entry: Reference.Entry, _ make: inout Draws) -> String? {
        let words = entry.name.split(separator: ".").map(String.init)
        guard let name = words.last, let owner = words.first else { return nil }
        guard !left.contains(name), !leftModules.contains(owner) else { return nil }
        guard !leftWords.contains(where: name.lowercased().contains) else { return nil }
        if words.count == 2, owner == "Tensor" {
            return "\(make.pick(tensors)).\(name)(\(arguments(entry.command, from: 1, &make)))"
        }
        if words.count == 2, ["tokenizer", "sampler"].contains(owner) {
            return "\(owner).\(name)(\(arguments(entry.command, from: 1, &make)))"
        }
        if entry.name.hasPrefix("nn.Module.")
            || ["model", "optimizer", "trainer", "trace", "figure"].contains(owner)
        {
            return nil
        }
        let call = "\(entry.name)(\(arguments(entry.command, from: 0, &make)))"
        let isLayer = entry.name.hasPrefix("torch.nn.") && name.first?.isUppercase == true
        return isLayer && make.number(2) == 0 ? "\(call)(\(make.pick(tensors)))" : call
    }

    /// Runs a call for at most half a second; gives its printed value, or nil where there is an error.
    private static func survive(_ program: String, _ session: Session, _ output: CapturedOutput) -> String? {
        let interruption = session.interruption
        let stop = DispatchWorkItem { interruption.request() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.5, execute: stop)
        defer { stop.cancel() }
        let before = output.text.count
        do {
            try session.run(program, echo: .last)
            return String(output.text.dropFirst(before))
        } catch {
            let failure = ScriptError(error)
            guard !failure.isInterruption else { return nil }
            #expect(failure.range != nil, "no place for \(failure.kind): \(failure.message) in: \(program)")
            #expect(classes.contains(failure.kind), "\(failure.kind): \(failure.message) in: \(program)")
            return nil
        }
    }

    @Test func everyCallEndsInAValueOrAnError() throws {
        let entries = Reference().all.flatMap(\.entries)
        #expect(entries.count > 800)
        var make = Draws(seed: Self.firstSeed)
        let trail = Self.environment["LAGADO_FUZZ_TRAIL"].map { URL(fileURLWithPath: $0) }
        var (fixture, made, answers) = (SessionFixture(), 0, 0)
        while made < Self.calls {
            // What is held by `_` and the history of cells would only grow.
            if made % 500 == 0 {
                fixture = try SessionFixture().withLecture()
                try fixture.run(Self.prelude)
                fixture.session.keepsUndo = false
            }
            guard let call = Self.call(make.pick(entries), &make) else { continue }
            made += 1
            // The last line of this file is the call that ended the process.
            if let trail { try call.write(to: trail, atomically: false, encoding: .utf8) }
            let program = "seeded()\n\(call)"
            guard let value = Self.survive(program, fixture.session, fixture.output) else { continue }
            answers += 1
            #expect(!value.contains("-777."), "a number from beside the tensor in: \(call)\n\(value)")
            if made % 4 == 0, !value.contains(" at 0x"), !value.contains("object") {
                let again = Self.survive(program, fixture.session, fixture.output)
                #expect(
                    again == nil || again == value, "twice the same call: \(call)\n\(value)\n\(again ?? "")")
            }
        }
        print(
            "\(made) random calls from seed \(Self.firstSeed): \(answers) gave a value, the others an error")
        // Calls that fit are among them: the errors are not all of one kind.
        #expect(answers > made / 10)
    }
}

/// Numbers that a seed decides.
private struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func number(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(1, count)))
    }

    mutating func pick<T>(_ row: [T]) -> T { row[number(row.count)] }
}
