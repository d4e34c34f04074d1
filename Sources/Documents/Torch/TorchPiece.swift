/// A piece of Python that stands for something of Lagado's own where a lesson runs in Python.
struct TorchPiece {
    /// The names that a lesson may use.
    let defines: [String]
    /// What it needs: modules, and names of other pieces.
    let needs: [String]
    let code: String

    /// In the order in which they can stand.
    static let all: [TorchPiece] = [
        TorchPiece(defines: ["grouped", "counted", "visible", "Table"], needs: [], code: TorchCode.words),
        TorchPiece(defines: ["load"], needs: ["os", "re", "urllib"], code: TorchCode.load),
        TorchPiece(defines: ["BYTES"], needs: [], code: TorchCode.bytes),
        TorchPiece(
            defines: ["Tokenizer"], needs: ["tiktoken", "torch", "visible"], code: TorchCode.tokenizerClass),
        TorchPiece(
            defines: ["tokenizer"], needs: ["os", "tiktoken", "Tokenizer", "BYTES"], code: TorchCode.tokenizer
        ),
        TorchPiece(
            defines: ["train_tokenizer"], needs: ["collections", "regex", "tiktoken", "Tokenizer", "BYTES"],
            code: TorchCode.trainTokenizer),
        TorchPiece(defines: ["encode"], needs: ["torch"], code: TorchCode.encode),
        TorchPiece(defines: ["decode"], needs: [], code: TorchCode.decode),
        TorchPiece(defines: ["split"], needs: ["torch"], code: TorchCode.split),
        TorchPiece(defines: ["Sampler"], needs: ["torch", "counted"], code: TorchCode.sampler),
        TorchPiece(defines: ["RandomSampler"], needs: ["torch", "Sampler"], code: TorchCode.randomSampler),
        TorchPiece(
            defines: ["EpochSampler"], needs: ["torch", "Sampler", "counted"], code: TorchCode.epochSampler),
        TorchPiece(
            defines: ["SequentialSampler"], needs: ["EpochSampler"], code: TorchCode.sequentialSampler),
        TorchPiece(defines: ["shift"], needs: ["torch", "Tokenizer", "grouped"], code: TorchCode.shift),
        TorchPiece(defines: ["Model5"], needs: ["math", "torch", "nn", "F"], code: TorchCode.model5),
        TorchPiece(defines: ["distinct"], needs: [], code: TorchCode.distinct),
        TorchPiece(
            defines: ["generate"], needs: ["torch", "Tokenizer", "visible"], code: TorchCode.generate),
        TorchPiece(defines: ["nll_loss"], needs: ["F"], code: TorchCode.nllLoss),
        TorchPiece(defines: ["cross_entropy"], needs: ["F"], code: TorchCode.crossEntropy),
        TorchPiece(defines: ["Run"], needs: ["grouped", "counted"], code: TorchCode.run),
        TorchPiece(defines: ["plot"], needs: ["plt", "torch"], code: TorchCode.plot),
        TorchPiece(
            defines: ["Trainer"], needs: ["time", "torch", "Run", "distinct", "Table", "plot"],
            code: TorchCode.trainer),
        TorchPiece(defines: ["params"], needs: ["distinct", "Table", "grouped"], code: TorchCode.params),
        TorchPiece(defines: ["ties"], needs: ["Table", "grouped"], code: TorchCode.ties),
        TorchPiece(defines: ["coverage"], needs: ["Table", "grouped"], code: TorchCode.coverage),
        TorchPiece(defines: ["form"], needs: ["unicodedata", "Table"], code: TorchCode.form),
    ]
}

/// The code of the pieces.
enum TorchCode {}

/// A module under the name by which pieces and lessons know it, with the line that imports it.
enum TorchImport {
    static let lines: [(name: String, line: String)] = [
        ("collections", "import collections"), ("math", "import math"), ("os", "import os"),
        ("re", "import re"),
        ("time", "import time"), ("unicodedata", "import unicodedata"), ("urllib", "import urllib.request"),
        ("plt", "import matplotlib.pyplot as plt"), ("np", "import numpy as np"), ("regex", "import regex"),
        ("tiktoken", "import tiktoken"), ("torch", "import torch"), ("nn", "import torch.nn as nn"),
        ("F", "import torch.nn.functional as F"), ("Adam", "from torch.optim import Adam"),
        ("AdamW", "from torch.optim import AdamW"), ("SGD", "from torch.optim import SGD"),
    ]
}
