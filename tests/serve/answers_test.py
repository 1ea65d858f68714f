"""What the service answers: the JSON of the command, byte for byte, and by what it was judged."""

import hashlib
import json
import re
import time

import pytest
from samples import PAGES, body


def part(answer, key):
    """The very bytes of one value of an answer."""
    text = answer.body.decode("utf-8")
    begin = text.index(f'"{key}":') + len(key) + 3
    _, end = json.JSONDecoder().raw_decode(text, begin)
    return text[begin:end]


@pytest.mark.parametrize("path", sorted(PAGES.iterdir()), ids=lambda path: path.name)
def test_a_report_is_that_of_the_command(service, command, path):
    expected = body(command("check", "--json", path))
    text = path.read_text(encoding="utf-8")
    key = "html" if path.suffix == ".html" else "text"
    answer = service.post("/v1/check", {key: text, "id": str(path)})
    assert answer.status == 200
    assert part(answer, "report") == expected


@pytest.mark.parametrize("path", sorted(PAGES.iterdir()), ids=lambda path: path.name)
def test_a_body_that_is_the_text_itself_has_the_same_report(service, command, path):
    kind = "text/html" if path.suffix == ".html" else "text/plain"
    answer = service.post("/v1/check", path.read_bytes(), Content_Type=kind)
    expected = body(command("check", "--json", "-", stdin=path.read_bytes()))
    assert part(answer, "report") == expected.replace('"id":"-"', '"id":""', 1)


def test_a_page_in_another_charset_is_read(service):
    page = "<html><body><p>" + "Ein Fluß fließt über die Straße. " * 20 + "</p></body></html>"
    one = service.post(
        "/v1/check", page.encode("latin-1"), Content_Type="text/html; charset=iso-8859-1"
    )
    two = service.post("/v1/check", page.encode(), Content_Type="text/html; charset=utf-8")
    assert one.json()["decision"]["sha256"] == two.json()["decision"]["sha256"]


def test_a_decision_says_by_what_when_and_of_what(service, spun):
    answer = service.post("/v1/check", {"text": spun, "max_fpr": 0.01}).json()
    decision, report = answer["decision"], answer["report"]
    assert decision["verdict"] == report["verdict"] == "spun"
    assert decision["sha256"] == hashlib.sha256(spun.encode()).hexdigest()
    for key in ("model", "version", "threshold", "max_false_positive_rate"):
        assert decision[key] == report["judged_by"][key]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", decision["time"])
    assert decision["kept"] is False


def test_the_digest_of_a_page_is_of_its_main_content(service, command):
    path = PAGES / "harbour_spun.html"
    answer = service.post("/v1/check", {"html": path.read_text(), "with_text": True}).json()
    text = command("text", path)
    assert answer["text"].rstrip("\n") == text.rstrip("\n")
    digest = hashlib.sha256(answer["text"].encode()).hexdigest()
    assert answer["decision"]["sha256"] == digest


def test_a_batch_is_answered_in_order_and_goes_on_past_what_is_bad(service, spun, original):
    documents = [
        {"text": spun, "id": "a"},
        {"html": "\x00\x01\x02binary", "id": "b"},
        {"text": original, "id": "c"},
        {"text": "", "id": "d"},
    ]
    answers = service.post("/v1/check", {"documents": documents}).json()["answers"]
    assert [one.get("report", {}).get("verdict") for one in answers] == [
        "spun", None, "not_spun", "abstain",
    ]  # fmt: skip
    assert answers[1]["id"] == "b"
    assert answers[1]["problem"]["status"] in (415, 422)
    one = service.post("/v1/check", {"text": spun, "id": "a"}).json()
    assert answers[0]["report"] == one["report"]


def test_lines_go_in_and_come_out(service, spun, original):
    lines = [
        json.dumps({"text": text, "id": str(i)}) for i, text in enumerate([spun, original] * 5)
    ]
    answer = service.post("/v1/check", "\n".join(lines), Content_Type="application/x-ndjson")
    assert answer.headers["Content-Type"].startswith("application/x-ndjson")
    found = answer.lines()
    assert [one["report"]["id"] for one in found] == [str(i) for i in range(10)]
    assert [one["report"]["verdict"] for one in found] == ["spun", "not_spun"] * 5
    batch = {"documents": [json.loads(line) for line in lines]}
    streamed = service.post("/v1/check", batch, Accept="application/x-ndjson").lines()
    assert [one["report"] for one in streamed] == [one["report"] for one in found]


def test_a_comparison_is_that_of_the_command(service, command, spun, original):
    sides = [PAGES / "harbour_original.txt", PAGES / "harbour_spun.txt"]
    expected = body(command("compare", "--json", *sides))
    request = {
        "original": {"text": original, "id": str(sides[0])},
        "suspect": {"text": spun, "id": str(sides[1])},
    }
    answer = service.post("/v1/compare", request)
    assert part(answer, "comparison") == expected
    decision = answer.json()["decision"]
    assert decision["suspect_sha256"] == hashlib.sha256(spun.encode()).hexdigest()


@pytest.fixture(scope="module")
def news(service, original):
    """An index with the original."""
    document = {"id": "harbour", "text": original, "title": "Storm", "url": "https://a.example/1"}
    answer = service.post("/v1/index/news/documents", {"documents": [document]})
    assert answer.json() == {"documents": [{"id": "harbour", "added": True}]}
    return "news"


def test_what_was_added_is_found_at_once(service, command, news, spun, tmp_path):
    answer = service.post("/v1/search", {"text": spun, "index": news, "id": "-"})
    (match,) = answer.json()["search"]["matches"]
    assert (match["id"], match["verdict"], match["title"]) == ("harbour", "spun", "Storm")
    record = tmp_path / "o.jsonl"
    original = service.get(f"/v1/index/{news}/documents?id=harbour").json()
    record.write_text(json.dumps(original), encoding="utf-8")
    command("index", "add", tmp_path / "ix", record)
    expected = body(command("index", "search", "--json", tmp_path / "ix", "-", stdin=spun.encode()))
    assert part(answer, "search") == expected


