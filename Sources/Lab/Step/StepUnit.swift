import Bindings
import Language
import Tensors

/// A piece of a line's computation: a module's call, a named activation, an
/// operation, a gradient, a part of a step.
final class StepUnit {
    enum Kind { case line, module, activation, operation, gradient, part }

    /// A tensor as it was when it had been made.
    final class Output {
        /// What the program calls it, where it has several names for several results.
        var name: String?
        let shape: [Int]
        let dtype: DType
        /// The tensor itself, by which assignments and parents recognise it; nil once it was let go.
        private(set) var tensor: Tensor?
        /// Its numbers, whatever is written later; nil once they were let go.
        private(set) var numbers: Tensor?

        init(_ tensor: Tensor, holds: Bool) {
            (shape, dtype) = (tensor.shape, tensor.dtype)
            if holds { (self.tensor, numbers) = (tensor, tensor.frozen()) }
        }

        var bytes: Int { shape.reduce(dtype.size, *) }

        func letGo() { (tensor, numbers) = (nil, nil) }
    }

    var kind: Kind
    /// The path within the line, `blocks.0.attn.q`; empty for an operation that nobody named.
    var name: String
    /// What it is: `Linear`, `softmax`.
    let title: String
    var formula: String
    /// What names inside it begin with.
    let prefix: String
    var inputs: [Output] = []
    var outputs: [Output] = []
    var children: [StepUnit] = []
    var seconds = 0.0
    /// Other names of the same result.
    var aliases: [String] = []
    /// Numbers that the line itself never makes, for who wants to see them.
    var beside: (shape: [Int], compute: () throws -> Tensor)?
    /// One operation's backward.
    var gradient: (node: Node, targets: [GradientTarget?])?
    /// A part of a training step: the trainer, and what has to be known from before the part.
    var step: StepPart?
    /// Whether the line stops at each of its children as soon as it is there.
    var isLive = false
    /// Children that were shown already.
    var shown = 0
    /// Whether it need not be shown: the last of its children says all of it.
    var isTold = false
    var began: UInt64 = 0
    /// The name that its result had before: nothing was computed.
    var sameAs: String?
    /// Whether it is a layer of the library, without modules inside.
    var isLayer = false
    /// Whether its result is memory that one of its inputs has as well.
    var isView = false

    init(_ kind: Kind, _ name: String, _ title: String, formula: String = "", prefix: String = "") {
        (self.kind, self.name, self.title, self.formula, self.prefix) = (kind, name, title, formula, prefix)
    }

    /// What there is to go into: not the one operation that it is itself.
    var hasInside: Bool {
        if children.isEmpty { return false }
        return children.count > 1 || children[0].kind != .operation || !children[0].children.isEmpty
    }

    /// The last part of the path.
    var shortName: String { name.split(separator: ".").last.map(String.init) ?? title }

    /// The shown results of a unit whose numbers were let go, or were never there.
    func letGo() {
        outputs.forEach { $0.letGo() }
        inputs.forEach { $0.letGo() }
        children.forEach { $0.letGo() }
        beside = nil
    }
}
