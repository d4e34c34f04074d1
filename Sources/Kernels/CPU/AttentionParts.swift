import CProcessor

/// What forward and backward of attention share: how the heads are cut into tasks, where their rows lie,
/// which keys they see.
enum AttentionTasks {
    /// Multiplications that are worth a task: some ten microseconds. Heads are
    /// smaller than that in small models.
    private static let smallest = 1 << 19

    /// Calls `body` side by side for stretches of 0 ..< count, each of which takes
    /// `work` multiplications a product.
    @inline(__always)
    static func forEach(_ count: Int, work: Int, _ body: (Range<Int>) -> Void) {
        let each = max(1, smallest / max(1, work))
        ThreadPool.forEach((count + each - 1) / each) { task in
            body(task * each..<min(count, (task + 1) * each))
        }
    }
}

extension AttentionShape {
    /// The queries that go together, across the lanes of one register or two. With two, keys, values and
    /// their gradients are gone through half as often; but more is computed of what the causal mask hides,
    /// too much of it where the queries are few.
    var queriesTogether: Int { LAGADO_HAS_AVX512 == 1 && queries >= 128 ? 32 : 16 }
}

/// Where the rows of one batch and head start.
struct AttentionHead {
    let q: Int, k: Int, v: Int, z: Int

    init(_ shape: AttentionShape, _ index: Int) {
        let (batch, head) = index.quotientAndRemainder(dividingBy: shape.heads)
        q = shape.q.offset(batch: batch, head: head)
        k = shape.k.offset(batch: batch, head: head)
        v = shape.v.offset(batch: batch, head: head)
        z = shape.z.offset(batch: batch, head: head)
    }
}

/// Which keys up to sixteen queries see.
struct AttentionView {
    /// The number of keys that any of the queries sees, and that all of them see.
    let keys: Int, keysOfAll: Int
    /// The query in lane i sees the keys before origin + i; without a mask there are no more.
    private let origin: Int

    init(_ shape: AttentionShape, _ first: Int, _ count: Int) {
        keys = shape.visibleKeys(to: first + count - 1)
        keysOfAll = shape.visibleKeys(to: first)
        origin = shape.causal ? shape.keys - shape.queries + first + 1 : shape.keys
    }

    /// The queries that do not see the key. Compared as floats: the compiler goes through a comparison
    /// of whole numbers lane by lane.
    @inline(__always)
    func hides(_ key: Int) -> SIMDMask<SIMD16<Int32>> {
        Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) .<= Float(key &- origin)
    }
}

/// The rows of a head between memory, where they lie far apart, and scratch, where they lie together as
/// float32, each filled up with zeros to whole registers.
enum AttentionRows {
    /// The next multiple of sixteen.
    @inline(__always)
    static func padded(_ count: Int) -> Int { (count &+ 15) & ~15 }

    /// `count` rows, and zeros up to a multiple of sixteen of them.
    @inline(__always)
    static func gather<Number: LaneNumber>(
        _ x: UnsafePointer<Number>, _ stride: Int, _ count: Int, _ width: Int, into y: MutableFloats
    ) {
        let padded = padded(width)
        for row in 0..<count {
            let (x, y) = (x + row &* stride, y + row &* padded)
            forEachLanes(width) { i, n in store(Number.lanes(x + i, n), y + i, 16) }
        }
        let rest = self.padded(count) &- count
        if rest > 0 { (y + count &* padded).update(repeating: 0, count: rest &* padded) }
    }

    @inline(__always)
    static func scatter<Number: LaneNumber>(
        _ x: Floats, _ count: Int, _ width: Int, to y: UnsafeMutablePointer<Number>, _ stride: Int
    ) {
        let padded = padded(width)
        for row in 0..<count {
            let (x, y) = (x + row &* padded, y + row &* stride)
            forEachLanes(width) { i, n in Number.write(load(x + i, 16), y + i, n) }
        }
    }
}

// MARK: Scratch

/// What the forward needs while it computes; rows are filled up to whole registers, and so
/// are queries, which lie `across`.
struct ForwardRooms {
    /// The width of a head, filled up.
    let width: Int
    /// [keys, width]
    let k: MutableFloats, v: MutableFloats
    /// [keys, across]
    let scores: MutableFloats
    /// [across, width], [width, across], and [across] twice
    let rows: MutableFloats, columns: MutableFloats, logSumExp: MutableFloats, inverses: MutableFloats

    @inline(__always)
    static func with(_ shape: AttentionShape, keys: Int, _ body: (ForwardRooms) -> Void) {
        let (keys, width, across) = (
            AttentionRows.padded(keys), AttentionRows.padded(shape.width), shape.queriesTogether
        )
        Scratch.with(2 * keys * width + across * (keys + 2 * width + 2)) {
            body(ForwardRooms($0, keys, width, across))
        }
    }

    private init(_ room: MutableFloats, _ keys: Int, _ width: Int, _ across: Int) {
        var pieces = ScratchPieces(room)
        self.width = width
        (k, v, scores) = (pieces.take(keys * width), pieces.take(keys * width), pieces.take(keys * across))
        (rows, columns) = (pieces.take(across * width), pieces.take(width * across))
        (logSumExp, inverses) = (pieces.take(across), pieces.take(across))
    }
}

/// What the backward needs while it computes; rows are filled up to whole registers, and so are queries,
/// which lie `across`.
struct GradientRooms {
    /// The width of a head, filled up.
    let width: Int
    /// [keys, width]
    let k: MutableFloats, v: MutableFloats, dk: MutableFloats, dv: MutableFloats
    /// [keys, across]
    let p: MutableFloats, ds: MutableFloats
    /// [across, width], and [width, across]
    let q: MutableFloats, dz: MutableFloats, rows: MutableFloats, columns: MutableFloats
    /// [across]
    let dots: MutableFloats

    @inline(__always)
    static func with(_ shape: AttentionShape, keys: Int, _ body: (GradientRooms) -> Void) {
        let (keys, width, across) = (
            AttentionRows.padded(keys), AttentionRows.padded(shape.width), shape.queriesTogether
        )
        Scratch.with(4 * keys * width + across * (2 * keys + 4 * width + 1)) {
            body(GradientRooms($0, keys, width, across))
        }
    }

    private init(_ room: MutableFloats, _ keys: Int, _ width: Int, _ across: Int) {
        var pieces = ScratchPieces(room)
        self.width = width
        (k, v) = (pieces.take(keys * width), pieces.take(keys * width))
        (dk, dv) = (pieces.take(keys * width), pieces.take(keys * width))
        (p, ds) = (pieces.take(keys * across), pieces.take(keys * across))
        (q, dz) = (pieces.take(across * width), pieces.take(across * width))
        (rows, columns) = (pieces.take(across * width), pieces.take(width * across))
        dots = pieces.take(across)
    }
}
