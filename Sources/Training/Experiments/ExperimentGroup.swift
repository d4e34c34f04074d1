import Statistics

/// Runs that differ in their seed only.
public struct ExperimentGroup {
    /// The setting, its seed put to 0.
    public let setting: ExperimentSetting
    /// By seed, in order.
    public let results: [ExperimentResult]

    /// Results by setting, in the order of their settings' first results; runs by seed.
    public static func groups(_ results: [ExperimentResult]) -> [ExperimentGroup] {
        var order: [ExperimentSetting] = []
        var runs: [ExperimentSetting: [ExperimentResult]] = [:]
        for result in results {
            let key = result.setting.withoutSeed
            if runs[key] == nil { order.append(key) }
            runs[key, default: []].append(result)
        }
        return order.map { key in
            ExperimentGroup(
                setting: key, results: (runs[key] ?? []).sorted { $0.setting.seed < $1.setting.seed })
        }
    }

    /// One measure over the runs.
    public func sample(_ measure: (ExperimentResult) -> Double) -> Sample { Sample(results.map(measure)) }

    /// A measure beside another group's, seed by seed, over the seeds that both have.
    ///
    /// - Returns: nil where they share fewer than two.
    public func paired(
        with other: ExperimentGroup, _ measure: (ExperimentResult) -> Double
    ) -> PairedTest? {
        let its = Dictionary(
            other.results.map { ($0.setting.seed, measure($0)) }, uniquingKeysWith: { first, _ in first })
        let pairs = results.compactMap { result in its[result.setting.seed].map { (measure(result), $0) } }
        return PairedTest(pairs.map(\.0), pairs.map(\.1))
    }

    /// The test loss after so many steps: mean and half the 95 % interval.
    public var curve: [(step: Int, mean: Double, margin: Double?)] {
        guard let steps = results.first?.testSteps else { return [] }
        return steps.enumerated().compactMap { index, step in
            let values = results.compactMap { index < $0.testLosses.count ? $0.testLosses[index] : nil }
            return values.isEmpty ? nil : (step, Sample(values).mean, Sample(values).margin())
        }
    }
}
