/// Python as it is written into notebooks, for people to read.
extension TorchCode {
    // MARK: - Books, tokens and batches

    static let words = #"""
        def grouped(number): return f"{number:,}"


        def counted(number, noun, plural=None):
            return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


        def visible(text):
            """Control characters as their pictures, so that a carriage return can be seen."""
            def shown(c):
                code = ord(c)
                if c == "\n" or code >= 160 or 32 <= code < 127: return c
                return chr(0x2400 + code) if code < 32 else "\u2421" if code == 127 else "\ufffd"
            return "".join(map(shown, text))


        class Table:
            """Rows and columns, the first column to the left, numbers to the right."""

            def __init__(self, title, rows, headers=(), footer=()):
                self.title, self.rows, self.headers, self.footer = title, rows, list(headers), list(footer)

            def __len__(self): return len(self.rows)

            def __iter__(self): return iter(map(tuple, self.rows))

            def __getitem__(self, key):
                if isinstance(key, str): return next(tuple(row) for row in self.rows if row[0] == key)
                return tuple(self.rows[key])

            def __repr__(self):
                number = lambda text: (text in ("", "–") or any(map(str.isnumeric, text))
                                       and all(c.isnumeric() or c in "+-−.,e %" for c in text))
                lines, every = [self.title], ([self.headers] if self.headers else []) + self.rows
                columns = max(map(len, every), default=0)
                width = [max(len(row[c]) for row in every if c < len(row)) for c in range(columns)]
                right = [0 < c and columns > 2 and all(number(row[c]) for row in self.rows if c < len(row))
                         for c in range(columns)]
                for row in every:
                    cells = [(cell.rjust if right[c] else cell.ljust)(width[c]) for c, cell in enumerate(row)]
                    lines.append(("  " + "  ".join(cells)).rstrip())
                return "\n".join(lines + ["  " + line for line in self.footer])
        """#

    static let load = #"""
        BOOKS = {@BOOKS@}


        def load(name, clean=False, encoding="utf-8", refresh=False):
            """The text of a book by name or number from Project Gutenberg, of a file, of an address."""
            if clean: raise NotImplementedError("load(clean=True) has no counterpart here")
            words = str(name).strip().lower().replace("-", " ").replace("_", " ")
            if words == "voyage": return VOYAGE
            number = BOOKS.get(re.sub("^(the|a) ", "", words), words)
            if str(number).isdigit():
                path = f"pg{number}.txt"
                address = f"https://www.gutenberg.org/cache/epub/{number}/{path}"
                for folder in filter(None, os.environ.get("LAGADO_DATA", "").split(":")):
                    if os.path.exists(os.path.join(folder, path)): path = os.path.join(folder, path)
            elif str(name).startswith(("http://", "https://")):
                path, address = re.sub("[^A-Za-z0-9._-]", "_", str(name))[-80:], str(name)
            else:
                path, address = os.path.expanduser(str(name)), None
            if address and (refresh or not os.path.exists(path)):
                data = urllib.request.urlopen(address).read()
                with open(path, "wb") as file: file.write(data)
            with open(path, "rb") as file: return file.read().decode(encoding)
        """#

    static let bytes = #"""
        # The 256 bytes in the order of GPT-2's first tokens.
        BYTES = [*range(33, 127), *range(161, 173), *range(174, 256)]
        BYTES += [byte for byte in range(256) if byte not in BYTES]
        """#

    static let tokenizerClass = #"""
        GPT2_PIECES = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"""


        class Tokenizer:
            """Byte-pair encoding: tiktoken's, with the few names that lessons use."""

            def __init__(self, name, encoding, unknown=None): self.name, self.encoding = name, encoding

            @property
            def vocab_size(self): return self.encoding.n_vocab

            def __len__(self): return self.vocab_size

            def __repr__(self): return f"Tokenizer({self.name}, vocab_size={self.vocab_size})"

            def encode(self, text, return_tensors=None):
                ids = self.encoding.encode(text, allowed_special="all")
                return torch.tensor([ids]) if return_tensors == "pt" else ids

            def decode(self, tokens):
                ids = tokens.reshape(-1).tolist() if torch.is_tensor(tokens) else tokens
                ids = [ids] if isinstance(ids, int) else ids
                return b"".join(map(self.bytes, map(int, ids))).decode("utf-8", errors="replace")

