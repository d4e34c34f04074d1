import Foundation
import TestSupport
import Testing

/// Programs as a PyTorch notebook has them, with matplotlib, transformers and classes of their own.
struct NotebookProgramTests {
    let program: BuiltProgram

    init() throws { program = try BuiltProgram() }

    private static let tiny = """
        import numpy as np
        import matplotlib.pyplot as plt
        import torch, time
        import torch.nn as nn
        import torch.nn.functional as F
        from transformers import GPT2Tokenizer
        tokenizer = GPT2Tokenizer.from_pretrained('gpt2')
        device = torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')
        E, T, H, L, V, B = 64, 32, 4, 2, 50257, 8

        class Head(nn.Module):
          def __init__(self):
            super().__init__()
            self.qkv = nn.Linear(E, 3*E)
            self.out = nn.Linear(E, E)
          def forward(self, x):
            B_, T_, E_ = x.shape
            q, k, v = torch.split(self.qkv(x), E_, dim=2)
            q, k, v = [z.view(B_, T_, H, E_//H).transpose(1, 2) for z in (q, k, v)]
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            return self.out(y.transpose(1, 2).reshape(B_, T_, E_))

        class Tiny(nn.Module):
          def __init__(self):
            super().__init__()
            self.wte, self.wpe = nn.Embedding(V, E), nn.Embedding(T, E)
            self.heads = nn.Sequential(*[Head() for _ in range(L)])
            self.norm = nn.LayerNorm(E, eps=1e-5)
            self.unembed = nn.Linear(E, V, bias=False)
            self.unembed.weight = nn.Parameter(self.wte.weight)
          def forward(self, idx):
            x = self.wte(idx) + self.wpe(torch.arange(idx.shape[-1], device=device))
            return F.log_softmax(self.unembed(self.norm(self.heads(x))) / np.sqrt(E), dim=-1)
          def generate(self, idx, n=20):
            for _ in range(n):
              p = torch.exp(self(idx[:, -T:])[:, -1, :])
              idx = torch.cat((idx, torch.multinomial(p, num_samples=1)), dim=1)
            return idx

        torch.manual_seed(3)
        # open_book: any text already loaded
        data = torch.tensor(tokenizer.encode(open_book), dtype=torch.long)
        split = int(.9*len(data))
        model = Tiny().to(device)
        loss_function = nn.NLLLoss().to(device)
        optimizer = torch.optim.AdamW(model.parameters(), lr=.001, weight_decay=.01)
        losses = np.zeros(3)
        for i in range(3):
          ix = torch.randint(split-T, size=(B,))
          X, y = data[ix[:,None] + torch.arange(T)], data[ix[:,None] + torch.arange(1, T+1)]
          model.zero_grad(set_to_none=True)
          out = model(X)
          loss = loss_function(out.view(-1, out.shape[-1]), y.view(-1))
          loss.backward()
          optimizer.step()
          losses[i] = loss.item()
          print(f'{losses[i]:.5f}')
        plt.plot(losses, 'k', label='Train'); plt.legend()
        plt.gca().set(xlabel='Step', ylabel='Loss'); plt.show()
        print(tokenizer.decode(model.generate(torch.tensor([[464]]))[0].tolist()).replace('\\r', '\\n'))
        """

    private func prepareBooks() throws {
        let cache = program.folder.appendingPathComponent(".cache/lagado")
        try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
        for name in ["vocab.bpe", "pg829.txt"] {
            try FileManager.default.copyItem(at: Shared.data(name), to: cache.appendingPathComponent(name))
        }
    }

    /// The program as a notebook has it, cell by cell.
    private static let cells = ["open_book = load('gulliver')"] + tiny.components(separatedBy: "\n\n")

    /// PyTorch's losses are 11.38624, 11.22622 and 11.16016.
    private func check(_ output: String) {
        let losses = output.split(separator: "\n").compactMap { $0.hasPrefix("11.") ? Double($0) : nil }
        #expect(largestDifference(losses, [11.38624, 11.22622, 11.16016]) < 1e-4, "\(output)")
        #expect(output.contains("Loss") && output.contains("Train") && output.contains("\nThe"))
    }

