# shellcheck shell=bash
# boots: systemd
# The package on a host that nobody prepared: needs `run adopt --package DEB`. Only what README and manual page say is typed.
#
# Boot 1: the package is installed; `doctor` names what the host lacks; `rules install` writes it.
# Boot 2: `doctor` finds nothing wrong; the baseline is captured; the timer scans; the intrusion of rocke.sh happens;
# the timer's next scan finds it, and monitoring's line, its exit code and the report tell of it.

# shellcheck source=tests/lab/guest/intrusion.sh
source /run/lab/guest/intrusion.sh

out=/run/lab/out

fail() {
    echo "lab: $*" >&2
    exit 1
}

# expect CODE FILE COMMAND...: the command's exit code, and its output on the share.
expect() {
    local expected=$1 file=$out/$2 code=0
    shift 2
    "$@" >"$file" 2>&1 || code=$?
    [[ $code == "$expected" ]] || fail "exit $code instead of $expected: $*, see $(basename "$file")"
}

# says FILE TEXT: an extended regular expression that the output must hold.
says() { grep -Eq -- "$2" "$out/$1" || fail "$1 does not say: $2"; }

# until_scan: until the timer has scanned once more.
until_scan() {
    local before now tries
    before=$(systemctl show -P ExecMainExitTimestampMonotonic integritywatch-scan.service)
    for tries in {1..180}; do
        now=$(systemctl show -P ExecMainExitTimestampMonotonic integritywatch-scan.service)
        # 0 while it runs: systemd forgets the last end where it starts a unit.
        [[ $now == 0 || $now == "$before" ]] || return 0
        sleep 1
    done
    fail "the timer did not scan within $tries s"
}

if [[ $boot == 1 ]]; then
    dpkg -i /run/lab/package.deb >$out/install.txt 2>&1 || fail "the package does not install, see install.txt"
    # Nothing is measured: such a host cannot be judged.
    expect 3 doctor-before.txt integritywatch doctor
    says doctor-before.txt 'rules install'
    expect 0 rules-install.txt integritywatch rules install --yes
    # Ten minutes are too long for a test.
    mkdir -p /etc/systemd/system/integritywatch-scan.timer.d
    printf '[Timer]\nOnBootSec=\nOnCalendar=\nOnUnitActiveSec=\nRandomizedDelaySec=0\nAccuracySec=1s\nOnActiveSec=5\nOnUnitInactiveSec=10\n' \
        >/etc/systemd/system/integritywatch-scan.timer.d/lab.conf
    touch $out/again
    return 0 2>/dev/null || exit 0
fi

systemctl is-active --quiet auditd || fail "auditd does not run"
serve_payloads
install_program backup-helper /usr/local/sbin/backup-helper 4755
echo '* * * * * root ps -e | wc -l >/var/log/report' >/etc/cron.d/report
ordinary_work
rm /etc/cron.d/report
# A module that no package of the guest owns is named, as on any host.
module=/usr/lib/modules/$(uname -r)/kernel/drivers/net/dummy.ko
expect 0 capture.txt integritywatch baseline capture --yes --reason "first" $([[ ! -e $module ]] || echo --include "$module")
until_scan
expect 0 doctor-after.txt integritywatch doctor
# Where the timer scanned before the capture, it told of the administrator's own cron job: somebody wrote to a cron folder.
if ! integritywatch findings --quiet >$out/own.txt; then
    expect 0 accept.txt integritywatch accept /etc/cron.d/report --reason "our own report"
fi
expect 0 nagios-before.txt integritywatch findings --format nagios

intrude
until_scan
until_scan
expect 2 nagios-after.txt integritywatch findings --format nagios
says nagios-after.txt '^INTEGRITY CRITICAL - .*known-bad /tmp/java'
expect 2 findings.txt integritywatch findings
says findings.txt 'CRITICAL .*known-bad /tmp/java'
says findings.txt 'T1574.006'
journalctl --no-pager -u integritywatch-scan.service >$out/journal.txt || true
says journal.txt 'known-bad /tmp/java'
expect 0 remove.txt dpkg -r integritywatch
[[ -e /var/lib/integritywatch/history.db ]] || fail "removing the package took the history along"
