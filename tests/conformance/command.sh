#!/bin/sh
# Checks output, messages and exit codes of the command.
#
#   command.sh DESPIN PART [SOURCE_DIR]
#
# Each part runs in an empty folder of its own. A check that fails is printed with what
# the command said, and the others are still made.
set -u
despin=$1
part=$2
source=${3-}
folder=$(mktemp -d)
trap 'chmod -R u+rwx "$folder"; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir run
cd run || exit 1
failures=0
unset DESPIN_MODEL NO_COLOR COLUMNS
XDG_CACHE_HOME=$folder/cache
export XDG_CACHE_HOME
[ -n "$source" ] && DESPIN_MODEL=$source/models/en.despin && export DESPIN_MODEL

# run CODE ARGUMENTS...: runs the command, keeps its output in ../out and ../err.
run() {
  expected=$1
  shift
  last="despin $*"
  "$despin" "$@" >../out 2>../err </dev/null
  code=$?
  [ "$code" -eq "$expected" ] || fail "ended with $code instead of $expected"
}

fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s: %s\n' "$last" "$1"
  sed 's/^/  out: /' ../out | head -20
  sed 's/^/  err: /' ../err | head -20
}

out_has() { grep -q -e "$1" ../out || fail "no \"$1\" on standard output"; }
out_lacks() { ! grep -q -e "$1" ../out || fail "\"$1\" on standard output"; }
err_has() { grep -q -e "$1" ../err || fail "no \"$1\" on standard error"; }
out_lines() { [ "$(wc -l <../out)" -eq "$1" ] || fail "not $1 lines on standard output"; }
err_lines() { [ "$(wc -l <../err)" -eq "$1" ] || fail "not $1 lines on standard error"; }

without_model() {
  run 0 --help
  out_has 'Examples:'
  out_has 'Exit codes'
  err_lines 0
  for verb in check compare eval explain index model report scan; do
    run 0 $verb --help
    out_has "$verb"
  done
  for verb in '' check compare eval explain report scan index 'index add' 'index search' 'index stat' model; do
    # shellcheck disable=SC2086
    run 0 $verb --help
    longest=$(LC_ALL=C.UTF-8 wc -L <../out)
    [ "$longest" -le 80 ] || fail "a line of $longest columns"
  done
  run 0 --version
  out_has '^despin [0-9][0-9.]*$'
  run 2
  err_has 'Usage'
  out_lines 0
  run 2 check
  err_lines 1
  run 2 check --bogus x
  run 2 check --max-fpr 2 x
  run 2 check --color sometimes x
  run 2 bogus
  run 2 compare one.txt
  run 2 compare - -
  err_has 'for only one of them'
  run 2 index
  run 2 index bogus x
  run 2 index search
  run 2 index stat missing.index
  err_has '^despin: missing.index: '
  run 2 eval
  err_has 'nothing to measure'
  printf 'A text.' >a.txt
  run 2 check --model missing.despin a.txt
  err_has '^despin: missing.despin: '
  err_lines 1
  DESPIN_MODEL=elsewhere.despin
  export DESPIN_MODEL
  run 2 check a.txt
  err_has 'elsewhere.despin'
  unset DESPIN_MODEL
  printf 'not a model at all' >bad.despin
  run 2 check --model bad.despin a.txt
  err_lines 1
  run 2 model info bad.despin
  err_lines 1
  run 2 model verify bad.despin
  run 2 model verify missing.despin
}

