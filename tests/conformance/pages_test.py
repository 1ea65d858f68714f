"""The pages of `compare --html` and `report --html` in a browser: they say what the JSON says, ask
for nothing, run nothing of the texts, and are used by keyboard, on a wide screen and on a phone.

Every page opened here must load without a request, an error on the console or a breach of its
policy. Skips where there is no Chromium."""

import csv
import html
import io
import json
import math

import pytest
from browsers import chromium
from jsonschema import Draft202012Validator

WIDE = 1280
TABLET = 720
PHONE = 390

# No "/": it is a part of file names as well.
MARKUP = "<script>window.hit = 1<\u2215script><img src=x onerror='window.hit = 2'>\"'&amp;"
HOSTILE = (
    "</td></p></title></script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"
    "<style>body { display: none }</style>\"'&amp;\x01"
)


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


class Window:
    """A window of the browser that notes what its page complains of and asks for."""

    def __init__(self, browser, width, **options):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            is_mobile=width < 700,
            has_touch=width < 700,
            reduced_motion="reduce",  # where a page scrolls to is then seen at once
            **options,
        )
        self.page = self.context.new_page()
        self.complaints = []
        self.requests = []
        self.page.on("console", self.note_message)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self.note_dialog)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def note_message(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def note_dialog(self, dialog):
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def open(self, path):
        self.page.goto(path.as_uri())
        return self.page


@pytest.fixture
def show(browser):
    """show(path, width) opens a page, which may neither complain nor ask for anything."""
    windows = []

    def show(path, width=WIDE, **options):
        windows.append((Window(browser, width, **options), path.as_uri()))
        return windows[-1][0].open(path)

    yield show
    for window, _ in windows:
        window.context.close()
    for window, url in windows:
        assert window.complaints == []
        assert window.requests == [url]


def focused(page):
    return page.evaluate("document.activeElement.id")


def texts(page, selector):
    return page.locator(selector).all_text_contents()


def sideways(page, width):
    """What sticks out of the window, so that the page would scroll sideways; or nothing."""
    return page.evaluate(
        """width => document.documentElement.scrollWidth <= width ? [] :
           [...document.querySelectorAll("body *")]
             .filter(element => element.getBoundingClientRect().right > width)
             .map(element => `${element.tagName}.${element.className}`)""",
        width,
    )


def column(page, entries, key):
    """The data of one column of a table, in the order shown; numbers as such."""
    values = page.locator(entries).evaluate_all(
        "(entries, key) => entries.map(entry => entry.dataset[key])", key
    )
    try:
        return [float(value) for value in values]
    except ValueError:
        return values


def rises(values):
    assert len(set(values)) > 1  # else it falls as well
    return values == sorted(values)


def falls(values):
    return rises(values[::-1])


def test_complaints_and_requests_are_noticed(browser, tmp_path):
    """What the other tests rely on."""
    path = tmp_path / "bad.html"
    path.write_text(
        """<meta http-equiv="Content-Security-Policy" content="img-src 'none'">
        <img src="picture.png"><link rel="stylesheet" href="missing.css">
        <script>console.error("said"); throw new Error("thrown")</script>"""
    )
    window = Window(browser, WIDE)
    window.open(path)
    window.context.close()
    for complaint in ("said", "thrown", "Content Security Policy", "ERR_FILE_NOT_FOUND"):
        assert any(complaint in each for each in window.complaints), complaint
    assert (tmp_path / "missing.css").as_uri() in window.requests


# The page of a comparison.


@pytest.fixture(scope="module")
def compared(despin, examples, tmp_path_factory):
    """The page of the example, and what the JSON says of it."""
    path = tmp_path_factory.mktemp("compared") / "page.html"
    pages = ("harbour_original.txt", "harbour_spun.txt")
    out = despin("compare", "--json", "--html", path, *pages, cwd=examples / "pages")
    comparison = json.loads(out)
    assert comparison["verdict"] == "spun"
    assert len(comparison["substitutions"]) > 20
    return path, comparison


def test_comparison_shows_what_the_json_holds(show, compared):
    path, comparison = compared
    page = show(path)
    swaps = comparison["substitutions"]
    assert page.locator("h1").get_attribute("class") == "spun"
    assert len(texts(page, ".places a")) == len(swaps)
    for side, prefix in (("original", "o"), ("suspect", "s")):
        assert texts(page, f".row a[id^='{prefix}']") == [swap[side]["text"] for swap in swaps]


def test_comparison_is_stepped_through_by_keyboard(show, compared):
    path, comparison = compared
    last = len(comparison["substitutions"]) - 1
    page = show(path)
    page.keyboard.press("Tab")  # the first stop skips to the texts
    assert page.evaluate("document.activeElement.hash") == "#texts"
    page.keyboard.press("n")
    assert focused(page) == "s0"
    page.keyboard.press("ArrowRight")
    assert focused(page) == "s1"
    lit = page.locator(".row .now").evaluate_all("all => all.map(each => each.id)")
    assert sorted(lit) == ["o1", "s1"]
    assert page.locator("#swaps tr.now").count() == 1
    assert page.locator("#now small").text_content().split()[0] == "2"
    page.keyboard.press("Enter")  # to its partner
    assert focused(page) == "o1"
    page.keyboard.press("p")
    assert focused(page) == "s0"
    page.keyboard.press("ArrowLeft")  # round the end
    assert focused(page) == f"s{last}"
    box = page.locator(f"#s{last}").bounding_box()
    assert 0 <= box["y"] and box["y"] + box["height"] <= 900
    page.keyboard.press("Tab")  # goes on from there as anywhere
    assert focused(page) != f"s{last}"
    page.keyboard.press("Escape")
    assert page.locator(".now").count() == 0


def test_comparison_has_few_stops(show, compared):
    """One swap is a stop of the Tab key, wherever the reader is; the others are for n and p."""
    path, comparison = compared
    page = show(path)
    stops = "all => all.filter(each => each.tabIndex >= 0).map(each => each.id)"
    swaps = page.locator(".row a[id^='s'], .row a[id^='o'], .places a")
    assert swaps.count() > 30
    assert swaps.evaluate_all(stops) == ["s0"]
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert swaps.evaluate_all(stops) == ["s1"]


def test_titles_and_addresses_are_whole(show, despin, tmp_path):
    title = "A title that is longer than half a screen is wide " * 4
    address = "https://www.example.com/" + "a-long-address/" * 12
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text(
            f"<title>{title}</title><link rel=canonical href={address}>"
            f"<article><p>{'The harbour opens again on Monday, the mayor said. ' * 5}</p></article>",
            encoding="utf-8",
        )
    despin("compare", "--html", "page.html", "a.html", "b.html", cwd=tmp_path, code=None)
    page = show(tmp_path / "page.html")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        cut = page.locator(".head h3, .head p").evaluate_all(
            "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).length"
        )
        assert cut == 0, media


def test_what_was_not_copied_is_plain(show, despin, tmp_path):
    (tmp_path / "a.txt").write_text("It rained on the hills for a week.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Our choir will sing at noon today.\n", encoding="utf-8")
    despin("compare", "--html", "page.html", "a.txt", "b.txt", cwd=tmp_path, code=1)
    page = show(tmp_path / "page.html")
    assert page.locator("h1").text_content() == "Not a copy"
    assert page.locator(".row").count() == 1
    assert page.locator(".row ins, .row del, .legend").count() == 0


def test_pages_say_how_they_were_made(show, despin, compared, tmp_path, monkeypatch):
    path, comparison = compared
    foot = show(path).locator(".foot").text_content()
    run = comparison["run"]
    assert f"model {run['model']}" in foot and run["version"] in foot
    assert "despin compare" in foot and "Z by" in foot
    monkeypatch.setitem(despin.environment, "SOURCE_DATE_EPOCH", "1000000000")
    (tmp_path / "out.jsonl").write_text(
        json.dumps(record("spun", 3, "https://a.example/", "A")) + "\n", encoding="utf-8"
    )
    pages = []
    for _ in range(2):
        despin("report", "--html", "page.html", "out.jsonl", cwd=tmp_path)
        pages.append((tmp_path / "page.html").read_bytes())
    assert pages[0] == pages[1]
    foot = show(tmp_path / "page.html").locator(".foot").text_content()
    assert "2001-09-09T01:46:40Z by despin report --html page.html out.jsonl" in foot
    assert "1 document was judged by model 00112233445566ff, despin 0.1.0, at most 0.1 %" in foot


def test_comparison_is_stepped_through_by_pointer(show, compared):
    path, _ = compared
    page = show(path)
    page.locator("#next").click()
    page.locator("#next").click()
    assert focused(page) == "s1"
    page.locator("#previous").click()
    assert focused(page) == "s0"
    page.locator("#o3").click()  # stays on the side it was pressed on
    assert focused(page) == "o3"
    assert page.locator("#s3.now").count() == 1
    page.locator(".places a").first.click()
    assert page.locator(".row .now").count() == 2


def test_comparison_sorts_its_list(show, compared):
    page = show(compared[0])
    assert falls(column(page, "tbody tr", "count"))
    assert not rises(column(page, "tbody tr", "place"))
    page.locator("th[data-sort=place] button").click()
    assert rises(column(page, "tbody tr", "place"))
    assert page.locator("th[data-sort=place][aria-sort=ascending]").count() == 1
    page.locator("th[data-sort=count] button").press("Enter")
    assert falls(column(page, "tbody tr", "count"))


@pytest.mark.parametrize("width", [WIDE, TABLET, PHONE])
def test_comparison_fits(show, compared, width):
    page = show(compared[0], width)
    assert sideways(page, width) == []
    original, suspect = (
        page.locator(".row").first.locator(f"> div:nth-child({n})") for n in (1, 2)
    )
    above, below = original.bounding_box(), suspect.bounding_box()
    if width == PHONE:  # stacked
        assert below["y"] >= above["y"] + above["height"]
        assert page.evaluate("document.documentElement.scrollWidth") == width
    if width == WIDE:  # side by side
        assert below["y"] == above["y"]


def test_comparison_is_read_without_scripts(show, compared):
    path, comparison = compared
    page = show(path, java_script_enabled=False)
    assert page.locator(".scripted:visible").count() == 0
    page.locator("#s1").click()
    assert page.url.endswith("#o1")
    assert len(texts(page, ".places a")) == len(comparison["substitutions"])


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_comparison_runs_nothing_of_the_texts(show, despin, examples, tmp_path, width):
    """Markup in the texts, within a swap, in titles, addresses, dates and names of files."""
    swapped = "most \"'><!--&\x01 powerful"
    folder = tmp_path / "<script>window.hit = 3<"
    folder.mkdir()
    names = []
    for side in ("original", "spun"):
        text = (examples / f"pages/harbour_{side}.txt").read_text(encoding="utf-8")
        text = text.replace("most powerful", swapped).replace("\n\n", f"\n\n{HOSTILE} ", 2)
        body = "".join(f"<p>{html.escape(each)}</p>" for each in text.split("\n\n"))
        hostile = html.escape(HOSTILE)
        path = folder / f"script>{MARKUP} {side}.html"
        path.write_text(
            f"""<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{hostile}</title>
            <meta property="article:published_time" content="{hostile}">
            <link rel="canonical" href="http://a&quot;>&lt;script>window.hit = 4&lt;/script>">
            <article>{body}</article>""",
            encoding="utf-8",
        )
        names.append(path.relative_to(tmp_path))
    out = despin("compare", "--json", "--html", "page.html", *names, cwd=tmp_path)
    swaps = [swap["suspect"]["text"] for swap in json.loads(out)["substitutions"]]
    assert swapped.replace("\x01", "\ufffd") in swaps or swapped in swaps

    page = show(tmp_path / "page.html", width)
    assert page.evaluate("typeof window.hit") == "undefined"
    assert page.evaluate("getComputedStyle(document.body).display") == "block"
    assert page.locator("img, iframe, object, .row script, .row style").count() == 0
    assert page.locator("script").count() == 1  # the page's own
    # Shown as it is, but for what cannot be shown.
    shown = HOSTILE.replace("\x01", "\ufffd")
    for side in ("original", "suspect"):
        row = "".join(texts(page, f".row [data-side={side}]"))
        assert row.count(shown) == 2
    number = next(i for i, swap in enumerate(swaps) if swap.startswith('most "'))
    assert page.locator(f"#s{number}").text_content() == swapped.replace("\x01", "\ufffd")
    assert sideways(page, width) == []


# The page of a report.


def finding(written, original, before="", after="", begin_byte=10):
    return {
        "begin_byte": begin_byte,
        "end_byte": begin_byte + len(written.encode()),
        "written": written,
        "likely_originals": [original, "other"],
        "evidence_nats": 4,
        "probability": 0.9,
        "before": before,
        "after": after,
    }


def record(verdict, score, url, title, **more):
    """A line as despin scan writes it, of a document made up."""
    line = {
        "schema": "despin.scan/1",
        "input": "crawl.warc.gz",
        "number": 7,
        "byte": 4711,
        "id": "urn:uuid:1",
        "url": url,
        "title": title,
        "verdict": verdict,
        "score": score,
        "probability": 1 / (1 + math.exp(-score)),
        "false_positive_rate_upper": 0.001,
        "evidence_nats": 20,
        "swap_rate": 0.2,
        "words": 300,
        "disguises": {"invisible": 0, "lookalike": 0},
        "findings": [],
        "judged_by": {
            "model": "00112233445566ff",
            "version": "0.1.0",
            "bias": -1.5,
            "max_false_positive_rate": 0.001,
            "threshold": 1.2,
        },
    }
    if verdict == "abstain":
        line["abstain_reason"] = "too_short"
    return line | more


def source(id, url, title):
    passages = [{"begin_byte": 0, "end_byte": 100}]
    return {"id": id, "url": url, "title": title, "date": "2019-05-01", "score": 90} | {
        "copied": 0.8,
        "swapped": 0.2,
        "verdict": "spun",
        "passages": passages,
    }


def error(input, code, message):
    return {"schema": "despin.scan/1", "input": input, "error": {"code": code, "message": message}}


def made_records():
    """Forty documents of three sites: spun ones with findings and a source, others; an error."""
    for i in range(40):
        spun = i % 2 == 0
        host = {0: "harbour.example", 2: "b.example"}.get(i % 4, "c.example")
        line = record(
            "spun" if spun else "abstain" if i % 10 == 1 else "not_spun",
            3 + i * 0.25 if spun else -5 - i * 0.25,
            f"https://www.{host}/story-{i}",
            f"Story {i}",
            date=f"2019-0{1 + i % 9}-11",
        )
        if spun:
            line["findings"] = [
                finding("bash", "party", "At the big ", " the mayor said "),
                finding("withinside", "in", " the mayor said ", " the harbour", begin_byte=30),
            ]
            line["sources"] = [source("orig-1", "https://wire.example/1", "The harbour opens")]
            line["passages"] = [
                {"begin_byte": 0, "end_byte": 100, "verdict": "spun", "score": line["score"]}
                | {"false_positive_rate_upper": 0.001, "swap_rate": 0.2, "words": 20}
            ]
        yield line
    yield error("pages/broken.html", "bad_input", "an empty document")


@pytest.fixture(scope="module")
def report(despin, tmp_path_factory):
    """report(records) is the page of a scan that wrote them and two broken lines."""

    def report(records):
        folder = tmp_path_factory.mktemp("report")
        lines = [json.dumps(record) for record in records] + ["broken", "broken"]
        (folder / "out.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        despin("report", "--limit", 30, "--html", "page.html", "out.jsonl", cwd=folder, code=2)
        return folder / "page.html"

    return report


@pytest.fixture(scope="module")
def reported(report, schemas):
    records = list(made_records())
    for each in records:
        Draft202012Validator(schemas["scan"]).validate(each)
    return report(records)


DOCUMENTS = "table.documents tbody"


def shown(page):
    return page.locator(f"{DOCUMENTS}:visible").count()


def test_report_shows_the_figures(show, reported):
    page = show(reported)
    assert page.locator("h1").text_content() == "20 of 40 documents are spun"
    assert "2 lines" in page.locator("header").text_content()
    assert shown(page) == 30
    assert page.locator(".chart svg rect").count() > 10
    charts = page.locator(".chart svg")
    assert charts.count() > 0
    assert charts.evaluate_all(
        """all => all.every(chart => chart.getAttribute("aria-label") &&
             chart.parentNode.querySelector("table"))"""
    )


def test_report_lists_no_worst_where_nothing_is_spun(show, report):
    page = show(
        report(
            [
                record("abstain", 4.7, "https://a.example/1", "One word"),
                record("not_spun", -7.0, "https://a.example/2", "A story"),
            ]
        )
    )
    assert page.locator("table.documents").count() == 0
    assert "None is spun" in page.locator("#documents").text_content()
    assert not page.locator("#filters").is_visible()


def test_report_lists_those_without_verdict_last(show, report):
    page = show(
        report(
            [
                record("abstain", 4.7, "https://a.example/1", "One word"),
                record("not_spun", -7.0, "https://a.example/2", "A story"),
                record("spun", 2.0, "https://a.example/3", "Spun"),
            ]
        )
    )
    assert column(page, DOCUMENTS, "verdict") == ["spun", "not_spun", "abstain"]


@pytest.mark.parametrize("kind", ["CSV", "JSON"])
def test_report_is_saved(browser, report, kind, tmp_path):
    path = report(
        [
            record("spun", 3.5, "https://a.example/1", 'A "title", and more'),
            record("spun", 2.5, "https://a.example/2", "=1+1"),
            record("not_spun", -2.5, "https://a.example/3", "A story"),
        ]
    )
    window = Window(browser, WIDE)
    page = window.open(path)
    page.select_option("#filter_verdict", "spun")
    with page.expect_download() as download:
        page.locator("#documents .save button", has_text=kind).click()
    assert download.value.suggested_filename == f"documents.{kind.lower()}"
    download.value.save_as(tmp_path / "saved")
    saved = (tmp_path / "saved").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(saved))) if kind == "CSV" else json.loads(saved)
    assert [row["name"] for row in rows] == [
        'A "title", and more',
        "'=1+1" if kind == "CSV" else "=1+1",  # no formula of a spreadsheet
    ]
    assert [float(row["score"]) for row in rows] == [3.5, 2.5]
    assert rows[0]["address"] == "https://a.example/1"
    assert window.complaints == []
    window.context.close()


