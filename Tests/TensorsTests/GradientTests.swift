import Foundation
import Tensors
import TestSupport
import Testing

/// The gradient of every differentiable operation against central differences, and that none is left out.
@Suite struct GradientTests {
    private typealias Operation = DifferentiableOperation

    /// Numbers that look random and are the same every time.
    private struct Numbers {
        private var state: UInt64
        init(_ seed: Int) { state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 }
        /// 0 to 1.
        mutating func next() -> Double {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
        }
    }

    /// How an input lies in memory.
    private enum Layout: CaseIterable { case inRows, everyOther, turned }

    /// Leaves with numbers of the domain, and the inputs made of them: the same numbers, laid out.
    private func inputs(_ operation: Operation, _ shapes: [[Int]], _ layout: Layout) throws
        -> (leaves: [Tensor], inputs: ([Tensor]) throws -> [Tensor])
    {
        var numbers = Numbers(shapes.flatMap { $0 }.reduce(operation.name.utf8.count) { $0 &* 31 &+ $1 })
        func number() -> Double {
            let u = numbers.next()
            switch operation.domain {
            case .real: return 4 * u - 2
            case .positive: return 0.3 + 1.7 * u
            case .part: return 0.1 + 0.8 * u
            case .inner: return 1.8 * u - 0.9
            }
        }
        let dtype: DType = operation.precision == .double ? .float64 : .float32
        let leaves = try shapes.map { shape in
            let wide: [Int]
            switch layout {
            case .inRows: wide = shape
            case .everyOther: wide = shape.isEmpty ? shape : shape.dropLast() + [2 * shape[shape.count - 1]]
            case .turned: wide = shape.reversed()
            }
            return try Tensor((0..<wide.reduce(1, *)).map { _ in number() }, wide).to(dtype)
        }
        return (
            leaves,
            { leaves in
                try zip(leaves, shapes).map { leaf, shape in
                    switch layout {
                    case .inRows: return leaf
                    case .everyOther:
                        return shape.isEmpty
                            ? leaf : try leaf.slice(-1, from: 0, to: 2 * shape[shape.count - 1], step: 2)
                    case .turned: return try leaf.transposed()
                    }
                }
            }
        )
    }

    /// Σ w·y over all results, w fixed.
    private func loss(_ results: [Tensor]) throws -> Tensor {
        var numbers = Numbers(7)
        var total = try Tensor.scalar(.float(0), .float64)
        for result in results where result.dtype.isFloatingPoint {
            let weights = try Tensor((0..<result.count).map { _ in numbers.next() - 0.3 }, result.shape)
            total = try total + (result.to(.float64) * weights).sum()
        }
        return total
    }

    @Test("Each agrees with central differences", arguments: DifferentiableOperation.all)
    private func agrees(_ operation: DifferentiableOperation) throws {
        for size in [0, 1, 3, 17] {
            for layout in Layout.allCases where size > 0 || layout == .inRows {
                try check(operation, size, layout)
            }
        }
    }

