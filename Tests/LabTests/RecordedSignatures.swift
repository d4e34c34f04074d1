import Foundation
import Lab
import Language

/// What PyTorch, NumPy and matplotlib have and take: `Tests/SignatureCases`, recorded by
/// `scripts/record-signatures.py`.
enum RecordedSignatures {
    /// One parameter of one form of a call.
    struct Parameter {
        let name: String
        /// As the original's own sources write it; nil for one that must be given.
        let standard: String?
        let passing: Passing
    }

    /// The forms of each name, in the order of the file; none for what is no call.
    static let all: [(name: String, forms: [[Parameter]])] = {
        var names: [String] = [], forms: [String: [[Parameter]]] = [:]
        for line in text("signatures.txt").split(separator: "\n") {
            let name = String(line.prefix { $0 != "(" })
            if forms[name] == nil {
                names.append(name)
                forms[name] = []
            }
            if line.hasSuffix(")"), !line.hasSuffix("(...)") {
                forms[name]?.append(parameters(line.dropFirst(name.count + 1).dropLast()))
            }
        }
        return names.map { ($0, forms[$0] ?? []) }
    }()

    /// Arguments that are left out, or are otherwise, on purpose: `ARGUMENT GLOB …  -- reason`.
    struct Deviation {
        let argument: String, globs: [String], reason: String

        func covers(_ argument: String, of name: String) -> Bool {
            (self.argument == argument || self.argument == "*")
                && globs.contains { fnmatch($0, name, 0) == 0 }
        }
    }

    static let deviations: [Deviation] = text("deviations.txt").split(separator: "\n").compactMap { line in
        guard !line.hasPrefix("#") else { return nil }
        let parts = line.components(separatedBy: "  -- ")
        let words = parts[0].split(separator: " ").map(String.init)
        guard parts.count == 2, words.count > 1 else {
            return Deviation(argument: "", globs: [], reason: String(line))
        }
        return Deviation(argument: words[0], globs: Array(words.dropFirst()), reason: parts[1])
    }

    private static func text(_ file: String) -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("SignatureCases")
        return (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
    }

    private static func parameters(_ text: Substring) -> [Parameter] {
        var found: [Parameter] = [], isNamed = false
        for part in pieces(text) {
            switch part {
            case "/":
                found = found.map { .init(name: $0.name, standard: $0.standard, passing: .positionalOnly) }
            case "*": isNamed = true
            case _ where part.hasPrefix("**"):
                found.append(.init(name: String(part.dropFirst(2)), standard: nil, passing: .keywords))
            case _ where part.hasPrefix("*"):
                found.append(.init(name: String(part.dropFirst()), standard: nil, passing: .variadic))
                isNamed = true
            default:
                let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
                found.append(
                    .init(
                        name: halves[0], standard: halves.count > 1 ? halves[1] : nil,
                        passing: isNamed ? .keywordOnly : .either))
            }
        }
        return found
    }

    /// The text at its outer commas.
    private static func pieces(_ text: Substring) -> [String] {
        var (parts, word, depth): ([String], String, Int) = ([], "", 0)
        var quote: Character?
        for letter in text {
            if let open = quote {
                if letter == open { quote = nil }
            } else if letter == "'" || letter == "\"" {
                quote = letter
            } else if "([{".contains(letter) {
                depth += 1
            } else if ")]}".contains(letter) {
                depth -= 1
            }
            if letter == ",", depth == 0, quote == nil {
                parts.append(word)
                word = ""
            } else {
                word.append(letter)
            }
        }
        return (parts + [word]).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}

/// An interpreter in which the recorded names are looked up.
struct NameProbe {
    private let session: Session
    var interpreter: Interpreter { session.interpreter }

    init() throws {
        session = SessionFixture().session
        try interpreter.run(
            """
            import torch, numpy, matplotlib, matplotlib.pyplot
            import numpy as np
            fig, ax = matplotlib.pyplot.subplots()
            """, mode: .module)
    }

    /// Where the thing is whose attributes are asked for.
    static func expression(_ name: String) -> String {
        name.replacingOccurrences(of: "matplotlib.axes.Axes.", with: "ax.")
            .replacingOccurrences(of: "matplotlib.figure.Figure.", with: "fig.")
            .replacingOccurrences(of: "numpy.random.Generator.", with: "np.random.default_rng().")
    }

    /// The value of that name, or the error.
    func value(_ name: String) -> Result<Value, any Error> {
        Result { try interpreter.run(Self.expression(name), mode: .cell) ?? .none }
    }

    /// What is declared of that name; nil where there is none, and for what is no call.
    func declaration(_ name: String) -> Builtin? {
        guard case .success(let value) = value(name) else { return nil }
        return Self.declaration(value)
    }

    private static func declaration(_ value: Value) -> Builtin? {
        switch value {
        case .builtin(let command): command
        case .type(let type): type.native?.declaration
        case .boundMethod(let method): declaration(method.function)
        case .object(let object): object.callDeclaration
        default: nil
        }
    }
}
