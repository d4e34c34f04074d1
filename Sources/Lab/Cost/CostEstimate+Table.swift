import Bindings
import Language
import Presentation
import Tensors
import Training

extension CostEstimate {
    /// Seconds, told from the numbers where nothing better is known.
    public var duration: Double {
        (seconds ?? 0)
            + MachineSpeed.seconds(
                operations: operations - timed.operations, traffic: traffic - timed.traffic)
    }

    /// How the seconds are known: `as measured`, `from one cold step`, or `estimated`.
    public var source: String {
        isMeasured ? (isCold ? "from one cold step" : "as measured") : "estimated"
    }

    func table(_ title: String) -> TableObject {
        var all = [
            ["seconds", "about \(Formatting.duration(duration))\(isMeasured ? ", \(source)" : "")"],
            ["memory", "about \(Formatting.memory(Int(min(memory, 9e18))))"],
        ]
        all.append(["operations", operations < 1 ? "none" : Formatting.operations(operations)])
        if let shape { all.append(["result", Shape.description(shape)]) }
        return TableObject("Cost of \(title)", rows: all + rows)
    }
}
