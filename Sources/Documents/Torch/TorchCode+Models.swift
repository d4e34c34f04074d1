/// Python as it is written into notebooks, for people to read.
extension TorchCode {
    // MARK: - Models, training and generation

    static let model5 = #"""
        class Attention(nn.Module):
            """H heads of causal attention side by side."""

            def __init__(self, E, H):
                super().__init__()
                self.H, self.QKV, self.W0 = H, nn.Linear(E, 3 * E), nn.Linear(E, E)

            def forward(self, x):
                B, T, E = x.shape
                parts = torch.split(self.QKV(x), E, dim=2)
                q, k, v = (z.view(B, T, self.H, E // self.H).transpose(1, 2) for z in parts)
                y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
                return self.W0(y.transpose(1, 2).reshape(B, T, E))


        class Block(nn.Module):
            def __init__(self, E, H):
                super().__init__()
                self.layernorm_1, self.attn = nn.LayerNorm(E), Attention(E, H)
                self.layernorm_2 = nn.LayerNorm(E)
                self.mlp_1, self.gelu, self.mlp_2 = nn.Linear(E, 4 * E), nn.GELU(), nn.Linear(4 * E, E)

            def forward(self, x):
                x = x + self.attn(self.layernorm_1(x))
                return x + self.mlp_2(self.gelu(self.mlp_1(self.layernorm_2(x))))


        class Model5(nn.Module):
            """The lecture's Model 5. Its head is a second parameter on the numbers of the embedding."""

            def __init__(self, n_vocab=50257, embed_dim=768, n_blocks=12, n_heads=12, seq_len=256,
                         tied="lecture", seed=None):
                super().__init__()
                if seed is not None: raise NotImplementedError("Model5(seed=…): call torch.manual_seed first")
                self.n_vocab, self.seq_len = n_vocab, seq_len
                self.wte, self.wpe = nn.Embedding(n_vocab, embed_dim), nn.Embedding(seq_len, embed_dim)
                self.blocks = nn.Sequential(*[Block(embed_dim, n_heads) for _ in range(n_blocks)])
                self.layernorm_final = nn.LayerNorm(embed_dim)
                self.final_head = nn.Linear(embed_dim, n_vocab, bias=False)
                if tied == "lecture": self.final_head.weight = nn.Parameter(self.wte.weight)
                elif tied == "shared": self.final_head.weight = self.wte.weight
                elif tied != "none": raise ValueError(f"tied is 'lecture', 'shared' or 'none', not {tied!r}")

            def logits(self, ids):
                x = self.wte(ids) + self.wpe(torch.arange(ids.shape[-1]))
                x = self.layernorm_final(self.blocks(x))
                return self.final_head(x) / math.sqrt(self.wte.embedding_dim)

            def forward(self, ids): return F.log_softmax(self.logits(ids), dim=-1)

            def loss(self, X, Y): return F.nll_loss(self(X).view(-1, self.n_vocab), Y.view(-1))
        """#

    static let distinct = #"""
        def distinct(parameters):
            """One of the parameters that lie on the same numbers."""
            return list({p.data_ptr(): p for p in reversed(list(parameters))}.values())
        """#

    static let generate = #"""
        class Spoken(str):
            """A text that was printed as it came, and is not shown again as the value of its cell."""

            def _ipython_display_(self): pass


        @torch.no_grad()
        def generate(model, prompt, n=100, temperature=1.0, top_k=None, top_p=None, seed=None, tokenizer=None,
                     weights="float32", window="crop"):
            """Lets a model continue a text; the same seed gives the same tokens."""
            if weights != "float32" or window != "crop":
                raise NotImplementedError("generate: weights= and window= are Lagado's own")
            words = tokenizer or globals()["tokenizer"]
            if not isinstance(prompt, str): ids = torch.as_tensor(prompt).reshape(-1).tolist()
            else: ids = words.encode(prompt)
            generator = torch.default_generator if seed is None else torch.Generator().manual_seed(seed)
            was_training = model.training
            model.eval()
            for _ in range(n):
                logits = model.logits(torch.tensor([ids[-model.seq_len:]]))[0, -1]
                if temperature == 0:
                    ids.append(int(logits.argmax()))
                    continue
                chances = ((logits - logits.max()) * min(1 / temperature, 1e30)).exp()
                kept = torch.arange(len(chances))
                if top_k or top_p:
                    kept = logits.sort(descending=True, stable=True).indices[:top_k]
                    if top_p:
                        sums = chances[kept].double().cumsum(0)
                        kept = kept[:int((sums < top_p * sums[-1]).sum()) + 1]
                sums = chances[kept].double().cumsum(0)
                left = torch.rand((), dtype=torch.float64, generator=generator) * sums[-1]
                ids.append(int(kept[min(int((sums <= left).sum()), len(kept) - 1)]))
            model.train(was_training)
            text = words.decode(ids)
            print(visible(text))
            return Spoken(text)
        """#

    static let nllLoss = #"""
        def nll_loss(log_probs, Y):
            return F.nll_loss(log_probs.reshape(-1, log_probs.shape[-1]), Y.reshape(-1))
        """#

    static let crossEntropy = #"""
        def cross_entropy(logits, Y):
            return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), Y.reshape(-1))
        """#

    static let run = #"""
        class Run:
            """What a run measured: losses, test losses, times."""

            def __init__(self, losses, tests, tokens, seconds):
                self.losses, self.steps = list(losses), len(losses)
                self.tokens, self.seconds = tokens, seconds
                self.test_steps, self.test_losses = [step for step, _ in tests], [loss for _, loss in tests]
                self.tokens_per_second = tokens / seconds if seconds else 0.0

