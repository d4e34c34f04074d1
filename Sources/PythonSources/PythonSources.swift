/// Modules of Python's library that are written in the language: their sources, as they lie in `Written/`.
///
/// A module of its own, because what is built into a program takes long to compile, and changes rarely.
public enum PythonSources {
    /// The modules with their sources, which are made when asked for.
    public static var all: [(name: String, source: @Sendable () -> String)] {
        [
            ("_more_collections", { text(PackageResources._more_collections_py) }),
            ("_more_functools", { text(PackageResources._more_functools_py) }),
            ("_more_operator", { text(PackageResources._more_operator_py) }),
            ("abc", { text(PackageResources.abc_py) }),
            ("argparse", { text(PackageResources.argparse_py) }),
            ("ast", { text(PackageResources.ast_py) }),
            ("base64", { text(PackageResources.base64_py) }),
            ("bisect", { text(PackageResources.bisect_py) }),
            ("contextlib", { text(PackageResources.contextlib_py) }),
            ("csv", { text(PackageResources.csv_py) }),
            ("datetime", { text(PackageResources.datetime_py) }),
            ("enum", { text(PackageResources.enum_py) }),
            ("fnmatch", { text(PackageResources.fnmatch_py) }),
            ("fractions", { text(PackageResources.fractions_py) }),
            ("glob", { text(PackageResources.glob_py) }),
            ("heapq", { text(PackageResources.heapq_py) }),
            ("importlib", { text(PackageResources.importlib_py) }),
            ("importlib.metadata", { text(PackageResources.importlib_metadata_py) }),
            ("importlib.util", { text(PackageResources.importlib_util_py) }),
            ("inspect", { text(PackageResources.inspect_py) }),
            ("io", { text(PackageResources.io_py) }),
            ("logging", { text(PackageResources.logging_py) }),
            ("pathlib", { text(PackageResources.pathlib_py) }),
            ("platform", { text(PackageResources.platform_py) }),
            ("pprint", { text(PackageResources.pprint_py) }),
            ("shutil", { text(PackageResources.shutil_py) }),
            ("statistics", { text(PackageResources.statistics_py) }),
            ("tempfile", { text(PackageResources.tempfile_py) }),
            ("types", { text(PackageResources.types_py) }),
            ("uuid", { text(PackageResources.uuid_py) }),
            ("weakref", { text(PackageResources.weakref_py) }),
        ]
    }

    /// A line for each module, with all the names that CPython's module has.
    public static var names: String { text(PackageResources.names_txt) }

    /// A line for each class of PyTorch, NumPy and matplotlib that is here, with the names of its attributes
    /// there.
    public static var attributes: String { text(PackageResources.library_names_txt) }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
