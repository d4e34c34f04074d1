import Foundation

/// The rectangles that a product's result is cut into, by its shape alone.
///
/// Every tile packs its own share of A and B, which costs rows · k and columns · k for rows ·
/// columns · k of arithmetic, and its part of C is read and written once for every few hundred of k:
/// it should stay in the core's own second cache. Wide tiles read whole rows of B and C. Where A lies across,
/// the tiles are narrower for its sake: of two cores' arithmetic limit, gradients of weights reach
/// 87 % in 256 × 768 and 80 % in 512 × 384. Where B does, turned piece by piece, it is the other way
/// round. There should be a dozen tiles.
struct Tiles {
    /// Products with fewer multiplications are not worth waking a thread for.
    static let smallest = 1 << 19
    private static let wanted = 12, enough = 6
    static let widest = 768
    private static let tallestOfATransposed = 256, tallestOfBTransposed = 1024
    /// The numbers of C in a tile: three quarters of a second cache of 1 or 2 MB. With 1 MB, 256 × 768 has 94
    /// % of the arithmetic limit and 512 × 768 93; of B across, 1024 × 192 has 93.5 and 1024 × 768 90.
    private static let area = sysconf(Int32(_SC_LEVEL2_CACHE_SIZE)) >= 2 << 20 ? 512 * 768 : 256 * 768
    /// Tiles less high cost more to pack than another core brings; with few tiles
    /// that other core counts for more.
    private static let least = 256, leastOfFew = 96

    let m: Int, n: Int
    private let height: Int, width: Int
    private let down: Int, across: Int

    init(m: Int, n: Int, k: Int, aTransposed: Bool, bTransposed: Bool) {
        (self.m, self.n) = (m, n)
        var (down, across) = (1, 1)
        if m * n * k >= Self.smallest * 4 {
            let tallest =
                aTransposed
                ? Self.tallestOfATransposed
                : bTransposed ? Self.tallestOfBTransposed : Self.area / Self.widest
            let widest = bTransposed ? min(Self.widest, Self.area / min(m, tallest)) : Self.widest
            down = (m + tallest - 1) / tallest
            across = (n + widest - 1) / widest
            while down * across < Self.wanted {
                let (height, width) = (m / down, n / across)
                let areFew = down * across < Self.enough
                if height >= 2 * (areFew ? Self.leastOfFew : Self.least) {
                    down *= 2
                } else {
                    guard areFew, max(height, width) >= 32 else { break }
                    if height >= width { down *= 2 } else { across *= 2 }
                }
            }
        }
        // Even tiles, in whole registers of 16.
        height = max(16, ((m + down - 1) / down + 15) / 16 * 16)
        width = max(16, ((n + across - 1) / across + 15) / 16 * 16)
        (self.down, self.across) = ((m + height - 1) / height, (n + width - 1) / width)
    }

    var count: Int { down * across }

    /// Whether several tiles read the same columns of B.
    var sharesColumns: Bool { down > 1 }

    /// Tiles one below the other are neighbours: they share the columns of B.
    subscript(index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
        let (column, row) = index.quotientAndRemainder(dividingBy: down)
        return (
            row * height..<min(m, (row + 1) * height), column * width..<min(n, (column + 1) * width)
        )
    }
}

/// A product of few, large tiles over a long inner axis, such as the gradient of what enters the head:
/// instead of the result, the inner axis is cut, and the parts are added up in order.
enum SplitK {
    private static let longest = 6144

    /// Computes C = Σ parts + beta · C if it is of this kind; false if not. `part(start, length, into)`
    /// writes the product over a stretch of the inner axis, [m, n].
    static func apply(
        m: Int, n: Int, k: Int, beta: Float, into c: MutableFloats, stride ldc: Int,
        part: (Int, Int, MutableFloats) -> Void
    ) -> Bool {
        guard k >= 2 * longest, m * n <= 512 * 1024 else { return false }
        let parts = min(16, (k + longest - 1) / longest)
        let size = (k + parts - 1) / parts
        Scratch.with(parts * m * n) { sums in
            ThreadPool.forEach(parts) { index in
                let start = index * size
                part(start, min(size, k - start), sums + index * m * n)
            }
            Partition.forEachRow(m, columns: n, cost: parts) { row in
                let (c, sums) = (c + row * ldc, sums + row * n)
                forEachLanes(n) { i, count in
                    var total = load(sums + i, count)
                    for part in 1..<parts { total += load(sums + part * m * n + i, count) }
                    if beta != 0 { total.addProduct(Lanes(repeating: beta), load(c + i, count)) }
                    store(total, c + i, count)
                }
            }
        }
        return true
    }
}
