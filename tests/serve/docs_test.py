"""docs/service.md and SECURITY.md say what is so: settings, endpoints, codes, tests, examples."""

import re
from pathlib import Path

from samples import ROOT

PAGE = (ROOT / "docs/service.md").read_text(encoding="utf-8")
SOURCES = sorted((ROOT / "lib/python/despin/serve").glob("*.py"))


def test_every_setting_is_in_the_documentation():
    from despin.serve import settings

    tables = (settings.Settings, settings.LimitSettings, settings.KeySettings)
    names = {name for table in (*tables, settings.WebhookSettings) for name in table.model_fields}
    assert len(names) > 30
    section = PAGE[PAGE.index("## Settings") : PAGE.index("## Keys")]
    missing = {name for name in names if not re.search(rf"`(\[+)?{name}(\]+)?`", section)}
    assert not missing


def test_the_defaults_are_those_of_the_documentation():
    from despin.serve.settings import Settings

    found = Settings()
    assert (found.host, found.port, found.reload_seconds) == ("127.0.0.1", 8321, 2)
    assert (found.limits.body_bytes, found.limits.memory_bytes) == (4 << 20, 256 << 20)
    assert (found.limits.words, found.limits.documents, found.limits.seconds) == (
        200_000,
        1_000,
        20,
    )


def test_every_code_of_a_problem_is_in_the_documentation():
    codes = set()
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        codes |= set(re.findall(r"Problem\(\s*\d{3},\s*\"(\w+)\"", source))
    assert len(codes) > 15
    section = PAGE[PAGE.index("## Problems") : PAGE.index("## Settings")]
    assert {code for code in codes if f"`{code}`" not in section} == {"internal"}


def test_every_endpoint_is_in_the_documentation(service):
    for path in service.get("/openapi.json").json()["paths"]:
        assert path in PAGE, path


def test_the_example_runs(service, capsys):
    (block,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
    exec(block.replace("http://127.0.0.1:8321", service.url.rstrip("/")), {})
    assert capsys.readouterr().out == "abstain\n"


def test_the_example_settings_are_settings(tmp_path):
    from despin.serve.settings import read_settings

    example = ROOT / "examples/serve/despin-serve.toml"
    found = read_settings(example, {})
    assert str(found.store) == "/var/lib/despin/kept.sqlite"


def test_every_test_that_security_names_is_there():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    section = text[text.index("## The service") : text.index("## What is not promised")]
    named = set(re.findall(r"`(test_\w+)`", section))
    there = set()
    for path in Path(__file__).parent.glob("*_test.py"):
        there |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M))
    assert len(named) > 20
    assert named <= there


def test_the_unit_starts_what_the_wheel_installs():
    unit = (ROOT / "examples/serve/despin-serve.service").read_text(encoding="utf-8")
    scripts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r"^ExecStart=/opt/despin/bin/despin-serve ", unit, re.M)
    assert 'despin-serve = "despin.serve.__main__:main"' in scripts
