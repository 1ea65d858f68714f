"""The page in a browser: it says what the JSON says, in three languages, on a phone, in the dark,
by keyboard and for a screen reader; it runs nothing of the texts, and asks for its own alone."""

import re
from pathlib import Path

import pytest
from browsers import chromium
from running_service import KEYS
from samples import PAGES

MARKUP = "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'>\"'&amp;"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def show(browser, service):
    """show(path, width) opens an address of the service; nothing may be complained of."""
    opened = []

    def show(path="/", width=1280, of=service, may_fail=(), **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            is_mobile=width < 700,
            has_touch=width < 700,
            reduced_motion="reduce",
            locale=options.pop("locale", "en-US"),
            **options,
        )
        page = context.new_page()
        complaints, requests = [], []
        page.on("console", lambda one: complaints.append(one.text))
        page.on("pageerror", lambda one: complaints.append(str(one)))
        page.on("dialog", lambda one: (complaints.append(one.message), one.dismiss()))
        page.on("request", lambda one: requests.append(one.url))
        opened.append((context, complaints, requests, of.url, may_fail))
        page.goto(of.url.rstrip("/") + path)
        return page

    yield show
    for context, complaints, requests, url, may_fail in opened:
        context.close()
        left = [one for one in complaints if not any(each in one for each in may_fail)]
        assert left == []
        assert all(one.startswith(url) for one in requests)


@pytest.fixture(scope="module")
def archive(service):
    """An index with the original of the example page."""
    page = (PAGES / "harbour_original.html").read_text()
    document = {"id": "harbour", "html": page, "url": "https://news.example/harbour"}
    for name in ("archive", "n" * 64):  # a long one may not widen the page
        service.post(f"/v1/index/{name}/documents", {"documents": [document]})
    return "archive"


@pytest.fixture(scope="module")
def axe():
    package = pytest.importorskip("axe_playwright_python", reason="no axe here")
    script = next(Path(package.__file__).parent.rglob("axe.min.js"))
    return script.read_text(encoding="utf-8")


def check(page, text, index="archive"):
    page.wait_for_selector("#index_choice", state="visible")
    page.fill("#text", text)
    page.select_option("#index", index)
    page.click("#check")
    page.wait_for_selector("#verdict")


def violations(page, axe):
    # By the debugger, since the policy of the page forbids what is not its own.
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]
    ]


def sideways(page, width):
    return page.evaluate("width => document.documentElement.scrollWidth > width", width)


def test_the_example_is_flagged_and_its_source_shown(show, service, archive):
    page = show()
    html = (PAGES / "harbour_spun.html").read_text()
    check(page, html)
    answer = service.post("/v1/check", {"html": html, "with_text": True, "index": archive}).json()
    report = answer["report"]
    assert page.inner_text("#verdict") == "Spun"
    assert "one in 2,000" in page.inner_text("#result .lead")
    swapped = page.locator(".text").first.locator("ruby")
    shown = [
        (one.evaluate("one => one.firstChild.textContent"), one.locator("rt").inner_text())
        for one in swapped.all()
    ]
    assert shown == [(one["written"], one["likely_originals"][0]) for one in report["findings"]]
    assert page.locator(".passage").count() == len(report["passages"])
    facts = page.inner_text(".facts")
    for key in ("model", "version", "sha256"):
        assert answer["decision"][key] in facts
    page.click(".matches button")
    page.wait_for_selector(".sides")
    original, suspect = page.locator(".sides .text").all()
    assert "storm barrier" in original.inner_text()
    assert "typhoon barrier" in suspect.inner_text()
    assert suspect.locator("mark").count() > 20


def test_the_text_is_shown_as_it_is(show, service):
    """Offsets count bytes of UTF-8: characters of one to four of them stay where they are."""
    text = (PAGES / "harbour_spun.txt").read_text().replace("the ", "the 😀 naïve 東京 ", 6)
    page = show()
    page.fill("#text", text)
    page.select_option("#index", "") if page.is_visible("#index_choice") else None
    page.click("#check")
    page.wait_for_selector("#verdict")
    shown = page.locator(".text").first.evaluate(
        "one => { const copy = one.cloneNode(true);"
        " copy.querySelectorAll('rt, rp').forEach((each) => each.remove());"
        " return copy.textContent; }"
    )
    assert shown == text


def test_marks_permalink_and_print(show, service, archive):
    page = show()
    check(page, (PAGES / "harbour_spun.txt").read_text())
    page.get_by_role("button", name="Not spun").click()
    page.get_by_text("Your mark is stored.").wait_for()
    address = page.get_attribute(".acts a", "href")
    id = address.rpartition("/")[2]
    (mark,) = service.get(f"/v1/decisions/{id}").json()["marks"]
    assert mark["mark"] == "not_spun"
    kept = show(address)
    kept.wait_for_selector("#verdict")
    pressed = kept.locator("[aria-pressed=true]").all_inner_texts()
    assert pressed == ["Not spun"]
    assert "reviewer: Not spun" in kept.inner_text(".facts")
    kept.emulate_media(media="print")
    assert not kept.is_visible("#form") and not kept.is_visible(".marks")
    assert kept.is_visible("#verdict") and kept.is_visible(".facts")


