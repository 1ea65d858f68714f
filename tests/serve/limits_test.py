"""Bad input and load: the right status, a problem that says what was expected, nothing lost."""

import gzip
import http.client
import json
import re
import socket
import threading
import time

import pytest

CHECK = "/v1/check"
MARKUP = "<script>window.hit = 1</script>\"'&"


def assert_problem(answer, status, code=None):
    assert answer.status == status, answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == status
    assert found["detail"] and found["request_id"]
    if code is not None:
        assert found["code"] == code
    return found


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b"{}", 422),
        (b'{"text": 1}', 422),
        (b'{"text": null}', 422),
        (b'{"text": "a", "html": "b"}', 422),
        (b'{"text": "a", "more": 1}', 422),
        (b'{"text": "a", "max_fpr": "0.1"}', 422),
        (b'{"text": "a", "max_fpr": 2}', 422),
        (b'{"text": "a", "max_fpr": NaN}', 422),
        (b'{"text": "a", "keep": "yes"}', 422),
        (b'{"text": "a", "index": "../up"}', 422),
        (b'{"text": "a", "index": "none"}', 404),
        (b'{"text": "\\ud800"}', 400),
        (b'{"text": "\xff"}', 400),
        (b'{"documents": []}', 422),
        (b'{"documents": [{}]}', 422),
        (b'{"documents": "abc"}', 422),
        (b"[" * 100_000, 400),
        (b'{"text": "a", "text": ["b"]}', 422),
    ],
)
def test_a_body_that_is_none(service, body, status):
    answer = service.post(CHECK, body, Content_Type="application/json")
    found = assert_problem(answer, status)
    assert "expect" in found["detail"]


def test_problems_quote_nothing(service):
    secret = "xylophone"
    for body in ({"text": [secret]}, {secret: 1}, {"text": "a", "index": secret.upper()}):
        assert secret not in service.post(CHECK, body).body.decode().lower()


def test_too_many_documents(service):
    documents = {"documents": [{"text": "a"}] * 51}
    assert_problem(service.post(CHECK, documents), 413, "too_many")
    lines = b'{"text": "a"}\n' * 51
    answer = service.post(CHECK, lines, Content_Type="application/x-ndjson")
    assert_problem(answer, 413, "too_many")
    bad = service.post(CHECK, b'{"text": "a"}\nno\n', Content_Type="application/x-ndjson")
    assert assert_problem(bad, 400)["detail"].startswith("line 2:")


def test_a_kind_of_body_that_is_not_taken(service):
    for kind in ("image/png", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert_problem(service.post(CHECK, b"text=a", Content_Type=kind), 415)
        assert_problem(service.post("/v1/compare", b"text=a", Content_Type=kind), 415, "media_type")


def test_a_large_body_is_refused_before_it_is_sent(service):
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    connection.putrequest("POST", CHECK)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(100 << 20))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert json.loads(answer.read())["code"] == "too_large"
    connection.close()


def raw(service, data, seconds=20):
    """Sends bytes, and gives what comes until the connection is closed."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=seconds) as connection:
        connection.sendall(data)
        found = b""
        try:
            while piece := connection.recv(65_536):
                found += piece
        except TimeoutError:
            pass
        return found


HEAD = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def test_a_large_body_in_chunks_is_refused_when_it_gets_too_large(service):
    chunk = b"%x\r\n" % 65_536 + b"a" * 65_536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        found = b""
        try:
            for _ in range(100):
                connection.sendall(chunk)
        except OSError:
            pass  # it did not want to hear the rest
        try:
            found = connection.recv(65_536)
        except OSError:
            pytest.skip("the answer was lost with the connection, as TCP does")
    assert found.startswith(b"HTTP/1.1 413 ")


def test_what_is_compressed_is_not_unpacked(service):
    bomb = gzip.compress(b"a" * (64 << 20))
    for encoding in ("gzip", "deflate", "br", "zstd", "gzip, gzip"):
        answer = service.post(
            CHECK, bomb, Content_Type="application/json", Content_Encoding=encoding
        )
        assert_problem(answer, 415, "encoded")
    assert service.get("/healthz").status == 200


@pytest.mark.parametrize("length", [b"-1", b"abc", b"1e3", b"99999999999999999999", b"5, 6"])
def test_a_forged_length(service, length):
    found = raw(service, HEAD + b"Content-Length: " + length + b'\r\n\r\n{"text":"a"}')
    assert found.split(b" ", 2)[1] in (b"400", b"413")


def test_a_length_that_is_more_than_what_comes(service):
    """The service gives up waiting, says so, and goes on."""
    found = raw(service, HEAD + b'Content-Length: 500\r\n\r\n{"text":"a"}')
    assert found.startswith(b"HTTP/1.1 408 ")
    assert b"slow_body" in found


def test_a_length_that_is_less_than_what_comes(service):
    found = raw(service, HEAD + b'Content-Length: 4\r\n\r\n{"text":"a"}', seconds=4)
    assert found.startswith(b"HTTP/1.1 400 ")
    assert found.count(b"HTTP/1.1") <= 2
    assert b" 200 " not in found


def test_a_head_that_does_not_end(service):
    """Slowloris: the connection is closed, though a line came from time to time."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        closed = False
        for i in range(40):
            try:
                connection.sendall(b"X-%d: 1\r\n" % i)
                connection.settimeout(0.25)
                if connection.recv(100) == b"":
                    closed = True
                    break
            except TimeoutError:
                continue
            except OSError:
                closed = True
                break
        assert closed


