import Foundation
import Language
import Testing

/// Every name that is here takes what PyTorch's, NumPy's and matplotlib's takes, at the same place and with
/// the same default, or refuses it by its name; every name that is not here says so by its full name.
@Suite(.serialized) struct SignatureTests {
    private static let outer = [
        ("torch.nn.utils.rnn.", "torch.nn.utils."), ("torch.optim.swa_utils.", "torch.optim."),
    ]
    private static let methods = [
        "torch.Tensor.", "torch.nn.Module.", "numpy.ndarray.", "torch.optim.Optimizer.",
        "torch.optim.lr_scheduler.LRScheduler.", "matplotlib.axes.Axes.", "matplotlib.figure.Figure.",
    ]

    /// The declared parameters as a call gives them: without the receiver.
    private static func parameters(_ command: Builtin, _ name: String) -> [ParameterInformation] {
        let isMethod =
            methods.contains(where: name.hasPrefix) || command.parameters.first?.name == "self"
            || name.hasSuffix(".forward")
        return Array(command.parameters.dropFirst(isMethod ? 1 : 0))
    }

    /// What a declaration lacks or has otherwise: the argument, and what is the matter with it.
    private static func differences(
        _ name: String, _ forms: [[RecordedSignatures.Parameter]], _ command: Builtin
    )
        -> [(argument: String, remark: String)]
    {
        let own = parameters(command, name)
        // One that hands on whatever it is given, such as a decorated function.
        if own.map(\.passing) == [.variadic, .keywords] { return [] }
        let collector = own.first { $0.passing == .keywords }
        let places = own.filter { [.either, .positionalOnly].contains($0.passing) }.map(\.name)
        let row = own.firstIndex { $0.passing == .variadic }
        var remarks: [(argument: String, remark: String)] = []
        var seen: Set<String> = []
        for parameter in forms.flatMap({ $0 }) where seen.insert(parameter.name).inserted {
            if [.variadic, .keywords].contains(parameter.passing) { continue }
            let alike = forms.flatMap { $0 }.filter { $0.name == parameter.name }
            let declared = own.first { $0.name == parameter.name }
            guard let declared else {
                let words = collector?.help.split { !$0.isLetter && $0 != "_" }.map(String.init) ?? []
                if command.otherNames[parameter.name] == nil, !words.contains(parameter.name) {
                    remarks.append((parameter.name, "is missing"))
                }
                continue
            }
            let defaults = alike.compactMap(\.standard)
            if let text = declared.defaultText {
                if !defaults.isEmpty, !defaults.contains(where: { same($0, text) }) {
                    remarks.append((parameter.name, "has the default \(text), not \(defaults[0])"))
                }
            } else if alike.allSatisfy({ $0.standard != nil }), declared.passing != .variadic {
                remarks.append((parameter.name, "must be given; its default is \(defaults[0])"))
            }
            // Where it stands among those that a call need not name.
            let wanted = forms.compactMap { form in
                form.filter { [.either, .positionalOnly].contains($0.passing) }.firstIndex {
                    $0.name == parameter.name
                }
            }
            guard !wanted.isEmpty, declared.passing != .variadic, row == nil else { continue }
            guard let place = places.firstIndex(of: parameter.name) else {
                remarks.append((parameter.name, "is taken by name alone"))
                continue
            }
            if !wanted.contains(place) {
                remarks.append((parameter.name, "stands at \(place + 1), not at \(wanted[0] + 1)"))
            }
        }
        return remarks
    }

    /// Whether two texts are one value.
    private static func same(_ a: String, _ b: String) -> Bool {
        // What the original does not tell, and what is the same as nothing.
        if ["<none>", "<value>", "...", "Ellipsis"].contains(a) { return true }
        let nothing = ["()": "None", "False": "None", "float": "None"]
        func plain(_ text: String) -> String {
            let text = text.replacingOccurrences(of: "\"", with: "'").replacingOccurrences(of: " ", with: "")
                .replacingOccurrences(of: "[", with: "(").replacingOccurrences(of: "]", with: ")")
            return nothing[text] ?? text
        }
        if plain(a) == plain(b) || b == "<no value>" { return true }
        if let x = Double(a), let y = Double(b) { return x == y }
        return false
    }

    @Test func everyArgumentIsTakenOrLeftOutOnPurpose() throws {
        let probe = try NameProbe()
        var used = Set<Int>(), found = 0
        for (name, forms) in RecordedSignatures.all where !forms.isEmpty {
            guard let command = probe.declaration(name) else { continue }
            found += 1
            for (argument, remark) in Self.differences(name, forms, command) {
                let covering = RecordedSignatures.deviations.indices.filter {
                    RecordedSignatures.deviations[$0].covers(argument, of: name)
                }
                used.formUnion(covering)
                #expect(
                    !covering.isEmpty, "\(name): '\(argument)' \(remark)    \(command.signature)")
            }
        }
        #expect(found > 900)
        for (place, deviation) in RecordedSignatures.deviations.enumerated() {
            #expect(deviation.reason.count > 10 && !deviation.argument.isEmpty, "\(deviation)")
            #expect(used.contains(place), "nothing deviates so: \(deviation)")
        }
    }

    /// An argument that is left out is refused by its name, never taken and forgotten.
    @Test func whatIsLeftOutIsRefusedByName() throws {
        let probe = try NameProbe()
        for (name, forms) in RecordedSignatures.all where !forms.isEmpty {
            guard let command = probe.declaration(name) else { continue }
            // One that takes any further argument looks at them after those that must be given.
            if command.parameters.contains(where: { $0.passing == .keywords }) { continue }
            for (argument, remark) in Self.differences(name, forms, command) where remark == "is missing" {
                if RecordedSignatures.deviations.contains(where: {
                    $0.argument == "*" && $0.covers("*", of: name)
                }) {
                    continue
                }
                do {
                    _ = try probe.interpreter.onThread {
                        try command.call(
                            probe.interpreter, Arguments([], keywords: [(argument, .string("lagado"))]))
                    }
                    Issue.record("\(name)(\(argument)=…) is taken")
                } catch {
                    let text = ScriptError(error).message
                    #expect(
                        text.contains(argument) || text.contains("takes no keyword arguments")
                            || text.contains("is not in Lagado"), "\(name)(\(argument)=…): \(text)")
                }
            }
        }
    }

    @Test func everyMissingNameSaysSoInFull() throws {
        let probe = try NameProbe()
        var missing = 0
        for (name, _) in RecordedSignatures.all {
            guard case .failure(let error) = probe.value(name) else { continue }
            let failure = ScriptError(error),
                owner = name.split(separator: ".").dropLast().joined(separator: ".")
            // A layer that is not here has no `forward` either.
            if case .failure = probe.value(owner) { continue }
            missing += 1
            #expect(failure.kind == "AttributeError", "\(name): \(failure.kind) \(failure.message)")
            // A module that is found under several names speaks of the outer one.
            let outer = Self.outer.reduce(name) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
            #expect(
                failure.message.contains(name) || failure.message.contains(outer),
                "\(name): \(failure.message)")
        }
        #expect(missing > 100)
    }
}
