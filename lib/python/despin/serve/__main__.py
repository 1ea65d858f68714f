"""despin serve: reads the settings, and runs the service until it is told to stop."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

_MISSING = (
    "despin serve: the package {} is not installed; expected what the service is made of:\n"
    "  pip install 'despin[serve]'"
)


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="despin serve",
        description="Checks texts over HTTP, and has a page for reviewers. Serves this machine "
        "alone unless told otherwise; docs/service.md has all settings.",
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings in TOML")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8321; 0: any)")
    parser.add_argument("--model", metavar="FILE", help="model file (the installed one)")
    parser.add_argument("--indexes", metavar="DIR", help="folder of indexes")
    parser.add_argument("--store", metavar="FILE", help="SQLite file of decisions, marks, jobs")
    parser.add_argument("--new-key", metavar="NAME", help="make a key, print it, and end")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    given = _arguments(arguments)
    try:
        from despin.serve.keys import new_key
        from despin.serve.server import serve
        from despin.serve.settings import SettingsError, read_settings
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "despin":
            raise
        print(_MISSING.format(error.name), file=sys.stderr)
        return 2
    if given.new_key is not None:
        key, lines = new_key(given.new_key)
        print(f"The key, which is shown only now:\n\n{key}\n\nFor the configuration:\n\n{lines}")
        return 0
    names = ("host", "port", "model", "indexes", "store")
    over: dict[str, Any] = {
        name: getattr(given, name) for name in names if getattr(given, name) is not None
    }
    try:
        return serve(read_settings(given.config, over))
    except SettingsError as error:
        print(f"despin serve: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