def test_a_connection_that_is_kept_may_be_silent_longer_than_a_head(service):
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    time.sleep(2.5)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()


@pytest.mark.parametrize(
    "name",
    [
        "..", ".", "%2e%2e", "..%2f..%2fetc", "a%2fb", "a%5cb", "A", "-a", "a.b", "a%00b", "%C3%A4",
        "a" * 65, "a%20b", "con:", "~", "a%0ab", "a%0a",
    ],
)  # fmt: skip
def test_names_of_indexes_lead_nowhere(service, tmp_path, name):
    document = {"documents": [{"id": "1", "text": "A text of some words."}]}
    answer = service.post(f"/v1/index/{name}/documents", document)
    assert answer.status in (404, 405, 422), answer.body
    folder = service.log.parent
    assert {one.name for one in folder.iterdir()} <= {
        "serve.toml", "log", "indexes", "kept.sqlite", "kept.sqlite-wal", "kept.sqlite-shm",
    }  # fmt: skip
    if (folder / "indexes").is_dir():
        assert all(re.fullmatch("[a-z0-9-]+", one.name) for one in (folder / "indexes").iterdir())


@pytest.mark.parametrize(
    "path", ["/page/../app.py", "/page/%2e%2e%2fapp.py", "/page/app.py", "/page/"]
)
def test_only_the_files_of_the_page_are_served(service, path):
    assert service.get(path).status == 404


def test_methods_and_addresses_that_are_not(service):
    assert_problem(service.ask("PATCH", CHECK), 405, "bad_method")
    assert_problem(service.get(CHECK), 405, "bad_method")
    assert_problem(service.get("/v1/nothing"), 404, "not_found")
    assert_problem(service.get("/v1/decisions/none"), 404, "not_found")


def test_another_site_is_refused(service):
    """A page elsewhere may send a browser here: by its own name, or with forms and scripts."""
    body = {"text": "a"}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://127.0.0.1:{service.port + 1}"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ):
        assert_problem(service.post(CHECK, body, **headers), 403, "cross_site")
    assert_problem(service.post(CHECK, body, Host="evil.example"), 421, "unknown_host")
    own = {"Origin": service.url.rstrip("/"), "Sec_Fetch_Site": "same-origin"}
    assert service.post(CHECK, body, **own).status == 200
    assert service.get("/", Sec_Fetch_Site="cross-site").status == 200  # a link to the page


def test_answers_do_nothing_in_a_browser(service):
    for path in ("/", "/v1/model", "/page/page.js", "/v1/nothing", "/openapi.json"):
        headers = service.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Server" not in headers
    answer = service.post(CHECK, {"text": MARKUP, "id": MARKUP})
    assert answer.headers["Content-Type"] == "application/json"


