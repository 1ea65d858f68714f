# bash completion for despin(1)

_despin() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local verb=${COMP_WORDS[1]} words=
  COMPREPLY=()
  case $previous in
    --color) words="auto always never" ;;
    --max-fpr) words="0.05 0.01 0.001" ;;
    --max-findings) return ;;
    -m | --model | --mask | --pairs) ;;
    *)
      if [[ $COMP_CWORD -eq 1 ]]; then
        words="check eval model --help --version"
      elif [[ $verb == model && $COMP_CWORD -eq 2 ]]; then
        words="info verify --help"
      elif [[ $current == -* ]]; then
        case $verb in
          check) words="--model --json --explain --max-fpr --max-findings --color --help" ;;
          eval) words="--model --json --pairs --mask --max-fpr --help" ;;
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