            def token(self, id): return self.decode([id])

            def pieces(self, text): return [self.decode([id]) for id in self.encode(text)]

            def bytes(self, id):
                try: return self.encoding.decode_single_token_bytes(id)
                except KeyError: return f"⟨{id}⟩".encode()

            def label(self, id):
                """A token as people point at it: a blank as ␣, a line feed as ⏎."""
                return visible(self.decode([id]).replace("\n", "⏎")).replace(" ", "␣")
        """#

    static let tokenizer = #"""
        def gpt2_encoding():
            """GPT-2's merges, from a folder of LAGADO_DATA where there is no network."""
            for folder in filter(None, os.environ.get("LAGADO_DATA", "").split(":")):
                path = os.path.join(folder, "vocab.bpe")
                if not os.path.exists(path): continue
                letters = {chr(byte): byte for byte in BYTES[:188]}
                letters |= {chr(256 + i): byte for i, byte in enumerate(BYTES[188:])}
                ranks = {bytes([byte]): i for i, byte in enumerate(BYTES)}
                with open(path, encoding="utf-8") as file: merges = filter(None, file.read().split("\n")[1:])
                for merge in merges: ranks[bytes(letters[c] for c in merge.replace(" ", ""))] = len(ranks)
                return tiktoken.Encoding("gpt2", pat_str=GPT2_PIECES, mergeable_ranks=ranks,
                                         special_tokens={"<|endoftext|>": len(ranks)})
            return tiktoken.get_encoding("gpt2")


