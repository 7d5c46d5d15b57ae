# shellcheck shell=bash
# The program itself on a real kernel: needs `run live --program FILE`. It captures a baseline after ordinary work,
# finds nothing, then finds the intrusion of rocke.sh, and finds it only once. Its outputs come back beside the captures.

# shellcheck source=tests/lab/guest/intrusion.sh
source /run/lab/guest/intrusion.sh

out=/run/lab/out

# expect CODE COMMAND...: the command's exit code, or the end of the scenario.
expect() {
    local expected=$1 code=0
    shift
    "$@" || code=$?
    [[ $code == "$expected" ]] && return
    echo "lab: exit $code instead of $expected: $*" >&2
    exit 1
}

[[ -x /usr/local/bin/integritywatch ]] || { echo "lab: no program, name one with run live --program FILE" >&2; exit 1; }
serve_payloads
install_program backup-helper /usr/local/sbin/backup-helper 4755
echo '* * * * * root ps -e | wc -l >/var/log/report' >/etc/cron.d/report
start_host
ordinary_work
rm /etc/cron.d/report

# A module that no package of the guest owns, and a cron folder that its administrator wrote: both are named, as on any host.
expect 0 integritywatch baseline capture --yes --reason first --include "/usr/lib/modules/$(uname -r)/kernel/drivers/net/dummy.ko"
expect 0 integritywatch accept /etc/cron.d/report --reason "the report of the administrators"
expect 0 integritywatch scan --format json --output $out/scan-clean.json
capture before
intrude
expect 2 integritywatch scan --format json --output $out/scan.json
capture after
expect 2 integritywatch scan --quiet --new-only >/run/second
cp /run/second $out/scan-again.txt
[[ ! -s /run/second ]] || { echo "lab: the second scan told something new, see scan-again.txt" >&2; exit 1; }
expect 0 integritywatch history /tmp/java >/run/history
cp /run/history $out/history.txt
grep -q /tmp/java /run/history
