"""Runs whose output is the words of the command: errors, help, what a model says of itself."""

VERBS = (
    ",check,compare,report,scan,eval,index,index create,index add,index search,index stat,"
    "index verify,index merge,model,model info,model verify"
).split(",")

ERRORS = """
bogus
check
check --bogus x
check --max-fpr 2 x
check --color sometimes x
compare good.txt
compare - -
compare missing.txt good.txt
compare good.txt binary.txt
compare --html - good.txt good.txt
compare --html nowhere/x.html good.txt good.txt
index
index bogus x
index search
index stat none.index
index verify none.index
index merge none.index
index search none.index good.txt
index add folder good.txt
index add nowhere/x.index good.txt
check --index none.index good.txt
eval
eval missing.jsonl
eval empty.txt
eval --pairs mixed.jsonl
eval --mask missing.txt mixed.jsonl
model
model info bad.despin
model info cut.despin
model verify cut.despin
model verify missing.despin
check --model bad.despin good.txt
check --model missing.despin good.txt
report missing.jsonl
report .
report --limit 9999 sources.out
scan missing.txt
scan -o nowhere/x.out good.txt
scan --lang
scan --sample 2 good.txt
scan --resume --overwrite good.txt
scan --field x=y good.txt
scan -o scan-folder.out folder
"""


def errors(s):
    """What cannot be done, and how the command says so."""
    s.write("binary.txt", b"text\0more")
    s.write("empty.txt", b"")
    s.write("bad.txt", b"0123456789\303 and \377\376\375\201\215\217")
    s.write("bad.despin", b"not a model at all")
    s.write("cut.despin", (s.folder / "en.despin").read_bytes()[:100000])
    s.write("nested.html", b"<div>" * 200000)
    s.write(
        "good.txt",
        b"The town council met on Monday, and the road will be repaired before the winter.",
    )
    (s.folder / "nothing").mkdir()
    unreadable = ("missing.txt", "binary.txt", "empty.txt", "bad.txt", "nothing", "nested.html")
    for line in ("", *ERRORS.strip().split("\n")):
        s.whole("errors", line or "nothing", *line.split())
    for verb in (("check",), ("scan", "-q"), ("check", "--json"), ("index", "add", "odd.index")):
        s.whole("errors", f"unreadable {' '.join(verb)}", *verb, *unreadable, "good.txt")


def words(s):
    """Help, the version, and what a model says of itself."""
    for verb in VERBS:
        s.whole("words", f"{verb} --help", *verb.split(), "--help")
    s.whole("words", "--version", "--version")
    for model in ("en", "tiny"):
        s.whole("words", f"info {model}", "model", "info", f"{model}.despin")
        s.whole("words", f"verify {model}", "model", "verify", f"{model}.despin")
