import Encodings

/// SHA-256, to know that a download is what it should be.
public enum SHA256 {
    /// The digest of some bytes in hexadecimal, 64 digits.
    public static func hex(_ bytes: UnsafeRawBufferPointer) -> String { hex(Array(bytes)) }

    /// The digest of an array of bytes in hexadecimal, 64 digits.
    public static func hex(_ bytes: [UInt8]) -> String { Digest.hex(bytes, .sha256) }
}