def test_a_check_searches_too(service, news, spun):
    answer = service.post("/v1/check", {"text": spun, "index": news}).json()
    assert [one["id"] for one in answer["search"]["matches"]] == ["harbour"]
    assert answer["decision"]["index"] == news


def test_an_index_says_what_is_in_it(service, news, original):
    facts = service.get(f"/v1/index/{news}").json()
    assert (facts["name"], facts["documents"]) == (news, 1)
    assert facts in service.get("/v1/index").json()["indexes"]
    again = {"documents": [{"id": "harbour", "text": "Another text of this id."}]}
    answer = service.post(f"/v1/index/{news}/documents", again).json()
    assert answer == {"documents": [{"id": "harbour", "added": False}]}
    assert service.get(f"/v1/index/{news}/documents?id=harbour").json()["text"] == original
    assert service.get(f"/v1/index/{news}/documents?id=none").status == 404
    assert service.get("/v1/index/none").status == 404


def test_documents_are_replaced_removed_listed_and_copied(service, spun, original):
    where = "/v1/index/living/documents"
    texts = [{"id": "1", "text": "A text of several words that stays here.", "title": "One"}]
    texts += [{"id": str(i), "text": f"{i} other words of a text."} for i in range(2, 5)]
    assert service.post(where, {"documents": texts}).status == 200
    changed = {"id": "1", "text": original, "title": "Another"}
    assert service.ask("PUT", where, changed).json() == {"id": "1", "added": False}
    assert service.ask("PUT", where, {"id": "9", "text": "New words."}).json()["added"] is True
    found = service.post("/v1/search", {"text": spun, "index": "living"}).json()["search"]
    assert [(one["id"], one["title"]) for one in found["matches"]] == [("1", "Another")]
    assert service.get(f"{where}?id=1").json()["text"] == original
    listed = service.get(where).json()["documents"]
    assert sorted(one["id"] for one in listed) == ["1", "2", "3", "4", "9"]
    assert service.get(f"{where}?offset=1&limit=2").json()["documents"] == listed[1:3]
    assert service.get(f"{where}?limit=0").status == 422
    copy = service.post("/v1/index/living/snapshot").json()["snapshot"]
    assert service.ask("DELETE", f"{where}?id=1").status == 204
    assert service.ask("DELETE", f"{where}?id=1").status == 404
    assert service.get(f"{where}?id=1").status == 404
    assert service.get("/v1/index/living").json()["documents"] == 4
    assert service.post("/v1/search", {"text": spun, "index": "living"}).json()["search"][
        "matches"
    ] == []  # fmt: skip
    until = time.monotonic() + 20
    while service.get(f"/v1/index/{copy}").status != 200 and time.monotonic() < until:
        time.sleep(0.05)
    assert service.get(f"/v1/index/{copy}").json()["documents"] == 5


def test_a_page_is_read(service):
    page = (PAGES / "harbour_spun.html").read_text()
    found = service.post("/v1/read", {"html": page}).json()
    assert found["kind"] == "html" and "Port Ellery" in found["text"]
    raw = service.post("/v1/read", page.encode(), Content_Type="text/html").json()
    assert raw["text"] == found["text"]


def test_moderation_clients_are_answered_as_they_expect(service, spun, original):
    parts = [{"type": "text", "text": spun}, {"type": "text", "text": original}]
    for asked in ([spun, original], parts):
        answer = service.post("/v1/moderations", {"input": asked, "model": "any"}).json()
        first, second = answer["results"]
        assert (first["flagged"], second["flagged"]) == (True, False)
        assert first["category_scores"]["spun"] > 0.5 > second["category_scores"]["spun"]
        assert answer["id"] and answer["model"].startswith("despin-")
    short = service.post("/v1/moderations", {"input": "too short"}).json()["results"][0]
    assert (short["flagged"], short["category_scores"]["spun"]) == (False, 0)


def test_the_model_says_what_it_is(service, command):
    found = service.get("/v1/model").json()
    assert found["model"] in command("model", "info") or len(found["model"]) == 16
    assert found["keeps_decisions"] is True and found["needs_key"] is False


def test_health_readiness_and_metrics(service, spun):
    assert service.get("/healthz").json() == {"status": "ok"}
    assert service.get("/readyz").json() == {"status": "ready"}
    service.post("/v1/check", {"text": spun})
    text = service.get("/metrics").body.decode()
    assert re.search(r'despin_checks_total\{verdict="spun"\} [1-9]', text)
    assert "despin_build_info{" in text and "despin_queue_length 0" in text


def test_requests_have_ids_and_logs_have_no_text(service):
    secret = "zebrafish kaleidoscope"
    answer = service.post(
        "/v1/check", {"text": secret, "id": "quagmire"}, X_Request_ID="asked-by-me.1"
    )
    assert answer.headers["X-Request-ID"] == "asked-by-me.1"
    service.post("/v1/check", {"text": [secret]})
    service.get(f"/v1/index/{secret.replace(' ', '')}")
    made = service.post("/v1/check", {"text": secret}, X_Request_ID="no good!").headers
    assert re.fullmatch(r"[0-9a-f]{32}", made["X-Request-ID"])
    time.sleep(0.1)
    log = service.log.read_text()
    assert "zebrafish" not in log and "quagmire" not in log
    asked = [one for one in service.events() if one.get("request_id") == "asked-by-me.1"]
    assert asked[0]["route"] == "/v1/check" and asked[0]["status"] == 200