def test_by_keyboard_alone(show, archive):
    page = show()
    page.wait_for_selector("#index_choice", state="visible")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.insert_text((PAGES / "harbour_spun.txt").read_text())
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "check":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict")
    assert page.evaluate("document.activeElement.id") == "verdict"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Agree"
    page.keyboard.press("Space")
    page.get_by_text("Your mark is stored.").wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (1280, "dark")])
def test_axe_finds_nothing(show, archive, axe, width, scheme):
    page = show(width=width, color_scheme=scheme)
    page.wait_for_selector("#index_choice", state="visible")
    assert violations(page, axe) == []
    check(page, (PAGES / "harbour_spun.html").read_text())
    page.click(".matches button")
    page.wait_for_selector(".sides")
    assert violations(page, axe) == []
    assert not sideways(page, width)


def test_axe_would_find_something(show, axe):
    page = show()
    page.evaluate("document.getElementById('text').labels[0].remove()")
    assert "label" in [id for id, _ in violations(page, axe)]


@pytest.mark.parametrize(
    ("locale", "check_says", "verdict"),
    [("de-DE", "Prüfen", "Umformuliert"), ("es-MX", "Comprobar", "Reformulado")],
)
def test_other_languages(show, archive, locale, check_says, verdict):
    page = show(locale=locale)
    assert page.inner_text("#check") == check_says
    assert page.get_attribute("html", "lang") == locale[:2]
    check(page, (PAGES / "harbour_spun.txt").read_text())
    assert page.inner_text("#verdict") == verdict
    page.select_option("#language", "en")
    assert page.inner_text("#verdict") == "Spun"
    page.reload()
    assert page.inner_text("#check") == "Check"


def test_every_language_says_everything(show):
    page = show()
    keys = page.evaluate(
        "import('/page/strings.js').then(({ languages }) =>"
        " Object.fromEntries(Object.entries(languages).map(([name, words]) =>"
        " [name, Object.entries(words).map(([key, said]) =>"
        " [key, [...said.matchAll(/{(.+?)}/g)].map((one) => one[1]).sort()])])))"
    )
    assert set(keys) == {"en", "de", "es"}
    assert keys["en"] == keys["de"] == keys["es"]


def test_texts_are_no_markup(show, service, archive, spun):
    """Of every field that the page shows: text, title, address, id, note."""
    document = {
        "id": MARKUP, "text": spun.replace("city", MARKUP, 1), "title": MARKUP,
        "url": "javascript:window.hit=3", "date": "2024",
    }  # fmt: skip
    service.post("/v1/index/hostile/documents", {"documents": [document]})
    page = show()
    check(page, spun.replace("city", MARKUP, 1), "hostile")
    page.click(".matches button")
    page.wait_for_selector(".sides")
    assert MARKUP in page.inner_text(".matches h3")
    assert page.locator("#result script, #result img, #result a[href^=javascript]").count() == 0
    address = page.get_attribute(".acts a", "href")
    where = f"/v1/decisions/{address.rpartition('/')[2]}/mark"
    service.ask("PUT", where, {"mark": "agree", "note": MARKUP})
    kept = show(address)
    kept.wait_for_selector("#verdict")
    for one in (page, kept):
        assert one.evaluate("window.hit") is None


def test_what_goes_wrong_is_said(show, service):
    page = show(may_fail=("422", "404"))
    page.wait_for_selector("#index_choice", state="visible")
    page.fill("#text", "<html>\x01")
    page.click("#check")
    page.wait_for_selector("#problem:visible")
    assert "expected" in page.inner_text("#problem")
    gone = show("/d/" + "0" * 32, may_fail=("404",))
    gone.wait_for_selector("#problem:visible")
    assert gone.is_visible("#form")


def test_a_key_is_asked_for_and_stays_in_the_tab(show, keyed):
    page = show(of=keyed, may_fail=("401",))
    page.wait_for_selector("#key_choice", state="visible")
    page.fill("#text", "Some words.")
    page.fill("#key", KEYS["writer"])
    page.click("#check")
    page.wait_for_selector("#verdict")
    assert page.inner_text("#verdict") == "No verdict"
    assert page.evaluate("localStorage.length + document.cookie.length") == 0


def test_the_page_loads_nothing_from_elsewhere():
    folder = Path(__file__).resolve().parents[2] / "lib/python/despin/serve/page"
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"""(?:src|href|url|import|from|fetch)\W{1,3}(?:https?:)?//""", text)
        assert not found, path.name
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text
