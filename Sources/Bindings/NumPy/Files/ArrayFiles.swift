import Disk
import Language
import PythonLibrary
import Tensors

/// `np.save`, `np.load`, `np.savez`: NumPy's own files.
enum ArrayFiles {
    static let commands: [Builtin] = [
        save, archive("savez", packs: false), archive("savez_compressed", packs: true), load,
    ]

    private static let file = Parameter<FileArgument>(
        "file", "the path of the file, or an open file of bytes")

    private static let save = Builtin(
        "save", group: "numpy", summary: "Saves an array to a file in NumPy's .npy format.", file,
        Parameter<Value>("arr", "the array, or what makes one"),
        Parameter<Bool>("allow_pickle", "without effect: arrays of objects are not here", default: true),
        returns: "None", example: "np.save('x.npy', np.ones(3))", pytorch: "torch.save(x, 'x.pt')"
    ) { interpreter, file, value, _ -> Value in
        let tensor = try NumPy.tensor(value)
        try write(to: file, ending: ".npy", interpreter) { sink in try put(tensor, sink) }
        return .none
    }

    /// Writes what `body` gives to a file; a path without an ending gets `ending`.
    private static func write(
        to file: FileArgument, ending: String, _ interpreter: Interpreter,
        _ body: @escaping (@escaping ByteSink) throws -> Void
    ) throws {
        switch file {
        case .path(let given):
            let path = given.hasSuffix(ending) ? given : given + ending
            try Files.permit(path, interpreter)
            do {
                try WholeFile.write(to: path) { part in try body { bytes in try part.write(bytes) } }
            } catch let error as FileError {
                throw SystemFailure.error(error, path)
            }
        case .object:
            let buffer = ByteCollector()
            try body { buffer.bytes += $0 }
            try file.write(buffer.bytes, interpreter)
        }
    }

    /// The bytes of an array in a file of its own.
    private static func put(_ tensor: Tensor, _ sink: ByteSink) throws {
        // An array that lies column by column is written as it lies.
        let isFortran = try !tensor.isContiguous && tensor.transposed().isContiguous
        let plain = isFortran ? try tensor.transposed() : tensor
        let header = try ArrayDescription(type: tensor.dtype, isFortran: isFortran, shape: tensor.shape)
            .header
        try header.send(to: sink)
        try plain.withBytes(sink)
    }

    private static func archive(_ name: String, packs: Bool) -> Builtin {
        Builtin(
            name, group: "numpy",
            summary: "Saves several arrays to one file in NumPy's .npz format\(packs ? ", packed" : "").",
            file,
            Parameter<[Value]>(
                "args", "arrays, which are called arr_0, arr_1, …", default: [], shown: "()", .variadic),
            Parameter<Value>("kwds", "arrays under the names of the arguments", default: .none, .keywords),
            returns: "None", example: "np.\(name)('xy.npz', x=np.ones(3), y=np.zeros(3))",
            pytorch: "torch.save({'x': x, 'y': y}, 'xy.pt')"
        ) { interpreter, file, positional, named -> Value in
            var arrays: [(String, Tensor)] = []
            if case .dict(let dict) = named {
                for (key, value) in dict.pairs where key.text != "allow_pickle" {
                    arrays.append((key.text ?? "", try NumPy.tensor(value)))
                }
            }
            for (index, value) in positional.enumerated() {
                let key = "arr_\(index)"
                guard !arrays.contains(where: { $0.0 == key }) else {
                    throw ScriptError("ValueError", "Cannot use un-named variables and keyword \(key)")
                }
                arrays.append((key, try NumPy.tensor(value)))
            }
            try write(to: file, ending: ".npz", interpreter) { sink in
                var zip = ZipWriter(sink)
                for (key, tensor) in arrays {
                    let buffer = ByteCollector()
                    try put(tensor) { buffer.bytes += $0 }
                    try zip.add(key + ".npy", buffer.bytes, packs: packs)
                }
                try zip.finish()
            }
            return .none
        }
    }

    private static let load = Builtin(
        "load", group: "numpy",
        summary: "Loads an array from a .npy file, or the arrays of a .npz file by name.",
        file,
        Parameter<String?>("mmap_mode", "'r' reads a large .npy file as it is asked for", default: nil),
        Parameter<Bool>("allow_pickle", "arrays of objects are not here, so nothing is run", default: false),
        Parameter<Bool>("fix_imports", "for Python 2, of which nothing is read", default: true),
        Parameter<String>("encoding", "of texts of Python 2", default: "ASCII"),
        Parameter<Int>("max_header_size", "headers are read up to this size", default: 10000, .keywordOnly),
        returns: "an array, or a mapping of arrays", example: "np.load('x.npy')",
        pytorch: "torch.load('x.pt')"
    ) { interpreter, file, mapped, _, _, _, _ -> Value in
        let source: any ByteSource
        switch file {
        case .path(let path): source = try TorchFiles.opened(path)
        case .object: source = BytesInMemory(try file.read(interpreter))
        }
        let start = try source.part(6, at: 0)
        guard !start.isEmpty else { throw ScriptError("EOFError", "No data left in file") }
        if ZipArchive.isLikely(start) || start.starts(with: [0x50, 0x4B, 5, 6]) {
            return .object(try ArrayArchive(source, file.path))
        }
        guard start.starts(with: [0x93] + Array("NUMPY".utf8)) else {
            throw ScriptError(
                "ValueError",
                "This file contains pickled (object) data. If you trust the file you can load it unsafely "
                    + "using the `allow_pickle=` keyword argument or `pickle.load()`.",
                hint: start.first == 0x80 ? "pickle.load(open(path, 'rb'))" : "a file that np.save() wrote")
        }
        let (description, place) = try ArrayDescription.read(source)
        if let mapped, let path = file.path {
            return .object(try MappedArray.open(path, description, at: place, mode: mapped, interpreter))
        }
        let tensor = try description.array(source, at: place)
        return tensor.rank == 0 ? try ArrayObject.value(tensor) : .object(ArrayObject(tensor))
    }
}

