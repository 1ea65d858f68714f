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
      --lang | --sample | --threads | --save-every | --field | --id) return ;;
    --format) words="document jsonl csv tsv warc" ;;
    --only) words="spun not_spun abstain source" ;;
    -m | --model | -o | --output | --files-from | --mask | --pairs | --predictions | --html | --index) ;;
    *)
      if [[ $COMP_CWORD -eq 1 ]]; then
        words="check compare eval explain index model report scan --help --version"
      elif [[ $verb == index && $COMP_CWORD -eq 2 ]]; then
        words="create add search stat verify merge --help"
      elif [[ $verb == model && $COMP_CWORD -eq 2 ]]; then
        words="info verify --help"
      elif [[ $current == -* ]]; then
        case $verb in
          check)
            words="--model --json --explain --index --max-fpr --max-findings --color --help"
            ;;
          compare) words="--model --json --html --max-passages --color --help" ;;
          scan)
            words="--output --files-from --format --field --model --index"
            words+=" --max-fpr --only --min-words --lang --sample --resume --overwrite --threads --unordered --fail-fast --save-every --quiet --help"
            ;;
          report) words="--json --html --limit --color --help" ;;
          eval) words="--model --json --pairs --mask --predictions --max-fpr --help" ;;
          explain) words="--id --json --color --help" ;;
          "index add") words="--memory --merge --help" ;;
          "index search")
            words="--model --json --max-matches --later --include-common --color --help"
            ;;
          "index stat") words="--for --json --help" ;;
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
