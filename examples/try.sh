#!/bin/sh
# Builds what is missing, then shows what despin finds in a spun news page.
# examples/pages/harbour_original.html is what the page said before.
set -eu
cd "$(dirname "$0")/.."

.ci/setup build
if [ ! -f build/release/build.ninja ]; then
  cmake --preset release -DDESPIN_BUILD_TESTS=OFF -DDESPIN_BUILD_TOOLS=OFF >/dev/null
fi
cmake --build --preset release --target despin_cli
exec build/release/despin check examples/pages/harbour_spun.html