/// `numpy.lib.npyio.NpzFile`: the arrays of a .npz file, read as they are asked for.
final class ArrayArchive: NativeObject, ScriptConvertible {
    private var zip: ZipArchive?
    private let path: String?
    private let files: [String]

    /// - Throws: ValueError for what is no sound zip file.
    init(_ source: any ByteSource, _ path: String?) throws {
        do {
            let zip = try ZipArchive(source)
            self.zip = zip
            files = zip.entries.map { $0.name.hasSuffix(".npy") ? String($0.name.dropLast(4)) : $0.name }
        } catch let error as ZipArchive.Broken { throw ArrayArchive.broken(error) }
        self.path = path
    }

    private static func broken(_ error: ZipArchive.Broken) -> ScriptError {
        ScriptError(
            "BadZipFile",
            error.isUnknown ? "File is not a zip file" : "the zip file is damaged: \(error.reason)",
            hint: "fetch or save it again", exceptionClass: "ValueError")
    }

    static var scriptName: String { "NpzFile" }
    static func from(_ value: Value) throws -> ArrayArchive? {
        guard case .object(let object) = value else { return nil }
        return object as? ArrayArchive
    }
    var scriptValue: Value { .object(self) }

    func repr() throws -> String {
        let names = files.prefix(5).joined(separator: ", ") + (files.count > 5 ? "..." : "")
        return "NpzFile \(Operations.quoted(path ?? "object")) with keys: \(names)"
    }
    func length() throws -> Int { files.count }
    func contains(_ value: Value) throws -> Bool {
        value.text.map { files.contains($0) || files.map { $0 + ".npy" }.contains($0) } ?? false
    }
    func iterate() throws -> ScriptIterator { try Operations.iterator(names) }
    var stringKeys: [String] { files }
    var attributeNames: [String] { ["files", "keys"] }
    private var names: Value { .list(files.map(Value.string)) }

    func getItem(_ index: Value) throws -> Value {
        guard let zip else {
            throw ScriptError(
                "AttributeError", "'NoneType' object has no attribute 'open'", details: ["the file is closed"]
            )
        }
        guard let name = index.text, let entry = zip[name + ".npy"] ?? zip[name] else {
            throw ScriptError(
                "KeyError", Operations.quoted("\(try index.str()) is not a file in the archive"))
        }
        do {
            let bytes = BytesInMemory(try zip.bytes(of: entry, limit: .max))
            let (description, start) = try ArrayDescription.read(bytes)
            return try ArrayObject.value(description.array(bytes, at: start))
        } catch let error as ZipArchive.Broken { throw ArrayArchive.broken(error) }
    }

    func enter() throws -> Value { .object(self) }
    func exit(_ error: ScriptError?) throws -> Bool {
        zip = nil
        return false
    }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }

    private static let this: Parameter<ArrayArchive> = receiver("the file")
    private static func method(
        _ name: String, _ summary: String, _ body: @escaping (ArrayArchive) throws -> Value
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, this, returns: "what it says",
            example: "np.load('xy.npz').\(name)()", pytorch: "torch.load('xy.pt').\(name)()"
        ) { _, file -> Value in try body(file) }
    }

    static let nativeType = NativeType<ArrayArchive>(
        ScriptClass("NpzFile"),
        properties: [.init("files", "The names of the arrays.", get: { $0.names })],
        methods: [
            method("keys", "The names of the arrays.") { $0.names },
            method("values", "The arrays.") { file in
                .list(try file.files.map { try file.getItem(.string($0)) })
            },
            method("items", "Pairs of a name and its array.") { file in
                .list(try file.files.map { .tuple([.string($0), try file.getItem(.string($0))]) })
            },
            method("close", "Ends reading.") { file in
                file.zip = nil
                return .none
            },
            Builtin(
                "get", group: "numpy",
                summary: "An array, or something else where there is none of the name.", this,
                Parameter<Value>("key", "the name"),
                Parameter<Value>("default", "in its place", default: .none),
                returns: "an array", example: "np.load('xy.npz').get('x')",
                pytorch: "torch.load('xy.pt').get('x')"
            ) { _, file, key, other -> Value in try file.contains(key) ? try file.getItem(key) : other },
        ])
}
