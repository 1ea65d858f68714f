"""The client in Python, against the running service."""

import asyncio
import subprocess
import sys
import threading
import time

import pytest
from running_service import ENVIRONMENT


@pytest.fixture
def client(service):
    from despin.client import Client

    return Client(service.url)


def test_it_asks_what_the_service_answers(client, spun, original):
    answer = client.check(spun, id="a", max_fpr=0.01, keep=True)
    assert (answer["decision"]["verdict"], answer["report"]["id"]) == ("spun", "a")
    assert client.mark(answer["decision"]["id"], "agree")["mark"] == "agree"
    assert client.compare(original, spun)["comparison"]["verdict"] == "spun"
    assert client.add("client", [{"id": "1", "text": original}])[0]["added"] is True
    assert client.search(spun, "client")["search"]["matches"][0]["id"] == "1"
    assert client.check(spun, index="client")["search"]["matches"]
    assert client.read("<p>" + original + "</p>")["kind"] == "html"
    assert client.model()["version"] == answer["decision"]["version"]


def test_many_come_in_order(client, spun, original):
    texts = [spun, original, {"html": "\x00\x01\x02binary"}, ""] * 5
    found = list(client.check_many(texts, batch=7))
    verdicts = [one["report"]["verdict"] if "report" in one else None for one in found]
    assert verdicts == ["spun", "not_spun", None, "abstain"] * 5


def test_jobs(client, spun):
    id = client.submit([spun] * 3)
    until = time.monotonic() + 30
    while client.job(id)["state"] != "done" and time.monotonic() < until:
        time.sleep(0.05)
    assert [one["report"]["verdict"] for one in client.results(id)] == ["spun"] * 3


def test_problems_are_errors(client):
    from despin.client import Client, ServiceError

    with pytest.raises(ServiceError) as found:
        client.check({"text": "a", "more": "b"})
    error = found.value
    assert (error.status, error.code) == (422, "bad_request")
    assert error.request_id and error.errors
    with pytest.raises(ValueError, match="expected"):
        Client("ftp://a.example")


def test_it_comes_again_where_it_is_told_to(start, tmp_path, spun):
    from despin.client import Client

    busy = start(tmp_path, "[limits]\nthreads = 1\nqueue = 1\n")
    client = Client(busy.url, retries=60)
    found = []

    def ask():
        found.append(client.check((spun + "\n\n") * 3)["decision"]["verdict"])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["spun"] * 6
    busy.stop()


def test_from_asyncio(service, spun, original):
    from despin.client import AsyncClient

    async def both():
        async with AsyncClient(service.url) as client:
            return await asyncio.gather(
                client.check(spun), client.compare(original, spun), client.model()
            )

    check, comparison, model = asyncio.run(both())
    assert check["decision"]["verdict"] == comparison["comparison"]["verdict"] == "spun"
    assert model["model"] == check["decision"]["model"]


def test_it_needs_no_library():
    """It may be copied to where nothing of despin is: it imports nothing of the package."""
    import despin.client

    code = (
        "import runpy, sys\n"
        f"runpy.run_path({despin.client.__file__!r})\n"
        "assert 'despin' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], check=False, env=ENVIRONMENT)
    assert done.returncode == 0
