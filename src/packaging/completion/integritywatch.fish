# The program itself says what may follow. Where it has nothing to say, a file may.
function __integritywatch_complete
    set -l words (commandline --cut-at-cursor --tokenize --current-process)
    # Before the name may stand sudo and the like.
    while set -q words[1]; and not string match --quiet --regex -- '(^|/)integritywatch$' $words[1]
        set -e words[1]
    end
    set -l line (string join -- ' ' integritywatch $words[2..-1])' '
    set -l word (commandline --cut-at-cursor --current-token)
    set -l candidates (command integritywatch "[suggest:"(string length -- $line)"]" $line 2>/dev/null)
    # Options only where one is begun, so that files can be completed elsewhere.
    string match --quiet -- '-*' $word
    or set candidates (string match --invert -- '-*' $candidates)
    if set -q candidates[1]
        printf '%s\n' $candidates
    else
        __fish_complete_path $word
    end
end
complete --command integritywatch --no-files --arguments '(__integritywatch_complete)'
