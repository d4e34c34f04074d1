import Foundation
import Lab
import Language
import Tensors
import TestSupport
import Testing

/// Programs on a GPU, which a device of the tests stands for: it keeps its memory upside down, and has
/// kernels for a third of what there is.
@Suite("A program on a device") struct DeviceTests {
    /// A session that sees `cuda:0` and `cuda:1`.
    private struct Fixture {
        let fixture = SessionFixture()
        let first = StubDevice(name: "cuda:0"), second = StubDevice(name: "cuda:1")

        init(lecture: Bool = false) throws {
            fixture.session.context.ownAccelerators = [first, second]
            try fixture.run(
                "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nimport numpy as np")
            if lecture { _ = try fixture.withLecture() }
        }

        @discardableResult
        func run(_ program: String) throws -> String { try fixture.run(program) }
        /// What an error says, without the name of its class.
        func failure(_ program: String) -> String { DeviceTests.words(fixture.failure(program)) }
        func error(_ program: String) throws -> ScriptError {
            do { try fixture.run(program) } catch { return ScriptError(error) }
            throw TensorError(.assertion, "no error: \(program)")
        }
    }

    private static func words(_ error: String) -> String {
        error.range(of: ": ").map { String(error[$0.upperBound...]) } ?? error
    }

    /// A text with single spaces between its words.
    private static func plain(_ text: String) -> String {
        text.split { $0.isWhitespace }.joined(separator: " ")
    }

