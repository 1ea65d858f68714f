#!/bin/sh
# Compares a despin model with KenLM: perplexity, bytes an n-gram, queries a second.
#
#   compare.sh KENLM_FOLDER MODEL.despin MODEL.arpa TOKENS [WORK_FOLDER]
#
# KENLM_FOLDER holds KenLM's sources with a finished build in KENLM_FOLDER/build.
# MODEL.arpa is what despin-train-lm --arpa wrote beside the model's sections; TOKENS
# is a token stream the model has not read. KenLM is no part of this project, so
# nothing here is built or run by default.
set -eu
if [ $# -lt 4 ]; then sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; fi
kenlm=$1 model=$2 arpa=$3 tokens=$4 work=${5:-$(mktemp -d)}
root=$(cd "$(dirname "$0")/../../.." && pwd)
mkdir -p "$work"

build() { # name, options
  [ -s "$work/$1" ] && [ "$work/$1" -nt "$arpa" ] && return
  out=$work/$1; shift
  "$kenlm/build/bin/build_binary" -T "$work/" "$@" "$arpa" "$out" > "$out.log" 2>&1
}
build trie trie
build quantised -q 8 -b 8 -a 22 trie
build probing probing

c++ -std=c++20 -O3 -DNDEBUG -ffp-contract=off -DKENLM_MAX_ORDER="${KENLM_MAX_ORDER:-6}" -w \
  -I"$root" -I"$root/include" -I"$kenlm" "$root/tests/bench/kenlm/compare.cc" \
  "$root"/lib/base/*.cc "$root"/lib/format/*.cc "$root"/lib/lm/*.cc \
  "$kenlm/build/lib/libkenlm.a" "$kenlm/build/lib/libkenlm_util.a" \
  $(for l in z bz2 lzma boost_thread boost_system rt pthread; do
      printf 'int main(){}' | c++ -x c++ - -o /dev/null "-l$l" 2>/dev/null && printf -- '-l%s ' "$l"
    done) -o "$work/compare"
exec "$work/compare" "$model" "$work/trie" "$work/quantised" "$work/probing" "$tokens"
