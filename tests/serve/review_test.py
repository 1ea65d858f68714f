"""What is kept: decisions, marks, jobs, and where the end of a job is announced."""

import hmac
import http.server
import json
import signal
import threading
import time
from hashlib import sha256

import pytest


@pytest.fixture
def kept(service, spun):
    """A decision that was kept."""
    return service.post("/v1/check", {"text": spun, "keep": True, "id": "page-1"}).json()


def test_a_kept_decision_is_what_was_answered(service, kept, spun):
    decision = kept["decision"]
    assert decision["kept"] is True
    found = service.get(f"/v1/decisions/{decision['id']}").json()
    assert found == {**kept, "text": spun, "marks": []}


def test_what_was_not_to_be_kept_is_not_there(service, spun):
    decision = service.post("/v1/check", {"text": spun}).json()["decision"]
    assert service.get(f"/v1/decisions/{decision['id']}").status == 404


def test_a_mark_is_stored_and_can_be_changed(service, kept):
    where = f"/v1/decisions/{kept['decision']['id']}"
    for mark in ("unsure", "agree"):
        answer = service.ask("PUT", f"{where}/mark", {"mark": mark, "note": "<b>seen</b>"})
        assert answer.status == 200
    (found,) = service.get(where).json()["marks"]
    assert (found["mark"], found["by"], found["note"]) == ("agree", "reviewer", "<b>seen</b>")
    for bad in ({"mark": "maybe"}, {"mark": 1}, {}, {"mark": "agree", "note": "x" * 2001}):
        assert service.ask("PUT", f"{where}/mark", bad).status == 422
    nothing = service.ask("PUT", "/v1/decisions/none/mark", {"mark": "agree"})
    assert nothing.status == 404


def test_a_mark_from_a_page_of_another_site_is_refused(service, kept):
    where = f"/v1/decisions/{kept['decision']['id']}"
    for more in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
        assert service.ask("PUT", f"{where}/mark", {"mark": "agree"}, **more).status == 403
    form = service.ask("PUT", f"{where}/mark", b"mark=agree", Content_Type="text/plain")
    assert form.status == 415
    assert service.get(where).json()["marks"] == []


def test_marks_become_labeled_texts_for_eval(start, tmp_path, command, spun, original):
    service = start(tmp_path / "s", 'store = "kept.sqlite"\n')

    def decided(text, id, mark):
        answer = service.post("/v1/check", {"text": text, "keep": True, "id": id}).json()
        where = f"/v1/decisions/{answer['decision']['id']}/mark"
        assert service.ask("PUT", where, {"mark": mark}).status == 200

    decided(spun, "right", "agree")
    decided(spun, "wrong", "not_spun")
    decided(spun, "unknown", "unsure")
    decided(original, "honest", "agree")
    decided(original, "missed", "spun")
    decided("too short", "short", "agree")
    lines = service.get("/v1/marks").lines()
    labels = {one["id"]: one["label"] for one in lines}
    assert labels == {"right": "spun", "wrong": "clean", "honest": "clean", "missed": "spun"}
    assert {one["text"] for one in lines} == {spun, original}
    labeled = tmp_path / "labeled.jsonl"
    labeled.write_bytes(service.get("/v1/marks").body)
    figures = json.loads(command("eval", "--json", labeled))
    assert (figures["spun"], figures["clean"], figures["skipped"]) == (2, 2, 0)
    service.stop()


def test_a_decision_can_be_forgotten(service, kept):
    where = f"/v1/decisions/{kept['decision']['id']}"
    service.ask("PUT", f"{where}/mark", {"mark": "agree"})
    assert service.ask("DELETE", where).status == 204
    assert service.get(where).status == service.ask("DELETE", where).status == 404


def test_without_a_store_nothing_is_kept(start, tmp_path):
    service = start(tmp_path)
    for method, path, body in (
        ("POST", "/v1/check", {"text": "a", "keep": True}),
        ("GET", "/v1/decisions/1", None),
        ("POST", "/v1/jobs", {"documents": [{"text": "a"}]}),
        ("POST", "/v1/index/a/documents", {"documents": [{"id": "1", "text": "a"}]}),
    ):
        answer = service.ask(method, path, body)
        assert answer.status == 409 and "configuration" in answer.json()["detail"]
    service.stop()


