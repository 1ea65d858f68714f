#!/bin/sh
# tests/consumer/consume.sh WAY SOURCE BUILD WORK - uses despin as others would.
#
#   static        install BUILD, examples/ finds it with find_package
#   pkg-config    install BUILD, the compiler is told by pkg-config
#   shared        build and install a shared library, then as both of the above
#   subdirectory  a project that adds despin's sources to its own
#
# SOURCE is despin's source tree, BUILD its release build, WORK a folder to use up.
set -eu
way=$1 source=$2 build=$3 work=$4
model="$source/models/en.despin"
page="$source/examples/pages/harbour_spun.txt"
quiet() { "$@" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }; }

rm -rf "$work"
mkdir -p "$work"

check_output() {
  "$@" >"$work/output" || { echo "failed: $*"; exit 1; }
  grep -q 'verdict: spun' "$work/output" || { cat "$work/output"; exit 1; }
}

by_find_package() {
  quiet cmake -S "$source/examples" -B "$work/client" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_PREFIX_PATH="$work/prefix"
  quiet cmake --build "$work/client"
  check_output "$work/client/detect" "$model" "$page"
  check_output "$work/client/c_check" "$model" "$page"
  quiet cmake -S "$source/tests/consumer/c" -B "$work/c_client" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_PREFIX_PATH="$work/prefix"
  quiet cmake --build "$work/c_client"
  check_output "$work/c_client/consumer" "$model" "$page"
}

by_pkg_config() {
  pkg_config_path=$(dirname "$(find "$work/prefix" -name despin.pc)")
  flags=$(PKG_CONFIG_PATH=$pkg_config_path pkg-config "$@" --cflags --libs despin)
  # shellcheck disable=SC2086
  quiet c++ -std=c++20 -o "$work/detect" "$source/examples/detect.cc" $flags
  check_output env LD_LIBRARY_PATH="$(dirname "$pkg_config_path")" "$work/detect" "$model" "$page"
  # shellcheck disable=SC2086
  quiet c++ -std=c++20 -o "$work/version" "$source/tests/consumer/version.cc" $flags
  quiet env LD_LIBRARY_PATH="$(dirname "$pkg_config_path")" "$work/version"
  # From C, and from C++ without exceptions, whose own linker knows nothing of C++.
  # shellcheck disable=SC2086
  quiet cc -std=c11 -Wall -Wextra -Wpedantic -Werror -o "$work/consumer" \
    "$source/tests/consumer/consumer.c" $flags
  check_output env LD_LIBRARY_PATH="$(dirname "$pkg_config_path")" "$work/consumer" "$model" "$page"
  # shellcheck disable=SC2086
  quiet c++ -x c++ -std=c++11 -fno-exceptions -fno-rtti -Wall -Wextra -Wpedantic -Werror \
    -o "$work/consumer" "$source/tests/consumer/consumer.c" -x none $flags
  check_output env LD_LIBRARY_PATH="$(dirname "$pkg_config_path")" "$work/consumer" "$model" "$page"
}

case $way in
  static)
    quiet cmake --install "$build" --prefix "$work/prefix"
    by_find_package
    # The installed command finds the installed model, unasked.
    "$work/prefix/bin/despin" check "$page" >"$work/output" || { cat "$work/output"; exit 1; }
    ;;
  pkg-config)
    quiet cmake --install "$build" --prefix "$work/prefix"
    by_pkg_config --static
    ;;
  shared)
    quiet cmake -S "$source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
      -DBUILD_SHARED_LIBS=ON -DDESPIN_BUILD_TESTS=OFF -DDESPIN_BUILD_TOOLS=OFF -DDESPIN_BUILD_CLI=OFF
    quiet cmake --build "$work/build"
    quiet cmake --install "$work/build" --prefix "$work/prefix"
    by_find_package
    by_pkg_config
    # Only the public names are exported, those of C with a version; templates of the standard
    # library may be weak.
    library=$(find "$work/prefix" -name 'libdespin.so.*' -type f)
    if nm -DC --defined-only --with-symbol-versions "$library" | grep -E ' [TDBR] ' |
      grep -vE 'despin::v1::| despin_[a-z0-9_]+@@DESPIN_1$'; then
      echo "the names above are exported and should be hidden"
      exit 1
    fi
    functions=$(grep -c '^    despin_' "$source/lib/capi/despin.map")
    exported=$(nm -D --defined-only --with-symbol-versions "$library" | grep -c '@@DESPIN_1$')
    if [ "$functions" -ne "$exported" ]; then
      echo "$exported functions of C are exported; expected the $functions of despin.map"
      exit 1
    fi
    ;;
  subdirectory)
    quiet cmake -S "$source/tests/consumer/subdirectory" -B "$work/build" -G Ninja \
      -DCMAKE_BUILD_TYPE=Release -DDESPIN_SOURCE="$source"
    quiet cmake --build "$work/build"
    check_output "$work/build/detect" "$model" "$page"
    ;;
  *) echo "unknown way: $way"; exit 2 ;;
esac
rm -rf "$work"