    private func expect(
        _ program: String, _ wanted: String, in fixture: Fixture? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let printed = try (fixture ?? Fixture()).run(program)
        #expect(
            DeviceTests.plain(printed) == DeviceTests.plain(wanted), "\(program)",
            sourceLocation: sourceLocation)
    }

    @Test func tensorsComeAndGo() throws {
        let f = try Fixture()
        try expect(
            "x = torch.tensor([1., 2., 3.]).to('cuda'); x", "tensor([1., 2., 3.], device='cuda:0')", in: f)
        try expect(
            "x.device, x.is_cuda, x.get_device(), x.type()",
            "(device(type='cuda', index=0), True, 0, 'torch.cuda.FloatTensor')", in: f)
        try expect("x * 2 + 1", "tensor([3., 5., 7.], device='cuda:0')", in: f)
        try expect("(x * 2).cpu()", "tensor([2., 4., 6.])", in: f)
        try expect("x.to(x.device) is x, x.to('cpu') is x, x.cuda(1).device.index", "(True, False, 1)", in: f)
        try expect(
            "x.to('cuda', torch.int32)", "tensor([1, 2, 3], device='cuda:0', dtype=torch.int32)", in: f)
        try expect(
            "torch.zeros(2, device='cuda'), torch.zeros(2)",
            "(tensor([0., 0.], device='cuda:0'), tensor([0., 0.]))", in: f)
        try expect(
            "torch.ones_like(x), x.new_zeros(2), torch.zeros_like(x, device='cpu')",
            "(tensor([1., 1., 1.], device='cuda:0'), tensor([0., 0.], device='cuda:0'), tensor([0., 0., "
                + "0.]))",
            in: f)
        try expect(
            "x.sum().item(), x.tolist(), float(x.max()), 2.0 in x, len(x)",
            "(6.0, [1.0, 2.0, 3.0], 3.0, True, 3)", in: f)
        try expect(
            "x.sort(descending=True).values, x[1:], x[[0, 2]], x[x > 1], x[torch.tensor([1])]",
            "(tensor([3., 2., 1.], device='cuda:0'), tensor([2., 3.], device='cuda:0'), "
                + "tensor([1., 3.], device='cuda:0'), tensor([2., 3.], device='cuda:0'), "
                + "tensor([2.], device='cuda:0'))", in: f)
        try expect(
            "x[0] = 9; x[1:] = torch.tensor([5., 6.]); x", "tensor([9., 5., 6.], device='cuda:0')", in: f)
        try expect(
            "x + torch.tensor(1.), torch.tensor(2.) * x, x > torch.tensor(5.5)",
            "(tensor([10.,  6.,  7.], device='cuda:0'), tensor([18., 10., 12.], device='cuda:0'), "
                + "tensor([ True, False,  True], device='cuda:0'))", in: f)
        try expect(
            "torch.where(x > 5, x, torch.tensor(0.)), torch.maximum(x, torch.tensor(7.))",
            "(tensor([9., 0., 6.], device='cuda:0'), tensor([9., 7., 7.], device='cuda:0'))", in: f)
        try expect(
            "y = torch.zeros(3); y.copy_(x); y, x.equal(x.clone())", "(tensor([9., 5., 6.]), True)", in: f)
        try expect(
            "torch.tensor([x[0], x[1]]), torch.tensor(x).device",
            "(tensor([9., 5.]), device(type='cuda', index=0))", in: f)
        #expect(f.first.count.kernels > 0 && f.first.count.uploads > 0)
    }

    @Test func twoDevicesDoNotMeet() throws {
        let f = try Fixture()
        try f.run("x = torch.ones(2, 2, device='cuda'); y = torch.ones(2, 2); i = torch.tensor([0, 1])")
        let words =
            "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!"
        for program in [
            "x + y", "y + x", "x @ y", "y.matmul(x)", "torch.cat([x, y])", "x == y", "x += y", "y *= x",
            "F.mse_loss(x, y)", "F.cross_entropy(x, i)", "F.embedding(i, x)", "torch.where(x > 0, x, y)",
            "x.add_(y)", "torch.stack([x.sum(), y.sum()])", "nn.Linear(2, 2)(x)", "nn.Linear(2, 2).cuda()(y)",
            "nn.Sequential(nn.Linear(2, 2))(x)", "x.gather(1, torch.zeros(2, 1, dtype=torch.long))",
            "n = torch.tensor(1.); n += x", "torch.add(x, y, out=x)", "x.index_select(0, i)",
            "x.sum().backward(torch.tensor(1.)) if x.requires_grad else x + y",
        ] {
            let error = try f.error(program)
            #expect(
                error.message == words && error.className == "RuntimeError", "\(program): \(error.message)")
            #expect(error.hint != nil)
        }
        #expect(f.failure("x + x.to('cuda:1')").contains("cuda:0 and cuda:1!"))
        #expect(
            f.failure("y[i.cuda()]").contains(
                "indices should be either on cpu or on the same device as the indexed tensor (cpu)"))
        for program in ["x.numpy()", "np.sin(x)", "np.array(x)", "np.ones((2, 2)) + x", "np.asarray(x)"] {
            let error = try f.error(program)
            #expect(
                error.message
                    == "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the "
                    + "tensor to host memory first." && error.className == "TypeError",
                "\(program): \(error.message)")
        }
        let gradient = f.failure("p = nn.Parameter(x); p.grad = y")
        #expect(
            gradient.contains(
                "attempting to assign a gradient with device type 'cpu' to a tensor with device type 'cuda'"))
    }

    @Test func whatIsNotThere() throws {
        let f = try Fixture()
        let error = try f.error("torch.ones(2, device='cuda:7')")
        #expect(error.message == "CUDA error: invalid device ordinal" && error.className == "RuntimeError")
        #expect(error.hint?.contains("cuda:1") == true)
        #expect(f.failure("torch.ones(2).to('meta')").contains("meta"))
        #expect(f.failure("torch.device('cuda', -1)").contains("Device index must not be negative"))
        let without = SessionFixture()
        without.session.context.ownAccelerators = []
        try without.run("import torch")
        #expect(
            DeviceTests.words(without.failure("torch.ones(2).cuda()")).hasPrefix("Found no NVIDIA driver"))
        #expect(
            try without.run(
                "torch.cuda.is_available(), torch.cuda.device_count(), torch.cuda.memory_allocated()")
                == "(False, 0, 0)\n")
    }

    @Test func theStandardDevice() throws {
        let f = try Fixture()
        try expect(
            "with torch.device('cuda'):\n    a = torch.zeros(1); l = nn.Linear(2, 2)\na.device, "
                + "l.weight.device, torch.zeros(1).device",
            "(device(type='cuda', index=0), device(type='cuda', index=0), device(type='cpu'))", in: f)
        try expect(
            "torch.set_default_device('cuda:1'); torch.get_default_device(), torch.arange(3)",
            "(device(type='cuda', index=1), tensor([0, 1, 2], device='cuda:1'))", in: f)
        try expect(
            "np.arange(3) * 2, torch.zeros(1, device='cpu').device", "(array([0, 2, 4]), device(type='cpu'))",
            in: f)
        try expect("torch.set_default_device(None); torch.zeros(1)", "tensor([0.])", in: f)
        try expect(
            "def g(x):\n    return torch.zeros(1).device.type\nclass M(nn.Module):\n    def forward(self, "
                + "x): return torch.zeros(1)\nM().cuda()(a).device.type, g(a)",
            "('cpu', 'cpu')", in: f)
        try expect("torch.cuda.set_device(1); torch.zeros(1, device='cuda').device.index", "1", in: f)
        try expect(
            "with torch.cuda.device(0): i = torch.zeros(1).cuda().get_device()\ni, "
                + "torch.cuda.current_device()",
            "(0, 1)", in: f)
    }

    @Test func gradients() throws {
        let f = try Fixture()
        try f.run(
            """
            w = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
            x = torch.tensor([[1., 1.]], device='cuda')
            y = (x @ w.cuda()).square().sum()
            y.backward()
            """)
        try expect(
            "w.grad, w.cuda().grad_fn", "(tensor([[ 8., 12.],\n        [ 8., 12.]]), <ToCopyBackward0>)",
            in: f)
        try expect(
            "p = nn.Parameter(torch.ones(2, device='cuda')); (p * torch.tensor([1., "
                + "2.]).cuda()).sum().backward(); p.grad",
            "tensor([1., 2.], device='cuda:0')", in: f)
        try expect(
            "n = torch.tensor(3., requires_grad=True); (n * p).sum().backward(); n.grad", "tensor(2.)", in: f)
        try expect(
            "torch.autograd.grad((p * p).sum(), p, create_graph=True)[0].sum().backward(); "
                + "p.grad.device.type",
            "'cuda'", in: f)
        try expect("p", "Parameter containing:\ntensor([1., 1.], device='cuda:0', requires_grad=True)", in: f)
    }

    /// Training a class of the program, here and there: the same losses and weights.
    private static let training = """
        torch.manual_seed(1)
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.e = nn.Embedding(11, 8)
                self.n = nn.LayerNorm(8)
                self.a = nn.MultiheadAttention(8, 2, batch_first=True)
                self.l = nn.Linear(8, 11)
                self.register_buffer('mask', torch.triu(torch.ones(5, 5), 1).bool())
            def forward(self, ids):
                x = self.n(self.e(ids) + torch.arange(5, device=ids.device)[:, None] / 10)
                x = x + self.a(x, x, x, attn_mask=self.mask)[0]
                return F.log_softmax(self.l(F.gelu(x)), -1)
        net = Net().to(device)
        opt = OPT
        X = torch.randint(11, (3, 5)); Y = torch.randint(11, (3, 5))
        losses = []
        for step in range(4):
            loss = F.nll_loss(net(X.to(device)).view(-1, 11), Y.to(device).view(-1))
            opt.zero_grad(); loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 0.5)
            opt.step(); losses.append(round(loss.item(), 5))
        total = round(sum(p.double().abs().sum().item() for p in net.parameters()), 5)
        print(losses, total, next(net.parameters()).device.type)
        """

    @Test(arguments: [
        "torch.optim.AdamW(net.parameters(), lr=0.01)",
        "torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)",
        "torch.optim.RMSprop(net.parameters(), lr=0.01)", "torch.optim.Adam(net.parameters(), amsgrad=True)",
        "torch.optim.Adagrad(net.parameters())", "torch.optim.NAdam(net.parameters())",
    ]) func training(_ optimizer: String) throws {
        let program = DeviceTests.training.replacingOccurrences(of: "OPT", with: optimizer)
        let there = try Fixture().run("device = 'cuda'\n" + program)
        let here = try Fixture().run("device = 'cpu'\n" + program)
        #expect(there.replacingOccurrences(of: "cuda", with: "cpu") == here)
    }

    @Test func modulesMoveInPlace() throws {
        let f = try Fixture()
        try f.run(
            "m = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2)); p = m[0].weight; p.grad = "
                + "torch.ones(2, 2)"
        )
        try expect(
            "m.to('cuda') is m, m[0].weight is p, p.device.type, p.grad.device.type, "
                + "m[1].running_mean.device.type",
            "(True, True, 'cuda', 'cuda', 'cuda')", in: f)
        try expect(
            "m.cpu()[0].weight is p, p.is_cuda, m.cuda(1)[0].bias.get_device(), nn.Linear(2, 2, "
                + "device='cuda').bias.device.index",
            "(True, False, 1, 0)", in: f)
        // A parameter that is shared stays one; two over one memory become two copies.
        try f.run("a = nn.Linear(3, 3, bias=False); b = nn.Linear(3, 3, bias=False); b.weight = a.weight")
        try f.run("c = nn.Linear(3, 3, bias=False); c.weight = nn.Parameter(a.weight)")
        try f.run("m = nn.ModuleList([a, b, c])")
        try expect("a.weight.data_ptr() == c.weight.data_ptr(), b.weight is a.weight", "(True, True)", in: f)
        try f.run("m.to('cuda')")
        try expect(
            "with torch.no_grad(): a.weight.fill_(1); c.weight.fill_(2)\nb.weight is a.weight, "
                + "b.weight[0, 0].item(), c.weight[0, 0].item()",
            "(True, 1.0, 2.0)", in: f)
    }

    @Test func theLecturesTieIsLost() throws {
        let f = try Fixture(lecture: true)
        let before = try f.run("ties(model)")
        try f.run("model.to('cuda')")
        let after = try f.run("ties(model)")
        #expect(before != after && before.contains("wte"), "\(before)\n\(after)")
        try f.run(
            "shared = Model5(n_vocab=30, embed_dim=8, n_blocks=1, n_heads=1, seq_len=8, tied='shared').cuda()"
        )
        #expect(try f.run("ties(shared)").contains("wte"))
    }

    @Test func theLecturesModel() throws {
        func run(_ device: String) throws -> [String] {
            let f = try Fixture(lecture: true)
            // The lecture's tie would be lost on the way.
            try f.run(
                "model = Model5(n_vocab=300, embed_dim=16, n_blocks=2, n_heads=2, seq_len=32, tied='shared')")
            try f.run("model.to('\(device)'); optimizer = AdamW(model.parameters())")
            try f.run("trainer = Trainer(model, optimizer, sampler, test=RandomSampler(test_data, 2, 16))")
            let lines = [
                "trainer.run(3).losses", "trainer.step()",
                "trainer.sample(); trainer.forward(); trainer.loss(); trainer.backward(); trainer.update()",
                "generate(model, 'The', 8, seed=0)", "round(perplexity(model, test_data).loss, 4)",
                "model.loss(X.to('\(device)'), Y.to('\(device)')).item()",
                "model(X.to('\(device)')).argmax(-1)[0].tolist()",
                "next_token(model, 'The')",
                "trace = model.trace(X.to('\(device)')); trace['blocks.0.attn.pattern'].sum().item()",
                "lens(trace)", "explain(model, X, Y)", "grads(model)", "params(model)",
                "'%.5f' % sum(p.double().abs().sum().item() for p in model.parameters())",
            ]
            return try lines.map { "\($0)\n" + (try f.run($0)) }
        }
        let (there, here) = (try run("cuda"), try run("cpu"))
        for (a, b) in zip(there, here) { #expect(a.replacingOccurrences(of: "cuda", with: "cpu") == b) }
        let f = try Fixture(lecture: true)
        try f.run("model.cuda()")
        #expect(f.failure("model(X)").hasPrefix("Expected all tensors to be on the same device"))
        try expect("trainer.sample(); trainer.forward().device.type", "'cuda'", in: f)
    }

    @Test func optimizersFollow() throws {
        let f = try Fixture()
        try f.run(
            "l = nn.Linear(2, 2); o = torch.optim.AdamW(l.parameters()); l(torch.ones(1, "
                + "2)).sum().backward(); o.step(); s = o.state_dict()"
        )
        try f.run("l.cuda(); o.zero_grad(); l(torch.ones(1, 2, device='cuda')).sum().backward()")
        #expect(f.failure("o.step()").hasPrefix("Expected all tensors to be on the same device"))
        try f.run("o.load_state_dict(s); o.step()")
        try expect("o.state[l.weight]['exp_avg'].device.type", "'cuda'", in: f)
    }

    @Test func filesGoAnywhere() throws {
        let f = try Fixture()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-device-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        f.fixture.session.writingFolder = folder.path
        let path = folder.appendingPathComponent("x.pt").path
        try f.run("l = nn.Linear(2, 2).cuda(); torch.save(l.state_dict(), '\(path)')")
        try expect(
            "s = torch.load('\(path)'); s['bias'].device.type, torch.load('\(path)', "
                + "map_location='cpu')['bias'].device.type, torch.load('\(path)', map_location={'cuda:0': "
                + "'cuda:1'})['bias'].device.index",
            "('cuda', 'cpu', 1)", in: f)
        try expect(
            "torch.load('\(path)', map_location=lambda storage, where: storage)['bias'].device.type", "'cpu'",
            in: f)
        try expect("nn.Linear(2, 2).load_state_dict(s)", "<All keys matched successfully>", in: f)
        let without = SessionFixture()
        without.session.context.ownAccelerators = []
        try without.run("import torch")
        #expect(
            DeviceTests.words(without.failure("torch.load('\(path)')")).hasPrefix(
                "Attempting to deserialize object on a CUDA device"))
        #expect(
            try without.run("torch.load('\(path)', map_location='cpu')['bias'].shape") == "torch.Size([2])\n")
    }

    @Test func undoTakesMovesBack() throws {
        let f = try Fixture()
        try f.run("l = nn.Linear(2, 2); x = torch.ones(2)")
        try f.run("l.cuda(); x = x.cuda(); torch.set_default_device('cuda'); l.weight.data += 1")
        try f.run("%undo")
        try expect(
            "l.weight.device.type, x.device.type, torch.zeros(1).device.type, l(x).shape",
            "('cpu', 'cpu', 'cpu', torch.Size([2]))", in: f)
    }

    @Test func dataLoadersGiveWhatTheDatasetHas() throws {
        try expect(
            """
            from torch.utils.data import DataLoader, TensorDataset
            d = TensorDataset(torch.arange(4.).cuda(), torch.arange(4))
            [(x.device.type, y.device.type, x.shape) for x, y in DataLoader(d, batch_size=2)]
            """, "[('cuda', 'cpu', torch.Size([2])), ('cuda', 'cpu', torch.Size([2]))]")
    }

    @Test func theModuleCuda() throws {
        let f = try Fixture()
        try expect(
            "torch.cuda.is_available(), torch.cuda.device_count(), torch.cuda.get_device_name(0), "
                + "torch.cuda.current_device()",
            "(True, 2, 'Stub 1', 0)", in: f)
        try expect(
            "p = torch.cuda.get_device_properties(0); p, p.total_memory, p.major",
            "(_CudaDeviceProperties(name='Stub 1', major=9, minor=0, total_memory=1024MB, "
                + "multi_processor_count=2), 1073741824, 9)",
            in: f)
        try expect(
            "x = torch.ones(100, device='cuda'); torch.cuda.memory_allocated() >= 400, "
                + "torch.cuda.max_memory_allocated() >= 400, torch.cuda.mem_get_info()[1]",
            "(True, True, 1073741824)", in: f)
        try expect(
            "a = torch.cuda.Event(enable_timing=True); b = torch.cuda.Event(enable_timing=True); "
                + "a.record(); x @ x; b.record(); torch.cuda.synchronize(); a.elapsed_time(b) >= 0",
            "True", in: f)
        try expect(
            "torch.cuda.manual_seed(3); a = torch.rand(2, device='cuda'); torch.manual_seed(3); "
                + "bool((a.cpu() == torch.rand(2)).all())",
            "True", in: f)
        try expect(
            "torch.cuda.empty_cache(); torch.cuda.reset_peak_memory_stats(); "
                + "torch.accelerator.current_accelerator()",
            "device(type='cuda')", in: f)
    }

    @Test func aDeviceThatFails() throws {
        let f = try Fixture()
        try f.run("x = torch.ones(3, device='cuda'); y = torch.ones(3)")
        f.first.become { $0.failure = "an illegal memory access was encountered" }
        for program in [
            "x.sum().item()", "x + 1", "x.cpu()", "torch.cuda.synchronize()", "print(x.tolist())",
        ] {
            let error = try f.error(program)
            #expect(
                error.message == "CUDA error: an illegal memory access was encountered"
                    && error.className == "RuntimeError", "\(program)")
        }
        try expect("y + 1", "tensor([2., 2., 2.])", in: f)
    }

    @Test func memoryThatIsNotThere() throws {
        let f = try Fixture(lecture: true)
        f.first.become { $0.memory = 50_000 }
        try expect(
            """
            try:
                torch.ones(1000, 1000, device='cuda')
            except torch.cuda.OutOfMemoryError as e:
                print(type(e).__name__, str(e).split('.')[0], isinstance(e, RuntimeError))
            """, "OutOfMemoryError CUDA out of memory True", in: f)
        #expect(
            f.failure("torch.ones(1000, 1000, device='cuda')").hasPrefix(
                "CUDA out of memory. Tried to allocate 3.81 MiB. GPU 0 has a total capacity of 48.83 KiB"))
        f.first.become { $0.memory = 300_000 }
        let refused = f.failure("model.cuda()\nTrainer(model, AdamW(model.parameters()), sampler)")
        #expect(refused.contains("on cuda:0") || refused.contains("CUDA out of memory"), "\(refused)")
    }

    @Test func aTrainerGoesOnOnTheCPU() throws {
        let f = try Fixture(lecture: true)
        try f.run("model.cuda(); trainer.step()")
        let held = f.first.memory.allocated
        f.first.become { $0.memory = held }
        #expect(f.failure("trainer.step()").hasPrefix("CUDA out of memory"))
        try expect("model.cpu(); trainer.step() < 7, len(trainer.losses)", "(True, 2)", in: f)
    }

    @Test func whatTheHostComputesIsNamedOnce() throws {
        let f = try Fixture()
        let name = "msort runs on the CPU, whole or in part: cuda:0 has no kernel for that"
        try f.run("x = torch.rand(100, 100, device='cuda'); y = x.exp()")
        #expect(!f.fixture.output.notes.contains { $0.contains("runs on the CPU") })
        try f.run("for i in range(3): y = torch.msort(x)")
        #expect(f.fixture.output.notes.filter { $0 == name }.count == 1)
    }
}
