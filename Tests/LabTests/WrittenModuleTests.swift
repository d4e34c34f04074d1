import Bindings
import Language
import PythonLibrary
import Testing
import TorchSources

/// Parts of PyTorch that are written in the language: each module runs, has what it says that it has, and
/// each of its names is found where PyTorch has it and says what it is for.
@Suite struct WrittenModuleTests {
    @Test(arguments: TorchSources.all.map(\.name).filter { $0 != "transformers" })
    func hasWhatItSays(_ name: String) throws {
        let module = try #require(TorchSources.all.first { $0.name == name })
        let interpreter = Interpreter.withLibrary(output: CapturedOutput())
        TorchLibrary.install(in: interpreter)
        try interpreter.onThread {
            let made = try interpreter.libraryModule(name)
            for member in module.declared().names {
                let value = try #require(made[member], "\(name).\(member)")
                if let whole = module.declared().completes {
                    let outer = try interpreter.libraryModule(whole)
                    let found = try Operations.attribute(.module(outer), Symbol(member))
                    #expect(found.map { Snapshot.isSame($0, value) } == true, "\(whole).\(member)")
                    #expect(member.hasPrefix("_") || outer.names.contains(member), "\(whole).\(member)")
                }
                if member.hasPrefix("_") { continue }
                switch value {
                case .type(let type): #expect(type.documentation?.isEmpty == false, "\(name).\(member)")
                case .function(let function):
                    #expect(function.documentation?.isEmpty == false, "\(name).\(member)")
                default: break
                }
            }
        }
    }

    /// Helpers of a module stay its own: no two modules add one name to the same module.
    @Test func noNameIsAddedTwice() {
        var seen: Set<String> = []
        for module in TorchSources.all {
            guard let whole = module.declared().completes else { continue }
            for name in module.declared().names {
                #expect(seen.insert(whole + "." + name).inserted, "\(whole).\(name)")
            }
        }
        #expect(seen.count > 200)
    }
}
