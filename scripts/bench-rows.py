"""The rows of scripts/bench: what Lagado runs, what its peers run, and the ratio that is wanted.

Lagado and its peers take turns, round after round, so that whatever else the machine does hits both; figures are medians.
"""
import argparse, glob, json, os, statistics, subprocess, sys, time

LAGADO = [".build/release/lagado", "bench"]

# What an expert sets for PyTorch: no fresh pages for large blocks, and huge pages.
TUNED = {"GLIBC_TUNABLES": "glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=68719476736:glibc.malloc.top_pad=67108864:glibc.malloc.hugetlb=1"}


class Row:
    """One line of the table for each peer: `ours` and the peer's figure under `key`, and how they compare."""

    def __init__(self, label, ours, key, peers, unit="s", inverse=False, peer_key=None):
        self.label, self.ours, self.key, self.unit, self.inverse = label, ours, key, unit, inverse
        self.peers, self.peer_key = peers, peer_key or key  # peers: (name, arguments, target)


def at_most(limit): return ("≤", limit)
def at_least(limit): return ("≥", limit)


def step(precision, preset="model5", batch=None):
    common = ["step", "--preset", preset] + (["--batch", str(batch)] if batch else [])
    ours = common + (["--precision", precision] if precision != "float32" else [])
    return ours, common + ["--precision", precision]


def rows(merges, book):
    groups = {}
    for precision, targets, share in [("float32", (0.65, 0.9), 85), ("bf16", (0.70, 0.9), 75)]:
        ours, peer = step(precision)
        written, tuned = ("PyTorch as written", peer), ("PyTorch tuned", peer + ["--tuned"])
        groups[f"step-{precision}"] = [
            Row(f"training step, {precision}", ours, "step_seconds", [(*written, at_most(targets[0])), (*tuned, at_most(targets[1]))]),
            Row(f"  peak memory, {precision}", ours, "peak_gigabytes", [(*written, None)], unit="GB"),
            Row(f"  peak memory, {precision}", ours, "peak_gigabytes", [("target", None, at_most(4.0))], unit="GB"),
            Row(f"  share of the multiply-add limit, {precision}", ours, "limit_share", [("target", None, at_least(share))], unit="%"),
        ]
        flags = ["--precision", precision] if precision != "float32" else []
        forward, peer = ["forward"] + flags, ["forward", "--precision", precision]
        limit = 0.55 if precision == "float32" else 0.85
        groups[f"forward-{precision}"] = [
            Row(f"forward, log_probs returned, {precision}", forward, "forward_seconds", [("PyTorch as written", peer, at_most(limit))]),
            Row(f"forward and loss only, {precision}", forward, "forward_loss_seconds",
                [("PyTorch as written", peer, at_most(0.75) if precision == "bf16" else None)]),
        ]
    for batch in (4, 1):
        ours, peer = step("float32", batch=batch)
        groups[f"batch-{batch}"] = [
            Row(f"training step, B = {batch}, float32", ours, "step_seconds", [("PyTorch as written", peer, at_most(0.75))])]
    for preset, written, tuned in [("pocket", 2.5, 1.3), ("tiny", 3, 2)]:
        ours, peer = step("float32", preset)
        groups[preset] = [
            Row(f"{preset} model, training step", ours, "step_seconds",
                [("PyTorch as written", peer, at_least(written)), ("PyTorch tuned", peer + ["--tuned"], at_least(tuned))], inverse=True)]

    def generate(weights, *peers): return Row(f"a token of Model 5, {weights}", ["generate", "--weights", weights], "token_seconds", peers, inverse=True)
    half = ("Hugging Face bf16", ["generate", "--weights", "bf16"])
    groups["generate"] = [
        generate("float32", ("Hugging Face float32", ["generate"], at_least(2))),
        generate("bf16", (*half, at_least(2.5))),
        generate("int8", (*half, at_least(4))),
    ]
    groups["generate-lecture"] = [generate("float32", ("lecture's loop, PyTorch", ["generate", "--lecture"], at_least(8)))]
    if merges and book:
        peer = ("tiktoken", ["tokenize", merges, book], at_least(2))
        groups["tokenize"] = [
            Row("tokenise a book, the first time", ["tokenize", book], "cold_megabytes_per_second", [peer], unit="MB/s",
                peer_key="megabytes_per_second"),
            Row("tokenise a book, words known", ["tokenize", book], "megabytes_per_second", [peer], unit="MB/s"),
        ]
    groups["startup"] = [Row("start to prompt", ["startup"], "startup_seconds", [("python: import torch", ["startup"], None)], inverse=True)]
    return groups


