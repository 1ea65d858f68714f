#!/usr/bin/env python3
"""The service under load while it is disturbed: soak.py [--seconds S]

Two clients check, keep and add to an index, while the model is reloaded every second and the
service is killed and started again every `--kill` seconds. Every request must be answered, or end
in a broken connection while the service is down; what was answered as added or kept must be there
at the end. Prints a line of JSON with the resident memory by time.
"""

import argparse
import http.client
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import load


def resident(pid):
    """MiB of anonymous memory: the mapped model is not counted."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0


class Soak:
    def __init__(self, folder):
        self.arguments = ["--store", f"{folder}/kept.sqlite", "--indexes", f"{folder}/indexes"]
        self.texts = list(load.texts_of(50))
        self.statuses, self.added, self.kept = {}, [], []
        self.broken, self.faults = 0, []
        self.up = threading.Event()
        self.end = False
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "despin.serve", "--port", "0", *self.arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self.process.stdout.readline().rstrip("/\n")
        self.port = int(line.rpartition(":")[2])
        self.up.set()

    def kill(self):
        self.up.clear()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.start()

    def ask(self, method, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        found = json.loads(answer.read())
        connection.close()
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        return answer.status, found

    def work(self, seed):
        source = random.Random(seed)
        number = 0
        while not self.end:
            self.up.wait()
            text = f"{source.choice(self.texts)} {seed} {number}"
            number += 1
            try:
                if number % 5 == 0:
                    document = {"id": f"{seed}-{number}", "text": text}
                    path = "/v1/index/soak/documents"
                    status, found = self.ask("POST", path, {"documents": [document]})
                    if status == 200:
                        self.added.append(document["id"])
                else:
                    keep = number % 7 == 0
                    status, found = self.ask("POST", "/v1/check", {"text": text, "keep": keep})
                    if status == 200 and keep:
                        self.kept.append(found["decision"]["id"])
                if status not in (200, 429, 503):
                    self.faults.append((status, found))
            except (OSError, http.client.HTTPException):
                self.broken += 1
                time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--kill", type=float, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(folder)
        threads = [threading.Thread(target=soak.work, args=(seed,)) for seed in (1, 2)]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        next_kill = began + given.kill
        memory, kills = [], 0
        while time.monotonic() < began + given.seconds:
            time.sleep(1)
            soak.process.send_signal(signal.SIGHUP)
            memory.append(round(resident(soak.process.pid), 1))
            if time.monotonic() > next_kill:
                soak.kill()
                kills += 1
                next_kill += given.kill
        soak.end = True
        for thread in threads:
            thread.join()
        lost = [id for id in soak.kept if soak.ask("GET", f"/v1/decisions/{id}", None)[0] != 200]
        path = "/v1/index/soak/documents?id="
        lost += [id for id in soak.added if soak.ask("GET", path + id, None)[0] != 200]
        soak.process.terminate()
        soak.process.wait()
    step = max(1, len(memory) // 12)
    found = {"statuses": soak.statuses, "kills": kills, "broken": soak.broken, "lost": lost}
    found.update(added=len(soak.added), kept=len(soak.kept), faults=soak.faults[:3])
    print(json.dumps({**found, "memory_mib": memory[::step]}))
    return 1 if lost or soak.faults else 0


if __name__ == "__main__":
    sys.exit(main())
