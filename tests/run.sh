#!/bin/sh
# Builds and runs all tests but the slow ones (cmake --workflow --preset slow): ctest, then
# pytest, whichever fails; ends with the worse exit status of the two.
# Arguments go to ctest, and pytest is left out: tests/run.sh -R tokens
set -eu
cd "$(dirname "$0")/.."

.ci/setup test
cmake --preset release -DDESPIN_BUILD_TESTS=ON -DDESPIN_BUILD_TOOLS=ON >/dev/null
cmake --build --preset release --target despin_tests
[ $# -eq 0 ] || exec ctest --preset release -j "$(nproc)" --no-label-summary "$@"

status=0
ctest --preset release -j "$(nproc)" --no-label-summary || status=$?
python_status=0
build/python/bin/python -m pytest || python_status=$?
[ "$python_status" -le "$status" ] || status=$python_status
exit "$status"