report() {
  doc='"schema":"despin.scan/1","input":"crawl.warc.gz"'
  printf '{%s,"number":1,"url":"https://a.example/x","title":"Bash","verdict":"spun","score":4.5}\n' \
    "$doc" >a.jsonl
  printf '{%s,"number":2,"error":{"code":"truncated","message":"ends early"}}\n' "$doc" >b.jsonl
  run 0 report a.jsonl b.jsonl
  out_has '^2 files: 2 documents of 2 sites'
  out_has '^  spun  *1 '
  out_has 'record 2: ends early'
  err_lines 0
  run 0 report --json a.jsonl
  out_lines 1
  out_has '"schema":"despin.summary/1"'
  out_has '"spun":1,'
  run 0 report --html page.html a.jsonl b.jsonl
  out_lines 0
  grep -q '1 of 1 document is spun' page.html || fail 'no headline in the page'
  [ "$("$despin" report - <a.jsonl | sed 1d)" = "$("$despin" report a.jsonl | sed 1d)" ] ||
    fail 'standard input and file give different reports'
  run 0 report
  out_has '^standard input: 0 documents'

  # Broken lines are named and the others counted.
  { cat a.jsonl; printf 'no record\n\n{"schema":"despin.scan/9"}\n'; cat b.jsonl; } >mixed.jsonl
  run 2 report mixed.jsonl
  out_has 'mixed.jsonl: 2 documents'
  out_has '2 lines could not be read'
  err_lines 2
  err_has '^despin: mixed.jsonl:2: not a JSON object'
  err_has '^despin: mixed.jsonl:4: .*expected despin.scan/1'
  for _ in 1 2 3 4 5 6; do cat mixed.jsonl mixed.jsonl; done >many.jsonl
  run 2 report many.jsonl
  err_lines 11
  err_has 'many.jsonl: 14 more lines'

  run 2 report missing.jsonl a.jsonl
  err_has '^despin: missing.jsonl: no such file'
  out_has '^2 files: 1 document '
  run 2 report --html - a.jsonl
  run 2 report --html nowhere/page.html a.jsonl
  err_has 'no such folder'
  run 2 report --limit 9999 a.jsonl
  run 2 report .
}

check() {
  pages=$source/examples/pages
  run 0 check "$pages/harbour_spun.html"
  out_has 'harbour_spun.html: SPUN'
  out_has '\[.*<- '
  err_lines 0
  run 1 check "$pages/harbour_original.html"
  out_has 'harbour_original.html: not spun\|no verdict'
  run 0 check "$pages/harbour_original.html" "$pages/harbour_spun.html"
  run 0 check --explain "$pages/harbour_spun.html"
  out_has 'where the score comes from'
  run 0 check --json "$pages/harbour_spun.html"
  out_lines 1
  out_has '"verdict": *"spun"'
  out_has '"likely_originals"'
  run 1 check --max-fpr 0 "$pages/harbour_spun.html"
  "$despin" check --json - <"$pages/harbour_spun.html" >../piped
  "$despin" check --json "$pages/harbour_spun.html" >../named
  cp ../piped ../out
  named='s/"id": *"[^"]*"//; s/,"run":{.*//'  # by its name, and by the command that names it
  [ "$(sed "$named" ../piped)" = "$(sed "$named" ../named)" ] ||
    fail 'standard input and file give different reports'
}

inputs() {
  good='The town council met on Monday, and the road will be repaired before the winter.'
  mkdir -p folder/deeper folder/none empty
  printf '%s\n' "$good" >folder/b.txt
  printf '<p>%s</p>' "$good" >folder/a.html
  printf '%s\n' "$good" >folder/deeper/c.md
  printf '%s\n' "$good" >folder/ignored.log
  printf 'text\000more' >binary.txt
  : >empty.txt
  printf '0123456789\303 and \377\376\375\201\215\217' >bad.txt
  ln -s nowhere dangling.txt

  run 1 check folder
  out_lines 3
  err_lines 1
  err_has '^despin: 1 file of another kind left out: .log 1; --all-files reads them'
  [ "$(sed 's/:.*//' ../out | tr '\n' ' ')" = 'folder/a.html folder/b.txt folder/deeper/c.md ' ] ||
    fail 'documents out of order'

  run 2 check missing.txt binary.txt empty.txt bad.txt dangling.txt empty folder/b.txt
  out_lines 1
  out_has '^folder/b.txt: '
  err_lines 6
  err_has '^despin: missing.txt: no such file or directory'
  err_has '^despin: binary.txt: a binary file'
  err_has '^despin: empty.txt: an empty document'
  err_has '^despin: bad.txt: byte 10 is not UTF-8'
  err_has '^despin: dangling.txt: no such file'
  err_has '^despin: empty: a folder without documents'

  run 2 check
  err_has '^despin: -: an empty document'

  # An error wins over a verdict, as in grep.
  run 2 check "$source/examples/pages/harbour_spun.html" missing.txt
  out_has 'SPUN'

  if [ "$(id -u)" -ne 0 ]; then
    mkdir locked
    chmod 000 locked
    printf '%s\n' "$good" >locked.txt
    chmod 000 locked.txt
    run 2 check locked locked.txt folder/b.txt
    out_lines 1
    err_lines 2
    err_has '^despin: locked: permission denied'
    err_has '^despin: locked.txt: permission denied'
  fi

  awk 'BEGIN { for (i = 0; i < 200000; i++) printf "<div>" }' >bomb.html
  run 2 check bomb.html folder/b.txt
  out_lines 1
  err_has '^despin: bomb.html: a page without text'
}

