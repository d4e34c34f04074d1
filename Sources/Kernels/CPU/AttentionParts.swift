/// What forward and backward of attention share: how the heads are cut into tasks, where their rows lie, which keys they see.
enum AttentionTasks {
    /// Multiplications that are worth a task: some ten microseconds. Heads are smaller than that in small models.
    private static let smallest = 1 << 19

    /// Calls `body` side by side for stretches of 0 ..< count, each of which takes `work` multiplications a product.
    @inline(__always)
    static func forEach(_ count: Int, work: Int, _ body: (Range<Int>) -> Void) {
        let each = max(1, smallest / max(1, work))
        ThreadPool.forEach((count + each - 1) / each) { task in body(task * each..<min(count, (task + 1) * each)) }
    }
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

/// Which keys sixteen queries see.
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

/// The rows of a head between memory, where they lie far apart, and scratch, where they lie together as float32, each filled
/// up with zeros to whole registers.
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

/// What the forward needs while it computes; rows are filled up to whole registers.
struct ForwardRooms {
    /// The width of a head, filled up.
    let width: Int
    /// [keys, width]
    let k: MutableFloats, v: MutableFloats
    /// [keys, 16]
    let scores: MutableFloats
    /// [16, width], [width, 16] and [16]
    let rows: MutableFloats, columns: MutableFloats, logSumExp: MutableFloats

    @inline(__always)
    static func with(keys: Int, width: Int, _ body: (ForwardRooms) -> Void) {
        let (keys, width) = (AttentionRows.padded(keys), AttentionRows.padded(width))
        Scratch.with(2 * keys * width + keys * 16 + 2 * 16 * width + 16) { body(ForwardRooms($0, keys, width)) }
    }

    private init(_ room: MutableFloats, _ keys: Int, _ width: Int) {
        var pieces = ScratchPieces(room)
        self.width = width
        (k, v, scores) = (pieces.take(keys * width), pieces.take(keys * width), pieces.take(keys * 16))
        (rows, columns, logSumExp) = (pieces.take(16 * width), pieces.take(16 * width), pieces.take(16))
    }
}

/// What the backward needs while it computes; rows are filled up to whole registers.
struct GradientRooms {
    /// The width of a head, filled up.
    let width: Int
    /// [keys, width]
    let k: MutableFloats, v: MutableFloats, dk: MutableFloats, dv: MutableFloats
    /// [keys, 16]
    let p: MutableFloats, ds: MutableFloats
    /// [16, width], and [width, 16]
    let q: MutableFloats, dz: MutableFloats, rows: MutableFloats, columns: MutableFloats
    /// [16]
    let dots: MutableFloats

    @inline(__always)
    static func with(keys: Int, width: Int, _ body: (GradientRooms) -> Void) {
        let (keys, width) = (AttentionRows.padded(keys), AttentionRows.padded(width))
        Scratch.with(4 * keys * width + 2 * keys * 16 + 4 * 16 * width + 16) { body(GradientRooms($0, keys, width)) }
    }

    private init(_ room: MutableFloats, _ keys: Int, _ width: Int) {
        var pieces = ScratchPieces(room)
        self.width = width
        (k, v) = (pieces.take(keys * width), pieces.take(keys * width))
        (dk, dv) = (pieces.take(keys * width), pieces.take(keys * width))
        (p, ds) = (pieces.take(keys * 16), pieces.take(keys * 16))
        (q, dz) = (pieces.take(16 * width), pieces.take(16 * width))
        (rows, columns) = (pieces.take(16 * width), pieces.take(16 * width))
        dots = pieces.take(16)
    }
}
