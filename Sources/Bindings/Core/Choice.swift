import GPT
import Kernels
import Language
import Presentation
import Tensors
import Text

/// A word out of a few, as an argument: `tied="shared"`.
package protocol Choice: ScriptConvertible, RawRepresentable, CaseIterable where RawValue == String {
    /// The parameter that it is given to.
    static var parameter: String { get }
    /// What each word means, in one line.
    static var explanation: String { get }
}

extension Choice {
    public static var scriptName: String { "str" }
    public static var choices: [String] { allCases.map(\.rawValue) }

    /// - Throws: ValueError that lists the words, for a text that is none of them.
    public static func from(_ value: Value) throws -> Self? {
        guard let text = value.text else { return nil }
        if let choice = Self(rawValue: text) { return choice }
        let words = allCases.map(\.rawValue), quoted = words.map { "\"\($0)\"" }
        let near = Suggestions.best(for: text, among: words)
        throw ScriptError(
            "ValueError",
            "\(parameter) is \(quoted.dropLast().joined(separator: ", ")) or \(quoted.last ?? ""), not "
                + "'\(Formatting.visible(text))'"
                + (near.map { ". Did you mean '\($0)'?" } ?? ""),
            details: explanation.isEmpty ? [] : [explanation])
    }

    public var scriptValue: Value { .string(rawValue) }
}

extension GPTConfiguration.Tied: Choice {
    package static var parameter: String { "tied" }
    package static var explanation: String {
        "lecture: two parameters on one storage     shared: one parameter     none: two matrices"
    }
}

extension Holdout: Choice {
    package static var parameter: String { "holdout" }
    package static var explanation: String { "" }
}

extension ContextWindow: Choice {
    package static var parameter: String { "window" }
    package static var explanation: String {
        "crop: the last seq_len tokens, a whole pass for each new one     half: "
            + "drops half the context at a time, fast"
    }
}

/// A type of numbers out of a few, by its short name: `precision="bf16"`.
protocol TypeChoice: Choice {
    /// Those to choose from.
    static var types: [DType] { get }
    var dtype: DType { get }
    init(_ dtype: DType)
}

extension TypeChoice {
    public static var allCases: [Self] { types.map(Self.init) }
    public var rawValue: String { dtype.shortName }
    public init?(rawValue: String) {
        guard let type = Self.types.first(where: { $0.shortName == rawValue }) else { return nil }
        self.init(type)
    }
}

/// What a training run makes its products in.
package struct PrecisionChoice: TypeChoice {
    package let dtype: DType
    package init(_ dtype: DType) { self.dtype = dtype }
    static let types = DType.precisions
    package static var parameter: String { "precision" }
    package static var explanation: String {
        "float32: all of it     bf16: products in bfloat16, summed in float32; the rest stays float32"
    }
}

/// The form in which generation reads the weights.
package struct WeightChoice: TypeChoice {
    package let dtype: DType
    package init(_ dtype: DType) { self.dtype = dtype }
    static let types = [.float32] + DType.packed
    package static var parameter: String { "weights" }
    package static var explanation: String {
        "float32: as they are     bf16: half the memory to read     int8: "
            + "a quarter, with a factor for each row"
    }

    /// The packed form; nil where the weights are read as they are.
    package var form: DType? { dtype == .float32 ? nil : dtype }
}
