import Foundation
import Lab
import Language
import Testing

/// Random calls of every name that PyTorch, NumPy and matplotlib have (`Tests/SignatureCases`), with
/// arguments by place and by name as their signatures have them, those included that are not here: each ends
/// in a value or in an error with a place in the source and a class that a program knows.
///
/// Unlike `CallFuzzTests` it goes by what the originals have: methods of arrays, axes, figures, layers and
/// optimizers, and names that nobody has declared here.
/// `LAGADO_FUZZ_CALLS=100000 LAGADO_FUZZ_SEED=3 swift test … --filter NameFuzzTests` makes that many calls.
@Suite(.serialized) struct NameFuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let calls = environment["LAGADO_FUZZ_CALLS"].flatMap { Int($0) } ?? 1200
    private static let firstSeed = environment["LAGADO_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

    private static let prelude = """

        import matplotlib
        import matplotlib.pyplot as plt

        def fresh():
            global fig, ax, layer, weights, optimizer, schedule, array
            plt.close('all')
            fig, ax = plt.subplots()
            layers = [nn.Linear(4, 3), nn.Sequential(nn.Linear(4, 2), nn.ReLU()), nn.LayerNorm(4),
                      nn.Embedding(5, 4), nn.Conv1d(2, 3, 2), nn.Dropout(.5), nn.MSELoss()]
            layer = random.choice(layers)
            weights = nn.Parameter(ramp(3))
            weights.grad = torch.ones(3)
            optimizer = random.choice([torch.optim.SGD, torch.optim.Adam])([weights], lr=.1)
            schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2)
            arrays = [np.arange(6.).reshape(2, 3), np.array([3, 1, 2]), np.ones((2, 2)) > 0, np.array(1.5)]
            array = random.choice(arrays)
        """

    /// What waits, reaches for files, the network or the machine, or changes how all that follows is done.
    private static let left = [
        "save", "load", "seed", "manual", "default", "compile", "rng_state", "deterministic", "from_file",
        "fromfile",
        "tofile", "memmap", "download", "data_ptr", "printoptions", "detect_anomaly", "device_count",
        "num_threads",
        "interop", "warn_always", "flush_denormal", "matmul_precision", "pause", "ginput", "waitfor",
        "connect",
        "set_grad_enabled", "seterr", "errstate", "bufsize", "vitals", "hook", "share_memory",
        "default_dtype",
        "apply", "breakpoint", "show", "ion", "ioff", "rc", "switch_backend", "style", "install_repl",
    ]

    private static let receivers = [
        "torch.Tensor.": "", "numpy.ndarray.": "array.", "torch.nn.Module.": "layer.",
        "torch.optim.Optimizer.": "optimizer.", "torch.optim.lr_scheduler.LRScheduler.": "schedule.",
        "matplotlib.axes.Axes.": "ax.", "matplotlib.figure.Figure.": "fig.",
    ]

    /// What fits a parameter whose name says what it wants.
    private static let fitting: [String: [String]] = [
        "params": ["[weights]", "layer.parameters()", "[{'params': [weights], 'lr': .5}]"],
        "parameters": ["[weights]", "layer.parameters()", "weights"], "optimizer": ["optimizer"],
        "module": ["layer"], "model": ["layer"], "layer": ["layer"],
        "func": ["lambda x: x * 2", "torch.sin"],
        "function": ["lambda x: x * 2"], "lr_lambda": ["lambda e: .9 ** e"], "closure": ["lambda: 1.0"],
        "dataset": ["torch.utils.data.TensorDataset(ramp(4, 2), ramp(4))", "[1, 2, 3]"],
        "state_dict": ["layer.state_dict()", "optimizer.state_dict()", "{}"],
        "tensors": ["[ramp(3), ramp(3)]", "ramp(2, 2)", "(ramp(3), ids(1, 0, 2))"],
        "arrays": ["[array, array]", "([1, 2], [3, 4])"], "subscripts": ["'ij->ji'", "'i,i->'"],
        "equation": ["'ij->ji'", "'ij,jk->ik'"],
        "dtype": ["float", "np.float32", "torch.float64", "'int64'", "int"],
        "device": ["'cpu'", "torch.device('cpu')", "'cuda'"], "reduction": ["'sum'", "'none'", "'mean'"],
        "color": ["'red'", "'C1'", "(0, .5, 1)", "'#ff0000'"], "c": ["'k'", "[1, 2, 3]"],
        "fmt": ["'o-'", "'r--'"],
        "label": ["'a'", "None"], "s": ["'text'", "20"], "labels": ["['a', 'b']", "None"],
        "loc": ["'best'", "'upper left'"], "cmap": ["'viridis'", "'gray'"], "norm": ["None"],
        "bins": ["3", "[0, 1, 2]"], "name": ["'a'", "'weight'"],
        "mode": ["'constant'", "'reflect'", "'min'", "'same'"],
        "out": ["None", "torch.zeros(3)", "np.zeros(3)", "torch.zeros(0)"],
        "axis": ["0", "-1", "None", "(0, 1)"], "dim": ["0", "-1", "None", "(0, 1)"],
        "where": ["True", "[True, False, True]"], "order": ["'C'", "'F'"], "initial": ["0", "1.5"],
        "size": ["3", "(2, 2)", "None"], "shape": ["(2, 3)", "6", "(-1,)"],
        "generator": ["torch.Generator()", "None"],
        "memory_format": ["torch.preserve_format", "torch.channels_last"], "layout": ["torch.strided"],
    ]

    private static func argument(
        _ parameter: RecordedSignatures.Parameter, _ declared: Builtin?, _ make: inout Draws
    )
        -> String
    {
        let own = declared?.parameters.first { $0.name == parameter.name }
        if let words = fitting[parameter.name], make.number(4) > 0 { return make.pick(words) }
        if let standard = parameter.standard, make.number(5) == 0, !standard.contains("<"), standard != "...",
            standard.first?.isLetter != true || ["None", "True", "False"].contains(standard)
        {
            return standard
        }
        return RandomCalls.argument(own ?? .init(parameter.name, ""), &make)
    }

    private static func arguments(
        _ form: [RecordedSignatures.Parameter], _ declared: Builtin?, _ make: inout Draws
    ) -> String {
        var parts: [String] = [], isNamed = false
        for parameter in form {
            switch parameter.passing {
            case .variadic:
                guard !isNamed else { continue }
                parts += (0..<make.number(4)).map { _ in
                    make.number(2) == 0 ? "[1, 2, 3]" : argument(parameter, declared, &make)
                }
                isNamed = true
            case .keywords: continue
            case .keywordOnly:
                if make.number(3) == 0 {
                    parts.append("\(parameter.name)=\(argument(parameter, declared, &make))")
                    isNamed = true
                }
            case .positionalOnly, .either:
                if parameter.standard != nil, make.number(2) == 0 {
                    isNamed = true
                    continue
                }
                if isNamed && parameter.passing == .positionalOnly { continue }
                if make.number(8) == 0, parameter.passing == .either { isNamed = true }
                parts.append((isNamed ? "\(parameter.name)=" : "") + argument(parameter, declared, &make))
            }
        }
        return parts.joined(separator: ", ")
    }

    private struct Name {
        let name: String, forms: [[RecordedSignatures.Parameter]], declared: Builtin?
    }

    private static func call(_ one: Name, _ make: inout Draws) -> String? {
        let last = one.name.split(separator: ".").last.map(String.init) ?? one.name
        guard !left.contains(where: last.lowercased().contains), !last.hasSuffix("forward") else {
            return nil
        }
        let given = one.forms.isEmpty ? "" : arguments(make.pick(one.forms), one.declared, &make)
        for (owner, receiver) in receivers where one.name.hasPrefix(owner) {
            let object = receiver.isEmpty ? make.pick(RandomCalls.tensors) + "." : receiver
            return "\(object)\(last)(\(given))"
        }
        let call = "\(one.name)(\(given))"
        if one.name.hasPrefix("torch.nn."), last.first?.isUppercase == true, make.number(2) == 0 {
            return "\(call)(\(make.pick(RandomCalls.tensors)))"
        }
        if one.name.hasPrefix("torch.optim."), make.number(2) == 0 { return "\(call).step()" }
        return call
    }

    @Test func everyNameEndsInAValueOrAnError() throws {
        let probe = try NameProbe()
        var (here, absent): ([Name], [Name]) = ([], [])
        for (name, forms) in RecordedSignatures.all {
            let declared = probe.declaration(name)
            if case .success = probe.value(name) {
                here.append(Name(name: name, forms: forms, declared: declared))
            } else {
                absent.append(Name(name: name, forms: forms, declared: nil))
            }
        }
        #expect(here.count > 1200)
        var make = Draws(seed: Self.firstSeed &+ 1_000_003)
        let trail = Self.environment["LAGADO_FUZZ_TRAIL"].map { URL(fileURLWithPath: $0) }
        var (fixture, made, answers) = (SessionFixture(), 0, 0)
        while made < Self.calls {
            if made % 500 == 0 {
                fixture = SessionFixture()
                try fixture.run(RandomCalls.prelude + Self.prelude)
                fixture.session.keepsUndo = false
            }
            let isAbsent = make.number(50) == 0 && !absent.isEmpty
            guard let call = Self.call(isAbsent ? make.pick(absent) : make.pick(here), &make) else {
                continue
            }
            made += 1
            // The last line of this file is the call that ended the process.
            if let trail { try call.write(to: trail, atomically: false, encoding: .utf8) }
            let program = "seeded()\nfresh()\n\(call)"
            guard let value = RandomCalls.survive(program, fixture.session, fixture.output) else { continue }
            answers += 1
            // What reads all of the memory below a tensor, as it is asked to, finds what lies beside it.
            if call.contains("as_strided") { continue }
            #expect(!value.contains("-777."), "a number from beside the tensor in: \(call)\n\(value)")
        }
        print(
            "\(made) random calls from seed \(Self.firstSeed): \(answers) gave a value, the others an error")
        #expect(answers > made / 10)
    }
}
