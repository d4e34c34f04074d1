import Bindings
import Documents
import Text

extension TorchTranslation.Surroundings {
    /// What Lagado has and Python has not: its commands, its magics, its tale, its names of books.
    public static var lagado: TorchTranslation.Surroundings {
        // IPython has these, too.
        let shared: Set<String> = [
            "time", "timeit", "who", "whos", "reset", "history", "save", "run", "precision",
        ]
        return TorchTranslation.Surroundings(
            ownNames: Set(Catalog.commands.map(\.name)).subtracting(["help"]).union(["tokenizer"]),
            ownMagics: Set(Magics.all.map(\.name)).subtracting(shared), tale: Voyage.text,
            books: BookCatalog.books.map { ($0.name, $0.number) })
    }
}
