#!/bin/sh
# Builds and runs all tests but the slow ones (cmake --workflow --preset slow).
# Arguments go to ctest: tests/run.sh -R tokens
set -eu
cd "$(dirname "$0")/.."

.ci/setup test
cmake --preset release -DDESPIN_BUILD_TESTS=ON -DDESPIN_BUILD_TOOLS=ON >/dev/null
cmake --build --preset release
exec ctest --preset release -j "$(nproc)" --no-label-summary "$@"
