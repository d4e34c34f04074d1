/// Numbers in a buffer, from one place on, as kernels are given them. It holds nothing: whoever calls a
/// kernel keeps the buffer until the kernel is done.
@frozen public struct Operand<Element> {
    public unowned(unsafe) let buffer: Buffer
    /// In elements from the buffer's beginning.
    public let start: Int

    @inlinable @inline(__always)
    /// The numbers of `buffer` from element `start` on.
    public init(_ buffer: Buffer, start: Int = 0) { (self.buffer, self.start) = (buffer, start) }

    @inlinable @inline(__always)
    /// The numbers from `count` elements further on.
    public static func + (operand: Operand, count: Int) -> Operand {
        Operand(operand.buffer, start: operand.start + count)
    }

    /// The same memory as numbers of another type, counted from the same place in elements of that type.
    @inlinable
    public func bound<Other>(to _: Other.Type) -> Operand<Other> { Operand<Other>(buffer, start: start) }

    /// Where the host finds them for reading.
    @inlinable @inline(__always)
    var reading: UnsafePointer<Element> { UnsafePointer(opened(writing: false)) }

    /// Where the host finds them for writing.
    @inlinable @inline(__always)
    var writing: UnsafeMutablePointer<Element> { opened(writing: true) }

    @inlinable @inline(__always)
    func opened(writing: Bool) -> UnsafeMutablePointer<Element> {
        buffer.hostNumbers(writing: writing).assumingMemoryBound(to: Element.self) + start
    }
}

/// A matrix as a product reads it: where it starts, the distance between its stored rows,
/// and whether it is used transposed.
public struct OperandMatrix<Element> {
    /// The first number as it is stored.
    public var base: Operand<Element>
    /// Elements from one stored row to the next.
    public var stride: Int
    /// Whether rows as stored are the columns of the product.
    public var transposed: Bool

    /// A matrix whose rows are stored `stride` elements apart.
    public init(_ base: Operand<Element>, stride: Int, transposed: Bool = false) {
        (self.base, self.stride, self.transposed) = (base, stride, transposed)
    }

    @inline(__always)
    var reading: Matrix<Element> { Matrix(base.reading, stride: stride, transposed: transposed) }
}

/// One parameter's part of a step of Adam: `count` numbers of each.
public struct AdamOperands {
    /// Settings of the update, the same for all numbers.
    public let step: AdamStep
    /// What is moved, its gradient, and the running means of g and g²: [count] each.
    public let parameter: Operand<Float>, gradient: Operand<Float>, m: Operand<Float>, v: Operand<Float>
    /// Numbers of each operand.
    public let count: Int

    /// Operands of `count` numbers, of which no other update writes any.
    public init(
        _ step: AdamStep, parameter: Operand<Float>, gradient: Operand<Float>, m: Operand<Float>,
        v: Operand<Float>, count: Int
    ) {
        (self.step, self.parameter, self.gradient) = (step, parameter, gradient)
        (self.m, self.v, self.count) = (m, v, count)
    }

    var opened: AdamUpdate {
        AdamUpdate(
            step, parameter: parameter.writing, gradient: gradient.reading, m: m.writing, v: v.writing,
            count: count)
    }
}

/// A matrix in a packed form: see ``PackedMatrix``.
public struct PackedOperand {
    /// How a number is stored.
    public let form: DType
    /// Sizes of the matrix.
    public let rows: Int, columns: Int
    /// rows · columns · form.size bytes, row after row.
    public let numbers: Operand<UInt8>
    /// [rows] for int8, nil for bf16.
    public let scales: Operand<Float>?

    /// A packed matrix over memory that is there already, filled or not.
    public init(
        _ form: DType, rows: Int, columns: Int, numbers: Operand<UInt8>, scales: Operand<Float>?
    ) {
        (self.form, self.rows, self.columns) = (form, rows, columns)
        (self.numbers, self.scales) = (numbers, scales)
    }

    var reading: PackedMatrix { opened(writing: false) }
    var writing: PackedMatrix { opened(writing: true) }

    private func opened(writing: Bool) -> PackedMatrix {
        func base<Element>(_ operand: Operand<Element>) -> UnsafeMutablePointer<Element> {
            writing ? operand.writing : UnsafeMutablePointer(mutating: operand.reading)
        }
        return PackedMatrix(
            form, rows: rows, columns: columns, base: UnsafeMutableRawPointer(base(numbers)),
            scales: scales.map(base))
    }
}
