import Foundation

/// What a digest is computed by: MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4).
public enum HashAlgorithm: String, CaseIterable, Sendable {
    case md5, sha1, sha224, sha256, sha384, sha512

    /// Bytes of the digest.
    public var digestSize: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// Bytes that are taken in at once.
    public var blockSize: Int { self == .sha384 || self == .sha512 ? 128 : 64 }
}

/// A digest of bytes that come in pieces.
public struct Digest: Sendable {
    public let algorithm: HashAlgorithm
    /// The words; those of 32 bits in the lower half.
    private var words: [UInt64]
    /// What does not fill a block yet.
    private var pending: [UInt8] = []
    private var count: UInt64 = 0

    public init(_ algorithm: HashAlgorithm) {
        self.algorithm = algorithm
        switch algorithm {
        case .md5: words = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
        case .sha1: words = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        case .sha256: words = Digest.roots[..<8].map { $0 >> 32 }
        case .sha224: words = Digest.roots[8...].map { $0 & 0xffff_ffff }
        case .sha512: words = Array(Digest.roots[..<8])
        case .sha384: words = Array(Digest.roots[8...])
        }
    }

    /// The digest of some bytes in hexadecimal.
    public static func hex(_ bytes: [UInt8], _ algorithm: HashAlgorithm) -> String {
        var digest = Digest(algorithm)
        digest.update(bytes)
        return digest.hex
    }

    /// The digest of all that has come in, in hexadecimal; more may follow.
    public var hex: String { finished().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// Takes more bytes in.
    public mutating func update(_ bytes: [UInt8]) {
        count &+= UInt64(bytes.count)
        let size = algorithm.blockSize
        var at = 0
        if !pending.isEmpty {
            at = min(size - pending.count, bytes.count)
            pending += bytes[..<at]
            guard pending.count == size else { return }
            let block = pending
            block.withUnsafeBytes { compress($0.baseAddress!) }
            pending = []
        }
        bytes.withUnsafeBytes { buffer in
            while bytes.count - at >= size {
                compress(buffer.baseAddress! + at)
                at += size
            }
        }
        pending = Array(bytes[at...])
    }

    /// The digest of all that has come in; more may follow.
    public func finished() -> [UInt8] {
        var last = self
        let lengthSize = algorithm.blockSize == 128 ? 16 : 8
        // A one bit, zeros, and the length in bits.
        var tail: [UInt8] = [0x80]
        while (pending.count + tail.count + lengthSize) % algorithm.blockSize != 0 { tail.append(0) }
        var bits: [UInt8] = (0..<lengthSize).map { place in
            place < 8 ? UInt8(truncatingIfNeeded: (count << 3) >> (8 * UInt64(place))) : 0
        }
        if algorithm != .md5 { bits.reverse() }
        last.update(tail + bits)
        let width = algorithm.blockSize == 128 ? 8 : 4
        let bytes = last.words.flatMap { word in
            (0..<width).map { place in
                UInt8(truncatingIfNeeded: word >> UInt64(8 * (algorithm == .md5 ? place : width - 1 - place)))
            }
        }
        return Array(bytes.prefix(algorithm.digestSize))
    }

    private mutating func compress(_ block: UnsafeRawPointer) {
        switch algorithm {
        case .md5: compressMD5(block)
        case .sha1: compressSHA1(block)
        case .sha224, .sha256: compressSHA256(block)
        case .sha384, .sha512: compressSHA512(block)
        }
    }

    @inline(__always)
    private static func left(_ x: UInt32, _ n: UInt32) -> UInt32 { x << n | x >> (32 - n) }
    @inline(__always)
    private static func right(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }
    @inline(__always)
    private static func right(_ x: UInt64, _ n: UInt64) -> UInt64 { x >> n | x << (64 - n) }

    private mutating func add32(_ sums: [UInt32]) {
        for (place, sum) in sums.enumerated() {
            words[place] = UInt64(UInt32(truncatingIfNeeded: words[place]) &+ sum)
        }
    }

    private var narrow: [UInt32] { words.map { UInt32(truncatingIfNeeded: $0) } }

    // MARK: MD5

    private static let sines: [UInt32] = (1...64).map { UInt32(abs(sin(Double($0))) * 4_294_967_296) }
    private static let turns: [[UInt32]] = [
        [7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21],
    ]

    private mutating func compressMD5(_ block: UnsafeRawPointer) {
        let start = narrow
        var (a, b, c, d) = (start[0], start[1], start[2], start[3])
        for step in 0..<64 {
            let mixed: UInt32, place: Int
            switch step / 16 {
            case 0: (mixed, place) = (b & c | ~b & d, step)
            case 1: (mixed, place) = (d & b | ~d & c, (5 * step + 1) % 16)
            case 2: (mixed, place) = (b ^ c ^ d, (3 * step + 5) % 16)
            default: (mixed, place) = (c ^ (b | ~d), (7 * step) % 16)
            }
            let word = UInt32(littleEndian: block.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self))
            let sum = a &+ mixed &+ Digest.sines[step] &+ word
            (a, d, c) = (d, c, b)
            b = b &+ Digest.left(sum, Digest.turns[step / 16][step % 4])
        }
        add32([a, b, c, d])
    }

