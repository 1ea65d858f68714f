"""The rules of models/build/rules.py, run by ninja on a made-up recipe with tools that write down their calls."""
import hashlib
import io
import json
import pathlib
import shutil
import subprocess
import sys
import tarfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "models" / "build"))

from recipe import Recipe  # noqa: E402
from rules import Rules  # noqa: E402

for program in ("ninja", "zstd", "tar"):
    if not shutil.which(program):
        pytest.skip(f"{program} is missing; install it to test the rules", allow_module_level=True)

TOOLS = ("tokenize", "build-lexicon", "train-lm", "build-vectors", "list-terms", "train-channel", "features",
         "train-verdict", "train-tagger", "train-families", "pack-model")
TOOL = f"""#!{sys.executable}
import hashlib, os, re, sys
name, words = os.path.basename(sys.argv[0]), sys.argv[1:]
here = os.path.dirname(sys.argv[0])
with open(os.path.join(here, "calls"), "a") as file:
    print(name[7:], *words, file=file)
text = " ".join([name, *words]) + chr(10)
for path in re.split("[=:]", "=".join(words)):
    if os.path.isfile(path):
        with open(path, "rb") as file:
            text += hashlib.md5(file.read()).hexdigest() + chr(10)
outputs = [words[i + 1] for i, word in enumerate(words) if word in ("--out", "--output", "--scor", "--calb")]
if name == "despin-train-lm":
    os.mkdir(outputs[0])
    outputs = [outputs[0] + "/VOCB", outputs[0] + "/NGRM"]
for path in outputs:
    with open(path, "w") as file:
        file.write(text)
if name == "despin-tokenize":
    sys.stdout.write(sys.stdin.read())
elif not outputs:
    sys.stdout.write(text)
if os.path.exists(os.path.join(here, "broken")) and name == "despin-build-vectors":
    sys.exit("no vectors today")
"""
RECIPE = {"name": "made-up", "texts": {"a": 0.5}, "calibration_texts": ["b"],
          "required_words": {"pairs": ["pairs"], "records": ["records"], "words": ["withinside"]},
          "terms": {"titles": ["titles"], "meant": ["pairs"], "repeat": 2},
          "language_model": {"order": 3, "cutoff": [2, 2]}, "lexicon": {"min-count": 2}, "vectors": {"words": 10},
          "pairs": {"pairs": 1}, "family_phrases": 3, "records": {"records": 3}, "channel": {"max-entries": 4},
          "folds": 2, "honest": [{"words": 40, "texts": 10}], "verdict": {}, "tagger": {"coverage": 0.4},
          "families": {"B": {"phrases": {"off chance": "if"}}}}


