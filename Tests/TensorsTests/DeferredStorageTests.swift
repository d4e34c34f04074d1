import Tensors
import Testing

/// Quotients and one-hot gradients that are computed when somebody looks: the same bits as if computed at
/// once.
@Suite("Numbers that are put off")
struct DeferredStorageTests {
    private static let rows = 64, columns = 17_000

    private func logits(_ seed: UInt64 = 1) throws -> Tensor {
        let x = try Tensor.empty([DeferredStorageTests.rows, DeferredStorageTests.columns])
        try Generator(seed: seed).fillNormal(x)
        return x
    }

    private func bits(_ x: Tensor) throws -> [UInt32] { try x.elements(Float.self).map(\.bitPattern) }

    @Test("A quotient is the same bits, read directly or through log_softmax") func quotient() throws {
        let x = try logits(), divisor = try Tensor.scalar(.float(3))
        let atOnce = try Tensor(x.elements(Float.self).map { $0 / 3 }, x.shape)
        #expect(try bits(x / divisor) == bits(atOnce))
        #expect(try bits((x / divisor).logSoftmax(-1)) == bits(atOnce.logSoftmax(-1)))
    }

    @Test("A change of the dividend comes after the division") func dividendChanges() throws {
        let x = try logits(), expected = try bits(Tensor(x.elements(Float.self).map { $0 / 2 }, x.shape))
        let y = try x / Tensor.scalar(.float(2))
        try x.fill(.int(0))
        #expect(try bits(y) == expected)
        let z = try logits(), w = try z / Tensor.scalar(.float(2))
        try z.update("+=") { try $0 + Tensor.scalar(.float(1)) }
        #expect(try bits(w) == expected)
    }

    @Test("The gradient of log_softmax and nll_loss is that of single steps") func gradient() throws {
        let targets = try Generator(seed: 5).integers(
            0, DeferredStorageTests.columns, [DeferredStorageTests.rows])
        func gradient(_ seen: Bool) throws -> [UInt32] {
            let x = try logits().requireGrad()
            let logs = try (x / Tensor.scalar(.float(1.5))).logSoftmax(-1)
            // A hook that reads the gradient makes the numbers of it.
            if seen { try logs.register(GradientHook { gradient in try gradient.clone() }) }
            try logs.nllLoss(targets).backward()
            return try bits(#require(x.grad))
        }
        #expect(try gradient(false) == gradient(true))
    }
}

@Suite("PyTorch's wording of errors")
struct PyTorchWordingTests {
    private func wording(_ body: () throws -> Any) -> String? {
        do { _ = try body() } catch let error as TensorError { return error.pytorch ?? error.message } catch {
        }
        return nil
    }

    @Test("Shapes that do not fit are told in PyTorch's words too") func shapes() throws {
        let (a, b) = (try Tensor.ones([2, 3]), try Tensor.ones([2]))
        #expect(
            wording { try a + b }
                == "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1"
        )
        #expect(wording { try a.matmul(a) } == "mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")
        #expect(wording { try a.matmul(b) } == "size mismatch, got input (2), mat (2x3), vec (2)")
        #expect(
            wording { try a.linear(Tensor.ones([4, 5])) }
                == "mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 5x4)")
        #expect(
            wording { try Tensor.concatenate([a, Tensor.ones([2, 4])]) }
                == "Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for "
                + "tensor number 1 in the list."
        )
        #expect(
            wording { try a.nllLoss(Tensor([Int64(0), 1, 2])) }
                == "Expected input batch_size (2) to match target batch_size (3).")
        #expect(wording { try a.nllLoss(Tensor([Int64(0), 7])) } == "Target 7 is out of bounds.")
        #expect(wording { try Tensor.embedding(Tensor([Int64(9)]), a) } == "index out of range in self")
        #expect(wording { try a.view([4, 2]) } == "shape '[4, 2]' is invalid for input of size 6")
    }

    @Test("What is offered works") func hints() throws {
        let error = #expect(throws: TensorError.self) { try Tensor.ones([2, 6]).view([5, 3]) }
        #expect(error?.hint == ".view(-1, 3)")
        let other = #expect(throws: TensorError.self) { try Tensor.ones([2, 6]).view([5, 4]) }
        #expect(other?.hint == ".view(-1, 4)")
        _ = try Tensor.ones([2, 6]).view([-1, 4])
    }
}
