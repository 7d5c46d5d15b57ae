# shellcheck shell=bash
# What the program says of a real host: needs `run doctor --program FILE`. First of one that nobody set up, then with rules,
# auditd and policy in place, then as a user who may read nothing, and last with a baseline and a schedule. Its outputs come
# back beside the captures.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

out=/run/lab/out

# expect CODE NAME ARGUMENT...: the exit code of doctor, or the end of the scenario; what it says goes to NAME.txt.
expect() {
    local expected=$1 name=$2 code=0
    shift 2
    "$@" >/run/said 2>&1 || code=$?
    cp /run/said "$out/$name.txt"
    [[ $code == "$expected" ]] && return
    echo "lab: exit $code instead of $expected: $name" >&2
    cat /run/said >&2
    exit 1
}

# says NAME TEXT: what was said holds the text.
says() {
    grep -q -- "$2" "$out/$1.txt" || { echo "lab: $1 does not say: $2" >&2; cat "$out/$1.txt" >&2; exit 1; }
}

[[ -x /usr/local/bin/integritywatch ]] || { echo "lab: no program, name one with run doctor --program FILE" >&2; exit 1; }

expect 2 nothing integritywatch doctor
says nothing '^unknown .*the measurement list holds no file yet'
says nothing 'do: .*integritywatch rules install'
says nothing '^critical .*auditd does not run'

start_host
expect 1 ready integritywatch doctor
says ready '^ok .*auditd runs'
says ready '^ok .*the kernel lost no audit record'
says ready '^ok .*the kernel holds 10 rules, which tell of'
says ready '^ok .*programs that are started are measured'
says ready '^ok .*the TPM vouches for'

expect 3 nobody setpriv --reuid=65534 --regid=65534 --clear-groups integritywatch doctor --db /tmp/none/history.db
says nobody '^unknown .*run as root\|do: run as root'

integritywatch baseline capture --yes --reason first >/dev/null
echo '17 * * * * root integritywatch scan --quiet' >/etc/cron.d/integritywatch
integritywatch scan >/dev/null || true
expect 0 captured integritywatch doctor --quiet
if grep -q ' history \| schedule ' $out/captured.txt; then
    cat $out/captured.txt >&2
    exit 1
fi
capture after
