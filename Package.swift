// swift-tools-version: 6.0
import Foundation
import PackageDescription

/// The CPU that the binary is built for: this machine's own by default, any name that clang's `-march=`
/// takes otherwise (`LAGADO_MARCH=x86-64-v3 scripts/run …` makes a binary for any recent PC).
let march = Context.environment["LAGADO_MARCH"] ?? "native"
#if arch(arm64)
    let cpu = ["-Xcc", "-mcpu=\(march)"]
#else
    let cpu = ["-Xcc", "-march=\(march)"]
#endif
let settings: [SwiftSetting] = [.unsafeFlags(cpu)]

/// A C library from Debian, or what a C header says by itself: a module map and a shim header in
/// `Sources/<name>`, nothing else.
func library(_ name: String, pkgConfig: String? = nil, debian package: String? = nil) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: package.map { [.apt([$0])] })
}

/// One module; `uses` are the modules that its files import (a test compares them, and the picture in
/// `Sources/README.md`, with what is written there).
func module(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, exclude: readmes(name), swiftSettings: settings)
}

/// The READMEs of a module and of its folders, which are no sources.
func readmes(_ name: String) -> [String] {
    let folder = Context.packageDirectory + "/Sources/" + name
    return (FileManager.default.subpaths(atPath: folder) ?? []).filter { $0.hasSuffix("README.md") }.sorted()
}

/// The tests of one module; `also` are other modules that they need.
func tests(_ name: String, also: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + also,
        exclude: exclude,
        swiftSettings: settings)
}

/// `LAGADO_TESTS=Kernels` leaves the tests of one module: what `scripts/test-march` builds for other
/// processors.
func wanted(_ target: Target) -> Bool {
    guard let only = Context.environment["LAGADO_TESTS"], target.isTest else { return true }
    return target.name == "\(only)Tests"
}

let package = Package(
    name: "lagado",
    products: [
        .executable(name: "lagado", targets: ["lagado"]),
        .library(name: "Lagado", targets: ["Lab", "Notebook"]),
    ],
    targets: [
        library("CProcessor"),
        .target(name: "CThread"),
        library("COpenBLAS", pkgConfig: "openblas", debian: "libopenblas-dev"),
        library("COneDNN", debian: "libdnnl-dev"),
        library("CReadline", debian: "libreadline-dev"),
        library("CCurl", debian: "libcurl4-openssl-dev"),
        library("CMarkGFM", debian: "libcmark-gfm-extensions-dev"),
        library("CPCRE2", debian: "libpcre2-dev"),
        library("CGMP", debian: "libgmp-dev"),
        library("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
        library("CLibXML2", pkgConfig: "libxml-2.0", debian: "libxml2-dev"),

        module("RandomNumbers"),
        module("Statistics"),
        .target(
            name: "DeviceSources", exclude: readmes("DeviceSources"), resources: [.embedInCode("Written")],
            swiftSettings: [.unsafeFlags(["-Onone"])]),
        module(
            "Kernels",
            uses: ["CProcessor", "CThread", "COpenBLAS", "COneDNN", "DeviceSources", "RandomNumbers"]),
        module("Presentation"),
        module("Encodings"),
        // Files that are built into the program: without optimisation they compile quickly.
        .target(
            name: "PythonSources", exclude: readmes("PythonSources"), resources: [.embedInCode("Written")],
            swiftSettings: [.unsafeFlags(["-Onone"])]),
        .target(
            name: "TorchSources", exclude: readmes("TorchSources"), resources: [.embedInCode("Written")],
            swiftSettings: [.unsafeFlags(["-Onone"])]),
        module("Tensors", uses: ["CThread", "Kernels", "Presentation", "RandomNumbers"]),
        module("Disk", uses: ["CZlib", "Presentation"]),
        module("Neural", uses: ["Kernels", "Tensors"]),
        module(
            "Text", uses: ["CCurl", "Encodings", "Kernels", "Presentation", "Statistics", "Tensors", "Disk"]),
        module("GPT", uses: ["Kernels", "Presentation", "Tensors", "Disk", "Neural"]),
        module(
            "Training",
            uses: ["Kernels", "Presentation", "Statistics", "Tensors", "Neural", "Text", "GPT", "Disk"]),
        module("Language", uses: ["CGMP", "CThread", "Presentation", "Encodings"]),
        module(
            "PythonLibrary",
            uses: [
                "CPCRE2", "Presentation", "Encodings", "Disk", "Language", "PythonSources", "RandomNumbers",
            ]),
        module("Formula"),
        module("Plots", uses: ["Presentation", "Formula"]),
        module("Markdown", uses: ["CMarkGFM", "CLibXML2", "Presentation"]),
        module("Documents", uses: ["Presentation", "Disk", "Language", "Markdown"]),
        module(
            "Bindings",
            uses: [
                "Kernels", "Presentation", "Tensors", "Disk", "Neural", "Text", "GPT", "Language",
                "PythonLibrary", "Plots", "TorchSources", "RandomNumbers",
            ]),
        module(
            "Lab",
            uses: [
                "Kernels", "Presentation", "Statistics", "Tensors", "Disk", "Neural", "Text", "GPT",
                "Training",
                "Language", "PythonLibrary", "Plots", "Documents", "TorchSources", "Bindings",
            ]),
        module("Notebook", uses: ["Presentation", "Disk", "Language", "Documents", "Lab"]),
        .executableTarget(
            name: "lagado",
            dependencies: [
                "CReadline", "Kernels", "Presentation", "Tensors", "Disk", "Neural", "Text", "GPT",
                "Training", "Language", "PythonLibrary", "Formula", "Markdown", "Documents", "Lab",
                "Notebook",
            ],
            exclude: readmes("lagado"), swiftSettings: settings),

        .target(name: "TestSupport", dependencies: ["Tensors", "Kernels"], path: "Tests/TestSupport"),
        tests("RandomNumbers"),
        tests("Statistics"),
        tests("Kernels"),
        tests("Presentation"),
        tests("Encodings"),
        tests("Tensors"),
        tests("Neural"),
        tests("Disk"),
        tests("Text"),
        tests("GPT"),
        tests("Training"),
        tests("Language", also: ["PythonLibrary"], exclude: ["Cases"]),
        tests("PythonLibrary"),
        tests("Formula"),
        tests("Plots"),
        tests("Documents", also: ["Plots"]),
        tests("Lab", exclude: ["PrettyCases", "Inside"]),
        tests("Markdown"),
        tests("Notebook"),
        // The program as a person runs it: the built binary, in a process of its own.
        .testTarget(
            name: "ProgramTests", dependencies: ["TestSupport", "Presentation"], swiftSettings: settings),
        // The sources as a person finds them: who imports whom, what the READMEs say.
        .testTarget(name: "HouseTests", dependencies: ["TestSupport"], swiftSettings: settings),
    ].filter(wanted),
    // The compiler proves that threads share nothing unguarded.
    swiftLanguageModes: [.v6]
)

// SwiftPM compiles a target again when the interface of one that it names has changed, but not of one further
// down, whose protocols and classes it sees all the same: the program would crash. So each target names all
// that lie below.
// (Targets stand in order: what one uses comes before it.)
var below: [String: [String: Target.Dependency]] = [:]
for target in package.targets {
    var all: [String: Target.Dependency] = [:]
    for dependency in target.dependencies {
        guard case .byNameItem(let name, _) = dependency else { continue }
        all[name] = dependency
        all.merge(below[name] ?? [:]) { first, _ in first }
    }
    below[target.name] = all
    target.dependencies = all.keys.sorted().compactMap { all[$0] }
}