def test_keys(keyed):
    """Every address but the page and what says that it lives."""
    document = keyed.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        if not path.startswith("/v1/") and path != "/metrics":
            continue
        for method in methods:
            where = path.replace("{name}", "news").replace("{id}", "1")
            answer = keyed.ask(method.upper(), where, b"x" * 2_000_000)
            assert_problem(answer, 401, "unauthorized")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert keyed.get("/").status == keyed.get("/healthz").status == 200


def test_scopes(keyed):
    assert keyed.post(CHECK, {"text": "a"}, key="reader").status == 200
    add = {"documents": [{"id": "1", "text": "Some words of a text."}]}
    for method, path, body in (
        ("POST", "/v1/index/news/documents", add),
        ("POST", CHECK, {"text": "a", "keep": True}),
        ("GET", "/v1/decisions/1", None),
        ("GET", "/v1/marks", None),
        ("POST", "/v1/jobs", {"documents": [{"text": "a"}]}),
        ("GET", "/metrics", None),
    ):
        assert_problem(keyed.ask(method, path, body, key="reader"), 403, "forbidden")
    assert keyed.get("/metrics", key="writer").status == 200


def test_keys_are_nowhere_to_be_read(keyed):
    keyed.post(CHECK, {"text": "a"}, key="reader")
    found = keyed.log.read_text() + (keyed.log.parent / "serve.toml").read_text()
    assert "despin_key" not in found
    assert '"key": "reader"' in found


def test_guessing_keys_is_slowed_down(start, tmp_path):
    digest = "0" * 64
    guarded = start(tmp_path, f'[[keys]]\nname = "a"\nsha256 = "{digest}"\n')
    statuses = [guarded.get("/v1/model", key=f"guess{i}").status for i in range(14)]
    assert statuses[:10] == [401] * 10
    assert statuses[-1] == 429
    guarded.stop()


def test_rates_and_queues(start, tmp_path, spun):
    """More than it may: 429 and when to come again; what was taken in is answered."""
    import hashlib

    from running_service import KEYS

    digest = hashlib.sha256(KEYS["reader"].encode()).hexdigest()
    slow = start(
        tmp_path,
        '[limits]\nthreads = 1\nqueue = 2\n[[keys]]\nname = "reader"\nper_minute = 100\n'
        f'sha256 = "{digest}"\nscopes = ["check", "metrics"]\n',
    )
    text = (spun + "\n\n") * 8
    answers = []

    def ask():
        answers.append(slow.post(CHECK, {"text": text}, key="reader"))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(one.status for one in answers)
    assert set(statuses) == {200, 429} and statuses.count(200) >= 3
    for answer in answers:
        if answer.status == 429:
            assert assert_problem(answer, 429)["code"] == "busy"
            assert int(answer.headers["Retry-After"]) >= 1
    rates = [slow.get("/v1/model", key="reader").status for _ in range(20)]
    assert rates[-1] == 429 and 200 in rates
    slow.stop()


def test_a_text_that_takes_too_long_and_one_that_is_too_long(start, tmp_path, spun):
    quick = start(tmp_path, "[limits]\nseconds = 0.01\nwords = 2000\nthreads = 1\n")
    answer = quick.post(CHECK, {"text": (spun + "\n\n") * 60})
    assert_problem(answer, 504, "deadline")
    plain = quick.post(CHECK, {"text": "one two three " * 1000})
    if plain.status == 200:  # else the machine is slow
        assert plain.json()["report"]["truncated"]["unread_bytes"] > 0
    quick.stop()


def test_who_goes_away_is_not_worked_for(start, tmp_path, spun):
    alone = start(tmp_path, "[limits]\nthreads = 1\nseconds = 600\nbody_bytes = 20_000_000\n")
    body = json.dumps({"text": (spun + "\n\n") * 1500}).encode()
    head = HEAD + b"Content-Length: %d\r\n\r\n" % len(body)
    connection = socket.create_connection(("127.0.0.1", alone.port), timeout=20)
    connection.sendall(head + body)

    def running():
        text = alone.get("/metrics").body.decode()
        return float(re.search(r"^despin_running (\S+)", text, re.M)[1])

    until = time.monotonic() + 10
    while running() < 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert running() == 1
    connection.close()
    while running() > 0 and time.monotonic() < until + 10:
        time.sleep(0.05)
    assert running() == 0
    assert "despin_canceled_total 1.0" in alone.get("/metrics").body.decode()
    alone.stop()
