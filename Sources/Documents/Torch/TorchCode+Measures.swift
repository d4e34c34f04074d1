/// Python as it is written into notebooks, for people to read.
extension TorchCode {
    // MARK: - Looking at a model, a sampler and a text

    static let params = #"""
        def params(model, all=False):
            """A model's parameters: name, shape, count, share; the first block stands for the others."""
            named = list(model.named_parameters())
            total = sum(p.numel() for p in distinct(model.parameters()))
            listed = sum(p.numel() for _, p in named)
            share = lambda count: f"{100 * count / total:.2f} %"
            rows, folded, blocks = [], 0, set()

            def fold():
                last = max(map(int, blocks), default=1)
                name = "blocks.1 (as block 0)" if last == 1 else f"blocks.1 … blocks.{last} (as block 0)"
                if blocks: rows.append([name, "", grouped(folded), share(folded)])

            for name, p in named:
                parts = name.split(".")
                if not all and len(parts) > 2 and parts[0] == "blocks" and parts[1] != "0":
                    folded += p.numel()
                    blocks.add(parts[1])
                    continue
                fold()
                folded, blocks = 0, set()
                rows.append([name, str(list(p.shape)), grouped(p.numel()), share(p.numel())])
            fold()
            size, unit = 4 * total / 1024, 0
            while size >= 1024 and unit < 4: size, unit = size / 1024, unit + 1
            size = f"{size:.1f}" if size < 10 and size != round(size) else f"{size:.0f}"
            footer = [f"{grouped(total)} numbers, {size} {['KB', 'MB', 'GB', 'TB', 'PB'][unit]} as float32"]
            if listed != total:
                footer.append(f"the list adds up to {grouped(listed)}: two names for the same "
                              f"{grouped(listed - total)} numbers; ties(model) says which")
            headers = ["name", "shape", "count", "share"]
            return Table(f"Parameters of {type(model).__name__}", rows, headers, footer)
        """#

    static let ties = #"""
        def ties(model):
            """Which parameters share their numbers, and what that means for training."""
            groups = {}
            for name, p in model.named_parameters(remove_duplicate=False):
                groups.setdefault(p.data_ptr(), []).append((name, p))
            rows, footer = [], []
            for group in groups.values():
                if len(group) < 2: continue
                objects, p = len({id(p) for _, p in group}), group[0][1]
                rows.append([" = ".join(name for name, _ in group), str(list(p.shape)),
                             "one parameter" if objects == 1 else f"{objects} parameters on one storage"])
                if objects == 1:
                    footer.append(f"one parameter under {len(group)} names: the gradients of both uses "
                                  "add up, and it moves once in a step")
                    continue
                times = "twice" if objects == 2 else f"{objects} times"
                footer.append("each name has its own gradient and its own moments: the optimizer moves these "
                              f"{grouped(p.numel())} numbers {times} in a step")
                a, b = group[0][1].grad, group[1][1].grad
                if a is not None and b is not None and a.norm() > 0 and b.norm() > 0:
                    x, y = a.norm().item(), b.norm().item()
                    cosine = (a * b).sum().item() / (x * y)
                    footer.append(f"their gradients now: norms {x:.3g} and {y:.3g}, cosine {cosine:.3f}")
            title = f"Ties of {type(model).__name__}"
            if not rows: return Table(title + ": none, every parameter has its own numbers", [])
            return Table(title, rows, footer=footer)
        """#

    static let coverage = #"""
        def coverage(sampler):
            """How much of the text a sampler has given out: what was never seen, what again and again."""
            counts, n, T = sampler.coverage(), len(sampler.tokens), sampler.seq_len
            seen = sampler.windows * T
            spread = ((counts.double() - seen / n) ** 2).mean().sqrt().item()
            never = int((counts == 0).sum())
            rows = [["tokens in the text", grouped(n)], ["windows given out", grouped(sampler.windows)],
                    ["tokens given out", f"{grouped(seen)}, {seen / n:.2f} times the text"],
                    ["never seen", f"{grouped(never)}, {100 * never / n:.1f} % of the text"],
                    ["seen", f"{grouped(int(counts.min()))} to {grouped(int(counts.max()))} times, "
                     f"{seen / n:.2f} ± {spread:.2f}"],
                    ["windows drawn twice", grouped(int((sampler.started - 1).clamp(min=0).sum()))]]
            best, start = (0, 0), None
            for place, count in enumerate(counts.tolist() + [1]):
                if count == 0 and start is None: start = place
                if count and start is not None:
                    if place - start > best[1] - best[0]: best = (start, place)
                    start = None
            if best[1] and sampler.windows:
                rows.append(["longest gap", f"tokens {grouped(best[0])} to {grouped(best[1] - 1)}"])
            bins = min(60, n)
            edges = [n * i // bins for i in range(bins + 1)]
            means = [counts[a:b].double().mean().item() for a, b in zip(edges, edges[1:])]
            bar = lambda m: " " if m <= 0 else "▁▂▃▄▅▆▇█"[min(7, int(m / max(means) * 7.999))]
            bars = "".join(map(bar, means))
            footer = ["from the first token to the last: " + bars] if sampler.windows else []
            return Table(f"Coverage of {sampler}", rows, footer=footer)
        """#

    static let form = #"""
        def measures(text, known):
            """The form of a text in numbers: line breaks, spacing, punctuation, word lengths."""
            text = text.replace("\r\n", "\r")
            breaks = spaces = marks = sentences = starts = capitals = letters = empty = pending = since = 0
            lengths, words, word, line, has_text, after_end = [], [], "", 0, False, False

            def end_word():
                nonlocal word, pending, marks, since
                marks, pending = marks + pending, 0
                if word: words.append(word); since += 1
                word = ""

            def end_line():
                nonlocal line, has_text, empty
                if has_text: lengths.append(line)
                else: empty += 1
                line, has_text = 0, False

            for c in text:
                if c in "\r\n":
                    end_word()
                    breaks += 1
                    end_line()
                    continue
                line += 1
                if c.isalpha():
                    has_text = True
                    word, pending = word + ("'" if pending else "") + c.lower(), 0
                    letters += 1
                    if after_end: starts, capitals, after_end = starts + 1, capitals + c.isupper(), False
                    continue
                if c in "'\u2019" and word and not pending:
                    pending, has_text = 1, True
                    continue
                end_word()
                if c in " \t\xa0":
                    spaces += 1
                    continue
                has_text = True
                marks += unicodedata.category(c).startswith("P")
                if c in ".!?":
                    sentences += since > 0
                    since, after_end = 0, True
                elif unicodedata.numeric(c, None) is not None: after_end = False
            end_word()
            if line: end_line()
            sentences += since > 0
            share = lambda part, whole: part / whole if whole else 0.0
            mean = share(sum(lengths), len(lengths))
            spread = share(sum((n - mean) ** 2 for n in lengths), len(lengths)) ** 0.5
            runs = list(zip(words, words[1:], words[2:]))
            return {"line breaks, share of characters": share(breaks, len(text)),
                    "empty lines, share of lines": share(empty, len(lengths) + empty),
                    "line length, mean": mean,
                    "line length, deviation": spread,
                    "spaces, share of characters": share(spaces, len(text)),
                    "letters in a word": share(letters, len(words)),
                    "words in a sentence": len(words) / sentences if sentences else len(words),
                    "punctuation in 100 words": 100 * share(marks, len(words)),
                    "capital after a full stop": share(capitals, starts),
                    "different words": share(len(set(words)), len(words)),
                    "repeated runs of 3 words": share(len(runs) - len(set(runs)), len(runs)),
                    "words that the book has": share(sum(w in known for w in words), len(words)),
                    "": words}


        def form(text, book=None):
            """The shape of a text beside that of as long a piece from the middle of the book."""
            if book is None: raise NotImplementedError("form(text, book): the book has to be named here")
            known, data, size = set(measures(book, ())[""]), book.encode(), len(text.encode())
            size = min(size, len(data))
            start = (len(data) - size) // 2
            a, b = measures(text, known), measures(data[start:start + size].decode(errors="replace"), known)
            rows, total = [], []
            for name in list(a)[:-1]:
                close = 1.0 if a[name] == b[name] == 0 else min(a[name], b[name]) / max(a[name], b[name])
                rows.append([name, f"{a[name]:.3f}", f"{b[name]:.3f}", f"{100 * close:.0f} %"])
                total.append(close)
            return Table("The form of the text beside the book's", rows, ["", "text", "book", "close"],
                         [f"in all {100 * sum(total) / len(total):.0f} % like the book"])
        """#
}
