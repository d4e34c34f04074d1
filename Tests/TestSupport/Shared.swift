import Foundation
import Testing

/// The folder of reference values and real data that lies beside the project, `../shared`.
///
/// Tests that need it carry `.enabled(if: Shared.isPresent, Shared.missing)`, so that without it they are
/// skipped and say why.
public enum Shared {
    /// The project's root, found from this file's place in it.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// `../shared`, seen from the project's root.
    public static let folder = root.deletingLastPathComponent().appendingPathComponent("shared")

    /// True when both reference values and data are there.
    public static let isPresent =
        FileManager.default.fileExists(atPath: folder.appendingPathComponent("golden").path)
        && FileManager.default.fileExists(atPath: folder.appendingPathComponent("data").path)

    /// Why a test was skipped.
    public static let missing: Testing.Comment =
        "the folder ../shared (reference values and books) is not here"

    /// A file in `../shared/golden`.
    public static func golden(_ name: String) -> URL { folder.appendingPathComponent("golden/\(name)") }

    /// A file in `../shared/data`.
    public static func data(_ name: String) -> URL { folder.appendingPathComponent("data/\(name)") }
}
