import Foundation
import Lab
import Language
import Synchronization
import Testing

/// Two sessions in one process, at the same time: what one sets is nothing to the other.
@Suite struct SideBySideTests {
    /// Trains with a seed, prints losses and weights with all their digits, and what else a session sets.
    private static func program(seed: Int) -> String {
        """
        torch.manual_seed(\(seed))
        np.random.seed(\(seed))
        \(SessionFixture.lecture)
        trainer.run(12)
        print(trainer.losses, trainer.step())
        net = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Dropout(0.25), nn.Linear(16, 8))
        opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
        for i in range(60):
            x = torch.randn(16, 8)
            loss = ((net(x) - x) ** 2).mean()
            opt.zero_grad()
            loss.backward()
            opt.step()
            print(loss.item())
        for p in list(model.parameters()) + list(net.parameters()):
            print(p.detach().flatten()[:50].tolist(), p.detach().double().sum().item())
        print(torch.rand(3), np.random.rand(3), np.random.randn(2), torch.randperm(7))
        """
    }

    /// The seeds' modes: the first computes a while without gradients and prints two digits, the second
    /// computes in bfloat16.
    private static func modes(_ seed: Int) -> String {
        seed == 1
            ? """
            torch.set_printoptions(precision=2)
            np.set_printoptions(precision=3)
            with torch.no_grad():
                for i in range(300):
                    y = net(torch.ones(2, 8, requires_grad=True))
                    assert not y.requires_grad
                print(y, torch.is_grad_enabled(), np.ones(2) / 3)
            """
            : """
            with torch.autocast("cpu", dtype=torch.bfloat16):
                for i in range(300):
                    y = net(torch.ones(2, 8))
                    assert y.requires_grad and y.dtype == torch.bfloat16
                print(y.float(), torch.is_grad_enabled(), np.ones(2) / 3)
            """
    }

    /// What a session of its own writes.
    private static func output(seed: Int) throws -> String {
        let output = CapturedOutput()
        let session = Session(sink: output)
        try session.run(program(seed: seed))
        try session.run(modes(seed))
        try session.run("torch.rand(2) / 3")
        return output.text
    }

    @Test func eachHasTheDigitsThatItHasAlone() throws {
        let alone = try [1, 2].map { try SideBySideTests.output(seed: $0) }
        #expect(alone[0] != alone[1])
        let together = Mutex<[Int: String]>([:])
        DispatchQueue.concurrentPerform(iterations: 4) { index in
            let text = (try? SideBySideTests.output(seed: index % 2 + 1)) ?? "failed"
            together.withLock { $0[index] = text }
        }
        together.withLock { texts in
            for (index, text) in texts {
                let wanted = alone[index % 2]
                let first = zip(text.split(separator: "\n"), wanted.split(separator: "\n")).first { $0 != $1 }
                #expect(text == wanted, "\(first.map { "\($0.0)\nalone\n\($0.1)" } ?? "")")
            }
        }
    }

    @Test func aSessionKeepsItsSettingsFromCellToCell() throws {
        let (one, two) = (SessionFixture(), SessionFixture())
        try one.run(
            "torch.manual_seed(5)\ntorch.set_printoptions(precision=2)\ntorch.set_grad_enabled(False)")
        #expect(try two.run("torch.tensor([1/3]), torch.is_grad_enabled()").contains("0.3333]), True"))
        #expect(try one.run("torch.tensor([1/3]), torch.is_grad_enabled()").contains("0.33]), False"))
        let alone = SessionFixture()
        try alone.run("_ = torch.manual_seed(5)")
        #expect(try one.run("torch.rand(3).tolist()") == alone.run("torch.rand(3).tolist()"))
    }
}
