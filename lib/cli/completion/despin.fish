# fish completion for despin(1)

set -l verbs check eval model
complete -c despin -n "not __fish_seen_subcommand_from $verbs" -f -a check -d "Say of each text whether it is spun"
complete -c despin -n "not __fish_seen_subcommand_from $verbs" -f -a eval -d "Measure the model on labelled texts"
complete -c despin -n "not __fish_seen_subcommand_from $verbs" -f -a model -d "Look at a model file"
complete -c despin -n "not __fish_seen_subcommand_from $verbs" -s V -l version -d "Version"
complete -c despin -s h -l help -d "Help"

complete -c despin -n "__fish_seen_subcommand_from check eval" -s m -l model -r -F -d "Model file"
complete -c despin -n "__fish_seen_subcommand_from check eval" -s j -l json -d "JSON"
complete -c despin -n "__fish_seen_subcommand_from check eval" -l max-fpr -x -a "0.05 0.01 0.001" -d "Highest false positive rate"
complete -c despin -n "__fish_seen_subcommand_from check" -s e -l explain -d "Where the score came from"
complete -c despin -n "__fish_seen_subcommand_from check" -l max-findings -x -d "Only the strongest"
complete -c despin -n "__fish_seen_subcommand_from check" -l color -x -a "auto always never" -d "When to colour"
complete -c despin -n "__fish_seen_subcommand_from eval" -l pairs -r -F -d "Phrase pairs"
complete -c despin -n "__fish_seen_subcommand_from eval" -l mask -r -F -d "Strings to cut out first"
complete -c despin -n "__fish_seen_subcommand_from model; and not __fish_seen_subcommand_from info verify" -f -a "info verify"
