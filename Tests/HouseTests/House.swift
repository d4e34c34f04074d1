import Foundation
import TestSupport

/// The sources of this project as they lie on disk.
enum House {
    static let sources = Shared.root.appendingPathComponent("Sources")

    static func text(_ path: String) throws -> String {
        try String(contentsOf: Shared.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Paths below `Sources` with this ending.
    static func files(_ ending: String, in folder: String = "") -> [String] {
        let place = sources.appendingPathComponent(folder).path
        return (FileManager.default.subpaths(atPath: place) ?? []).filter { $0.hasSuffix(ending) }.sorted()
    }

    /// For each module of ours, the modules that Package.swift lets it import.
    static func declared() throws -> [String: Set<String>] {
        let manifest = try text("Package.swift")
        let entry = try Regex(#"(?:module\(\s*|executableTarget\(\s*name: )"(\w+)"([^\]\)]*\[[^\]]*\])?"#)
        var result: [String: Set<String>] = [:]
        for match in manifest.matches(of: entry) {
            guard let name = match.output[1].substring.map(String.init) else { continue }
            let list = match.output[2].substring ?? ""
            let from = list.firstIndex(of: "[") ?? list.endIndex
            result[name] = Set(list[from...].matches(of: #/"(\w+)"/#).map { String($0.output.1) })
        }
        return result
    }

    /// For each module, what its files import of this package.
    static func imported() throws -> [String: Set<String>] {
        let modules = try declared(), known = Set(modules.keys).union(modules.values.joined())
        var result: [String: Set<String>] = [:]
        for module in modules.keys {
            var names: Set<String> = []
            for file in files(".swift", in: module) {
                let source = try text("Sources/\(module)/\(file)")
                names.formUnion(
                    source.matches(of: #/(?m)^(?:@\w+ )?import (\w+)$/#).map { String($0.output.1) })
            }
            result[module] = names.intersection(known)
        }
        return result
    }

    /// The arrows that no other way round leads to: what a picture needs to show.
    static func reduced(_ arrows: [String: Set<String>]) -> Set<String> {
        func reaches(_ from: String, _ to: String, _ seen: inout Set<String>) -> Bool {
            guard seen.insert(from).inserted else { return false }
            return (arrows[from] ?? []).contains { $0 == to || reaches($0, to, &seen) }
        }
        var result: Set<String> = []
        for (from, targets) in arrows {
            for to in targets {
                var seen: Set<String> = [from]
                let isLong = targets.contains { $0 != to && reaches($0, to, &seen) }
                if !isLong { result.insert("\(from) --> \(to)") }
            }
        }
        return result
    }
}
