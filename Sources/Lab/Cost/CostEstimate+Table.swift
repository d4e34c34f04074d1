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

    func table(_ title: String) -> TableObject {
        var all = [
            ["seconds", "about \(Formatting.duration(duration))\(isMeasured ? ", as measured" : "")"],
            ["memory", "about \(Formatting.memory(Int(min(memory, 9e18))))"],
        ]
        all.append(["operations", operations < 1 ? "none" : Formatting.operations(operations)])
        if let shape { all.append(["result", Shape.description(shape)]) }
        return TableObject("Cost of \(title)", rows: all + rows)
    }
}
