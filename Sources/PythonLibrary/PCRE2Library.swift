import CPCRE2
import Foundation
import Language

/// PCRE2's functions, loaded with the first pattern: a start without one pays nothing for it.
///
/// There are two libraries of the same functions: for UTF-8, and for characters of 32 bits, whose patterns
/// may be of any size.
struct PCRE2Library: @unchecked Sendable {
    typealias Code = OpaquePointer
    /// Its block has the same fields in both libraries, and nobody looks at it.
    typealias Callout = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32

    /// Bits of what patterns and texts consist of.
    enum Width: Int { case bytes = 8, characters = 32 }

    let compile:
        @convention(c) (
            UnsafeRawPointer?, Int, UInt32, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int>,
            OpaquePointer?
        ) -> Code?
    let prepare: @convention(c) (Code?, UInt32) -> Int32
    let match:
        @convention(c) (
            Code?, UnsafeRawPointer?, Int, Int, UInt32, OpaquePointer?, OpaquePointer?
        ) -> Int32
    let makeData: @convention(c) (Code?, OpaquePointer?) -> OpaquePointer?
    let freeData: @convention(c) (OpaquePointer?) -> Void
    let offsets: @convention(c) (OpaquePointer?) -> UnsafeMutablePointer<Int>?
    let makeContext: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let freeContext: @convention(c) (OpaquePointer?) -> Void
    let setMatchLimit: @convention(c) (OpaquePointer?, UInt32) -> Int32
    let setHeapLimit: @convention(c) (OpaquePointer?, UInt32) -> Int32
    let setCallout: @convention(c) (OpaquePointer?, Callout?, UnsafeMutableRawPointer?) -> Int32
    let makeStack: @convention(c) (Int, Int, OpaquePointer?) -> OpaquePointer?
    let assignStack: @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Void
    let freeStack: @convention(c) (OpaquePointer?) -> Void
    let freeCode: @convention(c) (Code?) -> Void
    private let message: @convention(c) (Int32, UnsafeMutablePointer<UInt8>?, Int) -> Int32

    private static let forBytes = Result { try PCRE2Library(.bytes) }
    private static let forCharacters = Result { try PCRE2Library(.characters) }

    /// - Throws: ImportError where the library is not installed.
    static func loaded(_ width: Width) throws -> PCRE2Library {
        try (width == .bytes ? forBytes : forCharacters).get()
    }

    /// What an error is called. The library for bytes alone says it in bytes.
    static func text(of error: Int32) throws -> String {
        var text = [UInt8](repeating: 0, count: 256)
        _ = try loaded(.bytes).message(error, &text, text.count)
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }

    private init(_ width: Width) throws {
        let names = ["libpcre2-\(width.rawValue).so.0", "libpcre2-\(width.rawValue).so"]
        guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
            throw ScriptError(
                "ImportError", "regular expressions need PCRE2, which is not installed (\(names[0]))",
                hint: "apt install libpcre2-\(width.rawValue)-0")
        }
        func symbol<Function>(_ name: String, _: Function.Type = Function.self) throws -> Function {
            guard let address = dlsym(library, "pcre2_\(name)_\(width.rawValue)") else {
                throw ScriptError(
                    "ImportError", "PCRE2 has no function \(name)", hint: "version 10.30 or later")
            }
            return unsafeBitCast(address, to: Function.self)
        }
        compile = try symbol("compile")
        prepare = try symbol("jit_compile")
        match = try symbol("match")
        makeData = try symbol("match_data_create_from_pattern")
        freeData = try symbol("match_data_free")
        offsets = try symbol("get_ovector_pointer")
        makeContext = try symbol("match_context_create")
        freeContext = try symbol("match_context_free")
        setMatchLimit = try symbol("set_match_limit")
        setHeapLimit = try symbol("set_heap_limit")
        setCallout = try symbol("set_callout")
        makeStack = try symbol("jit_stack_create")
        assignStack = try symbol("jit_stack_assign")
        freeStack = try symbol("jit_stack_free")
        freeCode = try symbol("code_free")
        message = try symbol("get_error_message")
    }
}
