import Foundation
import Lab
import Language
import Testing

/// What tests that make random calls have in common: what stands for arguments, and how a call may end.
enum RandomCalls {
    /// Tensors in the middle of buffers full of -777: what reads beside them brings it out.
    static let prelude = """
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

    static let numbers = ["0", "1", "2", "3", "4", "-1", "-2"]
    static let badNumbers = [
        "-3", "-100", "7", "1 << 40", "1 << 62", "9223372036854775807", "-9223372036854775807 - 1",
        "math.nan",
        "math.inf", "-math.inf", "1.5", "None", "'a'", "True", "()", "[]", "[1, 2]", "torch.tensor(1)",
        "torch.tensor([1, 2])", "1e30", "{}", "slice(None)", "...", "lambda x: x",
    ]
    static let tensors = [
        "ramp(5)", "ramp(3, 4)", "ramp(2, 3, 4)", "ramp(2, 4, 5, 5)", "torch.tensor(1.5)",
        "torch.zeros(0, 4)",
        "ids(2, 0, 1)", "ids(2, 0, 1, 2).reshape(2, 2)", "ramp(3, 4) > 0", "ramp(4, 3).t()",
        "ramp(3, 4).double()",
        "ids(1, 0).to(torch.int32)", "torch.tensor([1., math.nan, math.inf])", "torch.softmax(ramp(4), 0)",
    ]
    static let badIds = [
        "-1", "-100", "3", "7", "1 << 36", "1 << 40", "1 << 62", "9223372036854775807",
    ]
    /// Classes of errors that a program written for PyTorch knows.
    static let classes: Set<String> = [
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
    static func argument(_ parameter: ParameterInformation, _ make: inout Draws) -> String {
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

    static func ids(_ make: inout Draws) -> String {
        let count = make.number(4)
        let row = (0..<count).map { _ in make.number(4) == 0 ? make.pick(badIds) : make.pick(["0", "1", "2"])
        }
        return "ids(" + row.joined(separator: ", ") + ")" + (count == 0 ? ".long()" : "")
    }

    /// Runs a call for at most half a second; gives its printed value, or nil where there is an error.
    static func survive(_ program: String, _ session: Session, _ output: CapturedOutput) -> String? {
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
}

/// Numbers that a seed decides.
struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func number(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(1, count)))
    }

    mutating func pick<T>(_ row: [T]) -> T { row[number(row.count)] }
}
