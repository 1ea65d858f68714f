"""Many texts: in order, a few at a time, on several threads; errors, interrupts, memory."""

import itertools
import threading
import time

import pytest
from samples import PAGES, random_text


def test_results_are_those_of_single_checks_in_order(detector, original, spun):
    texts = [random_text(seed, words=20) for seed in range(300)] + [original, b"", spun.encode()]
    expected = [detector.check(text).to_json(str(i)) for i, text in enumerate(texts)]
    for threads in (0, 1, 3):
        reports = detector.check_many(iter(texts), threads=threads)
        assert [report.to_json(str(i)) for i, report in enumerate(reports)] == expected


def test_documents_are_texts(despin, detector, original):
    document = despin.read(original)
    (report,) = detector.check_many([document])
    assert report.to_json("a") == detector.check(document).to_json("a")


def test_the_first_error_ends_it(despin, detector, original):
    seen = []
    with pytest.raises(despin.BadUtf8Error):
        for report in detector.check_many([original, b"\xff", original]):
            seen.append(report.verdict)
    assert seen == ["not_spun"]
    with pytest.raises(TypeError, match="NoneType"):
        list(detector.check_many([None]))


def test_errors_are_returned_in_their_places(despin, detector, original):
    texts = [original, None, b"\xff", "a\ud800", 3, original]
    found = list(detector.check_many(texts, errors="return"))
    kinds = [despin.Report, TypeError, despin.BadUtf8Error, despin.BadUtf8Error, TypeError]
    assert [type(one) for one in found] == [*kinds, despin.Report]
    assert (found[2].code, found[2].byte, found[3].byte) == ("bad_utf8", 0, 1)
    limits = despin.Limits(max_bytes=10)
    (one,) = detector.check_many([original], limits=limits, errors="return")
    assert isinstance(one, despin.TooLargeError)


@pytest.mark.parametrize(
    ("texts", "options", "error"),
    [
        ("one text", {}, TypeError),
        (3, {}, TypeError),
        ([], {"threads": -1}, ValueError),
        ([], {"threads": 1.5}, TypeError),
        ([], {"errors": "ignore"}, ValueError),
        ([], {"max_fpr": "a"}, TypeError),
    ],
)
def test_wrong_calls_are_refused_at_once(detector, texts, options, error):
    with pytest.raises(error):
        detector.check_many(texts, **options)


def test_an_error_of_the_iterable_comes_through(detector, original):
    def texts():
        yield from [original] * 100
        raise LookupError("no more")

    seen = 0
    with pytest.raises(LookupError, match="no more"):
        for _ in detector.check_many(texts()):
            seen += 1
    assert seen <= 100


def test_the_iterable_is_read_here_and_not_far_ahead(detector):
    given = 0
    threads = set()

    def texts():
        nonlocal given
        for _ in range(100_000):
            given += 1
            threads.add(threading.current_thread())
            yield "a short text"

    for done, _ in enumerate(detector.check_many(texts(), threads=2), 1):
        assert given - done < 64 * 3 * 2 + 64
        if done == 5000:
            break
    assert threads == {threading.current_thread()}


def test_a_slow_source_is_not_waited_for(detector, original):
    """A result comes out while the source has not given the next but one."""
    given = 0

    def texts():
        nonlocal given
        for _ in range(8):
            given += 1
            yield original
            time.sleep(0.3)

    ahead = [given - done for done, _ in enumerate(detector.check_many(texts(), threads=2), 1)]
    assert min(ahead[:-2]) <= 2


def test_progress_ends_with_all(detector):
    told = []
    count = sum(1 for _ in detector.check_many(["text"] * 3000, progress=told.append))
    assert told[-1] == count == 3000
    assert told == sorted(told)


def test_closing_ends_the_threads(detector, original):
    before = threading.active_count()
    reports = detector.check_many(itertools.repeat(original), threads=3)
    next(reports)
    reports.close()
    assert threading.active_count() == before


@pytest.mark.parametrize(
    "call",
    ["detector.check_many(itertools.repeat(spun), threads=2)", "[detector.check(spun * 20)]"],
)
def test_an_interrupt_ends_work(run_python, call):
    """Within a text: sooner than one of its size, or a twentieth of it, is through."""
    script = f"""
import itertools, os, signal, threading, time, despin
detector = despin.Detector()
spun = open(r"{PAGES}/harbour_spun.txt").read() * 40
began = time.monotonic()
detector.check(spun)
one = time.monotonic() - began
def interrupt():
    time.sleep(one / 2)
    began.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
began = []
threading.Thread(target=interrupt).start()
try:
    for _ in {call}:
        pass
except KeyboardInterrupt:
    print((time.monotonic() - began[0]) / one, threading.active_count())
"""
    done = run_python(script)
    assert done.returncode == 0, done.stderr
    share, threads = done.stdout.split()
    assert float(share) < 1
    assert threads == "1"


def test_memory_is_bounded(run_python):
    script = """
import resource, despin
detector = despin.Detector()
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
def texts(count):
    return (f"a short text, the {i}th of many" for i in range(count))
sum(1 for _ in detector.check_many(texts(20_000)))
before = peak()
print(sum(1 for _ in detector.check_many(texts(200_000))), peak() - before)
"""
    done = run_python(script, timeout=600)
    count, grown = map(int, done.stdout.split())
    assert count == 200_000
    assert grown < 4096, "KiB"


def test_reports_outlive_the_batch(detector, spun):
    reports = list(detector.check_many([spun] * 3))
    del detector
    assert {report.findings for report in reports} == {reports[0].findings}