    // MARK: SHA-1

    private mutating func compressSHA1(_ block: UnsafeRawPointer) {
        var w = [UInt32](repeating: 0, count: 80)
        for i in 0..<16 {
            w[i] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: i * 4, as: UInt32.self))
        }
        for i in 16..<80 { w[i] = Digest.left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1) }
        let start = narrow
        var (a, b, c, d, e) = (start[0], start[1], start[2], start[3], start[4])
        for i in 0..<80 {
            let mixed: UInt32, constant: UInt32
            switch i / 20 {
            case 0: (mixed, constant) = (b & c | ~b & d, 0x5a82_7999)
            case 1: (mixed, constant) = (b ^ c ^ d, 0x6ed9_eba1)
            case 2: (mixed, constant) = (b & c | b & d | c & d, 0x8f1b_bcdc)
            default: (mixed, constant) = (b ^ c ^ d, 0xca62_c1d6)
            }
            let sum = Digest.left(a, 5) &+ mixed &+ e &+ constant &+ w[i]
            (e, d, c, b, a) = (d, c, Digest.left(b, 30), a, sum)
        }
        add32([a, b, c, d, e])
    }

    // MARK: SHA-2

    private mutating func compressSHA256(_ block: UnsafeRawPointer) {
        let start = narrow
        var sums = start
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
            for i in 0..<16 {
                w[i] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: i * 4, as: UInt32.self))
            }
            for i in 16..<64 {
                let (x, y) = (w[i - 15], w[i - 2])
                let s0 = Digest.right(x, 7) ^ Digest.right(x, 18) ^ x >> 3
                let s1 = Digest.right(y, 17) ^ Digest.right(y, 19) ^ y >> 10
                w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
            }
            var (a, b, c, d) = (start[0], start[1], start[2], start[3])
            var (e, f, g, h) = (start[4], start[5], start[6], start[7])
            Digest.constants.withUnsafeBufferPointer { k in
                for i in 0..<64 {
                    let s1 = Digest.right(e, 6) ^ Digest.right(e, 11) ^ Digest.right(e, 25)
                    let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ UInt32(k[i] >> 32) &+ w[i]
                    let s0 = Digest.right(a, 2) ^ Digest.right(a, 13) ^ Digest.right(a, 22)
                    let t2 = s0 &+ (a & b ^ a & c ^ b & c)
                    (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
                }
            }
            sums = [a, b, c, d, e, f, g, h]
        }
        add32(sums)
    }

    private mutating func compressSHA512(_ block: UnsafeRawPointer) {
        let start = words
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 80) { w in
            for i in 0..<16 {
                w[i] = UInt64(bigEndian: block.loadUnaligned(fromByteOffset: i * 8, as: UInt64.self))
            }
            for i in 16..<80 {
                let (x, y) = (w[i - 15], w[i - 2])
                let s0 = Digest.right(x, 1) ^ Digest.right(x, 8) ^ x >> 7
                let s1 = Digest.right(y, 19) ^ Digest.right(y, 61) ^ y >> 6
                w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
            }
            var (a, b, c, d) = (start[0], start[1], start[2], start[3])
            var (e, f, g, h) = (start[4], start[5], start[6], start[7])
            Digest.constants.withUnsafeBufferPointer { k in
                for i in 0..<80 {
                    let s1 = Digest.right(e, 14) ^ Digest.right(e, 18) ^ Digest.right(e, 41)
                    let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ k[i] &+ w[i]
                    let s0 = Digest.right(a, 28) ^ Digest.right(a, 34) ^ Digest.right(a, 39)
                    let t2 = s0 &+ (a & b ^ a & c ^ b & c)
                    (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
                }
            }
            for (place, sum) in [a, b, c, d, e, f, g, h].enumerated() { words[place] = words[place] &+ sum }
        }
    }

    /// The first 64 bits behind the point of the square roots of the first 16 primes. SHA-256 begins with the
    /// upper halves of the first eight, SHA-224 with the lower halves of the others.
    private static let roots: [UInt64] = [
        0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
        0xcbbb_9d5d_c105_9ed8, 0x629a_292a_367c_d507, 0x9159_015a_3070_dd17, 0x152f_ecd8_f70e_5939,
        0x6733_2667_ffc0_0b31, 0x8eb4_4a87_6858_1511, 0xdb0c_2e0d_64f9_8fa7, 0x47b5_481d_befa_4fa4,
    ]

    /// The same of the cube roots of the first 80 primes; SHA-256 takes the upper halves of 64.
    private static let constants: [UInt64] = [
        0x428a_2f98_d728_ae22, 0x7137_4491_23ef_65cd, 0xb5c0_fbcf_ec4d_3b2f, 0xe9b5_dba5_8189_dbbc,
        0x3956_c25b_f348_b538, 0x59f1_11f1_b605_d019, 0x923f_82a4_af19_4f9b, 0xab1c_5ed5_da6d_8118,
        0xd807_aa98_a303_0242, 0x1283_5b01_4570_6fbe, 0x2431_85be_4ee4_b28c, 0x550c_7dc3_d5ff_b4e2,
        0x72be_5d74_f27b_896f, 0x80de_b1fe_3b16_96b1, 0x9bdc_06a7_25c7_1235, 0xc19b_f174_cf69_2694,
        0xe49b_69c1_9ef1_4ad2, 0xefbe_4786_384f_25e3, 0x0fc1_9dc6_8b8c_d5b5, 0x240c_a1cc_77ac_9c65,
        0x2de9_2c6f_592b_0275, 0x4a74_84aa_6ea6_e483, 0x5cb0_a9dc_bd41_fbd4, 0x76f9_88da_8311_53b5,
        0x983e_5152_ee66_dfab, 0xa831_c66d_2db4_3210, 0xb003_27c8_98fb_213f, 0xbf59_7fc7_beef_0ee4,
        0xc6e0_0bf3_3da8_8fc2, 0xd5a7_9147_930a_a725, 0x06ca_6351_e003_826f, 0x1429_2967_0a0e_6e70,
        0x27b7_0a85_46d2_2ffc, 0x2e1b_2138_5c26_c926, 0x4d2c_6dfc_5ac4_2aed, 0x5338_0d13_9d95_b3df,
        0x650a_7354_8baf_63de, 0x766a_0abb_3c77_b2a8, 0x81c2_c92e_47ed_aee6, 0x9272_2c85_1482_353b,
        0xa2bf_e8a1_4cf1_0364, 0xa81a_664b_bc42_3001, 0xc24b_8b70_d0f8_9791, 0xc76c_51a3_0654_be30,
        0xd192_e819_d6ef_5218, 0xd699_0624_5565_a910, 0xf40e_3585_5771_202a, 0x106a_a070_32bb_d1b8,
        0x19a4_c116_b8d2_d0c8, 0x1e37_6c08_5141_ab53, 0x2748_774c_df8e_eb99, 0x34b0_bcb5_e19b_48a8,
        0x391c_0cb3_c5c9_5a63, 0x4ed8_aa4a_e341_8acb, 0x5b9c_ca4f_7763_e373, 0x682e_6ff3_d6b2_b8a3,
        0x748f_82ee_5def_b2fc, 0x78a5_636f_4317_2f60, 0x84c8_7814_a1f0_ab72, 0x8cc7_0208_1a64_39ec,
        0x90be_fffa_2363_1e28, 0xa450_6ceb_de82_bde9, 0xbef9_a3f7_b2c6_7915, 0xc671_78f2_e372_532b,
        0xca27_3ece_ea26_619c, 0xd186_b8c7_21c0_c207, 0xeada_7dd6_cde0_eb1e, 0xf57d_4f7f_ee6e_d178,
        0x06f0_67aa_7217_6fba, 0x0a63_7dc5_a2c8_98a6, 0x113f_9804_bef9_0dae, 0x1b71_0b35_131c_471b,
        0x28db_77f5_2304_7d84, 0x32ca_ab7b_40c7_2493, 0x3c9e_be0a_15c9_bebc, 0x431d_67c4_9c10_0d4c,
        0x4cc5_d4be_cb3e_42b6, 0x597f_299c_fc65_7e2a, 0x5fcb_6fab_3ad6_faec, 0x6c44_198c_4a47_5817,
    ]
}
