import Encodings
import Language

/// The module `hashlib`: digests of bytes.
enum HashModule {
    static func make() -> ModuleValue {
        let module = ModuleValue(
            "hashlib", documentation: "Digests of bytes.",
            commands: HashAlgorithm.allCases.map(constructor) + [
                Builtin(
                    "new", group: "hashlib", summary: "A digest by the name of its algorithm.",
                    Parameter<String>("name", "the algorithm"),
                    Parameter<Value>("data", "the first bytes", default: .none),
                    Parameter<Bool>(
                        "usedforsecurity", "whether secrets depend on it", default: true, .keywordOnly),
                    example: "hashlib.new('sha256', b'abc').hexdigest()"
                ) { _, name, data, _ -> Value in
                    guard let algorithm = HashAlgorithm(rawValue: name.lowercased()) else {
                        throw ScriptError(
                            "ValueError", "unsupported hash type \(name)",
                            hint: HashAlgorithm.allCases.map(\.rawValue).joined(separator: ", "))
                    }
                    return .object(try HashObject(algorithm, data))
                }
            ])
        let names = Value.set(
            (try? SetValue(HashAlgorithm.allCases.map { .string($0.rawValue) })) ?? SetValue())
        module["algorithms_available"] = names
        module["algorithms_guaranteed"] = names
        module.refuse(
            [
                "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256", "blake2b",
                "blake2s",
                "pbkdf2_hmac", "scrypt", "file_digest",
            ],
            "MD5, SHA-1 and SHA-2 are here", hint: "hashlib.sha256(data)")
        return module
    }

    private static func constructor(_ algorithm: HashAlgorithm) -> Builtin {
        Builtin(
            algorithm.rawValue, group: "hashlib",
            summary: "The \(algorithm.rawValue.uppercased()) digest of bytes.",
            Parameter<Value>("string", "the first bytes", default: .none),
            Parameter<Bool>("usedforsecurity", "whether secrets depend on it", default: true, .keywordOnly),
            example: "hashlib.\(algorithm.rawValue)(b'abc').hexdigest()"
        ) { _, data, _ -> Value in .object(try HashObject(algorithm, data)) }
    }
}

/// `hashlib.sha256(…)`.
final class HashObject: Restorable {
    private var digest: Digest

    init(_ algorithm: HashAlgorithm, _ data: Value) throws {
        digest = Digest(algorithm)
        if !data.isNone { digest.update(try HashObject.bytes(data)) }
    }

    private init(_ digest: Digest) { self.digest = digest }

    private static func bytes(_ value: Value) throws -> [UInt8] {
        if let bytes = value.bytes { return bytes }
        throw ScriptError(
            "TypeError",
            value.text != nil
                ? "Strings must be encoded before hashing" : "object supporting the buffer API required",
            hint: value.text != nil ? "text.encode()" : nil)
    }

    var typeName: String { "HASH" }
    var scriptClass: ScriptClass? { HashObject.type }
    func repr() throws -> String { "<\(digest.algorithm.rawValue) HASH object>" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { HashObject(digest) }
    func record(in snapshot: Snapshot) {
        let digest = digest
        snapshot.record(self) { self.digest = digest }
    }

    var attributeNames: [String] { ["name", "digest_size", "block_size"] }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "name": return .string(digest.algorithm.rawValue)
        case "digest_size": return .int(digest.algorithm.digestSize)
        case "block_size": return .int(digest.algorithm.blockSize)
        default: return nil
        }
    }

    private static let type = ScriptClass(
        "HASH", of: "_hashlib",
        methods: [
            method("update", ["data"], "Takes more bytes in.") { hash, arguments in
                hash.digest.update(try bytes(arguments[0] ?? .none))
                return .none
            },
            method("digest", [], "The digest as bytes.") { hash, _ in
                .object(BytesValue(hash.digest.finished()))
            },
            method("hexdigest", [], "The digest in hexadecimal.") { hash, _ in
                .string(hash.digest.finished().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
            },
            method("copy", [], "The same state once more.") { hash, _ in .object(HashObject(hash.digest)) },
        ], isInstance: { $0 is HashObject }
    ) { _, _ in
        throw ScriptError(
            "TypeError", "cannot create '_hashlib.HASH' instances", hint: "hashlib.sha256()")
    }

    private static func method(
        _ name: String, _ parameters: [String], _ summary: String,
        _ body: @escaping (HashObject, [Value?]) throws -> Value
    ) -> Builtin {
        Method.of(HashObject.self, name, parameters, summary) { hash, arguments, _ in
            try body(hash, arguments)
        }
    }
}
