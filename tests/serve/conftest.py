"""Services for the tests of a file, and what is sent to them."""

import functools
import hashlib

import pytest
from running_service import ENVIRONMENT, KEYS, Service
from samples import PAGES, run_command


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
    return functools.partial(run_command, env=ENVIRONMENT)
