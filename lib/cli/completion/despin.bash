# bash completion for despin(1)

_despin() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local verb=${COMP_WORDS[1]} words=
  [[ $verb == index && $COMP_CWORD -gt 2 ]] && verb="index ${COMP_WORDS[2]}"
  COMPREPLY=()
  case $previous in
    --color) words="auto always never" ;;
    --max-fpr) words="0.05 0.01 0.001" ;;
    --max-findings | --max-passages | --max-matches | --memory | --for | --limit | --min-words | \
      --lang | --sample | --date | --threads | --save-every | --commit-every | --field | --id | \
      --max-bytes | --max-words | --max-memory | --timeout) return ;;
    --format) words="document jsonl json csv tsv warc feed wiki mail mbox" ;;
    --only) words="spun not_spun abstain source" ;;
    -m | --model | --config | -o | --output | --files-from | --mask | --pairs | --predictions | --html | --index | --ids) ;;
    *)
      if [[ $COMP_CWORD -eq 1 ]]; then
        words="check compare eval explain help index model report scan serve text version --help --version"
      elif [[ $verb == index && $COMP_CWORD -eq 2 ]]; then
        words="create add search list show remove stat verify merge snapshot --help"
      elif [[ $verb == model && $COMP_CWORD -eq 2 ]]; then
        words="info verify --help"
      elif [[ $verb == help ]]; then
        words="check compare eval index model report scan text"
      elif [[ $current == -* ]]; then
        case $verb in
          check)
            words="--model --json --explain --index --max-fpr --max-findings --field --all-files"
            words+=" --max-bytes --max-words --max-memory --timeout"
            words+=" --quiet --names --count --line-buffered --exit-zero --color --config --help"
            ;;
          compare)
            words="--max-bytes --max-words --max-memory --timeout"
            words+=" --model --json --html --overwrite --max-passages --exit-zero --color --config --help"
            ;;
          scan)
            words="--output --files-from --format --field --all-files --model --index"
            words+=" --max-bytes --max-words --max-memory --timeout"
            words+=" --max-fpr --only --min-words --lang --sample --resume --overwrite --threads --unordered --line-buffered --fail-fast --save-every --exit-zero --quiet --config --help"
            ;;
          report) words="--json --csv --html --comparisons --model --overwrite --limit --color --config --help" ;;
          eval) words="--model --json --field --pairs --mask --index --predictions --max-fpr --config --help" ;;
          serve) words="--config --host --port --model --indexes --store --new-key --help" ;;
          explain) words="--id --json --color --config --help" ;;
          "index add") words="--max-bytes --timeout --memory --commit-every --replace --merge --no-auto-merge --field --all-files --config --help" ;;
          "index search")
            words="--max-bytes --max-words --max-memory --timeout"
            words+=" --model --json --max-matches --date --later --include-common --field --all-files"
            words+=" --quiet --names --count --line-buffered --exit-zero --color --config --help"
            ;;
          "index stat") words="--for --json --config --help" ;;
          "index list" | "index show") words="--json --config --help" ;;
          "index remove") words="--ids --merge --config --help" ;;
          *) words="--help" ;;
        esac
      fi
      ;;
  esac
  if [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _despin despin
