/// Modules that are written in the language: their sources, as they lie in `Written/`.
enum WrittenModules {
    static let all: [(name: String, source: String)] = [
        ("argparse", text(PackageResources.argparse_py)),
        ("bisect", text(PackageResources.bisect_py)),
        ("contextlib", text(PackageResources.contextlib_py)),
        ("csv", text(PackageResources.csv_py)),
        ("datetime", text(PackageResources.datetime_py)),
        ("fnmatch", text(PackageResources.fnmatch_py)),
        ("glob", text(PackageResources.glob_py)),
        ("heapq", text(PackageResources.heapq_py)),
        ("importlib", text(PackageResources.importlib_py)),
        ("importlib.metadata", text(PackageResources.importlib_metadata_py)),
        ("importlib.util", text(PackageResources.importlib_util_py)),
        ("io", text(PackageResources.io_py)),
        ("logging", text(PackageResources.logging_py)),
        ("pathlib", text(PackageResources.pathlib_py)),
        ("pprint", text(PackageResources.pprint_py)),
        ("shutil", text(PackageResources.shutil_py)),
        ("statistics", text(PackageResources.statistics_py)),
        ("tempfile", text(PackageResources.tempfile_py)),
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
