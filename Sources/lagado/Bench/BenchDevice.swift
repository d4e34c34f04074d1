import GPT
import Kernels
import Neural
import Tensors
import Text
import Training

/// The processor and each GPU beside one another: how fast they multiply, fetch and take orders, a forward
/// pass and a training step of a model; without a GPU what data sheets of some say, as a prediction.
enum BenchDevice {
    static func run(_ preset: BenchPreset, batch: Int?, steps: Int?, _ precision: DType) throws
        -> BenchReport
    {
        var report = BenchReport("device")
        report.settings(preset, batch: batch ?? preset.batch)
        report.setting("precision", precision.shortName)
        let devices = [Device.host] + Accelerators.devices.indices.compactMap { Accelerators.device($0) }
        if let note = Accelerators.note { Streams.error.write("lagado bench: \(note)\n") }
        var speeds: [[(size: Int, withCopies: Double)]] = []
        for device in devices {
            report.setting(device.name, description(device))
            speeds.append(try rates(device, &report))
            try model(device, preset, batch, steps, precision, &report)
            if let failure = device.failure {
                throw UsageError(message: "\(device.name) does not work any more: \(failure)")
            }
        }
        for (device, own) in zip(devices, speeds).dropFirst() { breakEven(device, own, speeds[0], &report) }
        if devices.count == 1 { predictions(preset, batch, precision, &report) }
        return report
    }

    private static func description(_ device: Device) -> String {
        let known = device.properties
        return device.isHost ? "\(Compute.threads) threads" : "\(known.title) (\(known.runtime))"
    }

    /// Seconds that `body` takes on the device, the fastest of a few times, each with as many calls as take a
    /// twentieth of a second; what was asked for is waited for.
    private static func seconds(_ device: Device, _ body: () throws -> Void) throws -> Double {
        func time(_ calls: Int) throws -> Double {
            device.synchronize()
            return try Measure.seconds {
                for _ in 0..<calls { try body() }
                device.synchronize()
            }
        }
        _ = try time(1)
        let once = max(try time(1), 1e-7), calls = min(1000, max(1, Int(0.05 / once)))
        return try (0..<3).map { _ in try time(calls) / Double(calls) }.min() ?? once
    }

    /// Products, memory and orders. Comes back with the sizes of products and their seconds, operands and
    /// result carried between host and device.
    private static func rates(_ device: Device, _ report: inout BenchReport) throws -> [(
        size: Int, withCopies: Double
    )] {
        let key = device.name.replacing(":", with: ""), name = device.name
        var found: [(size: Int, withCopies: Double)] = []
        for size in [32, 128, 512, 1024, 2048, 4096] {
            let here = try Tensor.empty([size, size])
            try Generator(seed: 1).fillNormal(here)
            let a = try ComputeContext(device: device).run { try onDevice(here) }
            let multiply = try seconds(device) {
                _ = try ComputeContext(device: device).run { try a.matmul(a) }
            }
            let rate = 2 * Double(size * size * size) / multiply / 1e9
            report.add("\(key)_product_\(size)_gflops", "\(name) product \(size)", rate, "GFLOP/s")
            let withCopies =
                device.isHost
                ? multiply
                : try seconds(device) {
                    try ComputeContext(device: device).run {
                        _ = try onDevice(here).matmul(onDevice(here)).withBytes { $0.first }
                    }
                }
            found.append((size, withCopies))
        }
        try ComputeContext(device: device).run {
            let many = try Tensor.zeros([8 << 20]), one = try Tensor.zeros([1])
            let add = try seconds(device) { _ = try many + many }
            report.add("\(key)_gigabytes", "\(name) memory", 12 * Double(many.count) / add / 1e9, "GB/s")
            let order = try seconds(device) { _ = try one + one }
            report.add("\(key)_launch_microseconds", "\(name) smallest operation", order * 1e6, "µs")
        }
        return found
    }

    /// The numbers on the present device.
    private static func onDevice(_ numbers: Tensor) throws -> Tensor {
        let copy = try Tensor.empty(numbers.shape)
        try Tensor.copy(from: numbers, into: copy)
        return copy
    }

    /// A forward pass and a training step.
    private static func model(
        _ device: Device, _ preset: BenchPreset, _ batch: Int?, _ steps: Int?, _ precision: DType,
        _ report: inout BenchReport
    ) throws {
        try ComputeContext(device: device).run {
            let key = device.name.replacing(":", with: ""), name = device.name
            let bench = try BenchModel("device", preset, batch: batch, precision)
            let model = bench.model, length = preset.configuration.context
            let X = try bench.tokens([bench.batch, length])
            func forward() throws -> Tensor {
                try Autocast.run(in: precision) { try Autograd.withoutGrad { try model.loss(X, X) } }
            }
            let pass = try seconds(device) { _ = try forward() }
            report.add("\(key)_forward_seconds", "\(name) forward", pass, "s")

            let tokens = try bench.tokens([20_000])
            let sampler = try RandomSampler(
                count: 20_000, batchSize: bench.batch, sequenceLength: length)
            let trainer = try Trainer(
                model, AdamW(model.parameters(), rate: 1e-3, weightDecay: 0.01),
                BatchSource(tokens, sampler, generator: bench.generator), precision: precision)
            let warmUp = 2
            try trainer.run(warmUp + (steps ?? preset.steps))
            let step = Measure.median(trainer.history.times.dropFirst(warmUp).map(\.total))
            report.add("\(key)_step_seconds", "\(name) training step", step, "s")
            report.add(
                "\(key)_tokens_per_second", "\(name) tokens trained on", Double(bench.batch * length) / step,
                "/ s")
            if !device.isHost {
                report.add(
                    "\(key)_peak_gigabytes", "\(name) peak memory", Double(device.memory.peak) / 1e9, "GB")
            }
        }
    }

    /// The smallest product that is made sooner on the device, its operands carried there and the result
    /// back.
    private static func breakEven(
        _ device: Device, _ own: [(size: Int, withCopies: Double)],
        _ host: [(size: Int, withCopies: Double)], _ report: inout BenchReport
    ) {
        let key = device.name.replacing(":", with: "")
        guard let first = zip(own, host).first(where: { $0.withCopies < $1.withCopies }) else {
            report.setting("\(device.name) breaks even", "at no product up to \(own.last?.size ?? 0)")
            return
        }
        report.add(
            "\(key)_break_even", "\(device.name) breaks even at products of", Double(first.0.size), "rows")
    }

    /// Float32 operations a second and bytes a second of some cards, from their data sheets.
    private static let cards = [("T4", 8.1e12, 320e9), ("A100", 19.5e12, 1555e9), ("H100", 67e12, 3350e9)]

    /// What the arithmetic of the model would take at the speeds of data sheets.
    private static func predictions(
        _ preset: BenchPreset, _ batch: Int?, _ precision: DType, _ report: inout BenchReport
    ) {
        let batch = batch ?? preset.batch, c = preset.configuration
        report.setting("cards", "predicted from data sheets, nothing measured: at best")
        let pass = PassCost(c, batch: batch, length: c.context)
        let operations = c.stepFLOPs(batch: batch, length: c.context)
        for (card, speed, bandwidth) in cards {
            report.add(
                "\(card)_forward_seconds", "\(card) forward (prediction)",
                max(pass.operations / speed, pass.traffic / bandwidth), "s")
            report.add(
                "\(card)_step_seconds", "\(card) training step (prediction)",
                max(operations / speed, 3 * pass.traffic / bandwidth), "s")
        }
    }
}
