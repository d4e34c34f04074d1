import Disk
import Foundation
import Language
import PythonLibrary
import Tensors

/// `np.savetxt`, `np.loadtxt` and `np.genfromtxt`: arrays as rows of text.
enum ArrayTextFiles {
    static let commands: [Builtin] = [save, load, generate]

    // MARK: Writing

    private static let save = Builtin(
        "savetxt", group: "numpy", summary: "Saves an array as rows of text.",
        Parameter<FileArgument>("fname", "the path of the file, or an open file"),
        Parameter<Value>("X", "an array of one or two axes"),
        Parameter<Value>(
            "fmt", "how a number is written, or a row, or each column", default: .string("%.18e")),
        Parameter<String>("delimiter", "what stands between the numbers", default: " "),
        Parameter<String>("newline", "what stands behind a row", default: "\n"),
        Parameter<String>("header", "a comment at the beginning", default: ""),
        Parameter<String>("footer", "a comment at the end", default: ""),
        Parameter<String>("comments", "what a comment begins with", default: "# "),
        Parameter<String?>("encoding", "of the text", default: nil),
        returns: "None", example: "np.savetxt('x.txt', np.ones((2, 3)), fmt='%.2f')",
        pytorch: "torch.save(x, 'x.pt')"
    ) { interpreter, file, value, format, delimiter, newline, header, footer, comments, encoding -> Value in
        var tensor = try NumPy.tensor(value)
        guard (1...2).contains(tensor.rank) else {
            throw ScriptError("ValueError", "Expected 1D or 2D array, got \(tensor.rank)D array instead")
        }
        if tensor.rank == 1 { tensor = try tensor.unsqueeze(1) }
        let template = try rowTemplate(format, tensor.shape[1], delimiter)
        var text = ""
        func comment(_ words: String) {
            guard !words.isEmpty else { return }
            text += comments + words.replacingOccurrences(of: "\n", with: "\n" + comments) + newline
        }
        comment(header)
        for row in 0..<tensor.shape[0] {
            if row & 255 == 0 { try interpreter.interruption.check() }
            let numbers = try Operations.array(tensor.select(0, row).nestedList())
            do {
                text += try Operations.binary(.remainder, .string(template), .tuple(numbers)).str()
            } catch let error as ScriptError where error.kind == "TypeError" {
                throw ScriptError(
                    "TypeError",
                    "Mismatch between array dtype ('\(tensor.dtype)') and format specifier "
                        + "('\(template)')")
            }
            text += newline
        }
        comment(footer)
        let bytes = try TextEncoding.encode(ScriptText(text), encoding ?? "latin1", "strict")
        switch file {
        case .path(let path):
            try Files.permit(path, interpreter)
            do { try WholeFile.write(bytes, to: path) } catch let error as FileError {
                throw SystemFailure.error(error, path)
            }
        case .object(let object):
            // A file of text takes no bytes.
            let write = try Operations.requireAttribute(object, Symbol("write"))
            do {
                _ = try Operations.call(write, Arguments([.object(BytesValue(bytes))]), interpreter)
            } catch let error as ScriptError where error.kind == "TypeError" {
                _ = try Operations.call(write, Arguments([.string(text)]), interpreter)
            }
        }
        return .none
    }

    /// What a row looks like, for `%`.
    private static func rowTemplate(_ format: Value, _ columns: Int, _ delimiter: String) throws -> String {
        if let text = format.text {
            let count = text.replacingOccurrences(of: "%%", with: "").filter { $0 == "%" }.count
            if count == 1 { return Array(repeating: text, count: columns).joined(separator: delimiter) }
            guard count == columns else {
                throw ScriptError("ValueError", "fmt has wrong number of % formats:  \(text)")
            }
            return text
        }
        let parts = try Operations.array(format)
        guard parts.count == columns else {
            throw ScriptError("AttributeError", "fmt has wrong shape.  \(try format.repr())")
        }
        return try parts.map { try $0.str() }.joined(separator: delimiter)
    }

    // MARK: Reading

