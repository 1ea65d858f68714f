#!/usr/bin/env python3
"""The steps of make_model.py that have no tool of their own: `steps.py STEP --help`.

Texts are handled as bytes, so that no locale and no version of Python changes a model.
"""
import argparse
import collections
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import languages

REMARK = rb"[(\[][^\])]*[\])]"  # in brackets: no part of what was meant


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)

    def step(function, *arguments, **more):
        one = steps.add_parser(function.__name__.replace("_", "-"), help=function.__doc__.split("\n")[0])
        for name in arguments:
            one.add_argument(name)
        for name, how in more.items():
            one.add_argument(f"--{name.replace('_', '-')}", **how)
        one.add_argument("--out", required=True)
        one.set_defaults(run=function)

    several = {"nargs": "*", "default": []}
    step(check, "file", "sha256")
    step(fetch, "kind", "name", "version", "sha256", "downloads")
    step(split_text, "file", tokenize={})
    step(count_words, tokens=several)
    step(required_words, tokenize={}, pairs=several, records=several, words=several, dictionary={})
    step(terms, tokenize={}, titles=several, meant=several, repeat={"type": int, "default": 1})
    step(phrases, "swaps")
    step(human_records, "file")
    step(language_words, frequencies={}, declarations={})
    step(provenance, "recipe", "sources", version={}, used=several, figures={})
    options = vars(parser.parse_args())
    run = options.pop("run")
    del options["step"]
    try:
        run(**options)
    except (ValueError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"{error}")


# --- Inputs -------------------------------------------------------------------------------


def sha256_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compare(path, sha256):
    found = sha256_of(path)
    if found != sha256:
        raise ValueError(f"{path} has SHA-256 {found}, not the {sha256} of models/recipes/sources.json; "
                         "get the file again, or correct the list if the source was changed on purpose")


def check(file, sha256, out):
    """Compare a file with its SHA-256, and write that."""
    compare(file, sha256)
    pathlib.Path(out).write_text(sha256 + "\n", encoding="ascii")


def fetch(kind, name, version, sha256, downloads, out):
    """Unpack a package of a registry, fetched unless it is there."""
    package, get = {
        "npm": (f"{name}-{version}.tgz", ["npm", "pack", f"{name}@{version}"]),
        "pypi": (f"{name.replace('-', '_')}-{version}-py3-none-any.whl",
                 [sys.executable, "-m", "pip", "download", "--no-deps", f"{name}=={version}"]),
        "apt": (f"{name}_{version.replace(':', '%3a')}_all.deb", ["apt-get", "download", f"{name}={version}"]),
    }[kind]
    package = os.path.join(downloads, package)
    if not os.path.exists(package):
        subprocess.run(get, cwd=downloads, check=True)
    compare(package, sha256)
    os.makedirs(out)
    # With the time of now: ninja takes what is older than its inputs for stale.
    if kind == "npm":
        subprocess.run(["tar", "-xzmf", package, "-C", out], check=True)
    elif kind == "pypi":
        subprocess.run([sys.executable, "-m", "zipfile", "-e", package, out], check=True)
    else:
        files = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE, check=True).stdout
        subprocess.run(["tar", "-xm", "-C", out], input=files, check=True)


def lines_of(path):
    """Lines of a file, plain or compressed with Zstandard, without their ends."""
    if not path.endswith(".zst"):
        with open(path, "rb") as file:
            yield from (line.rstrip(b"\n") for line in file)
        return
    with subprocess.Popen(["zstd", "-dc", path], stdout=subprocess.PIPE) as unpacked:
        yield from (line.rstrip(b"\n") for line in unpacked.stdout)
    if unpacked.returncode:
        raise ValueError(f"{path} cannot be decompressed; get the file again")


# --- Texts --------------------------------------------------------------------------------


def split_text(file, tokenize, out):
    """Deal paragraphs out: of 24 one to null.tokens, one to honest.txt, 22 to learn.tokens.

    The first are the channel's null, the second calibrate, from the others the language model learns."""
    os.makedirs(out)
    with open(f"{out}/learn.tokens", "wb") as learn, open(f"{out}/null.tokens", "wb") as null, \
            open(f"{out}/honest.txt", "wb") as honest, \
            subprocess.Popen([tokenize], stdin=subprocess.PIPE, stdout=learn) as learned, \
            subprocess.Popen([tokenize], stdin=subprocess.PIPE, stdout=null) as kept:
        to = {0: kept.stdin, 12: honest}
        for number, line in enumerate(lines_of(file), 1):
            to.get(number % 24, learned.stdin).write(line + b"\n")
    if learned.returncode or kept.returncode:
        raise ValueError(f"{tokenize} failed")


