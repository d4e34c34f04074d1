import Disk
import Foundation
import Plots
import Script

/// A figure as a value: shown at the prompt, written as SVG by `save`.
public final class FigureObject: NativeObject, ScriptConvertible, SummarisedProperties {
    public let figure: Figure

    public init(_ figure: Figure) { self.figure = figure }

    public static var scriptName: String { "Figure" }
    public static func from(_ value: Value) throws -> FigureObject? {
        guard case .object(let object) = value else { return nil }
        return object as? FigureObject
    }
    public var scriptValue: Value { .object(self) }
    var summary: String { "A plot: shown at the end of a cell, written by save(\"name.svg\")." }
    func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    /// What a sink that knows only text writes.
    public func repr() throws -> String {
        var text = figure.render()
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    /// Writes the figure as SVG.
    func save(_ path: String) throws {
        let place = try Files.destination(path, endings: ["svg"], what: "a figure")
        try Files.write(Data(figure.svg().utf8), to: place)
    }

    public static let nativeType = NativeType<FigureObject>(
        ScriptClass("Figure"),
        properties: [
            .init("title", "The heading.", get: { $0.figure.title.map(Value.string) ?? .none })
        ],
        methods: [
            Builtin(
                "save", group: "plots", summary: "Writes the figure to an SVG file.",
                receiver("the figure") as Parameter<FigureObject>, Parameter<String>("path", "the file, ending in .svg"),
                returns: "None", example: "plot([3, 2, 1]).save(\"loss.svg\")", pytorch: "plt.savefig(\"loss.svg\")"
            ) { _, figure, path -> Value in
                try figure.save(path)
                return .none
            },
            Builtin(
                "svg", group: "plots", summary: "The figure as SVG text.", receiver("the figure") as Parameter<FigureObject>,
                returns: "str", example: "plot([3, 2, 1]).svg()[:4]"
            ) { _, figure in figure.figure.svg() },
            Builtin(
                "show", group: "plots", summary: "Shows the figure in the middle of a cell.",
                receiver("the figure") as Parameter<FigureObject>, returns: "None", example: "plot([3, 2, 1]).show()",
                pytorch: "plt.show()"
            ) { interpreter, figure -> Value in
                interpreter.output.display(figure)
                return .none
            },
        ])
}

extension PlotError: DescribedError {
    public var kind: String { "ValueError" }
    public var details: [String] { [] }
}

/// Files that commands read and write.
enum Files {
    /// The place that a person's path means; `~` is the home folder.
    ///
    /// - Throws: ValueError for another ending, IsADirectoryError, FileNotFoundError for a folder that is
    ///   not there.
    static func destination(_ path: String, endings: [String], what: String) throws -> URL {
        let trimmed = path.trimmingCharacters(in: .whitespaces)
        guard !trimmed.isEmpty, !trimmed.hasSuffix("/"), !trimmed.utf8.contains(0) else {
            throw ScriptError(
                "ValueError", "'\(Words.visible(path))' is no name for a file",
                hint: "a name such as \"run.\(endings.first ?? "txt")\"")
        }
        let place = try FilePath.expanded(trimmed)
        let ending = (place as NSString).pathExtension.lowercased()
        if !endings.isEmpty, !endings.contains(ending) {
            let wanted = endings.map { "." + $0 }.joined(separator: " or ")
            throw ScriptError(
                "ValueError", "\(what) is written to a file ending in \(wanted), not '\(Words.visible(trimmed))'",
                hint: "\"\((trimmed as NSString).deletingPathExtension).\(endings[0])\"")
        }
        if FilePath.isFolder(place) {
            throw ScriptError(
                "IsADirectoryError", "'\(Words.visible(trimmed))' is a folder",
                hint: "the name of a file in it")
        }
        let url = URL(fileURLWithPath: place)
        let folder = url.deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder) else {
            throw ScriptError(
                "FileNotFoundError", "there is no folder '\(Words.visible(folder))'",
                hint: "a folder that exists")
        }
        return url
    }

    /// The path of an existing file.
    static func source(_ path: String) throws -> URL {
        let trimmed = path.trimmingCharacters(in: .whitespaces)
        let place = try FilePath.expanded(trimmed)
        do { _ = try ReadableFile(place) } catch let error as FileError {
            var told = ScriptError(error)
            if error.reason == .notFound {
                told.message = "there is no file '\(Words.visible(trimmed))'"
                told.details = ["paths are seen from \(FileManager.default.currentDirectoryPath)"]
            }
            throw told
        }
        return URL(fileURLWithPath: place)
    }

    /// Writes all or nothing.
    static func write(_ data: Data, to url: URL) throws { try WholeFile.write(data, to: url.path) }
}