class House:
    """A project of nothing but a recipe, its data and its tools."""

    def __init__(self, folder):
        self.folder, self.tools, self.work = folder, folder / "tools", folder / "a work"
        for name in ("models/recipes", "include/despin", "tools", "data", "a work/downloads"):
            (folder / name).mkdir(parents=True)
        self.sources = {}
        lines = "".join(f"line {n} of the <num> text\n" for n in range(60)).encode()
        for name in ("a", "b"):
            self.give(name, f"{name}.txt.zst", subprocess.run(["zstd", "-c"], input=lines, capture_output=True,
                                                              check=True).stdout)
        self.give("titles", "titles.txt", b"Neural network\nList of networks\nAda Lovelace\n")
        self.give("pairs", "pairs.tsv", b"bosom peril\tbreast cancer (C50)\nsun oriented\tsolar\n")
        self.give("records", "records.jsonl", b'{"substitutions": [["huge", "large"]]}\n')
        self.give("markers", "markers.txt", b"huge\n")
        self.give("ppdb", "ppdb.tsv", b"huge\tlarge\n")
        for name in ("wordnet", "mythes", "moby", "glove"):
            self.package(name)
        (folder / "include/despin/version.h").write_text(
            "".join(f"#define DESPIN_VERSION_{p} {n}\n" for p, n in (("MAJOR", 1), ("MINOR", 2), ("PATCH", 3))))
        for name in TOOLS:
            self.build(name)

    def give(self, name, file, content):
        (self.folder / "data" / file).write_bytes(content)
        self.sources[name] = {"data": file, "sha256": hashlib.sha256(content).hexdigest()}

    def package(self, name):
        path = self.work / "downloads" / f"{name}-1.tgz"
        with tarfile.open(path, "w:gz") as file:
            entry = tarfile.TarInfo("package/words.txt")
            entry.size = 5
            file.addfile(entry, io.BytesIO(b"words"))
        self.sources[name] = {"npm": name, "version": "1", "member": "package/words.txt",
                              "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}

    def build(self, name):
        path = self.tools / f"despin-{name}"
        path.write_text(TOOL)
        path.chmod(0o755)

    def make(self, recipe=None, **options):
        """Names of the tools that ran, and what ninja said."""
        recipes = self.folder / "models" / "recipes"
        for name, content in (("made-up", recipe or RECIPE), ("sources", self.sources)):
            path = recipes / f"{name}.json"
            if not path.exists() or json.loads(path.read_text()) != content:
                path.write_text(json.dumps(content))
        rules = Rules(Recipe("made-up", self.folder / "data", self.folder), self.work, self.tools, root=self.folder,
                      **options)
        rules.model()
        (self.work / "steps.ninja").write_text(rules.text())
        calls = self.tools / "calls"
        calls.write_text("")
        done = subprocess.run(["ninja", "-f", self.work / "steps.ninja"], capture_output=True, encoding="utf-8",
                              check=False)
        return [call.split()[0] for call in calls.read_text().splitlines()], done


@pytest.fixture(scope="module", name="built")
def build_once(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("house"))
    ran, done = house.make()
    assert done.returncode == 0, done.stdout
    assert set(ran) == set(TOOLS)
    return house


@pytest.fixture(name="house")
def copied(built, tmp_path):
    """The house as it was built; file times and absolute paths are part of it, so it is put back after a test."""
    shutil.copytree(built.folder, tmp_path / "kept", copy_function=shutil.copy2)
    sources = dict(built.sources)
    yield built
    shutil.rmtree(built.folder)
    shutil.copytree(tmp_path / "kept", built.folder, copy_function=shutil.copy2)
    built.sources = sources


def test_nothing_runs_again_when_nothing_changed(house):
    ran, done = house.make()
    assert (ran, done.returncode) == ([], 0)
    assert "no work to do" in done.stdout


def test_a_change_of_the_recipe_reaches_what_depends_on_it_alone(house):
    ran, _ = house.make({**RECIPE, "channel": {"max-entries": 5}})
    assert sorted(set(ran)) == ["features", "pack-model", "train-channel", "train-families", "train-tagger",
                                "train-verdict"]
    assert ran.count("train-channel") == 1 + RECIPE["folds"]
    ran, _ = house.make({**RECIPE, "channel": {"max-entries": 5}, "tagger": {"coverage": 0.5}})
    assert ran == ["train-tagger", "pack-model"]


def test_a_rebuilt_tool_that_does_the_same_costs_its_own_steps(house):
    house.build("build-lexicon")
    assert house.make()[0] == ["build-lexicon"]
    house.build("build-lexicon")
    assert house.make(same_tools=True)[0] == []


def test_data_that_are_not_those_of_the_list_stop_the_run(house):
    path = house.folder / "data" / "pairs.tsv"
    path.write_bytes(path.read_bytes() + b"more\tmost\n")
    ran, done = house.make()
    assert done.returncode != 0
    assert "models/recipes/sources.json" in done.stdout
    assert ran == []


def test_a_file_touched_costs_no_step(house):
    (house.folder / "data" / "pairs.tsv").touch()
    assert house.make()[0] == []


def test_a_step_that_fails_leaves_no_output_and_runs_again(house):
    changed = {**RECIPE, "vectors": {"words": 11}}
    vectors = house.work / "made-up" / "vectors"
    before = vectors.read_text()
    (house.tools / "broken").touch()
    ran, done = house.make(changed)
    assert done.returncode != 0 and "no vectors today" in done.stdout
    assert vectors.read_text() == before
    (house.tools / "broken").unlink()
    ran, _ = house.make(changed)
    assert ran[0] == "build-vectors" and ran[-1] == "pack-model"
    assert "--words 11" in vectors.read_text()


def test_paragraphs_are_dealt_out_and_never_twice(built):
    text = built.work / "texts" / "a"
    learn, null, honest = ((text / name).read_text().splitlines()
                           for name in ("learn.tokens", "null.tokens", "honest.txt"))
    assert [line.split()[1] for line in null] == ["23", "47"]  # the 24th and 48th line
    assert [line.split()[1] for line in honest] == ["11", "35", "59"]
    assert len(learn) == 55 and not {*learn} & {*null, *honest}


def test_words_and_terms_are_those_of_the_swaps(built):
    own = built.work / "made-up"
    assert (own / "words.txt").read_text().split() == sorted(
        "bosom peril breast cancer sun oriented solar huge large withinside".split())
    assert (own / "terms.tokens").read_text().split("\n\n") == ["Neural network", "breast cancer", "breast cancer", ""]
    counts = dict(line.split("\t") for line in (own / "counts.tsv").read_text().splitlines())
    assert counts["line"] == "55" and "<num>" not in counts and "7" not in counts


def test_provenance_names_what_was_used(built):
    told = json.loads((built.work / "made-up" / "provenance.json").read_text())
    assert told["tools"] == "despin 1.2.3" and told["recipe"] == RECIPE
    assert list(told["sources"]) == list(built.sources) and "figures" not in told


if __name__ == "__main__":
    sys.exit(pytest.main([__file__]))
