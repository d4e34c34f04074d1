import Foundation
import TestSupport
import Testing

@Suite("The sources are laid out as they say")
struct HouseTests {
    @Test func modulesImportWhatIsDeclaredForThemAndNothingElse() throws {
        let declared = try House.declared(), imported = try House.imported()
        #expect(declared.count >= 18)
        for (module, uses) in declared {
            #expect(imported[module] == uses, "Package.swift, \(module): uses")
        }
    }

    @Test func thePictureShowsTheArrowsOfThePackage() throws {
        let readme = try House.text("Sources/README.md")
        let drawn = Set(readme.matches(of: #/(?m)^ *(\w+ --> \w+)$/#).map { String($0.output.1) })
        let needed = House.reduced(try House.declared())
        let missing = needed.subtracting(drawn).sorted(), wrong = drawn.subtracting(needed).sorted()
        #expect(missing.isEmpty && wrong.isEmpty, "Sources/README.md: add \(missing), remove \(wrong)")
    }

    @Test func everyFileThatAReadmeNamesIsThere() throws {
        let names = Set(House.files(".swift").map { ($0 as NSString).lastPathComponent })
        for readme in House.files("README.md") {
            let text = try House.text("Sources/\(readme)")
            for match in text.matches(of: #/`([\w+\/]+\.swift)`/#) {
                let path = String(match.output.1), name = (path as NSString).lastPathComponent
                let place = Shared.root.appendingPathComponent(path)
                #expect(
                    names.contains(name) || FileManager.default.fileExists(atPath: place.path),
                    "Sources/\(readme) names \(path), which is not there")
            }
            let folder = (readme as NSString).deletingLastPathComponent
            for match in text.matches(of: #/`(\w[\w\/]*\/)`/#) {
                let place = House.sources.appendingPathComponent(folder).appendingPathComponent(
                    String(match.output.1))
                let other = Shared.root.appendingPathComponent(String(match.output.1))
                #expect(
                    [place, other].contains { FileManager.default.fileExists(atPath: $0.path) },
                    "Sources/\(readme) names the folder \(match.output.1), which is not there")
            }
        }
    }

    @Test func foldersWithMoreThanADozenFilesSayWhatIsWhere() throws {
        let counts = Dictionary(
            grouping: House.files(".swift"), by: { ($0 as NSString).deletingLastPathComponent })
        for (folder, files) in counts where files.count > 12 {
            let readme = House.sources.appendingPathComponent(folder).appendingPathComponent("README.md")
            #expect(
                FileManager.default.fileExists(atPath: readme.path),
                "Sources/\(folder) has \(files.count) files and no README.md")
        }
    }

    @Test func filesAreNamedBySubject() throws {
        for file in House.files(".swift") {
            let name = (file as NSString).lastPathComponent
            let vague = ["Rare", "Misc", "Utilities", "Utils", "Helpers", "Various"]
            #expect(!vague.contains { name.contains($0) }, "Sources/\(file) is named after no subject")
        }
    }
}
