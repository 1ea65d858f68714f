"""A browser for the tests of pages."""

import contextlib
import os
import shutil

import pytest

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="no Playwright here; .ci/setup test installs it"
)


@contextlib.contextmanager
def chromium():
    """Debian's, headless; skips the test where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.skip("no chromium here; .ci/setup check installs one")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # root may not have one
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield browser
        browser.close()
