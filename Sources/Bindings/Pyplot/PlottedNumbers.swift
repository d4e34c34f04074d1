import Language
import Tensors

/// What is drawn: values of the language as numbers.
package enum PlottedNumbers {
    /// As many as one figure takes.
    package static let most = 4_000_000

    /// A row of numbers: a list, a tuple, a range, a tensor of one axis.
    ///
    /// - Parameter command: who draws, for the wording.
    /// - Throws: TypeError for anything else.
    package static func row(_ value: Value, _ command: String = "plot") throws -> [Double] {
        if let tensor = try Tensor.from(value), tensor.rank == 1, tensor.count <= most {
            return try tensor.detach().to(.float64).contiguous().elements(Double.self)
        }
        if value.text != nil { throw unsuitable(value, command) }
        let elements: [Value]
        do { elements = try Operations.array(value) } catch let error as ScriptError
            where error.message.hasSuffix("object is not iterable")
        { throw unsuitable(value, command) }
        return try elements.map { element in
            guard let number = try Double.from(element) else { throw unsuitable(element, command) }
            return number
        }
    }

    private static func unsuitable(_ value: Value, _ command: String) -> ScriptError {
        ScriptError(
            "TypeError", "\(command) draws numbers, not \(value.typeName)",
            hint: command == "plot"
                ? "plot(run), plot([3.2, 2.9, 2.7]) or plot(x[0])" : "a tensor, or a list of numbers")
    }
}
