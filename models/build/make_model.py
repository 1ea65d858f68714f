#!/usr/bin/env python3
"""Builds a model from its sources; see README.md in this folder.

  models/build/make_model.py en --data DATA --out models/en.despin

Writes the steps of a recipe (rules.py) to WORK/RECIPE.ninja and runs those that are out of date with ninja.
"""
import argparse
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys

from recipe import ROOT, Recipe
from rules import Rules
from steps import sha256_of


def fail(why):
    sys.exit(f"make_model: {why}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("recipe", metavar="RECIPE", help="en or tiny: models/recipes/RECIPE.json")
    parser.add_argument("--data", metavar="DIR", default=os.environ.get("DESPIN_DATA"),
                        help="folder of texts and pairs, laid out as models/recipes/sources.json says "
                             "(default: $DESPIN_DATA)")
    parser.add_argument("--work", metavar="DIR", type=pathlib.Path, default=ROOT / "build" / "model",
                        help="folder of intermediate results, about 2 GB (default: build/model)")
    parser.add_argument("--tools", metavar="DIR", type=pathlib.Path,
                        default=ROOT / "build" / "release" / "models" / "build",
                        help="folder of the training tools (default: build/release/models/build)")
    parser.add_argument("--out", metavar="FILE", type=pathlib.Path, help="the model (default: WORK/RECIPE.despin)")
    parser.add_argument("--cloze", metavar="FILE", type=pathlib.Path,
                        help="a network that models/build/cloze/train.py retrained (default: the one in "
                             "models/RECIPE.despin, where the recipe has a network)")
    parser.add_argument("--figures", metavar="FILE", type=pathlib.Path,
                        help="JSON to put into the model's provenance")
    parser.add_argument("--jobs", metavar="N", type=int, default=2,
                        help="steps at a time, where they are independent (default: 2)")
    parser.add_argument("--same-tools", action="store_true",
                        help="run no step again only because its tool was rebuilt")
    parser.add_argument("--dry-run", action="store_true", help="print the commands that would run")
    return parser.parse_args()


def rules_of(options):
    if not options.data or not os.path.isdir(options.data):
        fail("the folder of texts is not there; give --data or set DESPIN_DATA")
    if not (ROOT / "models" / "recipes" / f"{options.recipe}.json").is_file():
        fail("models/recipes has no recipe of that name")
    for command in ("ninja", "zstd", "npm", "apt-get", "dpkg-deb"):
        if not shutil.which(command):
            fail(f"{command} is missing; install it")
    recipe = Recipe(options.recipe, os.path.realpath(options.data))
    if "cloze" in recipe and not (options.cloze or ROOT / "models" / f"{options.recipe}.despin").is_file():
        fail("there is no network to carry on; give --cloze")
    rules = Rules(recipe, options.work.resolve(), options.tools.resolve(), options.same_tools,
                  options.cloze and options.cloze.resolve(), options.figures and options.figures.resolve())
    try:
        rules.model()
    except FileNotFoundError as error:
        fail(error)
    return rules


def main():
    options = arguments()
    rules = rules_of(options)
    work, name = rules.work, rules.recipe["name"]
    (work / "downloads").mkdir(parents=True, exist_ok=True)
    with open(work / "lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail("another run is at work in that folder; wait for it or give --work")
        steps = work / f"{name}.ninja"
        steps.write_text(rules.text(), encoding="utf-8")
        ninja = ["ninja", "-f", str(steps), "-j", str(options.jobs), *(["-n", "-v"] if options.dry_run else [])]
        if subprocess.run(ninja, env={**os.environ, "LC_ALL": "C"}, check=False).returncode:
            fail("a step failed; OUTPUT.log in the folder of intermediate results tells more")
        if options.dry_run:
            return
        model = work / f"{name}.despin"
        out = options.out or model
        if not (out.exists() and out.samefile(model)):
            shutil.copyfile(model, out)
    print(f"{out}: {out.stat().st_size} bytes, sha256 {sha256_of(out)}")


if __name__ == "__main__":
    main()
