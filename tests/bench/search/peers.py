#!/usr/bin/env python3
"""Indexes documents with another method of finding copies and looks the queries up in it.

  peers.py PEER --docs FILE --documents N --queries FILE... --work FOLDER --out FOLDER
           [--every K]

PEER is one of
  minhash       datasketch: MinHash of 5-word shingles, 128 permutations, LSH at Jaccard 0.5
  rensa         the same by rensa's R-MinHash and its LSH, 32 bands of 4
  rensa-low     as rensa, with 64 bands of 2: the most an LSH of 128 values can find
  bm25          tantivy: the text as a bag of stemmed words without stop words

Each is asked for its best candidate. That of the MinHashes has the highest estimated Jaccard,
which is its score. A score of BM25 says nothing across queries; of the ways to put it on one
scale (by words, by the highest possible, by the lead over the second) the lead tells sources
from unrelated documents best, so a score here is 1 - second / first. Writes PEER_N.tsv (query, best match,
score, milliseconds) and PEER_N.json (bytes, times). One process measures one peer, so that its
memory is its own. --every K looks up one query in K, chosen by the hash of its id.
"""
import argparse
import collections
import json
import pathlib
import re
import shutil
import time
import zlib

WORD = re.compile(r"\w+")
PERMUTATIONS = 128


def shingles(text):
    tokens = WORD.findall(text.lower())
    return {" ".join(tokens[i:i + 5]) for i in range(max(1, len(tokens) - 4))}


class Minhash:
    """datasketch."""

    def __init__(self, _):
        import datasketch
        import numpy
        self.MinHash, self.numpy = datasketch.MinHash, numpy
        self.lsh = datasketch.MinHashLSH(threshold=.5, num_perm=PERMUTATIONS)
        self.signatures, self.ids = [], []

    def sketch(self, text):
        sketch = self.MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([s.encode() for s in shingles(text)])
        return sketch

    def add(self, name, text):
        sketch = self.sketch(text)
        self.lsh.insert(len(self.ids), sketch, check_duplication=False)
        self.signatures.append(sketch.hashvalues.astype(self.numpy.uint32))
        self.ids.append(name)

    def finish(self):
        return None

    def search(self, text):
        sketch = self.sketch(text)
        values = sketch.hashvalues.astype(self.numpy.uint32)
        best = max(((float((self.signatures[k] == values).mean()), -k)
                    for k in self.lsh.query(sketch)), default=None)
        return ("", 0.) if best is None else (self.ids[-best[1]], best[0])


class Rensa:
    def __init__(self, _, bands=32):
        import rensa
        self.RMinHash = rensa.RMinHash
        self.lsh = rensa.RMinHashLSH(threshold=.5, num_perm=PERMUTATIONS, num_bands=bands)
        self.sketches, self.ids = [], []

    def sketch(self, text):
        sketch = self.RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(list(shingles(text)))
        return sketch

    def add(self, name, text):
        sketch = self.sketch(text)
        self.lsh.insert(len(self.ids), sketch)
        self.sketches.append(sketch)
        self.ids.append(name)

    def finish(self):
        return None

    def search(self, text):
        sketch = self.sketch(text)
        best = max(((sketch.jaccard(self.sketches[k]), -k) for k in self.lsh.query(sketch)),
                   default=None)
        return ("", 0.) if best is None else (self.ids[-best[1]], best[0])


class Bm25:
    def __init__(self, folder):
        import tantivy
        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", tokenizer_name="bag", index_option="freq")
        self.schema = builder.build()
        self.analyzer = (tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
                         .filter(tantivy.Filter.lowercase())
                         .filter(tantivy.Filter.stopword("english"))
                         .filter(tantivy.Filter.stemmer("english")).build())
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.index.register_tokenizer("bag", self.analyzer)
        self.writer = self.index.writer(heap_size=1 << 30, num_threads=2)

    def add(self, name, text):
        self.writer.add_document(self.tantivy.Document(id=name, text=text))

    def finish(self):
        self.writer.commit()
        self.writer.wait_merging_threads()
        self.writer = None
        self.index.reload()
        self.searcher = self.index.searcher()
        return sum(f.stat().st_size for f in self.folder.iterdir())

    def search(self, text):
        query = self.tantivy.Query
        counts = collections.Counter(self.analyzer.analyze(text))
        if not counts:
            return "", 0.
        found = self.searcher.search(query.boolean_query([
            (self.tantivy.Occur.Should,
             query.boost_query(query.term_query(self.schema, "text", term, "freq"), float(count)))
            for term, count in sorted(counts.items())]), 2, count=False).hits
        if not found:
            return "", 0.
        second = found[1][0] if len(found) > 1 else 0.
        return self.searcher.doc(found[0][1])["id"][0], 1 - second / found[0][0]


PEERS = {"minhash": Minhash, "rensa": Rensa, "bm25": Bm25,
         "rensa-low": lambda folder: Rensa(folder, bands=64)}


def own_memory():
    """Bytes of this process that no file stands behind."""
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) << 10
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("--docs", type=pathlib.Path, required=True)
    parser.add_argument("--documents", type=int, required=True)
    parser.add_argument("--queries", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="for an index on disk")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    name = f"{options.peer}_{options.documents}"

    peer = PEERS[options.peer](options.work / name)
    before, spent = own_memory(), 0.
    with open(options.docs, encoding="utf-8") as lines:
        for _, line in zip(range(options.documents), lines):
            document = json.loads(line)
            begin = time.perf_counter()   # without the reading of JSON
            peer.add(document["id"], document["text"])
            spent += time.perf_counter() - begin
    begin = time.perf_counter()
    on_disk = peer.finish()
    spent += time.perf_counter() - begin
    held = own_memory() - before

    options.out.mkdir(parents=True, exist_ok=True)
    with open(options.out / f"{name}.tsv", "w", encoding="utf-8") as out:
        for path in options.queries:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    asked = json.loads(line)
                    if zlib.crc32(asked["id"].encode()) % options.every:
                        continue
                    begin = time.perf_counter()
                    found, score = peer.search(asked["text"])
                    took = time.perf_counter() - begin
                    out.write(f"{asked['id']}\t{found}\t{score:.6g}\t{took * 1e3:.3f}\n")
    summary = {"system": options.peer, "documents": options.documents,
               "bytes": held if on_disk is None else on_disk, "on_disk": on_disk is not None,
               "build_seconds": spent, "memory": own_memory()}
    (options.out / f"{name}.json").write_text(json.dumps(summary) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
