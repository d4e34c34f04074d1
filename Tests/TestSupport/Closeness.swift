import Foundation
import Tensors

/// ‖a − b‖ / ‖b‖, or ‖a‖ where b is zero; infinite when sizes differ or something is not a number.
public func relativeError(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    let norm = b.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let error = norm > 0 ? difference / norm : difference
    return error.isNaN ? .infinity : error
}

public func relativeError(_ a: Tensor, _ b: Tensor) throws -> Double {
    guard a.shape == b.shape else { return .infinity }
    return relativeError(try a.elements(Double.self), try b.elements(Double.self))
}

/// The largest |a − b|.
public func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) {
        let d = abs($1.0 - $1.1); return d.isNaN ? .infinity : max($0, d)
    }
}

/// A JSON object of `../shared/golden`.
public func goldenJSON(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: Shared.golden(name))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
}

/// Says how far a reference value was missed by, in the log of the tests.
public func report(_ what: String, _ error: Double) {
    FileHandle.standardError.write(Data("golden: \(what): \(String(format: "%.2g", error))\n".utf8))
}
