#!/usr/bin/env python3
"""Trains the network of section CLOZ, which predicts each word from the words before and after it.

  models/build/make_model.py en --data DATA --work WORK
  models/build/cloze/train.py --work WORK --out cloze.f32
  models/build/make_model.py en --data DATA --work WORK --cloze cloze.f32

Needs PyTorch, NumPy and a GPU: nine minutes on a fast one for five passes over 85 M words. Reads the
output of make_model.py in WORK: the vocabulary, the token streams of the recipe and the lexicon. In
two thirds of the input, up to 50 % of the words are replaced by words of the lexicon, and the words of
the source text are the targets: in spun text the neighbors of a swap are swaps as well.

Network  LSTMs forward and backward over 128 tokens; a layer of rectifiers joins their states before and
         after a word and is compared with all word vectors (Melamud et al. 2016). Training keeps the ln
         of the softmax's sum near 0 (Devlin et al. 2014, sec. 2.2), so that inference omits the sum.
Output   Four sizes (words, dimensions, hidden, joint) as u32, then floats: word vectors and biases; for
         each direction input weights, recurrent weights, bias; the joint layer; the last layer.
"""
import argparse
import json
import math
import os
import struct
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from vocabulary import read_vocabulary  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
UNKNOWN, SENTENCE, FIRST_GUESSED = 0, 1, 3
ALTERNATIVES = 16
BLOCK = 2048  # tokens of one source that stay together


def encode(path, ids):
    out = []
    for line in open(path, encoding="utf-8"):
        words = line.split()
        if words:
            out.append(SENTENCE)
            out.extend(ids.get(w, UNKNOWN) for w in words)
    return np.array(out, np.int32)


def read_texts(work, recipe, ids):
    """Training tokens, sources mixed in blocks, and held-out ones: those kept for the channel's null."""
    blocks, held = [], []
    for source, share in recipe["texts"].items():
        tokens = encode(f"{work}/texts/{source}/learn.tokens", ids)
        tokens = tokens[:int(len(tokens) * share)]
        blocks += [tokens[i:i + BLOCK] for i in range(0, len(tokens), BLOCK)]
        held.append(encode(f"{work}/texts/{source}/null.tokens", ids)[:30000])
    np.random.default_rng(1).shuffle(blocks)
    return np.concatenate(blocks), np.concatenate(held)


def read_alternatives(path, ids):
    """[words x ALTERNATIVES] what may be written for a word; those more sources list come first."""
    listed = {}
    for line in open(path, encoding="utf-8"):
        written, meant, relations, *_ = line.rstrip("\n").split("\t")
        if written in ids and meant in ids:
            listed.setdefault(ids[meant], []).append((-int(relations, 16).bit_count(), ids[written]))
    table = np.zeros((len(ids), ALTERNATIVES), np.int32)
    for meant, rows in listed.items():
        best = [written for _, written in sorted(rows)[:ALTERNATIVES]]
        table[meant, :len(best)] = best
    return table


class Net(nn.Module):
    def __init__(self, words, options, log_shares):
        super().__init__()
        self.words = nn.Embedding(words, options.dimensions)
        nn.init.normal_(self.words.weight, std=0.1)
        self.bias = nn.Parameter(log_shares)
        self.forwards = nn.LSTM(options.dimensions, options.hidden, batch_first=True)
        self.backwards = nn.LSTM(options.dimensions, options.hidden, batch_first=True)
        self.joint = nn.Linear(2 * options.hidden, options.joint)
        self.out = nn.Linear(options.joint, options.dimensions)

    def forward(self, tokens):
        """[batch x length] to logits of the words between the first and the last."""
        x = self.words(tokens)
        left, _ = self.forwards(x)
        right, _ = self.backwards(x.flip(1))
        both = torch.cat([left[:, :-2], right.flip(1)[:, 2:]], 2)
        context = self.out(F.relu(self.joint(both)))
        return F.linear(context.reshape(-1, context.shape[2]), self.words.weight, self.bias)


def entropy(logits, target, weight):
    """Mean nats a word, and the mean square of the ln of the sum."""
    right = logits.gather(1, target[:, None])[:, 0].float()
    total = torch.logsumexp(logits.float(), 1)
    n = weight.sum()
    return ((total - right) * weight).sum() / n, (total * total * weight).sum() / n


