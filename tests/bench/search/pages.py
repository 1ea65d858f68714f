#!/usr/bin/env python3
"""Puts paragraphs into pages of other text, as queries.

  pages.py --queries FILE --others FILE --out FILE [--words 320,640]

QUERIES are paragraphs as queries.py wrote them, OTHERS texts that are not indexed. For each
number of words each paragraph is put between two sentences of as many words of another text
(of several, where one is too short). Writes the same lines, with the number of words appended to
the name and the condition. The same files give the same bytes.
"""
import argparse
import hashlib
import json
import pathlib
import random

import corpus


def words_of(others, wanted, rng):
    """So many words of texts drawn at random, as sentences."""
    sentences, count = [], 0
    while count < wanted:
        for sentence in corpus.sentences(rng.choice(others).replace("\n\n", " ")):
            if count >= wanted:
                break
            tokens = sentence.split()[:wanted - count]
            sentences.append(" ".join(tokens))
            count += len(tokens)
    return sentences


def page(paragraph, others, words, rng):
    around = words_of(others, words, rng)
    at = rng.randint(0, len(around))
    parts = [" ".join(around[:at]), paragraph, " ".join(around[at:])]
    return "\n\n".join(part for part in parts if part)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=pathlib.Path, required=True)
    parser.add_argument("--others", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--words", default="320,640")
    options = parser.parse_args()
    with open(options.others, encoding="utf-8") as lines:
        others = [json.loads(line)["text"] for line in lines]
    with open(options.queries, encoding="utf-8") as lines, \
            open(options.out, "w", encoding="utf-8") as out:
        for line in lines:
            query = json.loads(line)
            for words in map(int, options.words.split(",")):
                # The same page whatever the rate.
                seed = hashlib.sha256(f"{query['source_id']} {words}".encode()).digest()
                text = page(query["text"], others, words, random.Random(seed))
                out.write(json.dumps(query | {
                    "id": f"{query['id']}/{words}", "text": text,
                    "condition": f"{query['condition']}/{words}"}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
