"""A service that runs as users run it: a process, asked over the loopback."""

import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "models/en.despin"
PAGES = ROOT / "examples/pages"
ENVIRONMENT = {**os.environ, "DESPIN_MODEL": str(MODEL), "PYTHONPATH": str(ROOT / "lib/python")}
KEYS = {
    "reader": "despin_key-of-a-reader-000000000000000000",
    "writer": "despin_key-of-a-writer-000000000000000000",
    "other": "despin_key-of-another-0000000000000000000",
}


def program():
    return os.environ.get("DESPIN_EXE") or str(ROOT / "build/release/despin")


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    def lines(self):
        return [json.loads(line) for line in self.body.splitlines()]


class Service:
    """A process of `python -m despin.serve`, and what is asked of it."""

    def __init__(self, folder, settings="", environment=None):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "serve.toml").write_text(settings, encoding="utf-8")
        self.log = folder / "log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "despin.serve", "--config", folder / "serve.toml"],
                env={**ENVIRONMENT, **(environment or {})},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        line = self.process.stdout.readline()
        assert line.startswith("despin serve: http://127.0.0.1:"), self.log.read_text()
        self.url = line.split()[-1]
        self.port = int(self.url.rstrip("/").rpartition(":")[2])

    def ask(self, method, path, body=None, *, key=None, timeout=30, **headers):
        """What is not bytes is sent as JSON."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        if isinstance(body, str):
            body = body.encode("utf-8")
        if key is not None:
            headers["Authorization"] = f"Bearer {KEYS.get(key, key)}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def events(self):
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session", autouse=True)
def installed():
    pytest.importorskip("despin", reason="no library here; tests/run.sh builds it")
    for name in ("fastapi", "uvicorn", "httptools", "prometheus_client"):
        pytest.importorskip(name, reason=f"no {name} here; .ci/setup test installs it")


@pytest.fixture(scope="session")
def start(installed):
    """start(folder, settings) runs a service; all end with the tests."""
    running = []

    def start(folder, settings="", **more):
        running.append(Service(folder, f"port = 0\n{settings}", **more))
        return running[-1]

    yield start
    for service in running:
        service.stop()


@pytest.fixture(scope="session")
def service(start, tmp_path_factory):
    """With a store and indexes, and without keys."""
    return start(
        tmp_path_factory.mktemp("open"),
        'store = "kept.sqlite"\nindexes = "indexes"\nreload_seconds = 0.2\n'
        "[limits]\nbody_bytes = 1_000_000\ndocuments = 50\nbody_seconds = 2\nheader_seconds = 2\n",
    )


@pytest.fixture(scope="session")
def keyed(start, tmp_path_factory):
    """With keys."""
    folder = tmp_path_factory.mktemp("keyed")
    (folder / "secret").write_text("s" * 32)
    scopes = {
        "reader": '["check"]',
        "writer": '["check", "index", "review", "jobs", "metrics"]',
        "other": '["check", "jobs"]',
    }
    tables = [
        f'[[keys]]\nname = "{name}"\nsha256 = "{hashlib.sha256(key.encode()).hexdigest()}"\n'
        f"scopes = {scopes[name]}\nper_minute = 6000\n"
        for name, key in KEYS.items()
    ]
    return start(folder, 'store = "kept.sqlite"\nindexes = "indexes"\n' + "".join(tables))


@pytest.fixture(scope="session")
def original():
    return (PAGES / "harbour_original.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def spun():
    return (PAGES / "harbour_spun.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def command():
    """Runs the command, and gives what it prints; 0 and 1 are both no failure."""

    def run(*arguments, stdin=b""):
        done = subprocess.run(
            [program(), *map(str, arguments)],
            check=False,
            input=stdin,
            capture_output=True,
            env=ENVIRONMENT,
        )
        assert done.returncode in (0, 1), done.stderr.decode()
        return done.stdout.decode("utf-8")

    return run


def body(json_of_command):
    """Without the facts about the run, which only the command adds."""
    return json_of_command.rstrip("\n").rpartition(',"run":')[0] + "}"
