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

    private static func arguments(_ command: Builtin, from first: Int, _ make: inout Draws) -> String {
        var parts: [String] = []
        var isNamed = false
        for parameter in command.parameters.dropFirst(first) {
            switch parameter.passing {
            case .variadic:
                if !isNamed {
                    parts += (0..<make.number(4)).map { _ in RandomCalls.argument(parameter, &make) }
                }
                isNamed = true
            case .keywords: break
            case .keywordOnly:
                if make.number(3) == 0 {
                    parts.append("\(parameter.name)=\(RandomCalls.argument(parameter, &make))")
                }
                isNamed = true
            case .positionalOnly, .either:
                if parameter.defaultText != nil, make.number(2) == 0 {
                    isNamed = true
                    continue
                }
                if isNamed && parameter.passing == .positionalOnly { continue }
                parts.append((isNamed ? "\(parameter.name)=" : "") + RandomCalls.argument(parameter, &make))
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
            return "\(make.pick(RandomCalls.tensors)).\(name)(\(arguments(entry.command, from: 1, &make)))"
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
        return isLayer && make.number(2) == 0 ? "\(call)(\(make.pick(RandomCalls.tensors)))" : call
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
                try fixture.run(RandomCalls.prelude)
                fixture.session.keepsUndo = false
            }
            guard let call = Self.call(make.pick(entries), &make) else { continue }
            made += 1
            // The last line of this file is the call that ended the process.
            if let trail { try call.write(to: trail, atomically: false, encoding: .utf8) }
            let program = "seeded()\n\(call)"
            guard let value = RandomCalls.survive(program, fixture.session, fixture.output) else { continue }
            answers += 1
            #expect(!value.contains("-777."), "a number from beside the tensor in: \(call)\n\(value)")
            if made % 4 == 0, !value.contains(" at 0x"), !value.contains("object") {
                let again = RandomCalls.survive(program, fixture.session, fixture.output)
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