class Trainer:
    def __init__(self, options, tokens, held, alternatives):
        self.options, self.device = options, torch.device(options.device)
        self.tokens = torch.from_numpy(tokens).to(self.device)
        self.held = torch.from_numpy(held).to(self.device)
        self.alternatives = torch.from_numpy(alternatives).to(self.device)
        self.offers = (self.alternatives > 0).sum(1)
        counts = torch.bincount(self.tokens.long(), minlength=len(alternatives)).float() + 1
        self.net = Net(len(alternatives), options, torch.log(counts / counts.sum())).to(self.device)
        self.entropy = torch.compile(entropy)

    def spoil(self, tokens, rates):
        offers = self.offers[tokens]
        pick = (torch.rand(tokens.shape, device=self.device) * offers.clamp(min=1)).long()
        hit = (torch.rand(tokens.shape, device=self.device) < rates) & (offers > 0)
        return torch.where(hit, self.alternatives[tokens, pick], tokens)

    def loss(self, spoiled, tokens):
        target = tokens[:, 1:-1].reshape(-1).long()
        with torch.autocast(self.device.type, torch.bfloat16):
            logits = self.net(spoiled)
        return self.entropy(logits, target, (target >= FIRST_GUESSED).float())

    def train(self):
        o = self.options
        optimizer = torch.optim.AdamW(self.net.parameters(), lr=o.rate, betas=(0.9, 0.98), weight_decay=1e-4)
        reach = torch.arange(o.length, device=self.device)
        start, step = time.time(), 0
        while (done := (time.time() - start) / o.seconds) < 1:
            for group in optimizer.param_groups:
                group["lr"] = o.rate * min(1, (step + 1) / 400) * (0.51 + 0.49 * math.cos(math.pi * done))
            at = torch.randint(0, len(self.tokens) - o.length, (o.batch, 1), device=self.device)
            tokens = self.tokens[at + reach]
            # A third of the text stays as it is.
            rates = 0.5 * ((torch.rand(o.batch, 1, device=self.device) - 0.35) / 0.65).clamp(min=0)
            nats, square = self.loss(self.spoil(tokens, rates), tokens)
            optimizer.zero_grad(set_to_none=True)
            (nats + 0.02 * square).backward()
            nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 500 == 0:
                seen = step * o.batch * o.length
                print(f"{step}\t{nats.item():.3f}\t{seen / (time.time() - start):.0f} tokens/s", flush=True)

    @torch.no_grad()
    def held_out(self, rate):
        size = 64 * self.options.length
        nats = [self.loss(self.spoil(rows, rate), rows)[0].item()
                for rows in (part.view(64, -1) for part in self.held.split(size) if len(part) == size)]
        return sum(nats) / len(nats)

    def write(self, path):
        net, cells = self.net, []
        cells += [net.words.weight, net.bias]
        for lstm in (net.forwards, net.backwards):
            cells += [lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0 + lstm.bias_hh_l0]
        for layer in (net.joint, net.out):
            cells += [layer.weight, layer.bias]
        words, dimensions = net.words.weight.shape
        with open(path, "wb") as file:
            file.write(struct.pack("<IIII", words, dimensions, self.options.hidden, self.options.joint))
            for cell in cells:
                file.write(cell.detach().float().cpu().numpy().astype("<f4").tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", required=True, help="folder that make_model.py filled")
    parser.add_argument("--out", required=True)
    parser.add_argument("--recipe", default="en")
    parser.add_argument("--words", type=int, default=40960, help="the most frequent of the vocabulary")
    parser.add_argument("--dimensions", type=int, default=128)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--joint", type=int, default=384)
    parser.add_argument("--length", type=int, default=128, help="tokens read in a row")
    parser.add_argument("--batch", type=int, default=256, help="such rows at a step")
    parser.add_argument("--rate", type=float, default=3e-3, help="of learning, at its height")
    parser.add_argument("--seconds", type=float, default=510)
    parser.add_argument("--device", default="cuda")
    options = parser.parse_args()
    torch.manual_seed(1)
    recipe = json.load(open(os.path.join(ROOT, "models", "recipes", f"{options.recipe}.json"), encoding="utf-8"))
    own = os.path.join(options.work, options.recipe)
    words = read_vocabulary(os.path.join(own, "lm", "VOCB"))
    if len(words) < options.words:
        sys.exit(f"train: the vocabulary has {len(words)} words; expected {options.words}; give --words")
    ids = {word: i for i, word in enumerate(words[:options.words])}
    tokens, held = read_texts(options.work, recipe, ids)
    trainer = Trainer(options, tokens, held, read_alternatives(os.path.join(own, "lexicon", "table.tsv"), ids))
    trainer.train()
    for rate in (0, 0.15, 0.3):
        print(f"held out, {rate:.0%} of the words swapped\t{trainer.held_out(rate):.3f} nats a word")
    trainer.write(options.out)


if __name__ == "__main__":
    main()
