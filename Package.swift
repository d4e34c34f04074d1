// swift-tools-version: 6.0
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

/// One room of the house; `uses` are the rooms below it.
func room(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, exclude: ["README.md"], swiftSettings: settings)
}

/// The tests of one room; `also` are other rooms that they need.
func tests(_ name: String, also: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + also,
        exclude: exclude,
        swiftSettings: settings)
}

/// `LAGADO_TESTS=Kernels` leaves the tests of one room: what `scripts/test-march` builds for other
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
        library("COpenBLAS", pkgConfig: "openblas", debian: "libopenblas-dev"),
        library("COneDNN", debian: "libdnnl-dev"),
        library("CReadline", debian: "libreadline-dev"),
        library("CCurl", debian: "libcurl4-openssl-dev"),
        library("CMarkGFM", debian: "libcmark-gfm-extensions-dev"),
        library("CLibXML2", pkgConfig: "libxml-2.0", debian: "libxml2-dev"),

        room("Kernels", uses: ["CProcessor", "COpenBLAS", "COneDNN"]),
        room("Tensors", uses: ["Kernels"]),
        room("Disk"),
        room("Neural", uses: ["Tensors"]),
        room("Text", uses: ["Tensors", "Disk", "CCurl"]),
        room("GPT", uses: ["Neural", "Disk"]),
        room("Training", uses: ["GPT", "Text"]),
        room("Presentation"),
        room("Language", uses: ["Presentation"]),
        room("PythonLibrary", uses: ["Language"]),
        room("Formula"),
        room("Plots", uses: ["Formula"]),
        room("Markdown", uses: ["CMarkGFM", "CLibXML2"]),
        room("Documents", uses: ["Language", "Plots", "Markdown", "Disk"]),
        room("Bindings", uses: ["PythonLibrary", "Training", "Plots"]),
        room("Lab", uses: ["Bindings", "Documents"]),
        room("Notebook", uses: ["Lab", "Markdown", "Documents"]),
        .executableTarget(
            name: "lagado", dependencies: ["Notebook", "CReadline"], exclude: ["README.md"],
            swiftSettings: settings),

        .target(name: "TestSupport", dependencies: ["Tensors"], path: "Tests/TestSupport"),
        tests("Kernels"),
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
        tests("Documents"),
        tests("Lab"),
        tests("Markdown"),
        tests("Notebook"),
        // The program as a person runs it: the built binary, in a process of its own.
        .testTarget(name: "ProgramTests", dependencies: ["TestSupport"], swiftSettings: settings),
    ].filter(wanted),
    swiftLanguageModes: [.v5]
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
