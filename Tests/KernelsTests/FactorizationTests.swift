import Foundation
import Kernels
import Testing

/// LAPACK's factorizations: their products are the matrix, and a wait can be broken off.
@Suite struct FactorizationTests {
    private struct Stop: Error {}

    /// A matrix [rows, columns] in columns.
    private func matrix<Real: LAPACKScalar>(_ rows: Int, _ columns: Int, _: Real.Type) -> [Real] {
        (0..<(rows * columns)).map { Real(sin(Double($0 * $0) * 0.37 + Double($0) + 1)) }
    }

    /// A·B of matrices [m, k] and [k, n] in columns.
    private func product<Real: LAPACKScalar>(_ a: [Real], _ b: [Real], _ m: Int, _ k: Int, _ n: Int) -> [Real]
    {
        var result = [Real](repeating: 0, count: m * n)
        for j in 0..<n {
            for l in 0..<k { for i in 0..<m { result[j * m + i] += a[l * m + i] * b[j * k + l] } }
        }
        return result
    }

    private func turned<Real: LAPACKScalar>(_ a: [Real], _ m: Int, _ n: Int) -> [Real] {
        (0..<(m * n)).map { a[($0 % n) * m + $0 / n] }
    }

    private func expectClose<Real: LAPACKScalar>(_ a: [Real], _ b: [Real], _ what: String) {
        let limit = Double(Real.ulpOfOne) * 1000 * (1 + b.reduce(0) { max($0, abs(Double($1))) })
        #expect(a.count == b.count && zip(a, b).allSatisfy { abs(Double($0 - $1)) <= limit }, "\(what)")
    }

    private func check<Real: LAPACKScalar>(_ m: Int, _ n: Int, _ type: Real.Type) throws {
        let a = matrix(m, n, type), k = min(m, n), what = "\(m) by \(n), \(type)"
        for complete in [false, true] {
            let (q, r) = try Factorizations.qr(a, rows: m, columns: n, complete: complete) {}
            let width = complete ? m : k
            expectClose(product(q, r, m, width, n), a, "Q·R, \(what)")
            let identity = (0..<(width * width)).map { Real($0 % (width + 1) == 0 ? 1 : 0) }
            expectClose(product(turned(q, m, width), q, width, m, width), identity, "Qᵀ·Q, \(what)")
        }
        let (u, s, vt, info) = try Factorizations.svd(a, rows: m, columns: n, vectors: .thin) {}
        #expect(info == 0 && s.count == k && s == s.sorted(by: >))
        let scaled = u.enumerated().map { $0.element * (k > 0 ? s[$0.offset / m] : 0) }
        expectClose(product(scaled, vt, m, k, n), a, "U·S·Vᵀ, \(what)")
        let alone = try Factorizations.svd(a, rows: m, columns: n, vectors: .none) {}
        expectClose(alone.values, s, "singular values alone, \(what)")
        guard m == n else { return }
        // Well away from a singular matrix, so that the products come out as close as the factors are.
        let regular: [Real] = zip(a, 0...).map { $0 + ($1 % (n + 1) == 0 ? Real(n) : 0) }
        let lu = try Factorizations.lu(regular, size: n) {}
        let b = matrix(n, 2, type)
        let x = try Factorizations.solve(lu, transposed: false, b, columns: 2) {}
        expectClose(product(regular, x, n, n, 2), b, "A·X, \(what)")
        let y = try Factorizations.solve(lu, transposed: true, b, columns: 2) {}
        expectClose(product(turned(regular, n, n), y, n, n, 2), b, "Aᵀ·Y, \(what)")
        let symmetric = zip(a, turned(a, n, n)).map { $0 + $1 }
        let (values, vectors, failed) = try Factorizations.eigh(symmetric, size: n, vectors: true) {}
        #expect(failed == 0 && values == values.sorted())
        let spread = vectors.enumerated().map { $0.element * values[$0.offset / n] }
        expectClose(product(spread, turned(vectors, n, n), n, n, n), symmetric, "V·λ·Vᵀ, \(what)")
        let positive: [Real] = zip(product(turned(a, n, n), a, n, n, n), 0...).map {
            $0 + ($1 % (n + 1) == 0 ? 1 : 0)
        }
        let (l, order) = try Factorizations.cholesky(positive, size: n) {}
        #expect(order == 0)
        expectClose(product(l, turned(l, n, n), n, n, n), positive, "L·Lᵀ, \(what)")
    }

    @Test(arguments: [(0, 0), (0, 3), (3, 0), (1, 1), (1, 5), (5, 1), (4, 4), (7, 3), (3, 7), (17, 17)])
    func productsAreTheMatrix(_ rows: Int, _ columns: Int) throws {
        try check(rows, columns, Float.self)
        try check(rows, columns, Double.self)
    }

    @Test func whatCannotBeFactoredIsSaid() throws {
        #expect(try Factorizations.lu([1.0, 1, 1, 1], size: 2) {}.info == 2)
        #expect(try Factorizations.cholesky([1.0, 2, 2, 1], size: 2) {}.info == 2)
        #expect(try Factorizations.svd([1.0, .nan], rows: 2, columns: 1, vectors: .thin) {}.info == -4)
        #expect(
            try Factorizations.nearest(
                [Float.infinity], rows: 1, columns: 1, [1], count: 1, rcond: 0, by: .triangle
            ) {
            }.info != 0)
    }

    @Test func aLongCallCanBeBrokenOff() throws {
        let size = 700, a = matrix(size, size, Double.self)
        var asked = 0
        #expect(throws: Stop.self) {
            _ = try Factorizations.svd(a, rows: size, columns: size, vectors: .all) {
                asked += 1
                if asked > 1 { throw Stop() }
            }
        }
        // Once before the call and once while it runs; the call itself takes longer.
        #expect(asked == 2)
    }
}
