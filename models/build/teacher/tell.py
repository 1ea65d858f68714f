#!/usr/bin/env python3
"""Computes the LLM prior: likely originals of each word from a small language model.

  models/build/teacher/tell.py --model SmolLM2-135M-Instruct.Q4_1.gguf --vocabulary VOCB --counts counts.tsv
      --lexicon table.tsv --demonstrations tortured_dev.tsv --pairs tortured_dev.tsv seed_pairs.tsv
      --records dev.jsonl --out told.tsv

The model reads 48 known swaps, "substitute -> original" one per line, then a word and an arrow; its
continuation restores that word (in-context learning; Brown et al. 2020). It knows senses that no
thesaurus lists and, unlike vectors, which of two similar words is the more common one. Needs NumPy, gguf
and tokenizers (PyPI); no GPU.

Output   written<TAB>meant<TAB>ln P(meant | written)<TAB>ln P(meant), one-word swaps that the lexicon lists
         or whose words occur on the two sides of a pair; P(meant) is the mean over all words queried.
         The last digit may differ between processors.
Words    A word of several tokens gets the probability of its first token, divided among the words that
         begin with it in proportion to their frequency.
Network  Llama (Touvron et al. 2023): SmolLM2-135M, 30 layers of 576, 9 heads of attention on 3 keys.
"""
import argparse
import collections
import json
import multiprocessing
import os
import re
import sys

# A process a core: half of the time goes into sums and powers, which NumPy does on one.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import gguf
import numpy as np
import tokenizers

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from vocabulary import read_vocabulary  # noqa: E402

DEMONSTRATIONS = 48
BATCH = 256
HEADING = ("In a spun paper each word was replaced by a synonym. "
           "Odd word -> the usual scientific word:\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", required=True, help="GGUF file of the language model")
    parser.add_argument("--vocabulary", required=True, help="section VOCB")
    parser.add_argument("--counts", required=True, help="word<TAB>count of the texts")
    parser.add_argument("--lexicon", required=True, help="table of despin-build-lexicon")
    parser.add_argument("--demonstrations", required=True, help="pairs the model is shown, written<TAB>meant")
    parser.add_argument("--pairs", nargs="*", default=[], help="files of pairs, written<TAB>meant")
    parser.add_argument("--records", nargs="*", default=[], help="files of records with substitutions")
    parser.add_argument("--of-pairs-only", action="store_true", help="ask for no word but those of the pairs")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()

    words = {w for w in read_vocabulary(options.vocabulary) if re.fullmatch("[a-z']+", w)}
    wanted = wanted_swaps(options, words)
    counts = dict.fromkeys(words, 1)
    for line in open(options.counts, encoding="utf-8"):
        word, count = line.rstrip("\n").split("\t")
        if word in counts:
            counts[word] += int(count)

    model = Model(options.model)
    meant = Meant(model, counts, set().union(*wanted.values()))
    model.read(HEADING + "".join(f"{w} -> {m}\n" for w, m in demonstrations(options.demonstrations, model)))
    told, total = {}, 0
    Asking.model, Asking.meant, Asking.wanted = model, meant, wanted
    with multiprocessing.get_context("fork").Pool(len(os.sched_getaffinity(0))) as processes:
        for answers, p in processes.imap(ask, batches(wanted, model)):
            told.update(answers)
            total = total + p
    prior = np.log(total / len(told))
    with open(options.out, "w", encoding="utf-8") as file:
        for word in sorted(wanted):
            for m, ln_p in zip(wanted[word], told[word]):
                file.write(f"{word}\t{m}\t{ln_p:.2f}\t{prior[meant.place[m]]:.2f}\n")


class Asking:
    """What the processes that ask share."""

    model = meant = wanted = None