def test_report_is_sorted_by_pointer_and_keyboard(show, reported):
    page = show(reported)
    assert falls(column(page, DOCUMENTS, "score"))
    page.locator(".documents th[data-sort=name] button").click()
    assert rises(column(page, DOCUMENTS, "name"))
    assert not falls(column(page, DOCUMENTS, "score"))
    page.locator(".documents th[data-sort=score] button").focus()
    page.keyboard.press("Enter")
    assert falls(column(page, DOCUMENTS, "score"))
    heads = page.locator(".documents th[aria-sort]")
    assert heads.count() == 1
    assert heads.get_attribute("data-sort") == "score"
    assert heads.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")  # the other way round
    assert rises(column(page, DOCUMENTS, "score"))
    # A document keeps its phrases.
    spun = page.locator(f"{DOCUMENTS}[data-verdict=spun]")
    assert spun.count() == 20
    assert spun.evaluate_all("all => all.every(body => body.rows.length === 2)")
    page.locator(".sites th[data-sort=share] button").click()
    assert falls(column(page, "table.sites tbody tr", "share"))


def test_report_filters_documents(show, reported):
    page = show(reported)
    page.locator("#filter_verdict").select_option("spun")
    assert shown(page) == 20
    page.locator("#filter_site").select_option("harbour.example")
    assert shown(page) == 10
    page.locator("#filter_score").fill("8")
    assert shown(page) == 5
    page.locator("#filter_text").fill("STORY 36")
    assert shown(page) == 1
    assert page.locator("#shown").text_content() == "1 of 30 documents"
    page.locator("#filter_text").fill("nowhere")
    assert shown(page) == 0
    page.locator("#filter_reset").click()
    assert shown(page) == 30
    page.locator(".sites tr[data-site='b.example'] th button").click()
    assert shown(page) == 10