class Runs:
    """Every command runs once a round, however many rows read it."""

    def __init__(self, python): self.python, self.results = python, {}

    def run(self, kind, arguments):
        command = LAGADO + arguments + ["--json"] if kind == "lagado" else [self.python, "scripts/bench-peer.py"] + arguments
        environment = dict(os.environ, **(TUNED if "--tuned" in arguments else {}))
        start = time.time()
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        print(f"  {time.time() - start:6.1f} s  {kind} {' '.join(map(os.path.basename, arguments))}", file=sys.stderr)
        result = json.loads(done.stdout) if done.returncode == 0 else {"failure": (done.stderr.strip().splitlines() or ["?"])[-1]}
        self.results.setdefault((kind, *arguments), []).append(result)

    def figure(self, kind, arguments, key):
        """The median over the rounds, or what went wrong."""
        runs = self.results[(kind, *arguments)]
        failure = next((run["failure"] for run in runs if "failure" in run), None)
        return (None, failure) if failure else (statistics.median(run[key] for run in runs), None)


def table(groups, runs):
    lines = []
    for row in (row for group in groups for row in group):
        for name, arguments, target in row.peers:
            ours, failure = runs.figure("lagado", row.ours, row.key)
            theirs = None
            if arguments and not failure: theirs, failure = runs.figure("peer", arguments, row.peer_key)
            line = {"work": row.label, "lagado": ours, "peer": name, "figure": theirs, "unit": row.unit, "failure": failure}
            if target: line["target"] = f"{target[0]} {target[1]:g}"
            if not failure:
                # Without a peer the figure itself is what the target speaks of.
                line["ratio"] = ours if theirs is None else theirs / ours if row.inverse else ours / theirs
                if target: line["met"] = line["ratio"] <= target[1] if target[0] == "≤" else line["ratio"] >= target[1]
            lines.append(line)
    return lines


def show(lines):
    print(f"{'':<44}{'Lagado':>10} {'peer':<24}{'':>10} {'':<5}{'ratio':>7}  target")
    for line in lines:
        number = lambda value: "" if value is None else f"{value:.4g}"
        head = f"{line['work']:<44}{number(line['lagado']):>10} {line['peer']:<24}{number(line['figure']):>10} {line['unit']:<5}"
        if line["failure"]: print(f"{head}  not measured: {line['failure']}")
        else:
            verdict = {True: "met", False: "missed", None: ""}[line.get("met")]
            print(f"{head}{line['ratio']:>7.3g}  {line.get('target', ''):<7}{verdict}")


def main():
    data = os.environ.get("LAGADO_DATA") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "lagado")
    found = lambda *patterns: next((name for pattern in patterns for name in sorted(glob.glob(f"{data}/**/{pattern}", recursive=True))), None)
    groups = rows(found("vocab.bpe"), found("*829*.txt", "gulliver*.txt"))
    arguments = argparse.ArgumentParser(prog="scripts/bench", description="Lagado beside its peers.")
    arguments.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(groups))
    arguments.add_argument("--rounds", type=int, help="how often each command runs; 1 for Model 5's steps and 3 for the rest if not given")
    arguments.add_argument("--json", action="store_true", help="the table as JSON")
    arguments.add_argument("--list", action="store_true", help="the names of the rows")
    arguments.add_argument("--peer", default="python3", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.list: return print("\n".join(groups))
    unknown = [name for name in given.rows if name not in groups]
    if unknown: arguments.error(f"there is no row '{unknown[0]}'; rows: {', '.join(groups)}")
    if "tokenize" not in groups: print("(tokenizer left out: no book at hand; lagado -c 'tokenizer(load(829))' fetches what it needs)", file=sys.stderr)

    names, runs = given.rows or list(groups), Runs(given.peer)
    for name in names:
        commands = dict.fromkeys(
            command for row in groups[name] for command in
            [("lagado", tuple(row.ours))] + [("peer", tuple(peer[1])) for peer in row.peers if peer[1]])
        isLong = name.split("-")[0] in ("step", "forward", "batch") or name == "generate-lecture"
        for _ in range(given.rounds or (1 if isLong else 3)):
            for kind, command in commands: runs.run(kind, list(command))
    lines = table([groups[name] for name in names], runs)
    if given.json: return print(json.dumps(lines, indent=1, ensure_ascii=False))
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    versions = subprocess.run([given.peer, "scripts/bench-peer.py", "versions"], capture_output=True, text=True).stdout.strip()
    print(f"{len(os.sched_getaffinity(0))} cores, {model}, {versions}")
    show(lines)


main()
