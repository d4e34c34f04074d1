# The lecture at full size, once from beginning to end: Model 5 on 501 random batches of Gulliver's first nine tenths.
#
#     lagado tutorials/claims/lecture.py
#
# On two CPU cores it takes some fifty minutes, and 4 GB of memory. It writes lecture.jsonl into the working folder, and
# beside it, every 50 steps, a checkpoint of 1.9 GB, lecture.safetensors: stopped and started again, it goes on from there.
#
# What the lines of lecture.jsonl hold:
#   the settings;
#   the losses of the 501 batches, each before the update that it leads to;
#   one line for each step, counted from 0, at which the model wrote and was tested: train_loss and text before its update,
#   test_loss, on one batch, after it; step 501 is the finished model;
#   the finished model once more: its loss on ten more test batches, and on every token of three parts of the file.
import json, os

steps, every = 501, 100
prompt = "The man-mountain shall not depart from our dominions"
record, checkpoint = "lecture.jsonl", "lecture.safetensors"

text = load("gulliver")
tokens = torch.tensor(tokenizer.encode(text))
train_data, test_data = split(tokens, 0.9)

torch.manual_seed(42)
model = Model5()
sampler = RandomSampler(train_data, batch_size=16, seq_len=256)
optimizer = AdamW(model.parameters(), lr=0.001, weight_decay=0.01)
trainer = Trainer(model, optimizer, sampler, test=RandomSampler(test_data, 16, 256), eval_every=every, precision="bf16")

texts = {}
if os.path.exists(checkpoint):
    trainer.load(checkpoint)
    with open(record) as file:
        written = [json.loads(line) for line in file]
    texts = {line["step"]: line["text"] for line in written if "text" in line}


def write(*more):
    history = trainer.history
    losses = [round(loss, 4) for loss in history.losses]
    tests = {}
    for step, loss in zip(history.test_steps, history.test_losses):
        tests.setdefault(step, round(loss, 4))  # the ten more at the end count as the last step's too
    settings = {
        "model": "Model5", "tied": "lecture", "parameters_listed": sum(p.numel() for p in model.parameters()),
        "corpus": "gulliver", "split": "tail", "train_tokens": len(train_data), "test_tokens": len(test_data),
        "sampler": "random", "batch_size": 16, "seq_len": 256,
        "optimizer": "AdamW", "lr": 0.001, "weight_decay": 0.01, "seed": 42, "precision": "bf16",
        "prompt": prompt, "temperature": 0.8, "text_seed": 0, "version": torch.__version__, "cores": os.cpu_count(),
        "steps": trainer.steps, "tokens": history.tokens, "seconds": round(history.seconds, 1),
    }
    lines = [settings, {"losses": losses}]
    for step in sorted(texts):
        line = {"step": step}
        if step < len(losses):
            line["train_loss"] = losses[step]
        if step in tests:
            line["test_loss"] = tests[step]
        line["text"] = texts[step]
        lines.append(line)
    with open(record, "w") as file:
        for line in lines + list(more):
            file.write(json.dumps(line) + "\n")


while True:
    if (trainer.steps % every == 0 or trainer.steps == steps) and trainer.steps not in texts:
        texts[trainer.steps] = generate(model, prompt, 200, temperature=0.8, seed=0)
    write()
    if trainer.steps == steps:
        break
    trainer.run(min(50, steps - trainer.steps))
    trainer.save(checkpoint)

# The test part is the last pages of Swift's book, with its notes, and then Gutenberg's licence.
licence = len(tokenizer.encode(text[:text.index("***END OF THE PROJECT GUTENBERG")]))
parts = {"train": train_data, "test_book": tokens[len(train_data):licence], "test_licence": tokens[licence:]}
again = [trainer.evaluate() for _ in range(10)]
with torch.autocast("cpu", dtype=torch.bfloat16):
    finished = {name: perplexity(model, part).loss for name, part in parts.items()}
write({
    "finished": {name: round(loss, 4) for name, loss in finished.items()},
    "tokens": {name: len(part) for name, part in parts.items()},
    "test_again": [round(loss, 4) for loss in again],
})
