import Bindings
import Foundation
import Language
import Tensors

/// A session at one moment: variables and all that they reach, random numbers,
/// results, how things are printed.
///
/// Numbers are shared with the session until one side writes (`TensorSnapshot`), so that what is kept costs
/// memory only for what changes afterwards.
final class SessionSnapshot: EngineSnapshot {
    /// What the person called it, or the cell that it was taken before.
    let title: String
    private unowned let session: Session
    private let variables: [(name: String, value: Value)]
    private let results: [(name: String, value: Value)]
    private let randomState: [UInt64], arrayRandomState: NumPyGenerator.State
    private let printing: PrintOptions, arrayPrinting: ArrayText.Options
    private let (streamed, book, records, casts): (AnyObject?, String?, Bool, Bool)
    private let (defaultType, anomalies): (DType, AnomalyDetection)
    private let (standardDevice, accelerator): (ComputeDevice, Int)
    private let warnings: WarningFilter

    /// - Parameters:
    ///   - most: objects after which it is given up (`isTooLarge`).
    ///   - keepsComputations: false leaves the memory of recorded computations to the `backward()` that
    ///     gives it back; they are lost then.
    init(of session: Session, title: String, most: Int = .max, keepsComputations: Bool = true) {
        (self.session, self.title) = (session, title)
        variables = session.interpreter.globals.all
        let builtins = session.interpreter.builtins
        results = builtins.names.filter(Session.isResultName).compactMap { name in
            builtins[name].map { (name, $0) }
        }
        let context = session.context
        (randomState, arrayRandomState) = (context.generator.snapshot, context.numpyGenerator.snapshot)
        (printing, arrayPrinting) = (context.printing, context[ArrayText.Printing.self])
        (streamed, book) = (session.streamed, session.lastBook)
        (records, casts) = (context.recordsGradients, context.roundsProducts)
        (defaultType, anomalies) = (context.defaultType, context.anomalies)
        (standardDevice, accelerator) = (context.standardDevice, context.currentAccelerator)
        warnings = session.interpreter.warnings
        super.init(most: most, keepsComputations: keepsComputations)
        visit(variables.map(\.value))
        visit(results.map(\.value))
        // Its roles and added tokens are a program's to set; it is no variable.
        visit(.object(session.tokenizer))
        // Sources of random numbers that modules hold are a session's state too.
        visit(session.interpreter.modules.values.map(Value.module))
    }

    /// Puts the session back; what cannot come back is told.
    ///
    /// - Returns: names of variables whose recorded computation is used up.
    func restoreSession() -> [String] {
        restore()
        let globals = session.interpreter.globals, builtins = session.interpreter.builtins
        globals.removeAll()
        for (name, value) in variables { globals[name] = value }
        for name in builtins.names where Session.isResultName(name) { builtins[name] = nil }
        for (name, value) in results { builtins[name] = value }
        let context = session.context
        (context.generator.snapshot, context.numpyGenerator.snapshot) = (randomState, arrayRandomState)
        (context.printing, context[ArrayText.Printing.self]) = (printing, arrayPrinting)
        (session.streamed, session.lastBook) = (streamed, book)
        (context.recordsGradients, context.roundsProducts) = (records, casts)
        (context.defaultType, context.anomalies) = (defaultType, anomalies)
        context.setStandardDevice(standardDevice)
        context.currentAccelerator = accelerator
        session.interpreter.warnings = warnings
        let lost = Set(tensors.filter(\.hasLostItsRecording).map { ObjectIdentifier($0.tensor) })
        return variables.compactMap { name, value in
            guard let tensor = try? Tensor.from(value), lost.contains(ObjectIdentifier(tensor)) else {
                return nil
            }
            return name
        }
    }

    // MARK: Differences

    /// One line for each variable that is new, gone or changed, then what else is different.
    func differences() throws -> [[String]] {
        let known = Set(variables.map(\.name))
        // A module or a command is told where it takes the place of something.
        let now = session.interpreter.globals.all.filter {
            Session.isVariable($0)
                || (!$0.name.hasPrefix("__")
                    && (known.contains($0.name) || session.interpreter.builtins[$0.name] != nil))
        }
        let before = variables.filter { Session.isVariable($0) }
        let old = Dictionary(variables.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var rows: [[String]] = []
        for (name, value) in now {
            guard let was = old[name] else {
                rows.append(["new", name, try session.summary(of: value)])
                continue
            }
            if !Snapshot.isSame(was, value) {
                let (before, after) = (try session.summary(of: was), try session.summary(of: value))
                rows.append([
                    "changed", name, before == after ? "another one: \(after)" : "\(before) → \(after)",
                ])
            } else if let change = try change(of: value) {
                rows.append(["changed", name, change])
            }
        }
        let present = Set(session.interpreter.globals.names)
        for (name, value) in before where !present.contains(name) {
            rows.append(["gone", name, try session.summary(of: value)])
        }
        let context = session.context
        if context.printing != printing || context[ArrayText.Printing.self] != arrayPrinting {
            rows.append(["", "printing", "has other options"])
        }
        if (context.recordsGradients, context.roundsProducts) != (records, casts) {
            rows.append(["", "recording", "gradients or autocast were switched"])
        }
        if context.defaultType != defaultType {
            rows.append(["", "default type", "\(defaultType) → \(context.defaultType)"])
        }
        if context.standardDevice !== standardDevice {
            rows.append(["", "default device", "\(standardDevice.name) → \(context.standardDevice.name)"])
        }
        let draws = [
            ("torch's", context.generator.snapshot != randomState),
            ("NumPy's", context.numpyGenerator.snapshot != arrayRandomState),
            (
                "random's",
                try change(of: session.interpreter.modules["random"].map(Value.module) ?? .none) != nil
            ),
        ].filter(\.1).map(\.0)
        if !draws.isEmpty {
            let whose = draws == ["torch's"] ? "" : " (\(draws.joined(separator: ", ")))"
            rows.append(["", "random numbers" + whose, "were drawn, or the seed was set"])
        }
        return rows
    }

    // MARK: Memory

    /// About what its own records take beside the numbers.
    var bytesOfRecords: Int { count * 400 }
}

extension Session {
    /// `_`, `__`, `_3`: results that were shown.
    static func isResultName(_ name: String) -> Bool {
        name.hasPrefix("_") && (name.allSatisfy { $0 == "_" } || Int(name.dropFirst()) != nil)
    }

    /// Whether a global is a variable that a person thinks of as theirs.
    static func isVariable(_ entry: (name: String, value: Value)) -> Bool {
        switch entry.value {
        case .module, .builtin: return false
        default: return !entry.name.hasPrefix("__")
        }
    }
}
