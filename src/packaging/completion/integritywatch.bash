# The program itself says what may follow. Where it has nothing to say, a file may.
_integritywatch() {
    local word=${COMP_WORDS[COMP_CWORD]} line candidates
    line="${COMP_WORDS[*]:0:COMP_CWORD} "
    # Of the name typed, the one in PATH is asked: nobody wants ./integritywatch to run because of a Tab.
    line="integritywatch ${line#* }"
    # bash takes --format=json for three words.
    line=${line// = / }
    [[ $word != = ]] || word=
    candidates=$(command integritywatch "[suggest:${#line}]" "$line" 2>/dev/null) || return
    # Options only where one is begun, so that files can be completed elsewhere.
    [[ $word == -* ]] || candidates=$(grep -v '^-' <<<"$candidates")
    mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$word")
}
complete -o default -F _integritywatch integritywatch
