#: schedules
from transformers import (get_linear_schedule_with_warmup, get_cosine_schedule_with_warmup, get_constant_schedule_with_warmup,
    get_cosine_with_hard_restarts_schedule_with_warmup, get_polynomial_decay_schedule_with_warmup,
    get_inverse_sqrt_schedule, get_constant_schedule, get_scheduler)
def rates(make, steps=8):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    schedule = make(optimizer)
    result = []
    for i in range(steps):
        result.append(round(schedule.get_last_lr()[0], 8))
        optimizer.step()
        schedule.step()
    return result
print(rates(lambda o: get_linear_schedule_with_warmup(o, num_warmup_steps=2, num_training_steps=6)))
print(rates(lambda o: get_cosine_schedule_with_warmup(o, num_warmup_steps=2, num_training_steps=6)))
print(rates(lambda o: get_cosine_schedule_with_warmup(o, 0, 6, num_cycles=1.0)))
print(rates(lambda o: get_constant_schedule_with_warmup(o, num_warmup_steps=3)))
print(rates(lambda o: get_cosine_with_hard_restarts_schedule_with_warmup(o, 1, 7, num_cycles=2)))
print(rates(lambda o: get_polynomial_decay_schedule_with_warmup(o, 2, 6, lr_end=0.01, power=2.0)))
print(rates(lambda o: get_inverse_sqrt_schedule(o, 2)))
print(rates(lambda o: get_constant_schedule(o)))
for name in ["linear", "cosine", "constant", "constant_with_warmup", "polynomial", "cosine_with_restarts", "inverse_sqrt"]:
    print(name, rates(lambda o: get_scheduler(name, optimizer=o, num_warmup_steps=1, num_training_steps=4), 5))
#: an unknown schedule
from transformers import get_scheduler
get_scheduler("nothing", torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1))
#: seeds
from transformers import set_seed
import random
set_seed(42)
random.random(), np.random.rand(), torch.rand(1)
#: a configuration
from transformers import GPT2Config
c = GPT2Config(vocab_size=11, n_positions=8, n_embd=4, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2)
print(c.hidden_size, c.num_hidden_layers, c.num_attention_heads, c.max_position_embeddings, c.n_inner, c.model_type)
c.hidden_size = 6
c.n_embd, c
#: new weights are drawn as there
from transformers import GPT2Config, GPT2LMHeadModel
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(vocab_size=11, n_positions=8, n_embd=4, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2))
for name, value in m.state_dict().items():
    print(name, tuple(value.shape), [round(v, 6) for v in value.flatten()[:2].tolist()])
print(torch.rand(2), m.num_parameters(), m.training, len(list(m.parameters())))
m
#: logits and loss
from transformers import GPT2Config, GPT2LMHeadModel
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(vocab_size=11, n_positions=8, n_embd=4, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2)).eval()
x = torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8]])
o = m(x, labels=x)
print(o.loss, o.logits.shape, o.logits[0, 0], type(o).__name__, list(o.keys()), o[0] is o.loss)
o.loss.backward()
print(m.transformer.wte.weight.grad[3], m.transformer.h[0].attn.c_attn.weight.grad[0, :3])
labels = x.clone()
labels[0, 2] = -100
print(m(x, labels=labels).loss)
o = m(input_ids=x, output_hidden_states=True)
print(len(o.hidden_states), [tuple(h.shape) for h in o.hidden_states], o.hidden_states[2][0, 1], o.loss)
loss, logits = m(x, labels=x, return_dict=False)[:2]
print(loss, logits.shape)
o["logits"].shape, o.logits is o["logits"]
#: attention weights
from transformers import GPT2Config, GPT2LMHeadModel
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(vocab_size=11, n_positions=8, n_embd=4, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2, attn_implementation="eager")).eval()
o = m(torch.tensor([[1, 2, 3]]), output_attentions=True)
print(len(o.attentions), o.attentions[0].shape, o.attentions[1][0])
#: padding on either side
from transformers import GPT2Config, GPT2LMHeadModel
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(vocab_size=11, n_positions=8, n_embd=4, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2)).eval()
x = torch.tensor([[1, 2, 3, 0], [5, 6, 7, 8]])
mask = torch.tensor([[1, 1, 1, 0], [1, 1, 1, 1]])
print(m(x, attention_mask=mask).logits[:, 2])
x = torch.tensor([[0, 0, 1, 2], [5, 6, 7, 8]])
mask = torch.tensor([[0, 0, 1, 1], [1, 1, 1, 1]])
print(m(x, attention_mask=mask).logits[:, 3])
#: the model without its head
from transformers import GPT2Config, GPT2Model
torch.manual_seed(0)
m = GPT2Model(GPT2Config(vocab_size=11, n_positions=8, n_embd=4, n_layer=1, n_head=2, bos_token_id=1, eos_token_id=2)).eval()
o = m(torch.tensor([[1, 2, 3]]))
print(o.last_hidden_state, list(m.state_dict())[:3])
print(m(inputs_embeds=m.wte(torch.tensor([[1, 2, 3]])))[0].shape)
#: neither tokens nor embeddings
from transformers import GPT2Config, GPT2Model
GPT2Model(GPT2Config(vocab_size=11, n_positions=8, n_embd=4, n_layer=1, n_head=2, bos_token_id=1, eos_token_id=2))()
#: going on greedily
from transformers import GPT2Config, GPT2LMHeadModel
torch.manual_seed(3)
m = GPT2LMHeadModel(GPT2Config(vocab_size=40, n_positions=32, n_embd=16, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2, initializer_range=0.4)).eval()
x = torch.tensor([[5, 6, 7]])
print(m.generate(x, max_new_tokens=8, do_sample=False, pad_token_id=0))
print(m.generate(x, max_length=8, do_sample=False, pad_token_id=0))
print(m.generate(input_ids=x, attention_mask=torch.ones_like(x), max_new_tokens=3, use_cache=False, pad_token_id=0))
print(m.generate(x, max_new_tokens=6, repetition_penalty=1.5, pad_token_id=0))
print(m.generate(x, max_new_tokens=10, no_repeat_ngram_size=2, pad_token_id=0))
y = torch.tensor([[0, 5, 6], [7, 8, 9]])
print(m.generate(y, attention_mask=torch.tensor([[0, 1, 1], [1, 1, 1]]), max_new_tokens=5, pad_token_id=0))
first = m.generate(x, max_new_tokens=1, pad_token_id=0)[0, -1].item()
print(m.generate(y, max_new_tokens=5, eos_token_id=first, pad_token_id=0, attention_mask=torch.ones_like(y)))
m.generate(x, max_new_tokens=3, eos_token_id=first, min_new_tokens=2, pad_token_id=0)
#: going on by drawing
from transformers import GPT2Config, GPT2LMHeadModel, set_seed
torch.manual_seed(3)
m = GPT2LMHeadModel(GPT2Config(vocab_size=40, n_positions=32, n_embd=16, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2, initializer_range=0.4)).eval()
x = torch.tensor([[5, 6, 7]])
for more in [dict(), dict(top_k=5), dict(top_k=0, top_p=0.8), dict(temperature=0.7), dict(temperature=1.5, top_k=10, top_p=0.9),
             dict(num_return_sequences=3), dict(top_k=0, min_p=0.1)]:
    set_seed(1)
    print(m.generate(x, do_sample=True, max_new_tokens=6, pad_token_id=0, **more))
