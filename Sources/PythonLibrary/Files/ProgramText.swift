import Encodings
import Language

/// The text of a program, whatever encoding its file has.
package enum ProgramText {
    /// Reads UTF-8, UTF-16 with its mark, what a line `# -*- coding: … -*-` names, and cp1252 where it can
    /// be nothing else.
    ///
    /// - Returns: the program, and a remark where it is not UTF-8.
    /// - Throws: SyntaxError that names the first byte that is not UTF-8, or says that the file is binary.
    package static func decode(_ bytes: [UInt8], name: String) throws -> (source: Source, remark: String?) {
        func decoded(_ codec: TextCodec) -> (Source, String?)? {
            guard let text = try? codec.decode(bytes), !text.contains(0) else { return nil }
            let source = Source(String(decoding: text, as: UTF8.self), name: name)
            return (source, "\(name) is read as \(codec.rawValue)")
        }
        if TextCodec.signature(of: bytes) == .utf16, let found = decoded(.utf16) { return found }
        if let codec = declared(bytes), codec != .utf8, codec != .utf8Signature, let found = decoded(codec) {
            return (found.0, nil)
        }
        do { return (try Source.decode(bytes, name: name), nil) } catch {
            guard !bytes.contains(0), let found = decoded(.windows1252) else { throw error }
            return found
        }
    }

    /// What one of the first two lines says.
    private static func declared(_ bytes: [UInt8]) -> TextCodec? {
        let start = String(decoding: bytes.prefix(400), as: UTF8.self)
        for line in start.split(separator: "\n", omittingEmptySubsequences: false).prefix(2) {
            guard line.hasPrefix("#"), let match = line.firstMatch(of: #/coding[:=]\s*([-\w.]+)/#) else {
                continue
            }
            return TextCodec(named: String(match.1))
        }
        return nil
    }
}