        tokenizer = Tokenizer("gpt2", gpt2_encoding())
        """#

    static let trainTokenizer = #"""
        def train_tokenizer(text, vocab_size=512):
            """Learns byte pairs: the most frequent becomes a token; of equals that with the smallest ids."""
            ids = {byte: id for id, byte in enumerate(BYTES)}
            ranks = {bytes([byte]): id for byte, id in ids.items()}
            words = collections.Counter(regex.findall(GPT2_PIECES, text))
            pieces = [([ids[byte] for byte in word.encode()], count) for word, count in words.items()]
            texts = [bytes([byte]) for byte in BYTES]
            while len(texts) < vocab_size:
                pairs = collections.Counter()
                for piece, count in pieces:
                    for pair in zip(piece, piece[1:]): pairs[pair] += count
                if not pairs: break
                best, count = min(pairs.items(), key=lambda item: (-item[1], item[0]))
                if count < 2: break
                made = len(texts)
                texts.append(texts[best[0]] + texts[best[1]])
                ranks[texts[made]] = made
                for piece, _ in pieces:
                    at = 0
                    while at + 1 < len(piece):
                        if (piece[at], piece[at + 1]) == best: piece[at:at + 2] = [made]
                        at += 1
            encoding = tiktoken.Encoding(
                "trained", pat_str=GPT2_PIECES, mergeable_ranks=ranks, special_tokens={})
            return Tokenizer("trained", encoding)
        """#

    static let encode = #"""
        def encode(text, tokenizer=None):
            return torch.tensor((tokenizer or globals()["tokenizer"]).encode(text))
        """#

    static let decode = #"""
        def decode(tokens, tokenizer=None): return (tokenizer or globals()["tokenizer"]).decode(tokens)
        """#

    static let split = #"""
        def split(tokens, fraction=0.9, holdout="tail"):
            """A part to train on and a part to test on: the end, the beginning, or ten blocks."""
            tokens = torch.as_tensor(tokens)
            n, k = len(tokens), int(fraction * len(tokens))
            if holdout == "tail": return tokens[:k], tokens[k:]
            if holdout == "head": return tokens[n - k:], tokens[:n - k]
            if holdout != "blocks": raise ValueError("holdout is 'tail', 'head' or 'blocks'")
            sections, train, test = min(10, n - k, k), [], []
            for i in range(sections):
                start, end = n * i // sections, n * (i + 1) // sections
                cut = max(start, end - ((n - k) * (i + 1) // sections - (n - k) * i // sections))
                train.append(tokens[start:cut])
                test.append(tokens[cut:end])
            return torch.cat(train), torch.cat(test)
        """#

    static let sampler = #"""
        class Sampler:
            """Gives out batches: X, and Y which is X moved by one token."""

            def __init__(self, tokens, batch_size=16, seq_len=256):
                self.tokens, self.batch_size, self.seq_len = torch.as_tensor(tokens), batch_size, seq_len
                self.places, self.windows, self.starts = len(self.tokens) - seq_len, 0, []
                if self.places < 1: raise ValueError(f"the text is too short for windows of {seq_len} tokens")
                self.started = torch.zeros(len(self.tokens), dtype=torch.int64)

            def __repr__(self):
                text = f"{type(self).__name__}({grouped(len(self.tokens))} tokens, "
                text += f"batch_size={self.batch_size}, seq_len={self.seq_len}"
                if hasattr(self, "__len__"): text += f"; {counted(len(self), 'batch', 'batches')} in an epoch"
                return text + ")"

            def batch(self, seed=None, at=None):
                generator = None if seed is None else torch.Generator().manual_seed(seed)
                if at is not None: ix = torch.as_tensor(at).reshape(-1)
                elif generator: ix = torch.randint(self.places, (self.batch_size,), generator=generator)
                else:
                    ix = self.draw()
                    self.windows += len(ix)
                    self.started.index_add_(0, ix, torch.ones_like(ix))
                self.starts = ix.tolist()
                window = ix[:, None] + torch.arange(self.seq_len)
                return self.tokens[window], self.tokens[window + 1]

            def coverage(self):
                """How often each token was among the inputs."""
                sums = self.started.cumsum(0)
                sums[self.seq_len:] -= sums[:-self.seq_len].clone()
                return sums
        """#

    static let randomSampler = #"""
        class RandomSampler(Sampler):
            """Windows at random places, as the lecture draws them: the same place may come twice."""

            def draw(self): return torch.randint(self.places, size=(self.batch_size,))
        """#

    static let epochSampler = #"""
        class EpochSampler(Sampler):
            """Every window once in a random order, then again in another, as a DataLoader does."""
            order, position, shuffles = [], 0, True

            def __len__(self): return -(-((len(self.tokens) - 1) // self.seq_len) // self.batch_size)

            def __iter__(self): return (self.batch() for _ in range(len(self)))

            def draw(self):
                starts = []
                for _ in range(self.batch_size):
                    if self.position == len(self.order):
                        windows = (len(self.tokens) - 1) // self.seq_len
                        order = torch.randperm(windows) if self.shuffles else torch.arange(windows)
                        self.order, self.position = (order * self.seq_len).tolist(), 0
                    starts.append(self.order[self.position])
                    self.position += 1
                return torch.tensor(starts)
        """#

    static let sequentialSampler = #"""
        class SequentialSampler(EpochSampler):
            """Every window once, from the beginning of the text to its end, then from the beginning."""
            shuffles = False
        """#

    static let shift = #"""
        def shift(X, Y, row=0, n=8, tokenizer=None):
            """A batch in words: what the model reads at each place, and the token it is to answer with."""
            words = tokenizer or globals()["tokenizer"]
            rows = X.shape[0] if X.dim() == 2 else 1
            x, y = (X[row], Y[row]) if X.dim() == 2 else (X, Y)
            x, y = x.tolist(), y.tolist()
            n = min(n, len(x))
            left, right = [words.label(i) for i in x[:n]], [words.label(i) for i in y[:n]]
            width = min(20, max(8, *map(len, left + right)))
            digits = max(5, *(len(str(i)) for i in x[:n] + y[:n]))
            fit = lambda text: text[:width - 1] + "…" if len(text) > width else text.ljust(width)
            print(f"window {row} of {rows}: {n} of {grouped(len(x))} places")
            print("        " + "X reads".ljust(width + digits + 1) + "     Y answers")
            for i in range(n):
                print(f"  {i:>4}  {fit(left[i])} {x[i]:>{digits}}  →  {fit(right[i])} {y[i]:>{digits}}")
                if i + 1 < n: print(" " * (10 + width + digits) + ("↙" if y[i] == x[i + 1] else "≠"))
            same, every = sum(a == b for a, b in zip(y[:-1], x[1:])), len(x) - 1
            if every and same == every:
                print(f"Y[:-1] == X[1:] at all {grouped(every)} places: each answer is the next token read; "
                      f"only the last, {words.label(y[-1])}, is new")
            elif every:
                print(f"Y[:-1] == X[1:] at {grouped(same)} of {grouped(every)} places: "
                      "Y is not X moved by one token")
        """#
}