    @Test(.enabled(if: Shared.isPresent, Shared.missing)) func aModelWrittenAsClassesHasPyTorchsLosses()
        throws
    {
        try prepareBooks()
        let whole = Self.cells.joined(separator: "\n\n") + "\n"
        try program.write("tiny.py", whole)
        let notebook: [String: Any] = [
            "nbformat": 4, "nbformat_minor": 5, "metadata": [String: Any](),
            "cells": Self.cells.map {
                ["cell_type": "code", "metadata": [String: Any](), "outputs": [Any](), "source": $0]
                    as [String: Any]
            },
        ]
        try program.write("tiny.ipynb", Array(JSONSerialization.data(withJSONObject: notebook)))
        for result in [
            try program.run("tiny.py"), try program.run("tiny.ipynb"),
            try program.run(input: Array(whole.utf8)),
        ] {
            #expect(result.code == 0, "\(result.errors)")
            check(result.output)
        }
    }

    @Test(.enabled(if: Shared.isPresent, Shared.missing)) func theSameCellsPastedAtThePrompt() throws {
        try prepareBooks()
        let terminal = try PseudoTerminal(BuiltProgram.path, environment: program.environment)
        try terminal.wait(for: "1> ")
        var output = ""
        for (index, cell) in Self.cells.enumerated() {
            terminal.type("\u{1b}[200~" + cell + "\u{1b}[201~\r")
            output = try terminal.wait(for: "\n\(index + 2)> ")
        }
        check(output)
    }

    @Test func aFigureIsDrawnCallByCall() throws {
        let result = try program.run(
            "-c",
            """
            import matplotlib.pyplot as plt
            fig, axs = plt.subplots(2, 2, figsize=(8, 6))
            axs[0, 0].plot([1, 2, 3], [2, 1, 3], 'k--', label='first')
            axs[0, 0].set(xlabel='Step', ylim=[0, 4]); axs[0, 0].legend()
            axs[0, 1].bar(['left', 'right'], [3, 5])
            image = axs[1, 0].imshow(torch.eye(4), cmap='hot', vmin=0)
            fig.colorbar(image, ax=axs[1, 0])
            plt.title('the last axes')
            counts, edges, _ = axs.flatten()[3].hist([1, 2, 2, 3], bins=2)
            counts.tolist(), len(axs), axs.shape
            plt.savefig('all.svg')
            plt.show()
            plt.plot([1, 2]); plt.show()
            """)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("([1.0, 3.0], 2, (2, 2))\n"), "\(result.output)")
        for word in ["first", "Step", "left", "the last axes"] { #expect(result.output.contains(word)) }
        let picture = try program.read("all.svg")
        #expect(picture.hasPrefix("<svg") && picture.contains("the last axes") && picture.contains("first"))
    }

    static let mistakes = [
        ("plt.plot([1, 2], [1, 2, 3])", "ValueError: plot: x has 2 values and y has 3"),
        ("plt.plot([1], colour='k')", "got an unexpected keyword argument 'colour'. Did you mean 'color'?"),
        ("plt.plot([1], 'zz')", "plot format 'zz'"), ("plt.plot()", "wants numbers to draw"),
        ("plt.gca().set(xlable='a')", "Did you mean 'xlabel'?"),
        ("plt.imshow([1, 2])", "imshow() draws a matrix, not shape [2]"),
        ("plt.subplots(0)", "1 to 50 rows"), ("plt.subplot(1, 1, 2)", "ValueError"),
        ("plt.colorbar()", "there is no image"),
        ("plt.hist([1], bins=10**9)", "bins must be"), ("plt.savefig('a.pdf')", ".svg or .png"),
        ("plt.subplots(2, 2)[1][5, 0]", "IndexError"),
        ("from transformers import BertModel", "transformers.BertModel is not here"),
        (
            "from transformers import GPT2Tokenizer; GPT2Tokenizer.from_pretrained('bert')",
            "there is no tokenizer 'bert'"
        ),
        ("import requests; requests.get('gutenberg.org/829')", "No scheme supplied"),
    ]

    @Test(arguments: mistakes) func mistakesAreSaidClearly(line: String, message: String) throws {
        let result = try program.run("-c", line)
        #expect(result.code == 1)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}
