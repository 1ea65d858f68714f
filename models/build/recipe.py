"""Reads a recipe of models/recipes, its sources, and the paths of the training tools.

  recipe = Recipe("en", data="DATA")
  recipe["folds"], recipe.options("channel"), recipe.file("dev")
"""
import functools
import json
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Recipe:
    def __init__(self, name, data, root=ROOT):
        folder = pathlib.Path(root) / "models" / "recipes"
        self.path, self.sources_path = folder / f"{name}.json", folder / "sources.json"
        self.data = pathlib.Path(data)
        self.parts = json.loads(self.path.read_text(encoding="utf-8"))
        self.sources = json.loads(self.sources_path.read_text(encoding="utf-8"))

    def __getitem__(self, part):
        return self.parts[part]

    def __contains__(self, part):
        return part in self.parts

    def get(self, part, otherwise):
        return self.parts.get(part, otherwise)

    def options(self, part):
        """A part of the recipe as options of a tool: {"order": 4} is --order 4."""
        out = []
        for name, value in self.parts.get(part, {}).items():
            values = value if isinstance(value, list) else [value]
            out += [f"--{name}", *(v if isinstance(v, str) else json.dumps(v) for v in values)]
        return out

    def file(self, source):
        """Where a source lies that is given, not fetched."""
        return str(self.data / self.sources[source]["data"])

    def files(self, sources):
        return [self.file(source) for source in sources]

    def packages(self):
        """Sources that a registry of packages has."""
        return ["wordnet", "mythes", "moby", "glove", *([self["told"]["model"]] if "told" in self else []),
                *(["wordfreq", "udhr"] if "language" in self else [])]

    def given(self):
        """Sources that lie in the folder of texts."""
        lists = [self["texts"], self["calibration_texts"], self["pairs"], self["records"],
                 self.get("terms", {}).get("titles", []), ["ppdb", "markers"],
                 self.get("genuine", []), self.get("unlearned_records", []),
                 *(family.get("pairs", []) for family in self.get("families", {}).values())]
        return list(dict.fromkeys(source for names in lists for source in names))


@functools.cache
def find_tool(name, folder):
    """A training tool, wherever in the folder the build has put it; None if it is not built."""
    for at, _, files in sorted(os.walk(folder)):
        path = os.path.join(at, name)
        if name in files and os.access(path, os.X_OK):
            return path
    return None
