"""Tests the lists of packages/*: what a package is made of (CycloneDX), and the port of vcpkg."""

import json
import re
import subprocess
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = resources.files("cyclonedx.schema") / "_res"


def version() -> str:
    text = (ROOT / "include/despin/version.h").read_text()
    return ".".join(re.findall(r"#define DESPIN_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", text))


def bill_of_materials(folder: Path, component: str, parser: str) -> dict:
    script = folder / "script.cmake"
    script.write_text(
        f"cmake_minimum_required(VERSION 3.25)\n"
        f'set(PROJECT_VERSION {version()})\nset(ICU_VERSION "72.1")\nset(despin_html_parser {parser})\n'
        f"include({ROOT}/lib/cmake/sbom.cmake)\n"
        f"despin_write_sbom({component} a-package {folder}/sbom.json)\n"
    )
    subprocess.run(["cmake", "-P", script], check=True)
    return json.loads((folder / "sbom.json").read_text())


def schema(name: str) -> dict:
    return json.loads((SCHEMAS / f"{name}.SNAPSHOT.schema.json").read_text())


@pytest.mark.parametrize("parser", ["myhtml", "lexbor"])
@pytest.mark.parametrize("component", ["library", "development", "command", "model"])
def test_a_bill_of_materials_is_cyclonedx(tmp_path: Path, component: str, parser: str) -> None:
    bill = bill_of_materials(tmp_path, component, parser)
    wanted = schema("bom-1.5")
    store = {wanted["$id"]: wanted}
    for part in ("spdx", "jsf-0.82"):
        store[f"http://cyclonedx.org/schema/{part}.SNAPSHOT.schema.json"] = schema(part)
    resolver = jsonschema.RefResolver(wanted["$id"], wanted, store=store)
    jsonschema.Draft7Validator(wanted, resolver=resolver).validate(bill)
    names = [part["name"] for part in bill["components"]]
    assert len(names) == len(set(names))
    assert ("icu" in names) == (component in ("library", "command"))
    assert ("lexbor" in names) == ("icu" in names and parser == "lexbor")


def test_a_bill_of_materials_names_all_that_the_library_links(tmp_path: Path) -> None:
    names = {part["name"] for part in bill_of_materials(tmp_path, "library", "lexbor")["components"]}
    port = json.loads((ROOT / "lib/cmake/vcpkg/vcpkg.json").read_text())
    wanted = {entry for entry in port["dependencies"] if isinstance(entry, str)}
    called = {"isal": "isa-l", "liblzma": "xz-utils"}
    assert names == {called.get(name, name) for name in wanted}


def test_the_port_has_the_version_of_the_headers() -> None:
    port = json.loads((ROOT / "lib/cmake/vcpkg/vcpkg.json").read_text())
    assert port["version-semver"] == version()


def test_the_port_has_what_the_build_looks_for() -> None:
    build = (ROOT / "CMakeLists.txt").read_text()
    port = json.loads((ROOT / "lib/cmake/vcpkg/vcpkg.json").read_text())
    called = {
        "ICU": "icu", "ZSTD": "zstd", "ISAL": "isal", "BROTLI": "brotli", "LZMA": "liblzma",
        "LIBXML": "libxml2", "BZip2": "bzip2", "Lexbor": "lexbor",
    }  # fmt: skip
    looked_for = set(re.findall(r"(?:find_package|pkg_check_modules)\((\w+)", build))
    looked_for -= {"PkgConfig", "MyHTML"}  # a tool; and what stands for lexbor elsewhere
    assert {called[name] for name in looked_for} == {
        entry for entry in port["dependencies"] if isinstance(entry, str)
    }