def tokens_of(tokenize, lines):
    return subprocess.run([tokenize], input=b"".join(line + b"\n" for line in lines), stdout=subprocess.PIPE,
                          check=True).stdout


def count_words(tokens, out):
    """Count words that occur twice or more, the most frequent first."""
    counts = collections.Counter()
    for path in tokens:
        for line in lines_of(path):
            counts.update(line.split(b" "))
    # "<" begins the marks of the tokenizer.
    rows = [(word, n) for word, n in counts.items() if n > 1 and word and word[:1] not in b"<,"]
    with open(out, "wb") as file:
        file.writelines(b"%s\t%d\n" % row for row in sorted(rows, key=lambda row: (-row[1], row[0])))


def required_words(tokenize, pairs, records, words, dictionary, out):
    """List the words a vocabulary must have: those of known swaps, some, and those of a dictionary."""
    texts = []
    for path in pairs:
        texts += [re.sub(REMARK, b"", line.replace(b"\t", b"\n", 1)) for line in lines_of(path)]
    for path in records:
        texts += [side.encode() for line in lines_of(path)
                  for swap in json.loads(line).get("substitutions") or [] for side in swap]
    texts += [word.encode() for word in words]
    if dictionary and os.path.exists(dictionary):
        texts += lines_of(dictionary)
    found = {word for word in re.split(rb"[ \n]", tokens_of(tokenize, texts)) if re.fullmatch(rb"[a-z'.0-9]+", word)}
    with open(out, "wb") as file:
        file.writelines(word + b"\n" for word in sorted(found))


def terms(tokenize, titles, meant, repeat, out):
    """List phrases that are terms: titles that are no names, and restored phrases, these repeated.

    A title is taken for no name if it has small letters after its first word."""
    lines = [line for path in titles for line in lines_of(path)
             if re.fullmatch(rb"[^ ]+( [a-z'-]+)+", line) and
             not re.match(rb"(Lists?|History|Outline|Index|Timeline) ", line)]
    restored = []
    for path in meant:
        sides = {re.sub(rb" *" + REMARK + rb" *", b"", line.split(b"\t", 2)[:2][-1]) for line in lines_of(path)}
        restored += sorted(side for side in sides if b" " in side and b"?" not in side)
    with open(out, "wb") as file:
        file.write(tokens_of(tokenize, (line + b"\n" for line in lines + restored * repeat)))


def language_words(frequencies, declarations, out):
    """List words of many languages with their shares, English first."""
    words = languages.declarations(declarations) | languages.frequencies(frequencies)
    with open(out, "w", encoding="utf-8") as file:
        for language in sorted(words, key=lambda code: (code != "en", code)):
            file.writelines(f"{language}\t{word}\t{max(1, round(share * 1e8))}\n"
                            for word, share in words[language].items())


# --- Small files --------------------------------------------------------------------------


def human_records(file, out):
    """Of records of genuine texts those that people wrote for readers, not machines, nor stripped ones."""
    with open(out, "w", encoding="utf-8") as kept:
        for line in lines_of(file):
            record = json.loads(line)
            if record["group"] == "human":
                kept.write(json.dumps({"id": record["id"], "kind": record["kind"], "text": record["text"],
                                       "label": "clean"}) + "\n")


def phrases(swaps, out):
    """Write swaps, a JSON list of pairs, as a table."""
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(f"{written}\t{meant}\n" for written, meant in json.loads(swaps))


def provenance(recipe, sources, version, used, figures, out):
    """Write what a model is made of, without dates or paths."""
    def read(path):
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    recipe = read(recipe)
    network = "; the network of section CLOZ was trained with seed 1" if "cloze" in recipe else ""
    told = {"model": recipe["name"], "tools": f"despin {version}",
            "seeds": "none: what is sampled, held out or left out is chosen by place or by hash" + network,
            "sources": {name: source for name, source in read(sources).items() if name in used},
            "recipe": recipe}
    if figures:
        told["figures"] = read(figures)
    with open(out, "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
