"""A service that runs as users run it: a process, asked over the loopback."""

import http.client
import json
import os
import signal
import subprocess
import sys

from samples import MODEL, ROOT

ENVIRONMENT = {**os.environ, "DESPIN_MODEL": str(MODEL), "PYTHONPATH": str(ROOT / "lib/python")}
KEYS = {
    "reader": "despin_key-of-a-reader-000000000000000000",
    "writer": "despin_key-of-a-writer-000000000000000000",
    "other": "despin_key-of-another-0000000000000000000",
}


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
