import CCurl
import Foundation

/// libcurl, opened at the first download, and the addresses of its functions.
///
/// Linked at build time it would cost every start 6 ms for its thirty libraries, though
/// most sessions download nothing.
final class CurlLibrary: @unchecked Sendable {
    typealias Handle = UnsafeMutableRawPointer

    /// The library, or why it could not be opened.
    static let shared: Result<CurlLibrary, TextError> = Result { try CurlLibrary() }.mapError {
        $0 as? TextError ?? TextError(.system, "\($0)")
    }

    let initHandle: @convention(c) () -> Handle?
    let cleanup: @convention(c) (Handle) -> Void
    let perform: @convention(c) (Handle) -> CURLcode
    let errorText: @convention(c) (CURLcode) -> UnsafePointer<CChar>
    let appendHeader:
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>) -> UnsafeMutableRawPointer?
    let freeHeaders: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let setOption: UnsafeMutableRawPointer
    let getInfo: UnsafeMutableRawPointer

    private init() throws {
        let names = ["libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"]
        guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
            throw TextError(
                .system, "downloads need libcurl, which is not installed (\(names.joined(separator: ", ")))",
                hint: "Install it: apt install libcurl4")
        }
        func symbol(_ name: String) throws -> UnsafeMutableRawPointer {
            guard let address = dlsym(library, name) else {
                throw TextError(
                    .system, "libcurl has no function \(name)", hint: "Version 7.85 or later is needed.")
            }
            return address
        }
        initHandle = unsafeBitCast(try symbol("curl_easy_init"), to: type(of: initHandle))
        cleanup = unsafeBitCast(try symbol("curl_easy_cleanup"), to: type(of: cleanup))
        perform = unsafeBitCast(try symbol("curl_easy_perform"), to: type(of: perform))
        errorText = unsafeBitCast(try symbol("curl_easy_strerror"), to: type(of: errorText))
        appendHeader = unsafeBitCast(try symbol("curl_slist_append"), to: type(of: appendHeader))
        freeHeaders = unsafeBitCast(try symbol("curl_slist_free_all"), to: type(of: freeHeaders))
        setOption = try symbol("curl_easy_setopt")
        getInfo = try symbol("curl_easy_getinfo")
        let globalInit = unsafeBitCast(
            try symbol("curl_global_init"), to: (@convention(c) (CLong) -> CURLcode).self)
        guard globalInit(CLong(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
            throw TextError(.system, "libcurl could not be set up")
        }
    }

    func set(_ handle: Handle, _ option: CURLoption, _ value: Int) {
        _ = lagado_set_long(setOption, handle, option, CLong(value))
    }

    func set(_ handle: Handle, _ option: CURLoption, _ value: String) {
        _ = lagado_set_string(setOption, handle, option, value)
    }

    func set(_ handle: Handle, _ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        _ = lagado_set_pointer(setOption, handle, option, value)
    }

    func status(_ handle: Handle) -> Int {
        var value: CLong = 0
        _ = lagado_get_long(getInfo, handle, CURLINFO_RESPONSE_CODE, &value)
        return Int(value)
    }

    func string(_ handle: Handle, _ info: CURLINFO) -> String {
        var value: UnsafePointer<CChar>?
        _ = lagado_get_string(getInfo, handle, info, &value)
        return value.map { String(cString: $0) } ?? ""
    }
}
