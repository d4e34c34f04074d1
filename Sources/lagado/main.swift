import Foundation

/// Until the session is built, the program measures: `lagado bench step --preset model5|pocket|tiny [--json]`.
let words = Array(CommandLine.arguments.dropFirst())
let preset = words.firstIndex(of: "--preset").flatMap { words.indices.contains($0 + 1) ? BenchPreset(rawValue: words[$0 + 1]) : nil }
guard words.starts(with: ["bench", "step"]), let preset else {
    FileHandle.standardError.write(Data("usage: lagado bench step --preset model5|pocket|tiny [--json]\n".utf8))
    exit(2)
}
do {
    let report = try BenchStep.run(preset, batch: nil, steps: nil)
    print(words.contains("--json") ? report.json : report.text)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
