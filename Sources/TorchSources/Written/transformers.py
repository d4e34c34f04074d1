"""Hugging Face's names for GPT-2: its tokenizer, its model, and the schedules of its learning rates."""
import json
import math
import os
import random
from collections import OrderedDict

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.lr_scheduler import LambdaLR

from _tokenizers import AutoTokenizer, GPT2Tokenizer, GPT2TokenizerFast, _weights

__version__ = "5.24.0"


def set_seed(seed, deterministic=False):
    """Seeds the random numbers of Python, NumPy and PyTorch."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


# Schedules.


def _schedule(optimizer, factor, last_epoch):
    return LambdaLR(optimizer, factor) if last_epoch == -1 else LambdaLR(optimizer, factor, last_epoch=last_epoch)


def get_constant_schedule(optimizer, last_epoch=-1):
    """The learning rate stays as it is."""
    return _schedule(optimizer, lambda step: 1.0, last_epoch)


def get_constant_schedule_with_warmup(optimizer, num_warmup_steps, last_epoch=-1):
    """The learning rate rises from 0 in a line, and stays."""
    def factor(step):
        return step / max(1.0, num_warmup_steps) if step < num_warmup_steps else 1.0
    return _schedule(optimizer, factor, last_epoch)


def get_linear_schedule_with_warmup(optimizer, num_warmup_steps, num_training_steps, last_epoch=-1):
    """The learning rate rises from 0 in a line, and falls to 0 in another."""
    def factor(step):
        if step < num_warmup_steps:
            return step / max(1, num_warmup_steps)
        return max(0.0, (num_training_steps - step) / max(1, num_training_steps - num_warmup_steps))
    return _schedule(optimizer, factor, last_epoch)


def get_cosine_schedule_with_warmup(optimizer, num_warmup_steps, num_training_steps, num_cycles=0.5, last_epoch=-1):
    """The learning rate rises from 0 in a line, and falls along a cosine."""
    def factor(step):
        if step < num_warmup_steps:
            return step / max(1, num_warmup_steps)
        progress = (step - num_warmup_steps) / max(1, num_training_steps - num_warmup_steps)
        return max(0.0, 0.5 * (1.0 + math.cos(math.pi * num_cycles * 2.0 * progress)))
    return _schedule(optimizer, factor, last_epoch)


def get_cosine_with_hard_restarts_schedule_with_warmup(optimizer, num_warmup_steps, num_training_steps, num_cycles=1,
                                                       last_epoch=-1):
    """The learning rate rises from 0 in a line, and falls along a cosine several times."""
    def factor(step):
        if step < num_warmup_steps:
            return step / max(1, num_warmup_steps)
        progress = (step - num_warmup_steps) / max(1, num_training_steps - num_warmup_steps)
        if progress >= 1.0:
            return 0.0
        return max(0.0, 0.5 * (1.0 + math.cos(math.pi * ((num_cycles * progress) % 1.0))))
    return _schedule(optimizer, factor, last_epoch)


def get_polynomial_decay_schedule_with_warmup(optimizer, num_warmup_steps, num_training_steps, lr_end=1e-7, power=1.0,
                                              last_epoch=-1):
    """The learning rate rises from 0 in a line, and falls along a power to `lr_end`."""
    start = optimizer.defaults["lr"]
    if not start > lr_end:
        raise ValueError(f"lr_end ({lr_end}) must be smaller than initial lr ({start})")

    def factor(step):
        if step < num_warmup_steps:
            return step / max(1, num_warmup_steps)
        if step > num_training_steps:
            return lr_end / start
        left = 1 - (step - num_warmup_steps) / (num_training_steps - num_warmup_steps)
        return ((start - lr_end) * left ** power + lr_end) / start
    return _schedule(optimizer, factor, last_epoch)


def get_inverse_sqrt_schedule(optimizer, num_warmup_steps, timescale=None, last_epoch=-1):
    """The learning rate rises from 0 in a line, and falls as one over the root of the steps."""
    if timescale is None:
        timescale = num_warmup_steps or 10_000

    def factor(step):
        if step < num_warmup_steps:
            return step / max(1, num_warmup_steps)
        shift = timescale - num_warmup_steps
        return 1.0 / math.sqrt((step + shift) / timescale)
    return _schedule(optimizer, factor, last_epoch)


_schedules = {
    "linear": get_linear_schedule_with_warmup, "cosine": get_cosine_schedule_with_warmup,
    "cosine_with_restarts": get_cosine_with_hard_restarts_schedule_with_warmup,
    "polynomial": get_polynomial_decay_schedule_with_warmup, "constant": get_constant_schedule,
    "constant_with_warmup": get_constant_schedule_with_warmup, "inverse_sqrt": get_inverse_sqrt_schedule,
}


def get_scheduler(name, optimizer, num_warmup_steps=None, num_training_steps=None, scheduler_specific_kwargs=None):
    """A schedule by its name: linear, cosine, cosine_with_restarts, polynomial, constant, constant_with_warmup,
    inverse_sqrt."""
    if name not in _schedules:
        raise ValueError(f"{name!r} is not a valid SchedulerType; known here: {', '.join(_schedules)}")
    make, more = _schedules[name], scheduler_specific_kwargs or {}
    if name == "constant":
        return make(optimizer, **more)
    if num_warmup_steps is None:
        raise ValueError(f"{name} requires `num_warmup_steps`, please provide that argument.")
    if name in ("constant_with_warmup", "inverse_sqrt"):
        return make(optimizer, num_warmup_steps=num_warmup_steps, **more)
    if num_training_steps is None:
        raise ValueError(f"{name} requires `num_training_steps`, please provide that argument.")
    return make(optimizer, num_warmup_steps=num_warmup_steps, num_training_steps=num_training_steps, **more)


# What a model is made by.


def _local(name, *files):
    # The folder that a name means, with one of these files in it.
    folder = os.path.expanduser(str(name))
    if os.path.isdir(folder):
        for file in files:
            if os.path.exists(os.path.join(folder, file)):
                return folder
        raise OSError(f"Error no file named {', or '.join(files)} found in directory {name}.")
    kept = _weights(str(name))
    if kept is not None:
        return kept
    fetched = f'load_model("{name}", download=True) fetches it once, or ' if str(name).startswith("gpt2") else ""
    raise OSError(
        f"{name} is not a local folder, and models are not fetched here; {fetched}"
        f"in a shell: git clone https://huggingface.co/{'openai-community/gpt2' if name == 'gpt2' else name}, "
        f"then from_pretrained('./{str(name).split('/')[-1]}')")


class GPT2Config:
    """What a GPT-2 is made by: its sizes, its dropout, the tokens that it ends with."""
    model_type = "gpt2"
    attribute_map = {"hidden_size": "n_embd", "max_position_embeddings": "n_positions", "num_attention_heads": "n_head",
                     "num_hidden_layers": "n_layer"}
    _defaults = {
        "vocab_size": 50257, "n_positions": 1024, "n_embd": 768, "n_layer": 12, "n_head": 12, "n_inner": None,
        "activation_function": "gelu_new", "resid_pdrop": 0.1, "embd_pdrop": 0.1, "attn_pdrop": 0.1,
        "layer_norm_epsilon": 1e-5, "initializer_range": 0.02, "summary_type": "cls_index", "summary_use_proj": True,
        "summary_activation": None, "summary_proj_to_labels": True, "summary_first_dropout": 0.1,
        "scale_attn_weights": True, "use_cache": True, "bos_token_id": 50256, "eos_token_id": 50256,
        "pad_token_id": None, "scale_attn_by_inverse_layer_idx": False, "reorder_and_upcast_attn": False,
        "add_cross_attention": False, "tie_word_embeddings": True,
    }

    def __init__(self, **settings):
        self.__dict__.update(self._defaults)
        self.output_hidden_states = settings.pop("output_hidden_states", False)
        self.output_attentions = settings.pop("output_attentions", False)
        self.return_dict = settings.pop("return_dict", settings.pop("use_return_dict", True))
        self._attn_implementation = settings.pop("attn_implementation", None) or "sdpa"
        self._own = []
        for name, value in settings.items():
            name = self.attribute_map.get(name, name)
            if name not in self._defaults:
                self._own.append(name)
            self.__dict__[name] = value
        if self.add_cross_attention:
            raise NotImplementedError("transformers.GPT2Config(add_cross_attention=True) is not in Lagado")

    def __getattr__(self, name):
        other = type(self).attribute_map.get(name)
        if other is None:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        return self.__dict__[other]

    def __setattr__(self, name, value):
        self.__dict__[type(self).attribute_map.get(name, name)] = value

    def to_diff_dict(self):
        """The settings as they are shown."""
        return self.to_dict()

    def to_dict(self):
        """All settings in a dict."""
        names = list(self._defaults) + self._own
        return {**{name: self.__dict__[name] for name in names}, "model_type": self.model_type,
                "transformers_version": __version__}

    def to_json_string(self, use_diff=True):
        """The settings as JSON."""
        return json.dumps(self.to_dict(), indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_dict(cls, settings, **more):
        """From a dict of settings."""
        skipped = {"model_type", "transformers_version", "architectures", "torch_dtype", "dtype", "task_specific_params",
                   "n_ctx", "attn_implementation", "_name_or_path"}
        return cls(**{**{k: v for k, v in settings.items() if k not in skipped}, **more})

    @classmethod
    def from_pretrained(cls, name, **more):
        """From the config.json of a folder."""
        folder = _local(name, "config.json")
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
            settings = json.load(file)
        if settings.get("model_type", "gpt2") != "gpt2":
            raise NotImplementedError(
                f"{name} is a model of the type {settings['model_type']!r}; GPT-2 is the one that is here")
        return cls.from_dict(settings, **more)

    def save_pretrained(self, folder):
        """Writes config.json into a folder."""
        os.makedirs(folder, exist_ok=True)
        settings = {"architectures": ["GPT2LMHeadModel"], **self.to_dict()}
        with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
            file.write(json.dumps(settings, indent=2, sort_keys=True) + "\n")

    def __repr__(self):
        return f"{type(self).__name__} {self.to_json_string()}"

    def __eq__(self, other):
        return isinstance(other, GPT2Config) and self.__dict__ == other.__dict__


PretrainedConfig = PreTrainedConfig = GPT2Config


class AutoConfig:
    """Finds the class of a configuration by what a folder says."""

    @staticmethod
    def from_pretrained(name, **more):
        """From the config.json of a folder."""
        return GPT2Config.from_pretrained(name, **more)


# What a model gives.


class ModelOutput(OrderedDict):
    """Results by name, by attribute and by place; those that are None are left out."""
    _fields = ()

    def __init__(self, **values):
        super().__init__()
        for name in self._fields:
            value = values.get(name)
            self.__dict__[name] = value
            if value is not None:
                super().__setitem__(name, value)

    def __getitem__(self, key):
        if isinstance(key, str):
            return super().__getitem__(key)
        return self.to_tuple()[key]

    def __setattr__(self, name, value):
        self.__dict__[name] = value
        if name in self._fields and value is not None:
            super().__setitem__(name, value)

    @property
    def past_key_values(self):
        return self.__dict__.get("cache")

    def to_tuple(self):
        """The results in a tuple."""
        return tuple(self[name] for name in self.keys())

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{name}={self.__dict__[name]!r}' for name in self._fields)})"


class CausalLMOutputWithCrossAttentions(ModelOutput):
    """What a language model gives."""
    _fields = ("loss", "logits", "cache", "hidden_states", "attentions", "cross_attentions")


class BaseModelOutputWithPastAndCrossAttentions(ModelOutput):
    """What a model without its head gives."""
    _fields = ("last_hidden_state", "cache", "hidden_states", "attentions", "cross_attentions")


class GenerateDecoderOnlyOutput(ModelOutput):
    """What generate(return_dict_in_generate=True) gives."""
    _fields = ("sequences", "scores", "logits", "attentions", "hidden_states", "cache")


class DynamicLayer:
    """The keys and values of one layer: [B, heads, T, size of a head]."""

    def __init__(self):
        self.keys = self.values = None


class DynamicCache:
    """The keys and values of all tokens so far, layer by layer."""

    def __init__(self, config=None):
        self.layers = []

    def update(self, keys, values, layer):
        """Adds the keys and values of further tokens, and gives all."""
        while len(self.layers) <= layer:
            self.layers.append(DynamicLayer())
        kept = self.layers[layer]
        if kept.keys is None:
            kept.keys, kept.values = keys, values
        else:
            kept.keys = torch.cat([kept.keys, keys], dim=-2)
            kept.values = torch.cat([kept.values, values], dim=-2)
        return kept.keys, kept.values

    def get_seq_length(self, layer_idx=0):
        """How many tokens it has."""
        return self.layers[0].keys.shape[-2] if self.layers else 0

    def crop(self, max_length):
        """Forgets what is behind a length, or so many at the end where it is negative."""
        length = max_length if max_length >= 0 else self.get_seq_length() + max_length
        for layer in self.layers:
            layer.keys, layer.values = layer.keys[..., :length, :], layer.values[..., :length, :]

    def __len__(self):
        return len(self.layers)

    def __getitem__(self, index):
        return self.layers[index].keys, self.layers[index].values

    def __iter__(self):
        for layer in self.layers:
            yield layer.keys, layer.values

    def __repr__(self):
        return f"DynamicCache(layers=[{', '.join('DynamicLayer' for _ in self.layers)}])"


# The model.


class Conv1D(nn.Module):
    """A linear layer whose weight is [inputs, outputs], as OpenAI wrote it."""

    def __init__(self, nf, nx):
        super().__init__()
        self.nf, self.nx = nf, nx
        self.weight = nn.Parameter(torch.empty(nx, nf))
        self.bias = nn.Parameter(torch.zeros(nf))
        nn.init.normal_(self.weight, std=0.02)

    def extra_repr(self):
        return f"nf={self.nf}, nx={self.nx}"

    def forward(self, x):
        return torch.addmm(self.bias, x.view(-1, x.size(-1)), self.weight).view(x.size()[:-1] + (self.nf,))


class NewGELUActivation(nn.Module):
    """GELU along tanh, as GPT-2 has it."""

    def forward(self, x):
        return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))


_activations = {"gelu_new": NewGELUActivation, "gelu": nn.GELU, "relu": nn.ReLU, "silu": nn.SiLU, "swish": nn.SiLU,
                "tanh": nn.Tanh, "gelu_pytorch_tanh": lambda: nn.GELU(approximate="tanh")}


class GPT2Attention(nn.Module):
    """Attention of each token to those before it."""

    def __init__(self, config, layer_idx=None):
        super().__init__()
        size, heads = config.n_embd, config.n_head
        if size % heads:
            raise ValueError(f"`embed_dim` must be divisible by num_heads (got `embed_dim`: {size} and `num_heads`: "
                             f"{heads}).")
        self.num_heads, self.head_dim, self.layer_idx = heads, size // heads, layer_idx
        self.scaling = self.head_dim ** -0.5 if config.scale_attn_weights else 1.0
        if config.scale_attn_by_inverse_layer_idx:
            self.scaling /= layer_idx + 1
        self.c_attn = Conv1D(3 * size, size)
        self.c_proj = Conv1D(size, size)
        self.attn_dropout = nn.Dropout(config.attn_pdrop)
        self.resid_dropout = nn.Dropout(config.resid_pdrop)

    def forward(self, x, cache=None, mask=None, weighs=False):
        B, T, E = x.shape
        parts = self.c_attn(x).split(E, dim=2)
        query, key, value = [part.view(B, T, self.num_heads, self.head_dim).transpose(1, 2) for part in parts]
        if cache is not None:
            key, value = cache.update(key, value, self.layer_idx)
        weights = None
        if weighs or self.training and self.attn_dropout.p > 0:
            allowed = mask
            if allowed is None:
                S = key.shape[-2]
                allowed = torch.ones(T, S, dtype=torch.bool).tril(S - T)
            weights = query @ key.transpose(-1, -2) * self.scaling
            weights = F.softmax(weights.masked_fill(~allowed, torch.finfo(weights.dtype).min), dim=-1)
            y = self.attn_dropout(weights) @ value
        else:
            y = F.scaled_dot_product_attention(
                query, key, value, attn_mask=mask, is_causal=mask is None and T > 1, scale=self.scaling)
        y = y.transpose(1, 2).reshape(B, T, E)
        return self.resid_dropout(self.c_proj(y)), weights if weighs else None


class GPT2MLP(nn.Module):
    """Two linear layers with GELU between them."""

    def __init__(self, intermediate_size, config):
        super().__init__()
        self.c_fc = Conv1D(intermediate_size, config.n_embd)
        self.c_proj = Conv1D(config.n_embd, intermediate_size)
        if config.activation_function not in _activations:
            raise KeyError(f"{config.activation_function}; known here: {', '.join(_activations)}")
        self.act = _activations[config.activation_function]()
        self.dropout = nn.Dropout(config.resid_pdrop)

    def forward(self, x):
        return self.dropout(self.c_proj(self.act(self.c_fc(x))))


class GPT2Block(nn.Module):
    """Attention and MLP, each behind a norm and beside the way of the residuals."""

    def __init__(self, config, layer_idx=None):
        super().__init__()
        self.ln_1 = nn.LayerNorm(config.n_embd, eps=config.layer_norm_epsilon)
        self.attn = GPT2Attention(config, layer_idx)
        self.ln_2 = nn.LayerNorm(config.n_embd, eps=config.layer_norm_epsilon)
        self.mlp = GPT2MLP(config.n_inner if config.n_inner is not None else 4 * config.n_embd, config)

    def forward(self, x, cache=None, mask=None, weighs=False):
        y, weights = self.attn(self.ln_1(x), cache, mask, weighs)
        x = y + x
        x = x + self.mlp(self.ln_2(x))
        return (x, weights) if weighs else x


class PreTrainedModel(nn.Module):
    """What the models have in common: folders, sizes, weights that are tied."""
    config_class = GPT2Config
    base_model_prefix = "transformer"

    def __init__(self, config):
        super().__init__()
        if not isinstance(config, GPT2Config):
            raise TypeError(
                f"Parameter config in `{type(self).__name__}(config)` should be an instance of class "
                f"`PreTrainedConfig`. To create a model from a pretrained model use "
                f"`model = {type(self).__name__}.from_pretrained(PRETRAINED_MODEL_NAME)`")
        self.config = config

    def post_init(self):
        """Draws the weights that have not been drawn yet, inner modules first."""
        self._draw(self)

    def _draw(self, module):
        for child in module.children():
            self._draw(child)
        if getattr(module, "_is_drawn", False):
            return
        module._is_drawn = True
        std = self.config.initializer_range
        with torch.no_grad():
            if isinstance(module, (nn.Linear, Conv1D, nn.Embedding)):
                nn.init.normal_(module.weight, mean=0.0, std=std)
                if getattr(module, "bias", None) is not None:
                    nn.init.zeros_(module.bias)
            if isinstance(module, (GPT2Attention, GPT2MLP)):
                nn.init.normal_(module.c_proj.weight, mean=0.0, std=std / math.sqrt(2 * self.config.n_layer))

    @property
    def device(self):
        return next(self.parameters()).device

    @property
    def dtype(self):
        return next(self.parameters()).dtype

    @property
    def base_model(self):
        return getattr(self, self.base_model_prefix, self)

    def num_parameters(self, only_trainable=False, exclude_embeddings=False):
        """How many numbers the parameters have, tied ones once."""
        inner = {id(m.weight) for m in self.modules() if isinstance(m, nn.Embedding)} if exclude_embeddings else set()
        return sum(p.numel() for p in self.parameters()
                   if (p.requires_grad or not only_trainable) and id(p) not in inner)

    def get_input_embeddings(self):
        """The embedding of the tokens."""
        return self.base_model.wte

    def set_input_embeddings(self, value):
        """Puts another embedding of the tokens in its place."""
        self.base_model.wte = value

    def get_output_embeddings(self):
        """The head, None where there is none."""
        return getattr(self, "lm_head", None)

    def tie_weights(self):
        """Makes the head's weight that of the token embedding."""
        head = self.get_output_embeddings()
        if head is not None and self.config.tie_word_embeddings:
            head.weight = self.get_input_embeddings().weight

    def resize_token_embeddings(self, new_num_tokens=None, pad_to_multiple_of=None, mean_resizing=False):
        """Gives the model another number of tokens; new ones are drawn."""
        old = self.get_input_embeddings()
        if new_num_tokens is None:
            return old
        if pad_to_multiple_of:
            new_num_tokens = -(-new_num_tokens // pad_to_multiple_of) * pad_to_multiple_of
        if mean_resizing:
            raise NotImplementedError("resize_token_embeddings(mean_resizing=True) is not in Lagado")
        new = nn.Embedding(new_num_tokens, old.embedding_dim)
        with torch.no_grad():
            nn.init.normal_(new.weight, mean=0.0, std=self.config.initializer_range)
            count = min(new_num_tokens, old.num_embeddings)
            new.weight[:count] = old.weight[:count]
        new._is_drawn = True
        self.set_input_embeddings(new)
        head = self.get_output_embeddings()
        if head is not None:
            head.out_features = new_num_tokens
            if self.config.tie_word_embeddings:
                self.tie_weights()
            else:
                weight = torch.empty(new_num_tokens, old.embedding_dim)
                nn.init.normal_(weight, mean=0.0, std=self.config.initializer_range)
                with torch.no_grad():
                    weight[:count] = head.weight[:count]
                head.weight = nn.Parameter(weight)
        self.config.vocab_size = new_num_tokens
        return new

    def gradient_checkpointing_enable(self, gradient_checkpointing_kwargs=None):
        """Refused: torch.utils.checkpoint.checkpoint does it for a module of one's own."""
        raise NotImplementedError("gradient_checkpointing_enable() is not in Lagado; torch.utils.checkpoint.checkpoint is")

    @classmethod
    def from_pretrained(cls, name, config=None, torch_dtype=None, dtype=None, device_map=None, local_files_only=True,
                        low_cpu_mem_usage=True, use_safetensors=None, cache_dir=None, revision="main", token=None,
                        trust_remote_code=False, **more):
        """Reads a model from a folder: config.json beside model.safetensors or pytorch_model.bin."""
        folder = _local(name, "model.safetensors", "pytorch_model.bin")
        if config is None:
            config = GPT2Config.from_pretrained(folder, **more)
        if device_map not in (None, "auto", "cpu") and str(device_map) != "cpu":
            torch.empty(0, device=device_map)
        path = os.path.join(folder, "model.safetensors")
        weights = torch.load(path if os.path.exists(path) else os.path.join(folder, "pytorch_model.bin"))
        state = torch.get_rng_state()
        model = cls(config)
        torch.set_rng_state(state)
        prefix, own = cls.base_model_prefix + ".", model.state_dict()
        found = {}
        for key, value in weights.items():
            if key.endswith((".attn.bias", ".attn.masked_bias")):
                continue
            if key not in own:
                key = prefix + key if prefix + key in own else key.removeprefix(prefix)
            found[key] = value
        missing = [key for key in own if key not in found and not (key == "lm_head.weight" and
                                                                  config.tie_word_embeddings)]
        unexpected = [key for key in found if key not in own and key != "lm_head.weight"]
        for key, value in found.items():
            if key in own and own[key].shape != value.shape:
                raise RuntimeError(f"size mismatch for {key}: copying a param with shape {value.shape} from checkpoint, "
                                   f"the shape in current model is {own[key].shape}.")
        model.load_state_dict({key: value for key, value in found.items() if key in own}, strict=False)
        if missing or unexpected:
            print(f"{cls.__name__} from {name}: newly drawn {missing}, not used {unexpected}")
        model.tie_weights()
        dtype = dtype if dtype is not None else torch_dtype
        if isinstance(dtype, str) and dtype != "auto":
            dtype = getattr(torch, dtype)
        if dtype is not None and dtype != "auto":
            model = model.to(dtype)
        elif dtype == "auto":
            model = model.to(next(iter(weights.values())).dtype)
        return model.eval()

    def save_pretrained(self, folder, state_dict=None, safe_serialization=True):
        """Writes config.json and model.safetensors into a folder."""
        self.config.save_pretrained(folder)
        weights = dict(self.state_dict() if state_dict is None else state_dict)
        if self.config.tie_word_embeddings:
            weights.pop("lm_head.weight", None)
        if safe_serialization:
            from safetensors.torch import save_file
            save_file(weights, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
        else:
            torch.save(weights, os.path.join(folder, "pytorch_model.bin"))


GPT2PreTrainedModel = PreTrainedModel


def _refuse(given):
    for name, value in given.items():
        if value is not None and value is not False:
            raise NotImplementedError(f"{name}={value!r} is not in Lagado's GPT-2")


class GPT2Model(PreTrainedModel):
    """GPT-2 without a head."""

    def __init__(self, config):
        super().__init__(config)
        self.embed_dim = config.n_embd
        self.wte = nn.Embedding(config.vocab_size, config.n_embd)
        self.wpe = nn.Embedding(config.n_positions, config.n_embd)
        self.drop = nn.Dropout(config.embd_pdrop)
        self.h = nn.ModuleList([GPT2Block(config, layer_idx=i) for i in range(config.n_layer)])
        self.ln_f = nn.LayerNorm(config.n_embd, eps=config.layer_norm_epsilon)
        self.post_init()

    def forward(self, input_ids=None, past_key_values=None, attention_mask=None, token_type_ids=None, position_ids=None,
                inputs_embeds=None, use_cache=None, output_attentions=None, output_hidden_states=None,
                return_dict=None, cache=None, **more):
        _refuse(more)
        cache = past_key_values if cache is None else cache
        if input_ids is not None and inputs_embeds is not None:
            raise ValueError("You cannot specify both input_ids and inputs_embeds at the same time")
        if input_ids is None and inputs_embeds is None:
            raise ValueError("You have to specify either input_ids or inputs_embeds")
        config = self.config
        weighs = config.output_attentions if output_attentions is None else output_attentions
        keeps = config.output_hidden_states if output_hidden_states is None else output_hidden_states
        if use_cache is None:
            use_cache = config.use_cache and not self.training
        if use_cache and cache is None:
            cache = DynamicCache()
        if input_ids is not None:
            input_ids = input_ids.view(-1, input_ids.size(-1))
            inputs_embeds = self.wte(input_ids)
        B, T, _ = inputs_embeds.shape
        past = cache.get_seq_length() if cache is not None else 0
        if position_ids is None:
            position_ids = torch.arange(past, past + T).unsqueeze(0)
        if position_ids.numel() and int(position_ids.max()) >= config.n_positions:
            raise IndexError(f"index out of range in self: the model has {config.n_positions} positions")
        x = inputs_embeds + self.wpe(position_ids)
        if token_type_ids is not None:
            x = x + self.wte(token_type_ids.view(-1, T))
        mask = None
        if attention_mask is not None and attention_mask.ndim == 4:
            mask = attention_mask
        elif attention_mask is not None and not bool(attention_mask.all()):
            seen = attention_mask.view(B, -1).bool()[:, None, None, :]
            mask = torch.ones(T, past + T, dtype=torch.bool).tril(past) & seen
        elif past and T > 1:
            mask = torch.ones(T, past + T, dtype=torch.bool).tril(past)
        x = self.drop(x)
        states, weights = [x], []
        for block in self.h:
            x = block(x, cache, mask, weighs)
            if weighs:
                x, row = x
                weights.append(row)
            states.append(x)
        x = self.ln_f(x).view(B, T, -1)
        states[-1] = x
        output = BaseModelOutputWithPastAndCrossAttentions(
            last_hidden_state=x, cache=cache if use_cache else None, hidden_states=tuple(states) if keeps else None,
            attentions=tuple(weights) if weighs else None)
        return output.to_tuple() if return_dict is False else output


class GenerationConfig:
    """How `generate` goes on where its arguments say nothing."""

    def __init__(self, **settings):
        self.__dict__.update(settings)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(f"'GenerationConfig' object has no attribute '{name}'")
        return None

    def to_dict(self):
        """All settings in a dict."""
        return dict(self.__dict__)

    def update(self, **settings):
        """Sets some of them."""
        self.__dict__.update(settings)

    def __repr__(self):
        return f"GenerationConfig {json.dumps(self.__dict__, indent=2, sort_keys=True)}\n"


class GPT2LMHeadModel(PreTrainedModel):
    """GPT-2 with its head: the logits of the next token at every place."""

    def __init__(self, config):
        super().__init__(config)
        self.transformer = GPT2Model(config)
        self.lm_head = nn.Linear(config.n_embd, config.vocab_size, bias=False)
        self.post_init()
        self.tie_weights()
        self.generation_config = GenerationConfig(
            bos_token_id=config.bos_token_id, eos_token_id=config.eos_token_id, pad_token_id=config.pad_token_id,
            use_cache=config.use_cache)

    def forward(self, input_ids=None, past_key_values=None, attention_mask=None, token_type_ids=None, position_ids=None,
                inputs_embeds=None, labels=None, use_cache=None, output_attentions=None, output_hidden_states=None,
                return_dict=None, logits_to_keep=0, cache=None, **more):
        out = self.transformer(
            input_ids, past_key_values=past_key_values, attention_mask=attention_mask, token_type_ids=token_type_ids,
            position_ids=position_ids, inputs_embeds=inputs_embeds, use_cache=use_cache,
            output_attentions=output_attentions, output_hidden_states=output_hidden_states, cache=cache, **more)
        x = out.last_hidden_state
        if isinstance(logits_to_keep, int):
            x = x[:, -logits_to_keep:, :] if logits_to_keep else x
        else:
            x = x[:, logits_to_keep, :]
        logits = self.lm_head(x)
        loss = None
        if labels is not None:
            shifted = F.pad(labels, (0, 1), value=-100)[..., 1:]
            loss = F.cross_entropy(logits.float().view(-1, logits.size(-1)), shifted.reshape(-1), ignore_index=-100)
        output = CausalLMOutputWithCrossAttentions(
            loss=loss, logits=logits, cache=out.cache, hidden_states=out.hidden_states, attentions=out.attentions)
        if return_dict is None:
            return_dict = self.config.return_dict
        return output if return_dict else output.to_tuple()

    @torch.no_grad()
    def generate(self, inputs=None, generation_config=None, *, input_ids=None, attention_mask=None, max_length=None,
                 max_new_tokens=None, min_length=None, min_new_tokens=None, do_sample=None, temperature=None, top_k=None,
                 top_p=None, min_p=None, repetition_penalty=None, no_repeat_ngram_size=None, num_return_sequences=None,
                 num_beams=None, pad_token_id=None, eos_token_id=None, bos_token_id=None, use_cache=None,
                 return_dict_in_generate=False, output_scores=False, output_logits=False, streamer=None, **more):
        """Goes on with rows of tokens: the most likely next one, or, with `do_sample`, one drawn by its probability."""
        for name, value in more.items():
            if value not in (None, False, 0, 1, 1.0, True):
                raise NotImplementedError(f"generate({name}={value!r}) is not in Lagado")
        settings = generation_config or self.generation_config

        def setting(given, name, other=None):
            if given is not None:
                return given
            known = getattr(settings, name)
            return other if known is None else known

        if setting(num_beams, "num_beams", 1) > 1:
            raise NotImplementedError("generate(num_beams=…) is not in Lagado: do_sample=True, or the most likely token")
        do_sample = setting(do_sample, "do_sample", False)
        temperature, top_k = setting(temperature, "temperature", 1.0), setting(top_k, "top_k", 50)
        top_p, min_p = setting(top_p, "top_p", 1.0), setting(min_p, "min_p")
        penalty = setting(repetition_penalty, "repetition_penalty", 1.0)
        ngram = setting(no_repeat_ngram_size, "no_repeat_ngram_size", 0)
        copies = setting(num_return_sequences, "num_return_sequences", 1)
        end = setting(eos_token_id, "eos_token_id")
        ends = [] if end is None else list(end) if isinstance(end, (list, tuple)) else [int(end)]
        pad = setting(pad_token_id, "pad_token_id")
        if pad is None and ends:
            pad = ends[0]
        if do_sample and not temperature > 0:
            raise ValueError(
                f"`temperature` (={temperature}) has to be a strictly positive float, otherwise your next token scores "
                "will be invalid. If you're looking for greedy decoding strategies, set `do_sample=False`.")
        if do_sample and top_k is not None and (not isinstance(top_k, int) or top_k < 0):
            raise ValueError(f"`top_k` has to be a strictly positive integer, but is {top_k}")
        if do_sample and not 0 <= top_p <= 1:
            raise ValueError(f"`top_p` has to be a float > 0 and < 1, but is {top_p}")
        if not do_sample and copies > 1:
            raise ValueError(
                "Greedy methods without beam search do not support `num_return_sequences` different than 1 "
                f"(got {copies}).")
        ids = inputs if inputs is not None else input_ids
        if ids is None:
            start = setting(bos_token_id, "bos_token_id")
            if start is None:
                raise ValueError("`bos_token_id` has to be defined when no `input_ids` are provided.")
            ids = torch.full((1, 1), start, dtype=torch.long)
        if ids.ndim != 2:
            raise ValueError(f"`input_ids` has to have two axes, [batch, tokens], and has the shape {tuple(ids.shape)}")
        length = ids.size(1)
        if max_new_tokens is not None:
            limit = length + max_new_tokens
        else:
            limit = setting(max_length, "max_length")
            if limit is None:
                limit = length + 20 if max_length is None else max_length
            if limit <= length:
                raise ValueError(
                    f"Input length of input_ids is {length}, but `max_length` is set to {limit}. This can lead to "
                    "unexpected behavior. You should consider increasing `max_length` or, better yet, setting "
                    "`max_new_tokens`.")
        least = length + min_new_tokens if min_new_tokens is not None else setting(min_length, "min_length", 0)
        mask = attention_mask
        if mask is None:
            mask = torch.ones_like(ids)
            if pad is not None and pad not in ends and bool((ids == pad).any()):
                mask = (ids != pad).long()
        if copies > 1:
            ids, mask = ids.repeat_interleave(copies, dim=0), mask.repeat_interleave(copies, dim=0)
        alive = torch.ones(ids.size(0), dtype=torch.long)
        cache = DynamicCache() if setting(use_cache, "use_cache", True) else None
        scores_kept, logits_kept = [], []
        if streamer is not None:
            streamer.put(ids)
        while True:
            fresh = ids[:, cache.get_seq_length():] if cache is not None else ids
            places = (mask.long().cumsum(-1) - 1).masked_fill(mask == 0, 0)[:, -fresh.size(1):]
            out = self(fresh, cache=cache, attention_mask=mask, position_ids=places, use_cache=cache is not None,
                       logits_to_keep=1)
            logits = out.logits[:, -1, :].float()
            scores = logits.clone()
            if penalty != 1.0:
                seen = torch.gather(scores, 1, ids)
                scores = scores.scatter(1, ids, torch.where(seen < 0, seen * penalty, seen / penalty))
            if ngram > 0:
                self._forbid(ids, scores, ngram)
            if ids.size(1) < least:
                for token in ends:
                    scores[:, token] = -float("inf")
            if do_sample:
                scores = self._narrow(scores, temperature, top_k, top_p, min_p)
            if output_scores:
                scores_kept.append(scores)
            if output_logits:
                logits_kept.append(logits)
            if do_sample:
                chosen = torch.multinomial(F.softmax(scores, dim=-1), num_samples=1).squeeze(1)
            else:
                chosen = torch.argmax(scores, dim=-1)
            if ends:
                chosen = chosen * alive + pad * (1 - alive)
            ids = torch.cat([ids, chosen[:, None]], dim=-1)
            if streamer is not None:
                streamer.put(chosen)
            mask = torch.cat([mask, mask.new_ones((mask.size(0), 1))], dim=-1)
            for token in ends:
                alive = alive * (chosen != token).long()
            if ids.size(1) >= limit or not bool(alive.any()):
                break
        if streamer is not None:
            streamer.end()
        if return_dict_in_generate:
            return GenerateDecoderOnlyOutput(
                sequences=ids, scores=tuple(scores_kept) if output_scores else None,
                logits=tuple(logits_kept) if output_logits else None, cache=cache)
        return ids

    @staticmethod
    def _narrow(scores, temperature, top_k, top_p, min_p):
        # The scores of what may be drawn; −inf for the rest.
        if temperature != 1.0:
            scores = scores / temperature
        if top_k:
            least = torch.topk(scores, min(top_k, scores.size(-1)))[0][..., -1, None]
            scores = scores.masked_fill(scores < least, -float("inf"))
        if top_p is not None and top_p < 1.0:
            ordered, places = torch.sort(scores, descending=False)
            left_out = ordered.softmax(dim=-1).cumsum(dim=-1) <= 1 - top_p
            left_out[..., -1:] = False
            scores = scores.masked_fill(left_out.scatter(1, places, left_out), -float("inf"))
        if min_p is not None:
            probabilities = torch.softmax(scores, dim=-1)
            least = min_p * probabilities.amax(dim=-1, keepdim=True)
            left_out = probabilities < least
            left_out.scatter_(1, scores.argmax(dim=-1, keepdim=True), False)
            scores = scores.masked_fill(left_out, -float("inf"))
        return scores

    @staticmethod
    def _forbid(ids, scores, size):
        # Rows of `size` tokens that are there already do not come again.
        for row, tokens in enumerate(ids.tolist()):
            if len(tokens) + 1 < size:
                continue
            last = tokens[len(tokens) - size + 1:]
            for place in range(len(tokens) - size + 1):
                if tokens[place:place + size - 1] == last:
                    scores[row, tokens[place + size - 1]] = -float("inf")


class AutoModelForCausalLM:
    """Finds the class of a language model by what a folder says."""

    @staticmethod
    def from_pretrained(name, **more):
        """Reads a model from a folder."""
        return GPT2LMHeadModel.from_pretrained(name, **more)

    @staticmethod
    def from_config(config, **more):
        """A model with new weights."""
        _refuse(more)
        return GPT2LMHeadModel(config)


class AutoModel:
    """Finds the class of a model by what a folder says."""

    @staticmethod
    def from_pretrained(name, **more):
        """Reads a model from a folder."""
        return GPT2Model.from_pretrained(name, **more)

    @staticmethod
    def from_config(config, **more):
        """A model with new weights."""
        _refuse(more)
        return GPT2Model(config)


class TextStreamer:
    """Shows the text of `generate` while it comes."""

    def __init__(self, tokenizer, skip_prompt=False, **decode_kwargs):
        self.tokenizer, self.skip_prompt, self.decode_kwargs = tokenizer, skip_prompt, decode_kwargs
        self._ids, self._shown, self._is_prompt = [], 0, True

    def put(self, value):
        """Takes further tokens, those of the prompt first."""
        is_prompt, self._is_prompt = self._is_prompt, False
        if is_prompt and self.skip_prompt:
            return
        self._ids += value.reshape(-1).tolist()
        text = self.tokenizer.decode(self._ids, **self.decode_kwargs)
        if not text.endswith("\ufffd"):
            print(text[self._shown:], end="", flush=True)
            self._shown = len(text)

    def end(self):
        """Shows what is left."""
        print(self.tokenizer.decode(self._ids, **self.decode_kwargs)[self._shown:], flush=True)
        self._ids, self._shown = [], 0
