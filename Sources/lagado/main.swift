let r = try BenchStep.run(BenchPreset(rawValue: CommandLine.arguments[1])!, batch: nil, steps: nil)
print(r.text)
