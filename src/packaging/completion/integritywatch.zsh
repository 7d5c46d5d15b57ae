#compdef integritywatch
# The program itself says what may follow. Where it has nothing to say, a file may.
local line
local -a candidates
line="integritywatch ${(j: :)words[2,CURRENT-1]} "
candidates=(${(f)"$(command integritywatch "[suggest:${#line}]" "$line" 2>/dev/null)"})
# Options only where one is begun, so that files can be completed elsewhere.
[[ $PREFIX == -* ]] || candidates=(${candidates:#-*})
compadd -a candidates || _files