            def __len__(self): return self.steps

            def __repr__(self):
                if not self.losses: return "Run: no steps yet"
                def spread(count, n):
                    return [i * (count - 1) // (n - 1) for i in range(n)] if count > n else [*range(count)]

                tests = dict(zip(self.test_steps, self.test_losses))
                steps = sorted({*tests, self.steps - 1}) if tests else spread(self.steps, 6)
                if len(steps) > 12: steps = [steps[i] for i in spread(len(steps), 12)]
                lines = [f"Run of {counted(self.steps, 'step')}, {grouped(self.tokens)} tokens",
                         "    step     train" + ("      test" if tests else "")]
                for step in steps:
                    test = f"{tests[step]:>10.4f}" if step in tests else ""
                    lines.append(f"{step:>8}{self.losses[step]:>10.4f}" + test)
                return "\n".join(lines)

            def plot(self, path=None): return plot(self, path)
        """#

    static let plot = #"""
        def plot(x, path=None, title=None, xlabel=None, ylabel=None):
            """A run's losses, a row of numbers, a dict or list of rows, or a matrix."""
            figure, axes = plt.subplots()
            run = getattr(x, "history", x)
            if hasattr(run, "test_losses"):
                axes.plot(run.losses, label="train")
                if run.test_losses: axes.plot(run.test_steps, run.test_losses, "s--", label="test")
                title, xlabel, ylabel = title or "Loss", xlabel or "step", ylabel or "nats per token"
                axes.legend()
            elif torch.is_tensor(x) and x.dim() == 2:
                figure.colorbar(axes.imshow(x.detach(), aspect="auto"))
            elif isinstance(x, dict):
                for name, values in x.items(): axes.plot(values, label=name)
                axes.legend()
            elif torch.is_tensor(x): axes.plot(x.detach())
            else:
                rows = x if len(x) and hasattr(x[0], "__len__") else [x]
                for row in rows: axes.plot(row)
            axes.set(title=title, xlabel=xlabel, ylabel=ylabel)
            if path: figure.savefig(path)
            plt.close(figure)
            return figure
        """#

    static let trainer = #"""
        class Trainer:
            """Model, optimizer and sampler: step() and run(n) train, five parts to a step."""

            def __init__(self, model, optimizer, sampler, test=None, eval_every=100, eval_batches=1,
                         clip=None, accumulate=1, recompute=False, precision="float32"):
                if recompute or precision != "float32":
                    raise NotImplementedError("Trainer: recompute= and precision= are Lagado's own")
                self.model, self.optimizer, self.sampler, self.test = model, optimizer, sampler, test
                self.eval_every, self.eval_batches = eval_every, eval_batches
                self.clip, self.accumulate = clip, accumulate
                self.losses, self.tests, self.tokens, self.seconds = [], [], 0, 0.0
                self.done, self.batch = 0, None

            @property
            def steps(self): return len(self.losses)

            @property
            def history(self): return Run(self.losses, self.tests, self.tokens, self.seconds)

            def __repr__(self):
                count = sum(p.numel() for p in distinct(self.model.parameters()))
                parts = [f"{type(self.model).__name__} of {grouped(count)} parameters",
                         type(self.optimizer).__name__, repr(self.sampler)]
                if self.eval_every and self.test is not None:
                    parts.append(f"tested every {counted(self.eval_every, 'step')}")
                if self.accumulate > 1: parts.append(f"{self.accumulate} batches in a step")
                parts.append(counted(self.steps, "step") + " done" if self.steps else "no steps yet")
                return f"Trainer({', '.join(parts)})"

            def sample(self):
                self.batch = self.sampler.batch()
                return self.batch

            def forward(self):
                self.model.train()
                if self.done == 0: self.optimizer.zero_grad(); self.total = 0.0
                model, X = self.model, self.batch[0]
                x = model.wte(X) + model.wpe(torch.arange(X.shape[-1]))
                self.hidden = model.layernorm_final(model.blocks(x))
                return self.hidden

            def loss(self):
                scores = self.model.final_head(self.hidden) / self.model.wte.embedding_dim ** 0.5
                log_probs = torch.log_softmax(scores, -1).view(-1, self.model.n_vocab)
                self.share = torch.nn.functional.nll_loss(log_probs, self.batch[1].view(-1)) / self.accumulate
                return self.share

            def backward(self):
                self.share.backward()
                self.total += self.share.item()
                self.done += 1

            def update(self):
                if self.clip: torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.clip)
                self.optimizer.step()
                self.losses.append(self.total)
                self.done = 0

            def step(self):
                start = time.perf_counter()
                while self.done < self.accumulate:
                    self.tokens += self.sample()[0].numel()
                    self.forward()
                    self.loss()
                    self.backward()
                self.update()
                self.seconds += time.perf_counter() - start
                return self.losses[-1]

            def run(self, n):
                for _ in range(n):
                    self.step()
                    wanted = self.test is not None and self.eval_every
                    if wanted and (self.steps - 1) % self.eval_every == 0: self.evaluate()
                return self.history

            @torch.no_grad()
            def evaluate(self):
                self.model.eval()
                losses = [self.model.loss(*self.test.batch()).item() for _ in range(self.eval_batches)]
                loss = sum(losses) / len(losses)
                self.model.train()
                self.tests.append((max(0, self.steps - 1), loss))
                return loss
        """#
}
