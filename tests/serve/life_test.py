"""Starting, reloading, stopping: no request is dropped, and what is wrong is said."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from running_service import ENVIRONMENT
from samples import MODEL


def run(*arguments, **more):
    return subprocess.run(
        [sys.executable, *more.pop("options", ()), "-m", "despin.serve", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("prot = 1", "prot"),
        ("port = 70000", "port"),
        ("port = 'a'", "port"),
        ("[limits]\nqueue = -1", "limits.queue"),
        ("[[keys]]\nname = 'a b'\nsha256 = '0'", "keys.0"),
        ("[webhooks]\nhosts = ['a.example']", "secret_file"),
        ("host = '0.0.0.0'", "keys"),
        ("tls_key = 'a'", "tls_certificate"),
        ("not toml", "TOML"),
    ],
)
def test_settings_that_cannot_be(tmp_path, settings, said):
    from despin.serve.settings import SettingsError, read_settings

    path = tmp_path / "serve.toml"
    path.write_text(settings)
    with pytest.raises(SettingsError, match=re.escape(said)):
        read_settings(path, {})


@pytest.mark.parametrize("settings", ["port = 'a'", "model = 'none.despin'"])
def test_what_cannot_be_is_said_without_a_trace(tmp_path, settings):
    path = tmp_path / "serve.toml"
    path.write_text(settings)
    done = run("--config", path)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("despin serve: ")
    assert "Traceback" not in done.stderr
    assert "port" in done.stderr or "none.despin" in done.stderr


def test_without_the_extra_it_says_what_to_install():
    """As where only the package itself is installed: without any other."""
    code = (
        "import sys, runpy\n"
        "sys.modules['fastapi'] = sys.modules['pydantic'] = sys.modules['uvicorn'] = None\n"
        "sys.argv[1:] = []\n"
        "runpy.run_module('despin.serve', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=ENVIRONMENT
    )
    assert done.returncode == 2
    assert "pip install 'despin[serve]'" in done.stderr


def test_the_package_itself_needs_none_of_it():
    code = (
        "import sys, despin\n"
        "assert not {'fastapi', 'pydantic', 'uvicorn', 'starlette'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, env=ENVIRONMENT)
    assert done.returncode == 0


def test_a_new_key_is_known_by_its_digest(start, tmp_path):
    done = run("--new-key", "alice")
    key = next(line for line in done.stdout.splitlines() if line.startswith("despin_"))
    lines = done.stdout[done.stdout.index("[[keys]]") :]
    assert key not in lines
    service = start(tmp_path, lines)
    assert service.get("/v1/model", key=key).status == 200
    assert service.get("/v1/model", key=key + "x").status == 401
    service.stop()


def asking(service, spun, seconds, during):
    """Asks on two threads while something is done; gives all answers."""
    answers, errors = [], []
    end = threading.Event()

    def ask():
        while not end.is_set():
            try:
                answers.append(service.post("/v1/check", {"text": spun}))
            except OSError as error:
                errors.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        during()
        time.sleep(seconds)
    finally:
        end.set()
        for thread in threads:
            thread.join()
    return answers, errors


def test_a_new_model_is_taken_without_a_dropped_request(start, tmp_path, spun):
    model = tmp_path / "m.despin"
    shutil.copyfile(MODEL, model)
    service = start(tmp_path, f"model = '{model}'\nreload_seconds = 0.1\n")

    def loads():
        events = service.events()
        return [one["outcome"] for one in events if one.get("what") == "model"]

    def wait_for(count):
        until = time.monotonic() + 20
        while len(loads()) < count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(loads()) == count

    def during():
        service.process.send_signal(signal.SIGHUP)
        wait_for(2)
        shutil.copyfile(MODEL, tmp_path / "new")
        os.rename(tmp_path / "new", model)
        wait_for(3)
        (tmp_path / "bad").write_bytes(b"no model")
        os.rename(tmp_path / "bad", model)
        until = time.monotonic() + 20
        while "failed" not in loads() and time.monotonic() < until:
            time.sleep(0.05)

    answers, errors = asking(service, spun, 0.3, during)
    assert not errors
    assert len(answers) > 3 and {one.status for one in answers} == {200}
    assert loads()[:3] == ["loaded"] * 3 and "failed" in loads()
    service.stop()


def test_what_another_process_commits_is_found(service, spun, original):
    import despin

    folder = service.log.parent / "indexes" / "others"
    folder.parent.mkdir(exist_ok=True)
    with despin.IndexWriter(folder) as writer:
        writer.add(original, id="elsewhere")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        answer = service.post("/v1/search", {"text": spun, "index": "others"})
        if answer.status == 200 and answer.json()["search"]["matches"]:
            break
        time.sleep(0.1)  # not there yet, or opened before the commit
    assert [one["id"] for one in answer.json()["search"]["matches"]] == ["elsewhere"]


def test_an_index_that_another_process_writes_is_busy(service):
    import despin

    folder = service.log.parent / "indexes" / "held"
    folder.parent.mkdir(exist_ok=True)
    with despin.IndexWriter(folder):
        document = {"documents": [{"id": "1", "text": "Some words of a text."}]}
        answer = service.post("/v1/index/held/documents", document)
    assert answer.status == 503 and answer.json()["code"] == "locked"
    assert answer.headers["Retry-After"]


def test_it_answers_what_has_begun_before_it_stops(start, tmp_path, spun):
    service = start(tmp_path, "[limits]\nthreads = 1\n")
    answers = []
    text = (spun + "\n\n") * 12

    def ask():
        answers.append(service.post("/v1/check", {"text": text}).status)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    service.process.send_signal(signal.SIGTERM)
    for thread in threads:
        thread.join()
    service.stop()
    assert answers == [200] * 3


def test_writes_that_were_answered_survive_a_kill(start, tmp_path, original):
    service = start(tmp_path, 'indexes = "ix"\nstore = "s.sqlite"\n')
    added = []

    def add(worker):
        for i in range(100):
            document = {"id": f"{worker}-{i}", "text": f"{original} {worker} {i}"}
            try:
                answer = service.post("/v1/index/a/documents", {"documents": [document]})
            except OSError:
                return
            if answer.status == 200:
                added.append(document["id"])

    threads = [threading.Thread(target=add, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    while len(added) < 4:
        time.sleep(0.02)
    service.stop(signal.SIGKILL)
    for thread in threads:
        thread.join()
    service = start(tmp_path, 'indexes = "ix"\nstore = "s.sqlite"\n')
    assert service.get("/v1/index/a").json()["documents"] >= len(added)
    for id in added:
        assert service.get(f"/v1/index/a/documents?id={id}").status == 200
    service.stop()


def test_a_store_of_another_release_is_refused(tmp_path):
    base = sqlite3.connect(tmp_path / "s.sqlite")
    base.execute("PRAGMA user_version=99")
    base.close()
    done = run("--port", 0, "--store", tmp_path / "s.sqlite")
    assert done.returncode == 2 and "99" in done.stderr


def test_the_store_is_for_its_owner_alone(service):
    assert (service.log.parent / "kept.sqlite").stat().st_mode & 0o077 == 0


def test_every_line_of_the_log_is_json(service):
    for line in service.log.read_text().splitlines():
        assert {"time", "level", "event"} <= json.loads(line).keys()
