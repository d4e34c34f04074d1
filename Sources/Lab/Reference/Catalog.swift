import Bindings
import Language
import Text

/// Every command of the short register, each declared once: binding, errors, help, completion and the
/// reference pages are all derived from this list.
public enum Catalog {
    /// In the order of the lecture.
    public static let commands: [Builtin] =
        DataCommands.all + SplitCommands.all + CoverageCommand.all + CompareCommand.all + DisplayCommands.all
        + TokenCommands.all + ModelCommands.all + TrainingCommands.all + InsideCommands.all + LookCommands.all
        + LossCommands.all + CauseCommands.all + PlotCommands.all
        + SessionCommands.all

    /// Headings, in the order in which help lists them.
    public static let groups = ["data", "model", "training", "inside", "plots", "session"]

    /// What `load("…` completes to.
    public static var bookNames: [String] { BookCatalog.names }

    /// Names that are other modules' own, under the short names of the lecture; each module is made when
    /// first used, not when a session starts.
    static let aliases: [(name: String, module: String, member: String?)] = [
        ("torch", "torch", nil), ("nn", "torch.nn", nil), ("F", "torch.nn.functional", nil),
        ("np", "numpy", nil),
        ("math", "math", nil), ("time", "time", nil), ("plt", "matplotlib.pyplot", nil),
        ("AdamW", "torch.optim", "AdamW"), ("Adam", "torch.optim", "Adam"),
        ("SGD", "torch.optim", "SGD"),
    ]

    static func install(in session: Session) {
        let interpreter = session.interpreter
        TorchLibrary.install(in: interpreter)
        NotebookModules.install(in: interpreter)
        IPythonModules.install(in: interpreter)
        interpreter.register(commands)
        interpreter.register(SessionCommands.exits)
        interpreter.interactive = { [weak session] line, source in try session?.run(line, in: source) }
        interpreter.builtins["tokenizer"] = .object(session.tokenizer)
        interpreter.help = { value, interpreter in
            guard let session = try? interpreter.session() else { return }
            let page =
                value.map { $0.text.map { session.help($0) } ?? session.help(on: $0) } ?? session.help()
            interpreter.output.write(page + "\n")
        }
        for (name, module, member) in aliases {
            interpreter.builtins.provide(name) { [unowned session] in
                session.context.run {
                    guard let found = try? session.interpreter.module(module, fromFiles: false) else {
                        return nil
                    }
                    guard let member else { return .module(found) }
                    return (try? Operations.attribute(.module(found), Symbol(member))) ?? nil
                }
            }
        }
        Suggestions.add(synonyms: synonyms)
    }

    /// What people from elsewhere call our commands; asked before spelling.
    private static let synonyms: [String: [String]] = [
        "tokenise": ["encode"], "detokenize": ["decode"], "train": ["run", "Trainer"],
        "fit": ["run", "Trainer"],
        "sample": ["generate"], "download": ["load"], "open": ["load"], "read": ["load"],
        "get_batch": ["batch", "RandomSampler"],
        "model5": ["Model5"], "gpt2": ["GPT2"], "GPT": ["GPT2"], "parameters": ["params", "parameters"],
        "summary": ["params"],
        "DataLoader": ["EpochSampler"], "Dataset": ["RandomSampler"], "draw": ["plot"], "graph": ["plot"],
        "imshow": ["plot"],
        "n_layers": ["n_blocks"], "layers": ["n_blocks"], "num_layers": ["n_blocks"], "depth": ["n_blocks"],
        "d_model": ["embed_dim"],
        "n_embd": ["embed_dim"], "hidden_size": ["embed_dim"], "width": ["embed_dim"], "heads": ["n_heads"],
        "num_heads": ["n_heads"],
        "block_size": ["seq_len"], "context": ["seq_len"], "context_length": ["seq_len"],
        "max_length": ["seq_len", "n"], "vocab": ["n_vocab", "vocab_size"],
        "vocab_size": ["n_vocab"], "batch": ["batch_size"], "bs": ["batch_size"], "temp": ["temperature"],
        "max_new_tokens": ["n"], "num_tokens": ["n"],
        "k": ["top_k"], "p": ["top_p"], "steps": ["n"], "learning_rate": ["lr"], "rate": ["lr"],
        "end": ["tail"], "start": ["head"],
        "train_test_split": ["split"], "gradients": ["grads"], "logit_lens": ["lens"],
        "BPE": ["train_tokenizer"],
    ]
}
