/// A function of sixteen numbers at once that the compiler knows by its type, so that every loop over it is
/// compiled with the function inside.
///
/// A closure will not do: the pieces of a loop that the pool hands out are closures themselves, and one that
/// is captured there is called for every sixteen numbers, which takes longer than most of these functions.
protocol LaneFunction {
    static func of(_ x: Lanes) -> Lanes
    /// About how many times longer one number takes than copying it.
    static var cost: Int { get }
}

/// The same of two times sixteen numbers.
protocol PairFunction {
    static func of(_ x: Lanes, _ y: Lanes) -> Lanes
    static var cost: Int { get }
}

extension LaneFunction { static var cost: Int { 1 } }
extension PairFunction { static var cost: Int { 1 } }

/// Loops over pieces that the cores share.
enum LaneLoops {
    /// y = F(x), every number on its own.
    @inline(__always)
    static func map<F: LaneFunction, Number: LaneNumber>(
        _: F.Type, _ x: UnsafePointer<Number>, _ y: UnsafeMutablePointer<Number>, _ count: Int
    ) {
        Partition.forEachPiece(count, cost: F.cost) { start, size in loop(F.self, x + start, y + start, size)
        }
    }

    /// z = F(x, y), every pair on its own.
    @inline(__always)
    static func map<F: PairFunction, Number: LaneNumber>(
        _: F.Type, _ x: UnsafePointer<Number>, _ y: UnsafePointer<Number>, _ z: UnsafeMutablePointer<Number>,
        _ count: Int
    ) {
        Partition.forEachPiece(count, cost: F.cost) { start, size in
            loop(F.self, x + start, y + start, z + start, size)
        }
    }

    // Loops of their own, not `forEachLanes`: of a long function the compiler makes the closure that is given
    // there a call for every sixteen numbers.

    @inline(__always)
    private static func loop<F: LaneFunction, Number: LaneNumber>(
        _: F.Type, _ x: UnsafePointer<Number>, _ y: UnsafeMutablePointer<Number>, _ count: Int
    ) {
        var i = 0
        while i &+ 16 <= count {
            Number.write(F.of(Number.lanes(x + i, 16)), y + i, 16)
            i &+= 16
        }
        if i < count { Number.write(F.of(Number.lanes(x + i, count &- i)), y + i, count &- i) }
    }

    @inline(__always)
    private static func loop<F: PairFunction, Number: LaneNumber>(
        _: F.Type, _ x: UnsafePointer<Number>, _ y: UnsafePointer<Number>, _ z: UnsafeMutablePointer<Number>,
        _ count: Int
    ) {
        var i = 0
        while i &+ 16 <= count {
            Number.write(F.of(Number.lanes(x + i, 16), Number.lanes(y + i, 16)), z + i, 16)
            i &+= 16
        }
        if i < count {
            Number.write(
                F.of(Number.lanes(x + i, count &- i), Number.lanes(y + i, count &- i)), z + i, count &- i)
        }
    }

    /// z = F(x, y) with one x for every y.
    @inline(__always)
    static func map<F: PairFunction>(
        _: F.Type, number x: Float, _ y: Floats, _ z: MutableFloats, _ count: Int
    ) {
        let x = Lanes(repeating: x)
        Partition.forEachPiece(count, cost: F.cost) { start, size in
            let (y, z) = (y + start, z + start)
            forEachLanes(size) { i, n in store(F.of(x, load(y + i, n)), z + i, n) }
        }
    }

    /// z = F(x, y) with one y for every x.
    @inline(__always)
    static func map<F: PairFunction>(
        _: F.Type, _ x: Floats, number y: Float, _ z: MutableFloats, _ count: Int
    ) {
        let y = Lanes(repeating: y)
        Partition.forEachPiece(count, cost: F.cost) { start, size in
            let (x, z) = (x + start, z + start)
            forEachLanes(size) { i, n in store(F.of(load(x + i, n), y), z + i, n) }
        }
    }
}
