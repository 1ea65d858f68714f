#!/bin/sh
# Prints what a user waits for, now and at another commit, side by side.
#
#   compare.sh [--text FILE] [COMMIT] [-- KENLM_FOLDER MODEL.arpa TOKENS]
#
# Both are built alike and run in turn, three times each; the better run counts, as the
# worse one measures the machine. After -- the comparison with KenLM follows
# (kenlm/compare.sh). The model is $DESPIN_MODEL, else this tree's, for both.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
commit=
while [ $# -gt 0 ]; do
  case $1 in
    --text) DESPIN_BENCH_TEXT=$(realpath "$2"); export DESPIN_BENCH_TEXT; shift 2 ;;
    --) shift; break ;;
    -*) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
    *) commit=$1; shift ;;
  esac
done
DESPIN_MODEL=${DESPIN_MODEL:-$root/models/en.despin}
export DESPIN_MODEL

work=$(mktemp -d)
cleanup() {
  [ -z "$commit" ] || git -C "$root" worktree remove --force "$work/then" || true
  rm -rf "$work"
}
trap cleanup EXIT

build() { # source folder, build folder
  cmake -S "$1" -B "$2" -G Ninja -DCMAKE_BUILD_TYPE=Release -DDESPIN_BUILD_BENCHMARKS=ON \
    -DDESPIN_BUILD_TESTS=OFF -DDESPIN_BUILD_TOOLS=OFF > "$work/log" &&
    cmake --build "$2" --target despin check_bench >> "$work/log" || { cat "$work/log"; exit 1; }
}
build "$root" "$root/build/bench"
cp "$root/tests/bench/check_bench.cc" "$work/"
if [ -n "$commit" ]; then
  git -C "$root" worktree add --quiet --detach "$work/then" "$commit"
  # The same questions to both, whatever the commit asked.
  mkdir -p "$work/then/tests/bench"
  cp "$work/check_bench.cc" "$work/then/tests/bench/"
  build "$work/then" "$work/then/build/bench"
fi

measure() { # build folder, name
  "$1/tests/bench/check_bench" --benchmark_format=csv 2> /dev/null | sed "s/^\"/$2,\"/" >> "$work/csv"
}
for round in 1 2 3; do
  [ -z "$commit" ] || measure "$work/then/build/bench" then
  measure "$root/build/bench" now
done

# Columns of the CSV, after the first: name, iterations, real time, CPU time, unit,
# bytes a second, ..., and the counters last.
awk -F, -v against="$commit" '
  $1 == "name" { next }
  {
    gsub(/"/, "", $2)
    sub(/\/.*/, "", $2)
    id = $1 SUBSEP $2
  }
  $10 == "true" { failed[$1 ": " $2 " failed: " $11] = 1; next }
  {
    if (!($2 in seen)) { seen[$2] = 1; order[++n] = $2; unit[$2] = $6 }
    if (!(id in time) || $4 + 0 < time[id]) time[id] = $4 + 0
    if ($7 / 1e6 > speed[id]) speed[id] = $7 / 1e6
    if ($NF != "" && $NF + 0 > peak[id]) peak[id] = $NF + 0
  }
  function row(name, what, now, then) {
    if (against == "") printf "%-24s %-8s %10.2f\n", name, what, now
    else printf "%-24s %-8s %10.2f %10.2f  %6.2f\n", name, what, now, then, (then > 0 ? now / then : 0)
  }
  END {
    printf "%-24s %-8s %10s", "", "", "now"
    if (against != "") printf " %10s  %6s", substr(against, 1, 10), "ratio"
    print ""
    for (what in failed) print what
    for (i = 1; i <= n; ++i) {
      name = order[i]; now = "now" SUBSEP name; then = "then" SUBSEP name
      row(name, unit[name], time[now], time[then])
      if (speed[now] > 0) row("", "MB/s", speed[now], speed[then])
      if (peak[now] > 0) row("", "peak MiB", peak[now], peak[then])
    }
  }' "$work/csv"

[ $# -eq 0 ] || sh "$root/tests/bench/kenlm/compare.sh" "$1" "$DESPIN_MODEL" "$2" "$3"