    /// An operand, or a result, that is changed between forward and backward: either the gradient does not
    /// need it, and is the same, or backward says that it has changed.
    @Test("No change in place is passed over", arguments: DifferentiableOperation.all)
    private func noticesChanges(_ operation: DifferentiableOperation) throws {
        let (leaves, made) = try inputs(operation, operation.shapes(3), .inRows)
        func gradients(_ change: (_ operands: [Tensor], _ results: [Tensor]) throws -> Void) throws
            -> [[Double]?]
        {
            let tracked = try leaves.map { try $0.clone().requireGrad() }
            let operands = try made(tracked).map { try $0 * $0.constant(.int(1)) }
            let results = try operation.apply(operands), total = try loss(results)
            try Autograd.withoutGrad { try change(operands, results) }
            if total.requiresGrad { try total.backward() }
            return try tracked.map { try $0.grad?.elements(Double.self) }
        }
        let unchanged = try gradients { _, _ in }
        for which in 0..<(leaves.count + 1) {
            do {
                let found = try gradients { operands, results in
                    let changed = which < leaves.count ? [operands[which]] : results
                    for tensor in changed where tensor.dtype.isFloatingPoint && !tensor.strides.contains(0) {
                        try Tensor.copy(from: tensor.detach() * tensor.constant(.float(0.37)), into: tensor)
                    }
                }
                for (a, b) in zip(unchanged, found) {
                    #expect(
                        zip(a ?? [], b ?? []).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) },
                        "\(operation): operand \(which) was changed, and the gradient with it")
                }
            } catch let error as TensorError {
                #expect(
                    error.message.contains("modified by an inplace operation"),
                    "\(operation): \(error.message)")
            }
        }
    }

    private func check(_ operation: Operation, _ size: Int, _ layout: Layout) throws {
        let what = "\(operation), size \(size), \(layout)"
        let (leaves, made) = try inputs(operation, operation.shapes(size), layout)
        let tracked = try leaves.map { try $0.clone().requireGrad() }
        do {
            let total = try loss(operation.apply(made(tracked)))
            if total.requiresGrad { try total.backward() }
        } catch let error as TensorError where size < 2 {
            // Nothing, or one number, has no largest or no spread: it is said.
            #expect(!error.message.isEmpty, "\(what)")
            return
        }
        let (step, tolerance) = operation.precision == .double ? (1e-6, 1e-5) : (1e-2, 3e-2)
        for (which, leaf) in leaves.enumerated() {
            let grad = try tracked[which].grad.map { try $0.elements(Double.self) }
            #expect(grad.map { $0.count == leaf.count } ?? true, "\(what): the gradient has another shape")
            let numbers = try leaf.elements(Double.self)
            // A few places say as much as all.
            for place in stride(from: 0, to: leaf.count, by: max(1, leaf.count / 12)) {
                func value(_ change: Double) throws -> Double {
                    var moved = numbers
                    moved[place] += change
                    var all = leaves
                    all[which] = try Tensor(moved, leaf.shape).to(leaf.dtype)
                    return try loss(operation.apply(made(all))).item().double
                }
                let slope = try (value(step) - value(-step)) / (2 * step), found = grad?[place] ?? 0
                // Where the value itself is none (the spread of one number), neither is the slope.
                guard !slope.isNaN else { continue }
                #expect(
                    abs(slope - found) <= tolerance * max(1, abs(slope)),
                    "\(what): input \(which), place \(place): \(found), central difference \(slope)")
            }
        }
    }

    // MARK: Gradients of gradients

    /// v = Σ u·(d loss / d leaf), u fixed, of a loss that is not linear in the results.
    private func slopes(
        _ operation: Operation, _ leaves: [Tensor], _ made: ([Tensor]) throws -> [Tensor], records: Bool
    ) throws -> Tensor {
        var numbers = Numbers(11), results = try operation.apply(made(leaves))
        results = try results.map { y in
            y.dtype.isFloatingPoint ? try y + y * y * y.constant(.float(0.3)) : y
        }
        let total = try loss(results)
        guard total.requiresGrad else { return try Tensor.scalar(.float(0), .float64) }
        let found = try Tensor.gradients(of: [(total, nil)], leaves, keepsGraph: true, records: records)
        var sum = try Tensor.scalar(.float(0), .float64)
        for (leaf, gradient) in zip(leaves, found) {
            let weights = try Tensor((0..<leaf.count).map { _ in numbers.next() - 0.4 }, leaf.shape)
            if let gradient { sum = try sum + (gradient.to(.float64) * weights).sum() }
        }
        return sum
    }

    @Test("So do gradients of gradients, or they are refused", arguments: DifferentiableOperation.all)
    private func agreesTwice(_ operation: DifferentiableOperation) throws {
        for size in [1, 3] {
            for layout in [Layout.inRows, .turned] { try checkTwice(operation, size, layout) }
        }
    }

    private func checkTwice(_ operation: Operation, _ size: Int, _ layout: Layout) throws {
        let what = "\(operation), size \(size), \(layout)"
        let (leaves, made) = try inputs(operation, operation.shapes(size), layout)
        func point(_ numbers: [Tensor]) throws -> [Tensor] {
            try numbers.map { try $0.clone().requireGrad() }
        }
        let tracked = try point(leaves)
        let value: Tensor, found: [Tensor?]
        do {
            value = try slopes(operation, tracked, made, records: true)
            found =
                value.requiresGrad
                ? try Tensor.gradients(of: [(value, nil)], tracked) : tracked.map { _ in nil }
        } catch let error as TensorError {
            let isTold = error.message.contains("is not recorded here") || size < 2
            #expect(isTold, "\(what): \(error.message)")
            #expect(
                size < 2 || DifferentiableOperation.onceOnly.contains("\(operation)"),
                "\(what): refused, and not in DifferentiableOperation.onceOnly")
            return
        }
        #expect(
            size < 3 || !DifferentiableOperation.onceOnly.contains("\(operation)"),
            "\(what): recorded, and still in DifferentiableOperation.onceOnly")
        let plain = try slopes(operation, try point(leaves), made, records: false).item().double
        let (step, tolerance) = operation.precision == .double ? (1e-5, 2e-4) : (2e-2, 8e-2)
        let own = try value.item().double
        #expect(
            abs(plain - own) <= tolerance * max(1, abs(plain)) || plain.isNaN,
            "\(what): the recorded gradient is another: \(own), not \(plain)")
        for (which, leaf) in leaves.enumerated() {
            let grad = try found[which].map { try $0.elements(Double.self) }
            let numbers = try leaf.elements(Double.self)
            for place in stride(from: 0, to: leaf.count, by: max(1, leaf.count / 5)) {
                func value(_ change: Double) throws -> Double {
                    var moved = numbers
                    moved[place] += change
                    var all = leaves
                    all[which] = try Tensor(moved, leaf.shape).to(leaf.dtype)
                    return try slopes(operation, try point(all), made, records: false).item().double
                }
                let slope = try (value(step) - value(-step)) / (2 * step), found = grad?[place] ?? 0
                guard !slope.isNaN else { continue }
                #expect(
                    abs(slope - found) <= tolerance * max(1, abs(slope)),
                    "\(what): input \(which), place \(place): \(found), central difference \(slope)")
            }
        }
    }

    @Test func anotherTypeLetsTheGradientThrough() throws {
        let x = try Tensor([1.5, -2.0]).requireGrad()
        try (x.to(.float32) * x.to(.float32).constant(.int(3))).sum().backward()
        #expect(try x.grad?.elements(Double.self) == [3, 3] && x.grad?.dtype == .float64)
    }

    @Test func matricesOfDiagonalsKeepInfinityToItsPlace() throws {
        let x = try Tensor([1.0, -.infinity, 2]).requireGrad()
        let y = try x.diagEmbed()
        #expect(
            try y.elements(Double.self).map(\.description)
                == ["1.0", "0.0", "0.0", "0.0", "-inf", "0.0", "0.0", "0.0", "2.0"])
        try y.backward(Tensor([1, .infinity, 0, 2, 3, .nan, 4, 5, 6], [3, 3]))
        #expect(try x.grad?.elements(Double.self) == [1, 3, 6])
    }

    // MARK: None is left out

    private static let sources = Shared.root.appendingPathComponent("Sources/Tensors")

    private static func texts() throws -> [(file: String, text: String)] {
        let files =
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL } ?? []
        return try files.filter { $0.pathExtension == "swift" }.map {
            (
                $0.path.replacingOccurrences(of: sources.path + "/", with: ""),
                try String(contentsOf: $0, encoding: .utf8)
            )
        }
    }

    @Test("Every public operation is in the table or says why not") func complete() throws {
        var declared: [String: String] = [:]
        for (file, text) in try Self.texts()
        where file.hasPrefix("Ops/") || ["Core/Tensor+Views.swift", "Core/Tensor+Copy.swift"].contains(file) {
            for match in text.matches(of: #/\bpublic (?:static )?func (\w+|[-+*\/])\s*[(<]/#) {
                declared[String(match.1)] = file
            }
        }
        #expect(declared.count > 150)
        let listed = Set(DifferentiableOperation.all.map(\.name))
        let missing = declared.filter {
            listed.contains($0.key) == false && DifferentiableOperation.exceptions[$0.key] == nil
        }
        #expect(
            missing.sorted { $0.key < $1.key }.map { "\($0.key) of \($0.value)" } == [],
            "in neither DifferentiableOperation.all nor .exceptions")
        let gone = listed.union(DifferentiableOperation.exceptions.keys).filter { name in
            declared[name] == nil && !name.contains("Backward") && name != "NotImplemented"
        }
        #expect(gone.sorted() == [], "in the table, and declared nowhere")
    }

    @Test("Every backward pass is gone through by the table") func allNodes() throws {
        var declared: Set<String> = []
        for (file, text) in try Self.texts() where file != "Autograd/Observation.swift" {
            for match in text.matches(of: #/"(\w+Backward\d?|CopySlices|CopyBackwards)"/#) {
                declared.insert(String(match.1))
            }
        }
        var seen: Set<String> = []
        for operation in DifferentiableOperation.all {
            let (leaves, made) = try inputs(operation, operation.shapes(3), .inRows)
            let tracked = try leaves.map { try $0.clone().requireGrad() }
            let results = try operation.apply(made(tracked))
            let second = try? slopes(operation, tracked, made, records: true)
            var pending = (results + (second.map { [$0] } ?? [])).compactMap(\.gradFunction)
            while let node = pending.popLast() {
                seen.insert(node.name)
                pending += node.next
            }
        }
        #expect(declared.count > 100)
        #expect(
            declared.subtracting(seen).filter { DifferentiableOperation.exceptions[$0] == nil }.sorted()
                == [],
            "named in Sources/Tensors, and made by no row of DifferentiableOperation.all")
    }
}
