import Language

/// The classes of files, with their methods.
enum FileTypes {
    static func type(of mode: FileObject.Mode) -> ScriptClass {
        if !mode.isBinary { return text }
        return mode.reads && mode.writes ? random : mode.reads ? reader : writer
    }

    static let text = make("TextIOWrapper")
    private static let reader = make("BufferedReader"), writer = make("BufferedWriter")
    private static let random = make("BufferedRandom")
    static let all = [text, reader, writer, random]

    private static func make(_ name: String) -> ScriptClass {
        ScriptClass(
            name, of: "_io", methods: methods,
            isInstance: { ($0 as? FileObject)?.scriptClass?.name == name },
            construct: { _, _ in
                throw ScriptError("TypeError", "cannot create '_io.\(name)' instances", hint: "open(path)")
            })
    }

    /// A number of characters or bytes: all where it is None or negative.
    static func count(_ value: Value?) throws -> Int? {
        guard let value, !value.isNone else { return nil }
        guard let count = try Operations.index(value) else {
            throw ScriptError(
                "TypeError", "argument should be integer or None, not '\(value.typeName)'")
        }
        return count < 0 ? nil : count
    }

    private static func method(
        _ name: String, _ parameters: [String] = [], _ summary: String,
        _ body: @escaping (FileObject, [Value?]) throws -> Value
    ) -> Builtin {
        Method.of(FileObject.self, name, parameters, summary) { file, arguments, _ in
            try body(file, arguments)
        }
    }

    private static func write(_ value: Value, to file: FileObject) throws -> Int {
        try file.checkOpen()
        if file.mode.isBinary {
            guard let bytes = value.bytes else {
                throw ScriptError(
                    "TypeError", "a bytes-like object is required, not '\(value.typeName)'")
            }
            try file.write(bytes)
            return bytes.count
        }
        guard case .str(let text) = value else {
            throw ScriptError("TypeError", "write() argument must be str, not \(value.typeName)")
        }
        try file.write(text: text)
        return text.count
    }

    private static let methods: [Builtin] = [
        method("read", ["size=-1"], "What is left of the file, or the next characters of it.") {
            file, given in
            let count = try count(given[0])
            return try file.mode.isBinary ? file.readBytes(count) : file.readText(count)
        },
        method("readline", ["size=-1"], "The next line; empty at the end.") { file, given in
            try file.readLine(count(given[0]))
        },
        method("readlines", ["hint=-1"], "The lines that are left, in a list.") { file, given in
            let most = try count(given[0]) ?? 0
            var lines: [Value] = [], size = 0
            while let line = try file.next() {
                lines.append(line)
                size += try Operations.length(line)
                if most > 0, size >= most { break }
            }
            return .list(lines)
        },
        method("write", ["text"], "Writes a text; how many characters it has.") { file, given in
            .int(try write(given[0] ?? .none, to: file))
        },
        method("writelines", ["lines"], "Writes texts one after the other, nothing between them.") {
            file, given in
            try file.checkOpen()
            for line in try Operations.array(given[0] ?? .none) { _ = try write(line, to: file) }
            return .none
        },
        method("close", [], "Ends reading and writing.") { file, _ in
            try file.shut()
            return .none
        },
        method("flush", [], "Writes to the disk what waits.") { file, _ in
            try file.checkOpen()
            try file.flush()
            return .none
        },
        method("tell", [], "The place in the file.") { file, _ in .int(try file.tell()) },
        method("seek", ["offset", "whence=0"], "Goes to a place in the file.") { file, given in
            let whence = try given[1].map { try Operations.requireIndex($0) } ?? 0
            return .int(try file.seek(Operations.requireIndex(given[0] ?? .none), whence))
        },
        method("truncate", ["size=None"], "Cuts the file off.") { file, given in
            .int(try file.truncate(count(given[0])))
        },
        method("readable", [], "Whether it was opened for reading.") { file, _ in
            try file.checkOpen()
            return .bool(file.mode.reads)
        },
        method("writable", [], "Whether it was opened for writing.") { file, _ in
            try file.checkOpen()
            return .bool(file.mode.writes)
        },
        method("seekable", [], "True.") { file, _ in
            try file.checkOpen()
            return .bool(true)
        },
        method("isatty", [], "False: it is no terminal.") { file, _ in
            try file.checkOpen()
            return .bool(false)
        },
    ]

    /// The module `_io`, on which `io` stands.
    static func module() -> ModuleValue {
        let module = ModuleValue(
            "_io", documentation: "Files.", all.map { ($0.name, .type($0)) } + [("open", .builtin(open))])
        module["UnsupportedOperation"] = .type(ExceptionTypes.type("UnsupportedOperation"))
        return module
    }

    // MARK: open

    /// The function `open`.
    static let open = Builtin(
        "open", group: "python",
        summary: "Opens a file: anywhere for reading, in the working folder for writing.",
        Parameter<Value>("file", "its path"),
        Parameter<String>(
            "mode",
            "\"r\" reads, \"w\" writes, \"a\" writes at the end, \"x\" makes a file that is not there; "
                + "\"+\" does both, \"b\" takes bytes", default: "r"),
        Parameter<Int>("buffering", "what waits is written in pieces, whatever it says", default: -1),
        Parameter<String?>("encoding", "how text is written as bytes, UTF-8 if left out", default: nil),
        Parameter<String?>("errors", "what is done about bytes that are no text", default: nil),
        Parameter<String?>("newline", "what ends a line: any of the three if left out", default: nil),
        Parameter<Bool>("closefd", "True: there are no descriptors here", default: true),
        Parameter<Value>("opener", "None: files are opened by path", default: .none),
        returns: "a file", example: "open('/dev/null')"
    ) { interpreter, file, mode, buffering, encoding, errors, newline, closes, opener -> Value in
        if case .int = file {
            throw ScriptError(
                "NotImplementedError", "open() of a descriptor of the system is not in Lagado",
                hint: "a path")
        }
        guard closes, opener.isNone else {
            throw ScriptError("NotImplementedError", "open(closefd=False) and opener= are not in Lagado")
        }
        let path = try PathArgument.required(file), mode = try FileObject.Mode(mode)
        if mode.isBinary {
            for (name, value) in [("encoding", encoding), ("errors", errors), ("newline", newline)]
            where value != nil {
                throw ScriptError(
                    "ValueError",
                    "binary mode doesn't take \(name == "encoding" || name == "errors" ? "an" : "a") \(name) "
                        + "argument"
                )
            }
        } else if buffering == 0 {
            throw ScriptError("ValueError", "can't have unbuffered text I/O")
        }
        if let newline, !["", "\n", "\r", "\r\n"].contains(newline) {
            throw ScriptError("ValueError", "illegal newline value: \(Operations.quoted(newline))")
        }
        let (codec, handling) = try TextEncoding.codec(encoding ?? "utf-8", errors ?? "strict")
        if mode.writes { try WritingPlaces.permit(path, interpreter) }
        return .object(
            try FileObject(
                file, path, mode, codec, encoding: encoding ?? "UTF-8", handling, newline: newline))
    }
}