def ask(written):
    """({word: ln P of each of its meanings}, sum of P of all that may be meant) of words whose questions are
    equally long."""
    states = Asking.model.run(np.array([Asking.model.tokens(question(w)) for w in written]))[0][:, -1]
    p = Asking.meant.probabilities(states)
    place = Asking.meant.place
    return ({w: np.log(row[[place[m] for m in Asking.wanted[w]]]) for w, row in zip(written, p)}, p.sum(axis=0))


def question(written):
    return written + " ->"


def batches(words, model):
    by_length = collections.defaultdict(list)
    for w in sorted(words):
        by_length[len(model.tokens(question(w)))].append(w)
    for _, group in sorted(by_length.items()):
        for i in range(0, len(group), BATCH):
            yield group[i:i + BATCH]


def phrases(text):
    """Words of a side of a pair, without remarks in brackets."""
    return re.sub(r"[(\[][^)\]]*[)\]]", "", text.lower()).split()


def read_pairs(path):
    for line in open(path, encoding="utf-8"):
        sides = line.rstrip("\n").split("\t")
        if len(sides) >= 2:
            yield phrases(sides[0]), phrases(sides[1])


def wanted_swaps(options, words):
    """{written: sorted meanings} that the lexicon lists or a pair may teach."""
    pairs = [p for path in options.pairs for p in read_pairs(path)]
    for path in options.records:
        for line in open(path, encoding="utf-8"):
            pairs += [(phrases(w), phrases(m)) for w, m in json.loads(line).get("substitutions", [])]
    wanted = collections.defaultdict(set)
    for written, meant in pairs:
        for word in words.intersection(written):
            wanted[word].update(m for m in words.intersection(meant) if m != word)
    asked = set(wanted)
    for line in open(options.lexicon, encoding="utf-8"):
        written, meant = line.split("\t", 2)[:2]
        if written in words and meant in words and not (options.of_pairs_only and written not in asked):
            wanted[written].add(meant)
    return {word: sorted(meanings) for word, meanings in wanted.items()}


def demonstrations(path, model):
    """The commonest swaps of one word for one token, one of each written word, the commonest last."""
    seen = collections.Counter()
    for written, meant in read_pairs(path):
        if len(written) == len(meant):
            seen.update((w, m) for w, m in zip(written, meant)
                        if w not in meant and m not in written and w.isalpha() and m.isalpha())
    shown = {}
    for (w, m), _ in seen.most_common():
        if w not in shown and len(model.tokens(" " + m)) == 1:
            shown[w] = m
        if len(shown) == DEMONSTRATIONS:
            break
    return list(shown.items())[::-1]


