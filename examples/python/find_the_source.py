# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
# ---

# %% [markdown]
# # From which article was a page copied?
#
# An index holds articles; a search aligns the suspect with those that share its rare terms.

# %%
import tempfile
from pathlib import Path

import despin

examples = Path(__file__).resolve().parents[1] if "__file__" in globals() else Path("..")
detector = despin.Detector()

# %% [markdown]
# Documents come out of pages, tables and web archives. Leaving the block commits them.

# %%
folder = Path(tempfile.mkdtemp()) / "articles.index"
with despin.IndexWriter(folder) as writer:
    for document in despin.Reader(examples / "archives/harbour.warc"):
        if "copy.example" not in document.url:
            writer.add(document, id=document.url)
    writer.add("A recipe for soup takes an onion, a carrot and time. " * 20, id="recipe")

# %% [markdown]
# The suspect is a page as it was served; its text is found in it.

# %%
page = (examples / "pages/harbour_spun.html").read_bytes()
suspect = despin.read(page, name="harbour_spun.html")
index = despin.SourceIndex(folder, detector)
matches = index.search(suspect)
for match in matches:
    print(f"{match.relation}: {match.copied:.0%} copied, {match.swapped:.0%} swapped, {match.id}")

# %% [markdown]
# With both texts at hand, every swap; a notebook shows them side by side.

# %%
original = next(iter(despin.Reader(examples / "archives/harbour.warc")))
comparison = detector.compare(original, suspect)
for swap in comparison.substitutions[:5]:
    before = original.text[swap.original.begin : swap.original.end]
    after = suspect.text[swap.suspect.begin : swap.suspect.end]
    print(f"{before} -> {after}")
comparison
