#!/bin/sh
# Measures scanning: rate compared with check, memory, and adversarial input.
#
#   run.sh DESPIN [--documents N] [--work FOLDER] [--only STEPS] [--data FOLDER]
#
# --documents  of the long scan (100000); a hundredth of them are the short one
# --work       everything made on the way (a temporary folder)
# --only       some of rate,memory,same,huge,files
# --data       text/open/*.txt.zst (../shared/data)
#
# README.md says what is measured. Needs Python 3, zstd and GNU time.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2; }
exec python3 "$here/measure.py" "$@"