class Meant:
    """Probabilities of words that may be meant, out of those of tokens that begin any word."""

    def __init__(self, model, counts, meant):
        words = sorted(counts)
        first, token = np.unique([model.tokens(" " + w)[0] for w in words], return_inverse=True)
        n = np.array([counts[w] for w in words], np.float32)
        share = n / np.bincount(token, n).astype(np.float32)[token]
        at = [i for i, w in enumerate(words) if w in meant]
        self.place = {words[i]: column for column, i in enumerate(at)}
        self.token, self.share = token[at], share[at]
        self.embedding = np.ascontiguousarray(model.embedding[first].T)

    def probabilities(self, hidden):
        return softmax(hidden @ self.embedding)[:, self.token] * self.share


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class Model:
    """A Llama read from a GGUF file; states are float32, a row a token."""

    def __init__(self, path):
        reader = gguf.GGUFReader(path)
        field = {name: reader.fields["llama." + name].contents() for name in (
            "block_count", "attention.head_count", "attention.head_count_kv", "rope.freq_base",
            "attention.layer_norm_rms_epsilon")}
        tensors = {t.name: gguf.quants.dequantize(t.data, t.tensor_type).astype(np.float32)
                   .reshape([int(n) for n in reversed(t.shape)]) for t in reader.tensors}
        self.heads, self.kv_heads = field["attention.head_count"], field["attention.head_count_kv"]
        self.base, self.epsilon = field["rope.freq_base"], field["attention.layer_norm_rms_epsilon"]
        self.embedding = tensors["token_embd.weight"]
        self.norm = tensors["output_norm.weight"]
        names = ("attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up",
                 "ffn_down")
        self.layers = [{n: np.ascontiguousarray(tensors[f"blk.{i}.{n}.weight"].T) for n in names}
                       for i in range(field["block_count"])]
        self.tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(
            {t: i for i, t in enumerate(reader.fields["tokenizer.ggml.tokens"].contents())},
            [tuple(m.split(" ")) for m in reader.fields["tokenizer.ggml.merges"].contents()]))
        self.tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([
            tokenizers.pre_tokenizers.Digits(individual_digits=True),
            tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)])
        self.before = None  # keys and values of the text read, a layer each

    def tokens(self, text):
        return self.tokenizer.encode(text).ids

    def read(self, text):
        """What everything asked later comes after."""
        _, self.before = self.run(np.array([self.tokens(text)]))

    def scaled(self, x, weight):
        return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + self.epsilon) * weight

    def turned(self, x, begin):
        """Rotary positions (Su et al. 2021), neighboring values a pair."""
        half = x.shape[-1] // 2
        angle = (begin + np.arange(x.shape[1]))[:, None] * self.base ** (-np.arange(half) / half)
        cos, sin = (f(angle).astype(np.float32)[None, :, None, :] for f in (np.cos, np.sin))
        even, odd = x[..., 0::2], x[..., 1::2]
        return np.stack([even * cos - odd * sin, even * sin + odd * cos], axis=-1).reshape(x.shape)

    def run(self, ids):
        """ids: texts x tokens. States, texts x tokens x 576, and of each layer the first text's (keys,
        values), heads x tokens x 64."""
        texts, length = ids.shape
        begin = self.before[0][0].shape[1] if self.before else 0
        later = np.triu(np.full((length, length), -1e9, np.float32), 1)
        x, kept = self.embedding[ids.ravel()], []  # a row a token: one large product is fastest
        for number, layer in enumerate(self.layers):
            h = self.scaled(x, layer["attn_norm"])
            q, k, v = ((h @ layer[n]).reshape(texts, length, heads, -1) for n, heads in (
                ("attn_q", self.heads), ("attn_k", self.kv_heads), ("attn_v", self.kv_heads)))
            size = q.shape[-1]
            q, k = self.turned(q, begin) / np.float32(np.sqrt(size)), self.turned(k, begin)
            # Queries that share keys lie together: kv heads x texts x (queries x tokens) x 64.
            shared = self.heads // self.kv_heads
            q = q.reshape(texts, length, self.kv_heads, shared, size).transpose(2, 0, 3, 1, 4)
            k, v = k.transpose(2, 0, 1, 3), v.transpose(2, 0, 1, 3)
            kept.append((k[:, 0], v[:, 0]))
            z = q @ k[:, :, None].swapaxes(-1, -2) + later
            if begin:
                keys, values = self.before[number]
                earlier = (q.reshape(self.kv_heads, -1, size) @ keys.swapaxes(-1, -2)).reshape(
                    *z.shape[:-1], begin)
                p = softmax(np.concatenate([earlier, z], axis=-1))
                a = p[..., begin:] @ v[:, :, None]
                a += (p[..., :begin].reshape(self.kv_heads, -1, begin) @ values).reshape(a.shape)
            else:
                a = softmax(z) @ v[:, :, None]
            x = x + a.transpose(1, 3, 0, 2, 4).reshape(texts * length, -1) @ layer["attn_output"]
            h = self.scaled(x, layer["ffn_norm"])
            gate = h @ layer["ffn_gate"]
            x = x + (gate / (1 + np.exp(-gate)) * (h @ layer["ffn_up"])) @ layer["ffn_down"]
        return self.scaled(x, self.norm).reshape(texts, length, -1), kept


if __name__ == "__main__":
    main()
