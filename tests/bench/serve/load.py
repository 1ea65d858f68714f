#!/usr/bin/env python3
"""What the service adds to checking: load.py [--texts N] [--seconds S]

Checks the same texts by `check_many` and through the service (a text a request; batches of 100),
and compares CPU seconds, which other work on the machine does not change; then asks at 70 % of the
rate that was reached, at moments drawn at random, and prints the latencies. One text in 25 is spun.
Each text differs in a word, so that nothing can be cached. Prints a line of JSON.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "lib/python"))
PAGES = ROOT / "examples/pages"
CLIENTS = 4


def texts_of(count):
    original = (PAGES / "harbour_original.txt").read_text(encoding="utf-8")
    spun = (PAGES / "harbour_spun.txt").read_text(encoding="utf-8")
    for i in range(count):
        yield f"{spun if i % 25 == 0 else original} Number {i} of these stories."


def start():
    process = subprocess.Popen(
        [sys.executable, "-m", "despin.serve", "--port", "0"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "lib/python")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return process, int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])


def cpu_of(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask_all(port, bodies):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for body in bodies:
        connection.request("POST", "/v1/check", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        data = answer.read()
        assert answer.status == 200, data


def through_service(pid, port, bodies, count):
    """Texts a second of CPU of the service, and of the clock."""
    shares = [bodies[i::CLIENTS] for i in range(CLIENTS)]
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=ask_all, args=(port, share)) for share in shares]
    before, began = cpu_of(pid), time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    took = time.perf_counter() - began
    return count / (cpu_of(pid) - before), count / took


def latencies(port, bodies, rate, seconds):
    """Sorted seconds from the moment that a request was due until it was answered."""
    source = random.Random(1)
    found, threads = [], []
    at = time.perf_counter()
    end = at + seconds

    def ask(body, due):
        ask_all(port, [body])
        found.append(time.perf_counter() - due)

    i = 0
    while at < end:
        at += source.expovariate(rate)
        time.sleep(max(0, at - time.perf_counter()))
        threads.append(threading.Thread(target=ask, args=(bodies[i % len(bodies)], at)))
        threads[-1].start()
        i += 1
    for thread in threads:
        thread.join()
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    import despin

    texts = list(texts_of(given.texts))
    detector = despin.Detector()
    detector.check(texts[0])
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    spun = sum(one.verdict == "spun" for one in detector.check_many(texts))
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = {"texts": given.texts, "spun": spun, "check_many_per_cpu_second": given.texts / cpu}
    found["check_many_per_second"] = given.texts / took
    process, port = start()
    try:
        single = [json.dumps({"text": text}).encode() for text in texts]
        batches = [
            json.dumps({"documents": [{"text": text} for text in texts[i : i + 100]]}).encode()
            for i in range(0, len(texts), 100)
        ]
        for name, bodies in (("single", single), ("batch", batches)):
            a, b = through_service(process.pid, port, bodies, given.texts)
            found[f"{name}_per_cpu_second"], found[f"{name}_per_second"] = a, b
            found[f"{name}_share_of_check_many"] = a / found["check_many_per_cpu_second"]
        rate = 0.7 * found["single_per_second"]
        took = latencies(port, single, rate, given.seconds)
        found["rate"], found["median_ms"] = rate, 1000 * statistics.median(took)
        found["p99_ms"] = 1000 * took[int(0.99 * len(took))]
    finally:
        process.terminate()
        process.wait()
    print(json.dumps({key: round(value, 3) for key, value in found.items()}))


if __name__ == "__main__":
    main()
