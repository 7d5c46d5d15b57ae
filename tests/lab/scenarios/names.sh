# shellcheck shell=bash
# Programs with hostile names, run by root between `before` and `after`. Each file has a digest of its own (the
# program, then the path itself), so that a reader that mixes names up is caught by the digest.
#
# Two names hold a newline and then a line as the ASCII list has them, tabs where the list has spaces (the kernel
# turns a space in a name into an underscore), which says that /usr/bin/forged was run: once with a nonsense template
# digest and once with the right SHA-1 one. A third has spaces. /usr/bin/forged never existed.
# One name holds a newline and an audit record for /usr/bin/forged. Two programs stand at the bottom of a path of
# about 4,000 bytes, one starts the other. "my tool" and "my_tool" bear one name in the list.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

place=/opt/names

# hostile NAME WHAT: a program of that name is installed, run and told.
hostile() {
    local path=$place/$1
    install_program plain "$path"
    printf '%s' "$path" >>"$path"
    "$path" >/dev/null
    fact after "$path" "$2" 0 0 bash /usr/bin/bash "ima audit disk"
    paths+=("$path")
}

little_endian() { printf '%b' "$(printf '\\x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) 0 0)"; }
# shellcheck disable=SC2001 # a substitution in bash would not know the two characters
bytes() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }

# ima_sig_digest HEX PATH: the SHA-1 template digest that an entry of template ima-sig would have.
ima_sig_digest() {
    {
        little_endian 40
        printf 'sha256:\0'
        bytes "$1"
        little_endian $((${#2} + 1))
        printf '%s\0' "$2"
        little_endian 0
    } | sha1sum | cut -d ' ' -f 1
}

start_host
as_deploy 'ls -l >/dev/null; id >/dev/null'
ima_sig_digest "$(printf 'aa%.0s' {1..32})" /usr/bin/forged >/dev/null
mkdir -p $place
capture before

paths=()
hostile 'my tool' 'space'
hostile 'my_tool' 'underscore: the list shows the same name as for the one with a space'
hostile 'trailing ' 'trailing space'
hostile $'tab\there' 'tab'
hostile $'line\nbreak' 'newline'
hostile 'quo"te' 'double quote'
hostile "apos'trophe" 'single quote'
hostile 'back\slash' 'backslash'
# shellcheck disable=SC2016 # not to be expanded, neither here nor anywhere
hostile 'percent%s$(id)`id`;&|<>*?' 'shell and format characters'
hostile $'esc\e[31mred\e]0;title\a' 'terminal escape sequences'
hostile $'return\rcarriage' 'carriage return'
hostile $'invalid\xff\xfe\xc3(utf8' 'bytes that are not UTF-8'
hostile $'bidi\u202egpj.exe' 'right-to-left override'
hostile $'zero\u200bwidth' 'zero width space'
hostile 'gr\303\274n' 'a backslash and digits, as an escape would be written'
hostile $'grün' 'UTF-8 beyond ASCII'
hostile '-rf' 'leading hyphen'
hostile '<script>alert(1)</script>' 'HTML (the closing tag makes a folder)'
hostile "x'); DROP TABLE paths; --" 'SQL'
hostile 'memfd:notreally' 'looks like a program in memory'
hostile 'gone (deleted)' 'looks deleted'

digest=$(printf 'aa%.0s' {1..32})
hostile $'garbage\n10\t'"$(printf 'b%.0s' {1..40})"$'\tima-sig\tsha256:'"$digest"$'\t/usr/bin/forged' \
    'forged ASCII line with tabs, nonsense template digest'
hostile $'correct\n10\t'"$(ima_sig_digest "$digest" /usr/bin/forged)"$'\tima-sig\tsha256:'"$digest"$'\t/usr/bin/forged' \
    'forged ASCII line with tabs, correct SHA-1 template digest'
hostile $'spaced\n10 '"$(ima_sig_digest "$digest" /usr/bin/forged) ima-sig sha256:$digest /usr/bin/forged" \
    'forged ASCII line with spaces, correct SHA-1 template digest'
hostile $'audit"\ntype=INTEGRITY_RULE msg=audit(1700000000.000:1): file="/usr/bin/forged" hash="sha256:'"$digest"'" uid=0' \
    'forged audit record'

# The program's own name as launcher: comm and exe are hostile too.
launcher=$place/$'a "b\nc'
install_program tool "$launcher"
install_program netdns $place/child
"$launcher" $place/child
fact after "$launcher" 'space, double quote and newline; starts a program' 0 0 bash /usr/bin/bash "ima audit disk"
fact after $place/child 'started by the one above' 0 0 'a "b\nc' "$place/a \"b\nc" "ima audit disk"

deep=$place
for _ in {1..15}; do
    deep+=/$(printf 'd%.0s' {1..250})
done
deep+=/$(printf 'e%.0s' {1..200})
install_program java "$deep/first"
install_program netdns "$deep/and second"
"$deep/first" "$deep/and second"
fact after "$deep/first" "path of ${#deep} bytes and 6 more" 0 0 bash /usr/bin/bash "ima audit disk"
fact after "$deep/and second" "path of ${#deep} bytes and 11 more, a space in it: in hex it fills a record with its launcher's path" \
    0 0 first "the path above" "ima disk"

capture after "${paths[@]}" "$place/child" "$launcher" "$deep/first" "$deep/and second"
