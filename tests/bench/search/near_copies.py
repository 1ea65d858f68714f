"""Tells a false match from a text that is in the index after all, in other hands.

The texts come from public sources that repeat themselves: press releases end in the same
lines, templates fill whole articles. Where a text without a source in the index is matched,
the match is genuine if the document holds enough of the text's own words in the same order.
"""
import json
import re

WORD = re.compile(r"\w+")
LENGTH = 8          # words of a run
ENOUGH_SHARE = .1   # of the text's runs
ENOUGH_RUNS = 20    # or so many: 27 words in a row


def runs(text):
    tokens = WORD.findall(text.lower())
    return {" ".join(tokens[i:i + LENGTH]) for i in range(len(tokens) - LENGTH + 1)}


class NearCopies:
    """Texts by name, read when they are first asked for."""

    def __init__(self, shapes, docs):
        self.docs, self.texts, self.known = docs, {}, {}
        for path in shapes:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    row = json.loads(line)
                    self.known[row["id"]] = row["text"]

    def load(self, names):
        """The texts of these documents, in one reading of the file."""
        missing = set(names) - self.texts.keys()
        if not missing:
            return
        with open(self.docs, encoding="utf-8") as lines:
            for line in lines:
                name = line[8:line.index('"', 8)]   # {"id": "NAME"
                if name in missing:
                    self.texts[name] = json.loads(line)["text"]

    def common(self, query, name):
        """Runs that the unspun text of a query has in common with a document; and has."""
        shape = query.split("/", 2)[2]   # SPINNER/RATE/SHAPE'S ID
        asked = runs(self.known[shape])
        return len(asked & runs(self.texts[name])), len(asked)

    def genuine(self, query, name):
        common, of = self.common(query, name)
        return common >= ENOUGH_RUNS or (common > 0 and common >= ENOUGH_SHARE * of)