terminal() {
  spun=$source/examples/pages/harbour_spun.html
  escape=$(printf '\033')
  run 0 check "$spun"
  out_lacks "$escape"
  run 0 check --color always "$spun"
  out_has "$escape"
  NO_COLOR=1 TERM=xterm run 0 check "$spun"
  out_lacks "$escape"
  for columns in 60 80 100; do
    COLUMNS=$columns run 0 check "$spun"
    longest=$(tail -n +2 ../out | LC_ALL=C.UTF-8 wc -L)  # of columns, not bytes
    [ "$longest" -le "$columns" ] || fail "a line of $longest columns, $columns wanted"
  done
  if [ -w /dev/full ]; then
    last='despin check >/dev/full'
    "$despin" check "$spun" >/dev/full 2>../err
    [ $? -eq 2 ] || fail 'a full device went unnoticed'
  fi
}

jsonl() {
  {
    echo '{"id": "first", "text": "One short text."}'
    echo 'broken'
    echo
    echo '{"text": "Another short text."}'
    echo '{"label": "spun"}'
  } >texts.jsonl
  run 2 check texts.jsonl
  out_lines 2
  out_has '^first: '
  out_has '^texts.jsonl:4: '
  err_lines 2
  err_has '^despin: texts.jsonl:2: not valid JSON'
  err_has '^despin: texts.jsonl:5: no field "text"'
}

compare() {
  pages=$source/examples/pages
  from=$pages/harbour_original.html
  to=$pages/harbour_spun.html
  run 0 compare "$from" "$to"
  out_has 'SPUN COPY'
  out_has 'The original reads as the one written first'
  out_has '\[Storm\] barrier holds .*\[Typhoon\] barrier holds'
  out_has '3 x said -> stated'
  err_lines 0
  for columns in 40 80 120; do
    COLUMNS=$columns run 0 compare "$from" "$to"
    longest=$(tail -n +3 ../out | LC_ALL=C.UTF-8 wc -L)
    [ "$longest" -le "$columns" ] || fail "a line of $longest columns, $columns wanted"
  done
  run 0 compare --color always "$from" "$to"
  out_has "$(printf '\033')"
  out_lacks '\[Typhoon\]'
  run 0 compare --json "$from" "$to"
  out_lines 1
  out_has '"verdict": *"spun"'
  out_has '"direction": *"original"'
  run 0 compare "$from" "$from"
  out_has 'VERBATIM COPY'
  out_lacks 'swapped'
  printf 'The council met on Monday, and the road is to be mended before winter comes.\n' >other.txt
  run 1 compare "$from" other.txt
  out_has 'other.txt: not a copy'
  run 0 compare --max-passages 1 "$from" "$to"

  last='despin compare - <page'
  "$despin" compare "$from" - <"$to" >../out 2>../err || fail 'standard input is not read'
  out_has '^-: SPUN COPY'

  umask 022
  export SOURCE_DATE_EPOCH=1730851200  # the page says when it was made
  run 0 compare --html page.html "$from" "$to"
  out_has 'SPUN COPY'
  tail -n 1 page.html | grep -qx '</html>' || fail 'the page is not whole'
  grep -q '<h1 class="spun">' page.html || fail 'the page has no verdict'
  [ "$(stat -c %a page.html)" = 644 ] || fail 'the page is not for all to read'
  cp page.html before.html
  run 0 compare --html page.html "$from" "$to"
  cmp -s page.html before.html || fail 'two runs give different pages'
  run 0 compare --json --html page.html "$from" "$to"
  out_lines 1
  run 2 compare --html none/page.html "$from" "$to"
  out_lines 0
  err_has '^despin: none/page.html: no such folder'
  run 2 compare --html - "$from" "$to"
  [ "$(echo *)" = 'before.html other.txt page.html' ] || fail "files are left: $(echo *)"

  run 2 compare missing.txt "$to"
  err_has '^despin: missing.txt: no such file'
  printf 'text\000more' >binary.txt
  run 2 compare "$from" binary.txt
  err_has '^despin: binary.txt: a binary file'
  if [ -w /dev/full ]; then
    last='despin compare >/dev/full'
    "$despin" compare "$from" "$to" >/dev/full 2>../err
    [ $? -eq 2 ] || fail 'a full device went unnoticed'
  fi
}