torch.rand(1)
#: the results of going on in a row
from transformers import GPT2Config, GPT2LMHeadModel, set_seed
torch.manual_seed(3)
m = GPT2LMHeadModel(GPT2Config(vocab_size=12, n_positions=32, n_embd=16, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2)).eval()
o = m.generate(torch.tensor([[5, 6, 7]]), max_new_tokens=2, return_dict_in_generate=True, output_scores=True, pad_token_id=0)
o.sequences, len(o.scores), o.scores[0]
#: one sequence greedily
from transformers import GPT2Config, GPT2LMHeadModel
m = GPT2LMHeadModel(GPT2Config(vocab_size=12, n_positions=32, n_embd=16, n_layer=1, n_head=2, bos_token_id=1, eos_token_id=2))
m.generate(torch.tensor([[5]]), num_return_sequences=2, max_new_tokens=2, pad_token_id=0)
#: training steps
from transformers import GPT2Config, GPT2LMHeadModel
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(vocab_size=20, n_positions=8, n_embd=8, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=2, resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0))
optimizer = torch.optim.AdamW(m.parameters(), lr=0.01)
x = torch.randint(0, 20, (2, 8))
m.train()
for i in range(5):
    loss = m(x, labels=x).loss
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
#: dropout draws as there
from transformers import GPT2Config, GPT2LMHeadModel
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(vocab_size=20, n_positions=8, n_embd=8, n_layer=1, n_head=2, bos_token_id=1, eos_token_id=2, attn_pdrop=0.0))
x = torch.randint(0, 20, (2, 8))
print(m(x, labels=x).loss)
#: another number of tokens
from transformers import GPT2Config, GPT2LMHeadModel
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(vocab_size=20, n_positions=8, n_embd=8, n_layer=1, n_head=2, bos_token_id=1, eos_token_id=2))
m.resize_token_embeddings(24, mean_resizing=False)
print(m.lm_head.weight.shape, m.transformer.wte.weight.shape, m.config.vocab_size, m.lm_head.weight is m.transformer.wte.weight)
m(torch.tensor([[22]])).logits.shape
#: to a folder and back
from transformers import GPT2Config, GPT2LMHeadModel, GPT2Model, AutoModelForCausalLM, AutoConfig
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(vocab_size=20, n_positions=8, n_embd=8, n_layer=1, n_head=2, bos_token_id=1, eos_token_id=2)).eval()
m.save_pretrained(scratch + "/m")
import os
print(sorted(n for n in os.listdir(scratch + "/m") if n != "generation_config.json"))
n = GPT2LMHeadModel.from_pretrained(scratch + "/m")
x = torch.tensor([[1, 2, 3]])
print(torch.equal(m(x).logits, n(x).logits), n.training, n.config.n_embd, n.lm_head.weight is n.transformer.wte.weight)
a = AutoModelForCausalLM.from_pretrained(scratch + "/m", dtype=torch.bfloat16)
print(type(a).__name__, a.dtype, AutoConfig.from_pretrained(scratch + "/m").n_layer)
b = GPT2Model.from_pretrained(scratch + "/m")
torch.equal(b(x).last_hidden_state, m.transformer(x).last_hidden_state)
#: a model of the hub is a folder here
from transformers import GPT2LMHeadModel
GPT2LMHeadModel.from_pretrained(scratch + "/nothing")
