import Disk
import Foundation
import Language

/// Modules that lie in files: `name.py`, or a folder with `__init__.py`, or a folder of modules.
enum FileModules {
    /// The first that a row of folders has under a name; nil where none has it.
    ///
    /// - Throws: SyntaxError for a file that is no text, what the system says.
    static func find(_ name: String, _ folders: [String]) throws -> ModuleSource? {
        guard !name.isEmpty, !name.contains("/"), !name.utf8.contains(0) else { return nil }
        var plain: [String] = []
        for folder in folders {
            let place = folder.isEmpty ? name : PathModule.join(folder, name)
            let start = place + "/__init__.py"
            if PathModule.isFolder(start) == false {
                return ModuleSource(
                    source: try read(start), file: PathModule.absolute(start), folders: [place])
            }
            let file = place + ".py"
            if PathModule.isFolder(file) == false {
                return ModuleSource(source: try read(file), file: PathModule.absolute(file), folders: nil)
            }
            if PathModule.isFolder(place) == true { plain.append(place) }
        }
        return plain.isEmpty ? nil : ModuleSource(source: nil, file: nil, folders: plain)
    }

    private static func read(_ path: String) throws -> Source {
        let bytes: [UInt8]
        do { bytes = try ReadableFile(path).all(limit: 64 << 20) } catch let error as FileError {
            throw ScriptError(error.reason.rawValue, error.message)
        }
        let (source, remark) = try ProgramText.decode(bytes, name: path)
        if let remark { Interpreter.current?.output.note(remark) }
        return source
    }
}
