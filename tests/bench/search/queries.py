#!/usr/bin/env python3
"""Spins texts at several rates, as queries.

  queries.py SPINNER --shapes FILE --out FILE [--rates 0,10,...] [--shape NAME]... [--sources N]

SPINNER is simulator (despin-spin, given by --spin and --model), nlpaug or textattack
(tests/bench/spinners.py). A rate is the share of all words that are swapped, in percent. Writes
lines of id, text, source_id, condition (SPINNER/SHAPE/RATE) and rate, what was swapped in truth.
--sources N takes the shapes of the first N sources by the hash of their name.
"""
import argparse
import hashlib
import json
import multiprocessing
import pathlib
import subprocess
import sys
import tempfile
import zlib

PROFILES = 4

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))


def some_sources(names, count):
    """So many of them, by the hash of their name."""
    return set(sorted(set(names), key=lambda name: hashlib.sha256(name.encode()).digest())[:count])


def simulator(shapes, rate, options):
    """despin-spin, a process for each of its profiles: other spinners like other words."""
    if rate == 0:
        yield from ((s, s["text"], 0.) for s in shapes)
        return
    for profile in range(PROFILES):
        mine = [s for s in shapes if zlib.crc32(s["id"].encode()) % PROFILES == profile]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as given:
            for shape in mine:
                given.write(json.dumps({"id": shape["id"], "text": shape["text"]}) + "\n")
            given.flush()
            command = [options.spin, "--model", options.model, "--rate", str(rate / 100),
                       "--profile", str(profile), given.name]
            with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
                for shape, line in zip(mine, process.stdout, strict=True):
                    spun = json.loads(line)
                    yield shape, spun["text"], spun["rate"]
            if process.returncode != 0:
                sys.exit(f"despin-spin failed ({process.returncode})")


def spin_one(job):
    import spinners
    method, text, rate, seed = job
    spun, truth = spinners.SPINNERS[method](text, rate, seed)
    return spun, spinners.reached(text, truth)


def published(shapes, rate, options):
    """nlpaug or textattack, on two cores."""
    if rate == 0:
        yield from ((s, s["text"], 0.) for s in shapes)
        return
    jobs = ((options.spinner, s["text"], rate / 100,
             int.from_bytes(hashlib.sha256(s["id"].encode()).digest()[:4])) for s in shapes)
    with multiprocessing.Pool(2) as pool:
        for shape, (text, real) in zip(shapes, pool.imap(spin_one, jobs, chunksize=16)):
            yield shape, text, real


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("spinner", choices=["simulator", "nlpaug", "textattack"])
    parser.add_argument("--shapes", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--rates", default="0,10,20,30,40,50")
    parser.add_argument("--shape", action="append", help="only this one")
    parser.add_argument("--sources", type=int, default=0, help="only so many")
    parser.add_argument("--spin", help="despin-spin")
    parser.add_argument("--model")
    options = parser.parse_args()

    with open(options.shapes, encoding="utf-8") as lines:
        shapes = [json.loads(line) for line in lines]
    shapes = [s for s in shapes if not options.shape or s["shape"] in options.shape]
    if options.sources:
        kept = some_sources([s["source_id"] for s in shapes], options.sources)
        shapes = [s for s in shapes if s["source_id"] in kept]
    spin = simulator if options.spinner == "simulator" else published
    part = options.out.with_suffix(".part")
    with open(part, "w", encoding="utf-8") as out:
        for rate in map(int, options.rates.split(",")):
            for shape, text, real in spin(shapes, rate, options):
                out.write(json.dumps({
                    "id": f"{options.spinner}/{rate}/{shape['id']}", "text": text,
                    "source_id": shape["source_id"], "rate": round(real, 4),
                    "condition": f"{options.spinner}/{shape['shape']}/{rate}"},
                    ensure_ascii=False) + "\n")
    part.rename(options.out)


if __name__ == "__main__":
    main()