def test_report_is_used_by_keyboard(show, reported):
    page = show(reported)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#documents"
    page.keyboard.press("/")
    assert focused(page) == "filter_text"
    page.keyboard.press("n")  # types
    assert page.locator("#filter_text").input_value() == "n"
    page.keyboard.press("Escape")
    assert page.locator("#filter_text").input_value() == ""
    page.evaluate("document.activeElement.blur()")

    def name():
        return page.evaluate("document.activeElement.closest('tbody').dataset.name")

    for key, story in (("n", "Story 38"), ("n", "Story 36"), ("p", "Story 38")):
        page.keyboard.press(key)
        assert name() == story
    page.keyboard.press("Enter")
    opened = page.locator(f"{DOCUMENTS} details[open]")
    assert opened.count() == 1
    assert opened.locator("ruby").count() == 2
    page.locator("#open_all").click()
    assert page.locator(".documents details:not([open])").count() == 0


# How far two neighboring labels of a chart's axis overlap, at worst; negative where none do.
OVERLAP = """charts => Math.max(...charts.flatMap(chart => {
  const boxes = [...chart.querySelectorAll(":scope > text:not(.name)")]
    .map(label => label.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1)
    .filter(b => a.top < b.bottom && b.top < a.bottom)
    .map(b => Math.min(a.right, b.right) - Math.max(a.left, b.left)));
}))"""


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("months", [4, 9, 24])
def test_dates_stand_apart(show, report, width, months):
    records = [
        record(
            "spun", 3, f"https://a.example/{i}", "A", date=f"{2019 + i // 12}-{1 + i % 12:02}-11"
        )
        for i in range(months)
    ]
    page = show(report(records), width)
    assert page.locator(".chart h3").last.text_content() == "Dates"
    assert page.locator(".chart svg").evaluate_all(OVERLAP) < -2