index() {
  pages=$source/examples/pages
  run 0 index create articles.index
  out_has 'without documents'
  run 0 index create articles.index
  out_has 'an index of 0 documents already exists'
  run 0 index add articles.index "$pages/harbour_original.html"
  out_has ': 1 added; 1 in all'
  run 0 index search articles.index "$pages/harbour_spun.html"  # of one document as well
  run 0 index add articles.index "$pages/harbour_original.html"
  out_has ': 0 added, 1 already present; 1 in all'
  {
    echo '{"id": "first", "title": "The road", "text": "The council will mend the road before winter comes."}'
    echo '{"url": "https://a.example/2", "date": "2019-05-01", "text": "The school opens on Friday after the long break."}'
    echo '{"text": "No name."}'
    echo 'broken'
  } >new.jsonl
  run 2 index add articles.index new.jsonl
  out_has ': 2 added, 2 failed; 3 in all'
  err_lines 2
  err_has '^despin: new.jsonl:3: no "id" or "url"'
  err_has '^despin: new.jsonl:4: not valid JSON'
  last='despin index add piped.index <new.jsonl'
  "$despin" index add piped.index <new.jsonl >../out 2>../err
  [ $? -eq 2 ] || fail 'a bad line went unnoticed'
  out_has ': 2 added, 2 failed; 2 in all'
  last='despin index add piped.index <text'
  echo 'A text without a name.' | "$despin" index add piped.index >../out 2>../err
  err_has '^despin: -: no "id" or "url"'
  mkdir folder
  echo text >folder/file.txt
  run 2 index add folder new.jsonl
  err_has '^despin: folder: a folder with other files'
  [ "$(ls folder)" = file.txt ] || fail 'something was written into a folder of texts'

  run 0 index search articles.index "$pages/harbour_spun.html"
  out_has 'harbour_spun.html: 1 source$'
  out_has 'SPUN COPY .* Storm barrier holds'
  out_has 'https://www.example.com/original/harbour'
  run 2 index search articles.index new.jsonl
  out_has '^first: no source found'
  out_has '^new.jsonl:2: no source found'
  err_lines 1
  run 0 index search --json articles.index "$pages/harbour_spun.html"
  out_lines 1
  out_has '"matches":\[{"id":".*harbour_original.html"'
  out_has '"verdict":"spun"'
  # Its own id is no source, nor is what is dated later unless that is asked for.
  run 1 index search articles.index "$pages/harbour_original.html"
  page=$(tr -s '\n"\\' ' ' <"$pages/harbour_spun.txt")
  printf '{"id": "s", "date": "2019-01-01", "text": "%s"}\n' "$page" >early.jsonl
  run 1 index search articles.index early.jsonl
  run 0 index search --later articles.index early.jsonl
  run 1 index search --max-matches 0 articles.index "$pages/harbour_spun.html"
  last='despin index search <early.jsonl'
  "$despin" index search --later --json articles.index <early.jsonl >../out 2>../err ||
    fail 'JSON lines on standard input are not read'
  out_has '"id":"s"'
  last='despin index search <page'
  "$despin" index search --json articles.index <"$pages/harbour_spun.txt" >../out 2>../err ||
    fail 'a text on standard input is not read'
  out_has '"id":"-"'

  run 0 check --json --index articles.index "$pages/harbour_spun.html"
  out_lines 1
  out_has '"sources":\[{"id":".*harbour_original.html"'
  run 0 check --index articles.index "$pages/harbour_spun.html"
  out_has 'Spun from .Storm barrier holds'
  run 1 check --json --index articles.index "$pages/harbour_original.html"
  out_has '"sources":\[\]'
  run 2 check --index missing.index "$pages/harbour_spun.html"

  run 0 index stat articles.index
  out_has ': 3 documents, '
  out_has 'terms'
  out_has '1,000,000 documents like these'
  run 0 index stat --json --for 5000 articles.index
  out_lines 1
  out_has '"estimate":{"documents":5000,'
  run 0 index verify articles.index
  out_has 'intact, 3 documents in 2 segments'
  run 0 index merge articles.index
  out_has '2 segments of .* made 1 segment of '
  run 0 index search articles.index "$pages/harbour_spun.html"
  run 0 index add --merge --memory 16 articles.index "$pages/harbour_spun.txt"
  run 0 index verify articles.index
  out_has 'intact, 4 documents in 1 segment'
  run 2 index merge missing.index
  [ ! -e missing.index ] || fail 'merge made an index'
  run 2 index add none/articles.index new.jsonl
  err_lines 1

  # One changed byte is for verify to find; what else is damaged is named by all.
  for segment in articles.index/*.segment; do break; done
  size=$(wc -c <"$segment")
  cp "$segment" whole.segment
  printf '\252\125\252\125' | dd of="$segment" bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
  run 2 index verify articles.index
  err_has "^despin: $segment: "
  out_lines 0
  head -c 100 whole.segment >"$segment"
  run 2 index verify articles.index
  run 2 index stat articles.index
  out_has 'corrupt'
  run 2 index search articles.index "$pages/harbour_spun.html"
  err_has "^despin: $segment: "
}

# Ctrl-C in the middle: what was read is written, and the same command goes on from there.
interrupt() {
  last='despin index add, interrupted'
  awk 'BEGIN {
    for (i = 0; i < 20000; i++)
      printf "{\"id\": \"%d\", \"text\": \"word%d of article %d about the sea\"}\n", i, i, i
  }' >many.jsonl
  mkfifo slow
  "$despin" index add articles.index - <slow >../out 2>../err &
  process=$!
  exec 3>slow
  head -n 10000 many.jsonl >&3
  # Every line was taken before the signal comes: the pipe is empty and the reader waits.
  sleep 1
  kill -INT "$process"
  wait "$process"
  code=$?
  exec 3>&-
  [ "$code" -eq 130 ] || fail "ended with $code instead of 130"
  err_has 'writing what was read'
  err_has 'repeat the command to resume'
  kept=$(sed -n 's/.*: \([0-9,]*\) added; .*/\1/p' ../out | tr -d ,)
  [ "${kept:-0}" -gt 0 ] || fail 'nothing was kept'
  run 0 index verify articles.index
  run 0 index add articles.index many.jsonl
  out_has "20,000 in all"
}

