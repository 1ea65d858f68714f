"""What docs/engines.md shows runs, in its order."""

import os
import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="no pyspark here; .ci/engines installs it")
pytest.importorskip("datatrove", reason="no datatrove here; .ci/engines installs it")
pytest.importorskip("duckdb", reason="no duckdb here; .ci/engines installs it")

ROOT = Path(__file__).resolve().parents[2]


def test_the_documentation_runs(spark, files, tmp_path, monkeypatch, capsys):
    for kind in ("warc", "jsonl", "parquet"):
        shutil.copy(files[kind], tmp_path)
    monkeypatch.chdir(tmp_path)
    source = (ROOT / "docs/engines.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", source, re.M | re.S)
    assert len(blocks) >= 8
    # Relative paths are the driver's: of the workers, too, on one machine.
    script = "\n".join(blocks).replace('"stories.', f'"{tmp_path}/stories.')
    script = script.replace('"spun.parquet"', f'"{tmp_path}/spun.parquet"')
    for name in ("crawl.warc.gz", "table.parquet", "lines.jsonl"):
        script = script.replace(f'"{name}"', f'"{tmp_path}/{name}"')
    exec(compile(script, "docs/engines.md", "exec"), {"__name__": "docs"})
    assert "spun" in capsys.readouterr().out
    assert os.path.exists("spun.parquet/_SUCCESS")