def test_phrases_open_by_a_marker_on_a_phone(show, reported):
    page = show(reported, PHONE)
    count = page.locator(f"{DOCUMENTS} .count").first
    # Drawn, and not a glyph that a font may lack: a triangle to the right, then down.
    sides = """element => { const style = getComputedStyle(element, "::before");
               return [style.borderLeftColor, style.borderTopColor, style.borderLeftWidth]; }"""
    none = "rgba(0, 0, 0, 0)"
    left, top, width = count.evaluate(sides)
    assert left != none and top == none and float(width.removesuffix("px")) >= 5
    count.click()
    left, top, _ = count.evaluate(sides)
    assert left == none and top != none
    assert page.locator("#open_all").bounding_box()["height"] < 50  # in one line


@pytest.mark.parametrize("width", [WIDE, TABLET, PHONE])
def test_report_fits(show, reported, width):
    page = show(reported, width)
    page.locator("#open_all").click()
    assert sideways(page, width) == []
    page.locator("#filter_verdict").select_option("spun")
    assert shown(page) == 20


def test_report_is_read_without_scripts(show, reported):
    page = show(reported, java_script_enabled=False)
    assert page.locator(".scripted:visible").count() == 0
    page.locator(".documents summary").first.click()
    assert page.locator("details[open] ruby:visible").count() == 2


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_report_runs_nothing_of_the_records(show, report, width):
    line = record("spun", 3, 'http://a"><script>window.hit = 3</script>', HOSTILE)
    line |= {key: HOSTILE for key in ("input", "id", "date", "language")}
    line["findings"] = [finding(HOSTILE, HOSTILE, HOSTILE, HOSTILE, 400)]
    line["sources"] = [source(HOSTILE, "javascript:window.hit=4", HOSTILE)]
    page = show(report([line, error(HOSTILE, HOSTILE, HOSTILE + 400 * "x")]), width)
    hostile = "img, iframe, main script, main style, a[href^=javascript]"
    page.locator("#open_all").click()
    assert page.evaluate("typeof window.hit") == "undefined"
    assert page.evaluate("getComputedStyle(document.body).display") == "block"
    assert page.locator(hostile).count() == 0
    assert HOSTILE.replace("\x01", "\ufffd") in page.locator("main").text_content()
    assert sideways(page, width) == []