eval_verb() {
  spun='The Communist Bash has created a huge surveillance condition.'
  clean='The committee met on Monday and agreed to mend the road.'
  {
    printf '{"text": "%s", "label": "spun", "kind": "K", "substitutions": [["Bash", "Party"]]}\n' "$spun"
    printf '{"text": "%s", "label": "clean", "kind": "news"}\n' "$clean"
  } >good.jsonl
  run 0 eval good.jsonl
  out_has '2 texts: 1 spun, 1 clean'
  out_has 'AUROC'
  out_has '1 listed swaps in 1 spun texts'
  cp ../out ../first
  run 0 eval good.jsonl
  cmp -s ../first ../out || fail 'two runs differ'
  run 0 eval --json good.jsonl
  out_lines 1
  for key in auroc auroc_ci tpr_at_fpr by_kind findings restoration; do out_has "\"$key\":"; done

  echo 'bash' >mask.txt
  run 0 eval --mask mask.txt --json good.jsonl
  out_has '"masked":1'
  out_has '"listed":0'

  printf 'huge information\tbig data\nno tab\n' >pairs.tsv
  run 2 eval --pairs pairs.tsv
  out_has '^1 phrase pairs'
  err_has '^despin: pairs.tsv:2: a line without a tab'

  { cat good.jsonl; echo '{"text": "x", "label": "maybe"}'; echo '['; } >mixed.jsonl
  run 2 eval mixed.jsonl
  out_has '2 texts'
  err_has '^despin: mixed.jsonl:3: an unknown label'
  err_has '^despin: mixed.jsonl:4: not valid JSON'
  run 2 eval missing.jsonl
  err_lines 1
  : >empty.jsonl
  run 2 eval empty.jsonl
  err_has 'no record could be read'
  run 2 eval --mask missing.txt good.jsonl
}

model() {
  run 0 model info "$DESPIN_MODEL"
  out_has 'format [0-9]'
  out_has 'section'
  run 0 model verify "$DESPIN_MODEL"
  out_has 'intact'
  run 0 --version
  out_has '^model: .*en.despin (format'
  head -c 100000 "$DESPIN_MODEL" >cut.despin
  run 2 model info cut.despin
  err_lines 1
  run 2 model verify cut.despin
  run 2 check --model cut.despin x
  # One changed byte in the middle is for verify to find.
  size=$(wc -c <"$DESPIN_MODEL")
  cp "$DESPIN_MODEL" damaged.despin
  chmod u+w damaged.despin
  printf '\252\125\252\125' | dd of=damaged.despin bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
  run 2 model verify damaged.despin
  err_lines 1
}

case $part in
  without_model | report | check | compare | index | inputs | interrupt | terminal | jsonl | model) $part ;;
  eval) eval_verb ;;
  *) last=$part; : >../out; : >../err; fail 'no such part' ;;
esac
[ "$failures" -eq 0 ] && echo "$part: all checks passed"
[ "$failures" -eq 0 ]
