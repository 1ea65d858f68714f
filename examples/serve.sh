#!/bin/sh
# From a bare Debian 12 to a page that flags the example page and shows its source: makes an
# environment of Python with the package and its service, starts the service, gives it the original
# as a source, has the spun page checked, and says where to look. Ctrl-C ends it.
set -eu
cd "$(dirname "$0")/.."
port=${1:-8321}

.ci/setup build
place=build/serve
mkdir -p "$place"
[ -x "$place/env/bin/python" ] || python3 -m venv "$place/env"
"$place/env/bin/python" -m pip install --quiet --disable-pip-version-check '.[serve]'

"$place/env/bin/despin" serve --port "$port" --store "$place/kept.sqlite" \
  --indexes "$place/indexes" 2>"$place/log" &
service=$!
trap 'kill $service 2>/dev/null || true' EXIT INT TERM

"$place/env/bin/python" - "http://127.0.0.1:$port" <<'PYTHON'
import json, sys, time, urllib.error, urllib.request
from pathlib import Path

pages = Path("examples/pages")

def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(sys.argv[1] + path, data, headers)) as answer:
        return json.load(answer)

for _ in range(100):
    try:
        ask("/readyz")
        break
    except (urllib.error.URLError, ConnectionError):
        time.sleep(0.2)
original = (pages / "harbour_original.html").read_text()
document = {"id": "harbour", "html": original, "url": "https://news.example/harbour"}
ask("/v1/index/examples/documents", {"documents": [document]})
spun = {"html": (pages / "harbour_spun.html").read_text(), "id": "harbour_spun.html"}
found = ask("/v1/check", {**spun, "index": "examples", "keep": True})
source = found["search"]["matches"][0]
print(f"The example page: {found['decision']['verdict']}, copied from {source['title']!r}.")
print(f"See it at    {sys.argv[1]}/d/{found['decision']['id']}")
print(f"Check others {sys.argv[1]}/")
PYTHON
wait $service