def wait_for_job(service, id, **more):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        job = service.get(f"/v1/jobs/{id}", **more).json()
        if job["state"] in ("done", "canceled"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_a_job_gives_what_a_batch_gives(service, spun, original):
    documents = [{"text": text, "id": str(i)} for i, text in enumerate([spun, original, ""] * 12)]
    answer = service.post("/v1/jobs", {"documents": documents, "max_fpr": 0.01})
    assert answer.status == 202
    id = answer.json()["id"]
    assert answer.headers["Location"] == f"/v1/jobs/{id}"
    job = wait_for_job(service, id)
    assert (job["state"], job["documents"], job["done"]) == ("done", 36, 36)
    found = service.get(f"/v1/jobs/{id}/results").lines()
    batch = service.post("/v1/check", {"documents": documents, "max_fpr": 0.01}).json()["answers"]
    assert [one["report"] for one in found] == [one["report"] for one in batch]


def test_a_job_is_of_who_made_it(keyed):
    job = keyed.post("/v1/jobs", {"documents": [{"text": "a"}]}, key="writer").json()
    for method, path in (("GET", ""), ("GET", "/results"), ("DELETE", "")):
        answer = keyed.ask(method, f"/v1/jobs/{job['id']}{path}", key="other")
        assert answer.status == 404
    assert wait_for_job(keyed, job["id"], key="writer")["state"] == "done"


def test_a_job_survives_a_kill_and_can_be_ended(start, tmp_path, spun):
    settings = 'store = "kept.sqlite"\n[limits]\nthreads = 1\ndocuments = 2000\n'
    service = start(tmp_path, settings)
    documents = [{"text": f"{spun} {i}", "id": str(i)} for i in range(32)]
    first = service.post("/v1/jobs", {"documents": documents}).json()["id"]
    many = [{"text": spun}] * 1500
    second = service.post("/v1/jobs", {"documents": many}).json()["id"]
    while service.get(f"/v1/jobs/{first}").json()["done"] == 0:
        time.sleep(0.01)
    service.stop(signal.SIGKILL)
    service = start(tmp_path, settings)
    assert wait_for_job(service, first)["done"] == 32
    lines = service.get(f"/v1/jobs/{first}/results").lines()
    assert [one["report"]["id"] for one in lines] == [str(i) for i in range(32)]
    assert service.ask("DELETE", f"/v1/jobs/{second}").json()["state"] == "canceled"
    assert wait_for_job(service, second)["done"] < 1500
    service.stop()


class Hook(http.server.BaseHTTPRequestHandler):
    """Notes what comes; refuses the first, and sends the second elsewhere."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.came.append((self.path, dict(self.headers), self.rfile.read(length)))
        count = len(self.server.came)
        self.send_response({1: 500, 2: 307}.get(count, 204))
        if count == 2:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def hook():
    server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
    server.came = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_webhooks_are_signed_retried_and_go_to_named_hosts_alone(start, tmp_path, hook):
    secret = "a secret of at least thirty-two bytes"
    (tmp_path / "secret").write_text(secret)
    port = hook.server_address[1]
    service = start(
        tmp_path,
        'store = "kept.sqlite"\n[webhooks]\nplain_http = true\nfirst_delay = 0.01\n'
        f'hosts = ["127.0.0.1:{port}"]\nsecret_file = "secret"\n',
    )
    good = f"http://127.0.0.1:{port}/told?by=us"
    asked = {"documents": [{"text": "a"}], "webhook": good}
    id = service.post("/v1/jobs", asked).json()["id"]
    until = time.monotonic() + 30
    while len(hook.came) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    assert [path for path, _, _ in hook.came] == ["/told?by=us"] * 3  # no redirect is followed
    _, headers, body = hook.came[2]
    when, signature = headers["Despin-Signature"].removeprefix("t=").split(",v1=")
    expected = hmac.new(secret.encode(), when.encode() + b"." + body, sha256).hexdigest()
    assert hmac.compare_digest(signature, expected)
    assert json.loads(body) == {"type": "job.ended", "job": id, "state": "done", "documents": 1}
    time.sleep(1.5)
    assert service.get(f"/v1/jobs/{id}").json()["webhook"] == "delivered"
    for bad in (
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1/",
        f"http://127.0.0.1:{port + 1}/",
        f"http://localhost:{port}/",
        f"http://127.0.0.1:{port}@evil.example/",
        f"http://evil.example#@127.0.0.1:{port}/",
        f"http://evil.example\\@127.0.0.1:{port}/",
        f"http://user@127.0.0.1:{port}/",
        f"ftp://127.0.0.1:{port}/",
        f"http://127.0.0.1:{port}/\r\nX: 1",
        f"http://[::ffff:127.0.0.1]:{port}/",
        f"http://0x7f000001:{port}/",
        "file:///etc/passwd",
        "",
    ):
        answer = service.post("/v1/jobs", {**asked, "webhook": bad})
        assert answer.status == 422, bad
        assert answer.json()["code"] == "webhook_host"
    assert len(hook.came) == 3
    service.stop()


def test_a_service_without_hosts_announces_nothing(service):
    asked = {"documents": [{"text": "a"}], "webhook": "https://hooks.example/"}
    assert service.post("/v1/jobs", asked).json()["code"] == "webhook_host"