    /// The lines of a text.
    ///
    /// - Parameter missing: the message about a file that is not there.
    private static func lines(
        _ value: Value, _ encoding: String?, _ interpreter: Interpreter, missing: (String) -> String
    ) throws -> [String] {
        func decoded(_ bytes: [UInt8]) throws -> String {
            try TextEncoding.decode(
                bytes, encoding.map { $0 == "bytes" ? "latin1" : $0 } ?? "utf-8", "strict")
        }
        let text: String
        if let path = try PathText.from(value)?.text {
            do {
                let file = try ReadableFile(path)
                text = try decoded(file.all(limit: Limits.textBytes))
            } catch let error as FileError where error.reason == .notFound {
                throw ScriptError("FileNotFoundError", missing(path))
            } catch let error as FileError { throw SystemFailure.error(error, path) }
        } else if let read = try Operations.attribute(value, Symbol("read")) {
            let given = try Operations.call(read, Arguments(), interpreter)
            text = try given.bytes.map(decoded) ?? given.str()
        } else {
            return try Operations.array(value).map { line in
                try line.bytes.map(decoded) ?? line.str().trimmingCharacters(in: .newlines)
            }
        }
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The words of a row.
    private static func words(_ line: Substring, _ delimiter: String?) -> [Substring] {
        guard let delimiter, !delimiter.isEmpty, delimiter != " " else {
            return delimiter == " "
                ? line.split(separator: " ", omittingEmptySubsequences: true)
                : line.split(whereSeparator: \.isWhitespace)
        }
        if delimiter.count == 1, let mark = delimiter.first {
            return line.split(separator: mark, omittingEmptySubsequences: false)
        }
        return line.components(separatedBy: delimiter).map { Substring($0) }
    }

    private static func marks(_ value: Value) throws -> [String] {
        if value.isNone { return [] }
        return try value.text.map { [$0] } ?? Operations.array(value).map { try $0.str() }
    }

    private static func bare(_ line: String, _ marks: [String]) -> Substring {
        var end = line.endIndex
        for mark in marks where !mark.isEmpty {
            if let place = line.range(of: mark)?.lowerBound, place < end { end = place }
        }
        return line[..<end]
    }

    private static func places(_ value: Value) throws -> [Int]? {
        if value.isNone { return nil }
        if let one = try Operations.index(value) { return [one] }
        return try Operations.array(value).map { try Operations.requireIndex($0) }
    }

    /// Functions by column; one for all under nil.
    private static func functions(_ value: Value) throws -> (all: Value?, by: [Int: Value]) {
        switch value {
        case .none: return (nil, [:])
        case .dict(let dict):
            var result: [Int: Value] = [:]
            for (key, function) in dict.pairs { result[try Operations.requireIndex(key)] = function }
            return (nil, result)
        default: return (value, [:])
        }
    }

    private static func number(_ word: Substring, _ type: DType) -> Double? {
        let plain = word.trimmingCharacters(in: .whitespaces)
        if type.isInteger { return Int(plain).map(Double.init) }
        if let number = Double(plain) { return plain.lowercased().hasPrefix("0x") ? nil : number }
        switch plain.lowercased() {
        case "inf", "+inf", "infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        case "nan": return .nan
        default: return nil
        }
    }

    /// The arguments of a command by name.
    private struct Given {
        private var values: [String: Value] = [:]

        init(_ command: Builtin, _ arguments: Arguments) throws {
            for (parameter, value) in zip(command.parameters, try command.bind(arguments)) {
                if let value { values[parameter.name] = value }
            }
        }

        subscript(_ name: String) -> Value { values[name] ?? .none }
        func has(_ name: String) -> Bool { values[name] != nil }
        func int(_ name: String) throws -> Int? {
            let value = self[name]
            return value.isNone ? nil : try Operations.requireIndex(value)
        }
        func flag(_ name: String, _ other: Bool = false) throws -> Bool {
            try values[name].map { try Operations.truth($0) } ?? other
        }
    }

    private static let common: [ParameterInformation] = [
        .init("fname", "the path of the file, an open file, or a list of lines", type: "str, file or list"),
        .init("dtype", "the type of the numbers", default: "float"),
        .init("comments", "what a comment begins with", default: "'#'"),
        .init("delimiter", "what stands between the numbers; blanks where left out", default: "None"),
    ]
    private static let shared: [ParameterInformation] = [
        .init("usecols", "the columns that are read, counted from 0", default: "None"),
        .init("unpack", "whether columns become the first axis", default: "False"),
        .init("ndmin", "the least number of axes", default: "0"),
        .init("encoding", "of the text", default: "None"),
        .init("max_rows", "how many rows are read", default: "None"),
        .init("converters", "functions that make numbers of words, by column", default: "None"),
    ]

    private static let load: Builtin = Builtin(
        "loadtxt", group: "numpy", summary: "Reads numbers that stand in rows of a text.",
        raw: common + [
            shared[5], .init("skiprows", "lines that are left out at the beginning", default: "0"), shared[0],
            shared[1],
            shared[2], shared[3], shared[4],
            .init("quotechar", "None: words in quotes are not here", default: "None", .keywordOnly),
        ],
        returns: "an array", example: "np.loadtxt('x.csv', delimiter=',', skiprows=1)",
        pytorch: "torch.from_numpy(np.loadtxt('x.csv', delimiter=','))"
    ) { interpreter, arguments in
        let given = try Given(load, arguments)
        try refuse(given, "quotechar", "loadtxt")
        let type = try NumPy.type(given["dtype"]) ?? .float64
        let lines = try lines(given["fname"], given["encoding"].text, interpreter) { "\($0) not found." }
        let marks = given.has("comments") ? try marks(given["comments"]) : ["#"]
        let wanted = try places(given["usecols"]), made = try functions(given["converters"])
        let delimiter = given["delimiter"].text, limit = try given.int("max_rows")
        var result: [[Double]] = [], width: Int?
        for (index, line) in lines.enumerated().dropFirst(max(0, try given.int("skiprows") ?? 0)) {
            if index & 1023 == 0 { try interpreter.interruption.check() }
            if let limit, limit >= 0, result.count >= limit { break }
            let content = bare(line, marks)
            if content.allSatisfy(\.isWhitespace) { continue }
            let words = words(content, delimiter), row = result.count
            if let width, words.count != width, wanted == nil {
                throw ScriptError(
                    "ValueError",
                    "the number of columns changed from \(width) to \(words.count) at row \(row + 1); "
                        + "use `usecols` to select a subset and avoid this error")
            }
            width = width ?? words.count
            result.append(
                try (wanted ?? Array(words.indices)).map { column -> Double in
                    let place = column < 0 ? column + words.count : column
                    guard words.indices.contains(place) else {
                        throw ScriptError(
                            "ValueError",
                            "invalid column index \(column) at row \(row + 1) with \(words.count) columns")
                    }
                    if let function = made.by[place] ?? made.all {
                        return try converted(words[place], by: function, interpreter)
                    }
                    guard let number = number(words[place], type) else {
                        throw ScriptError(
                            "ValueError",
                            "could not convert string \(Operations.quoted(String(words[place]))) to \(type) "
                                + "at row \(row), column \(place + 1).",
                            hint: delimiter == nil && line.contains(",") ? "delimiter=','" : nil)
                    }
                    return number
                })
        }
        if result.isEmpty {
            try interpreter.warn("loadtxt: input contained no data: \(try given["fname"].repr())")
        }
        return try array(result, type, width: wanted?.count ?? width, given)
    }

    /// Arguments whose values, other than the one that is left out, are not here.
    private static func refuse(_ given: Given, _ name: String, _ command: String) throws {
        guard given.has(name), !given[name].isNone, try Operations.truth(given[name]) else { return }
        throw ScriptError(
            "NotImplementedError", "np.\(command)(\(name)=\(try given[name].repr())) is not in Lagado")
    }

    private static func converted(_ word: Substring, by function: Value, _ interpreter: Interpreter) throws
        -> Double
    {
        let text = Value.string(word.trimmingCharacters(in: .whitespaces))
        let result = try Operations.call(function, Arguments([text]), interpreter)
        guard let number = try Double.from(result) else {
            throw ScriptError("TypeError", "a converter gives a number, not a \(result.typeName)")
        }
        return number
    }

    private static let generate: Builtin = Builtin(
        "genfromtxt", group: "numpy",
        summary: "Reads numbers that stand in rows of a text, of which some may be missing.",
        raw: common + [
            .init("skip_header", "lines that are left out at the beginning", default: "0"),
            .init("skip_footer", "lines that are left out at the end", default: "0"), shared[5],
            .init("missing_values", "words that stand for nothing", default: "None"),
            .init("filling_values", "what stands in the place of nothing", default: "None"), shared[0],
            .init("names", "None: arrays with names are not here", default: "None"),
            .init("excludelist", "of names", default: "None"),
            .init("deletechars", "of names", default: "None"),
            .init("replace_space", "of names", default: "'_'"),
            .init("autostrip", "of texts", default: "False"),
            .init("case_sensitive", "of names", default: "True"),
            .init("defaultfmt", "of names", default: "'f%i'"),
            shared[1], .init("usemask", "False: masked arrays are not here", default: "False"),
            .init("loose", "whether what is no number is missing", default: "True"),
            .init("invalid_raise", "whether rows of other lengths are errors", default: "True"), shared[4],
            shared[3],
            .init("ndmin", "the least number of axes", default: "0", .keywordOnly),
        ],
        returns: "an array", example: "np.genfromtxt('x.csv', delimiter=',', skip_header=1)",
        pytorch: "torch.from_numpy(np.genfromtxt('x.csv', delimiter=','))"
    ) { interpreter, arguments in
        let given = try Given(generate, arguments)
        for name in ["names", "usemask", "excludelist", "deletechars"] {
            try refuse(given, name, "genfromtxt")
        }
        if given.has("dtype"), given["dtype"].isNone {
            throw ScriptError(
                "NotImplementedError",
                "np.genfromtxt(dtype=None) is not in Lagado: arrays with columns of several "
                    + "types are not here", hint: "dtype=float, or csv.DictReader")
        }
        let type = try NumPy.type(given["dtype"]) ?? .float64, loose = try given.flag("loose", true)
        var lines = try lines(given["fname"], given["encoding"].text, interpreter) { "\($0) not found." }
        lines = Array(lines.dropFirst(max(0, try given.int("skip_header") ?? 0)))
        let marks = given.has("comments") ? try marks(given["comments"]) : ["#"]
        let wanted = try places(given["usecols"]), made = try functions(given["converters"])
        let delimiter = given["delimiter"].text, limit = try given.int("max_rows")
        let missing = Set(try ArrayTextFiles.marks(given["missing_values"]))
        let filling =
            given["filling_values"].isNone
            ? (type.isFloatingPoint ? Double.nan : type == .bool ? 0 : -1)
            : try Double.from(given["filling_values"]) ?? .nan
        var result: [[Double]] = [], width: Int?, faults: [String] = []
        var rows = lines.enumerated().map { ($0, bare($1, marks)) }.filter { !$1.allSatisfy(\.isWhitespace) }
        rows = rows.dropLast(max(0, try given.int("skip_footer") ?? 0))
        for (index, line) in rows {
            if index & 1023 == 0 { try interpreter.interruption.check() }
            if let limit, result.count >= limit { break }
            let words = words(line, delimiter)
            width = width ?? words.count
            guard words.count == width else {
                faults.append("    Line #\(index + 1) (got \(words.count) columns instead of \(width ?? 0))")
                continue
            }
            result.append(
                try (wanted ?? Array(words.indices)).map { column -> Double in
                    let place = column < 0 ? column + words.count : column
                    guard words.indices.contains(place) else {
                        throw ScriptError("IndexError", "list index out of range")
                    }
                    if let function = made.by[place] ?? made.all {
                        return try converted(words[place], by: function, interpreter)
                    }
                    let word = words[place].trimmingCharacters(in: .whitespaces)
                    if word.isEmpty || missing.contains(word) { return filling }
                    guard let number = number(words[place], type) else {
                        if loose { return filling }
                        throw ScriptError("ValueError", "Cannot convert string \(Operations.quoted(word))")
                    }
                    return number
                })
        }
        if !faults.isEmpty {
            let words = "Some errors were detected !\n" + faults.joined(separator: "\n")
            if try given.flag("invalid_raise", true) { throw ScriptError("ValueError", words) }
            interpreter.output.note("ConversionWarning: " + words)
        }
        if result.isEmpty {
            try interpreter.warn("genfromtxt: Empty input file: \(try given["fname"].repr())")
        }
        return try array(result, type, width: wanted?.count ?? width, given)
    }

    /// Rows of numbers as an array of as many axes as they need.
    private static func array(_ rows: [[Double]], _ type: DType, width: Int?, _ given: Given) throws -> Value
    {
        let least = try given.int("ndmin") ?? 0
        guard (0...2).contains(least) else {
            throw ScriptError("ValueError", "Illegal value of ndmin keyword: \(least)")
        }
        var tensor = try Tensor(rows.flatMap { $0 }, rows.isEmpty ? [0] : [rows.count, width ?? 0]).to(type)
        if rows.isEmpty {
            if least == 2 { tensor = try tensor.reshape([0, 1]) }
        } else if least < 2, tensor.shape[0] == 1 || tensor.shape[1] == 1 {
            tensor = try tensor.reshape(tensor.count == 1 && least == 0 ? [] : [tensor.count])
        }
        if try given.flag("unpack"), tensor.rank == 2 { tensor = try tensor.transposed() }
        return .object(ArrayObject(tensor))
    }
}
