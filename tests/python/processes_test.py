"""Detectors in threads, in forked and in spawned processes."""

import multiprocessing
import os
import pickle
import signal
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from samples import random_text

TEXTS = [random_text(seed, words=40) for seed in range(24)]


@pytest.fixture(scope="module", name="expected")
def check_one_by_one(detector):
    return [detector.check(text).to_json() for text in TEXTS]


def test_eight_threads_share_a_detector(detector, expected):
    with ThreadPoolExecutor(8) as pool:
        for _ in range(4):
            found = pool.map(lambda text: detector.check(text).to_json(), TEXTS)
            assert list(found) == expected


def test_threads_share_a_report(detector, spun):
    report = detector.check(spun)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: (report.findings, report.to_json()), range(32)))
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_of_processes_gets_the_detector(detector, expected, method, monkeypatch):
    from samples import ROOT

    monkeypatch.setenv("PYTHONPATH", str(ROOT / "lib/python"))
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        reports = list(pool.map(detector.check, TEXTS, chunksize=6))
    assert [report.to_json() for report in reports] == expected
    assert [report.text for report in reports] == TEXTS


def test_a_fork_goes_on_while_threads_check(detector, expected):
    """The child has none of them, and none of what they hold keeps it from checking."""
    stop = threading.Event()

    def check():
        while not stop.is_set():
            detector.check(TEXTS[0])

    threads = [threading.Thread(target=check) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for i in range(12):
            child = os.fork()
            if child == 0:
                signal.alarm(60)  # so that one that hangs ends
                found = [report.to_json() for report in detector.check_many(TEXTS[:6], threads=2)]
                os._exit(0 if found == expected[:6] else 1)
            assert os.waitpid(child, 0)[1] == 0, f"child {i}"
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_batch_does_not_go_on_in_a_fork(despin, detector):
    reports = detector.check_many(["text"] * 1000)
    next(reports)
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        try:
            list(reports)
        except despin.Error:
            os._exit(0)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert sum(1 for _ in reports) == 999


def test_what_cannot_be_sent_says_so(despin, detector, tmp_path, spun):
    writer = despin.IndexWriter(tmp_path / "index")
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(writer)
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(despin.read(spun))


def test_pythons_own_checks_find_nothing(run_python, spun):
    script = """
import sys, gc, despin
text = sys.argv[1]
detector = despin.Detector()
for _ in range(3):
    report = detector.check(text)
    report.findings, report.families, report.to_json(), report._repr_html_()
    list(detector.check_many([text, None, "a\\ud800"], errors="return"))
    detector.compare(text, text).runs
gc.collect()
print("done")
"""
    done = run_python(script, spun, options=["-X", "dev", "-W", "error"])
    assert (done.stdout, done.stderr) == ("done\n", "")
