#!/bin/sh
# Measures searching, compared with MinHash and BM25: recall, false matches, bytes, times.
#
#   run.sh [--quick] [--work FOLDER] [--data FOLDER] [--charts FOLDER] [--only STEPS]
#
# --quick     10,000 documents in a few minutes; else a million in about an hour
# --work      everything made on the way, 10 GB at a million documents (build/search-bench)
# --data      text/ and originals/ (../shared/data)
# --charts    where the charts go (WORK/charts)
# --only      some of corpus,queries,despin,peers,report
#
# What lies in the work folder from the last time is not made again. Needs Python 3.11,
# zstd, and packages from PyPI, which go into WORK/venv. README.md says what is measured.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
data=$root/../shared/data work= charts= sizes="--documents 1000000" quick= only=
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=-quick sizes="--documents 10000 --targets 400 --unindexed 2000"; shift ;;
    --work) work=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --charts) charts=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
    *) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
done
if [ ! -d "$data/text" ]; then
  echo "run.sh: no text in $data; --data names a folder with text/ and originals/" >&2
  exit 2
fi
work=${work:-$root/build/search-bench$quick}
mkdir -p "$work"
log=$work/setup.log

build=$root/build/bench
{
  cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DDESPIN_BUILD_BENCHMARKS=ON \
    -DDESPIN_BUILD_TOOLS=ON -DDESPIN_BUILD_TESTS=OFF &&
    cmake --build "$build" --target despin_cli despin-spin search_timing &&
    python3 "$here/../spinners.py" setup "$work/venv" &&
    "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
      -r "$root/models/build/requirements.txt" -r "$here/requirements.txt"
} > "$log" 2>&1 || { cat "$log" >&2; exit 1; }

exec "$work/venv/bin/python" "$here/bench.py" --data "$data" --work "$work" \
  --charts "${charts:-$work/charts}" --model "${DESPIN_MODEL:-$root/models/en.despin}" \
  --despin "$build/despin" --spin "$build/models/build/simulate/despin-spin" \
  --timing "$build/tests/bench/search_timing" $sizes ${only:+--only "$only"}
