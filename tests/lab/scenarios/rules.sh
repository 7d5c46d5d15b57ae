# shellcheck shell=bash
# The printed rules on a real kernel: needs `run rules --program FILE`.
#
# 1. Each line of rules.samples is given to auditctl by itself, and `rules check` has to say of each what auditctl does.
# 2. The printed audit rules are loaded with auditctl -R, then with augenrules; what was refused comes back in `refused`,
#    and nothing may be but rules about folders that this host does not have.
# 3. The printed IMA policy is loaded line by line.
# 4. The intrusion of rocke.sh happens again under these rules: its events must be in the audit log with their keys, and the
#    scan must tell of their techniques, of the group, and of who started the miner.

# shellcheck source=tests/lab/guest/intrusion.sh
source /run/lab/guest/intrusion.sh

out=/run/lab/out
samples=/run/lab/scenarios/rules.samples

fail() {
    echo "lab: $*" >&2
    exit 1
}

# verdict COMMAND...: whether a line was taken.
verdict() { if "$@" >/dev/null 2>&1; then echo loads; else echo refused; fi; }

# says_check FILE: the same from `rules check`, which ends with 2 where a line does not load.
says_check() {
    local code=0
    integritywatch rules check --quiet "$1" >/dev/null || code=$?
    if [[ $code == 2 ]]; then echo refused; else echo loads; fi
}

try_samples() {
    local expected line found
    while IFS='|' read -r expected line; do
        auditctl -D >/dev/null 2>&1
        printf '%s\n' "$line" >/run/sample.rules
        found=$(verdict auditctl -R /run/sample.rules)
        [[ $found == "$expected" ]] || fail "auditctl: $found, not $expected: $line"
        found=$(says_check /run/sample.rules)
        [[ $found == "$expected" ]] || fail "rules check: $found, not $expected: $line"
    done <$samples
    auditctl -D >/dev/null
}

# Every refused rule with what was said of it; each must name a folder that is not there, or a file in one.
look_at_refused() {
    local number line place
    sed -nE 's/.*error in line ([0-9]+) of .*/\1/p' "$2" >/run/numbers
    while read -r number; do
        line=$(sed -n "${number}p" "$1")
        place=$(sed -E 's/.*-F (path|dir)=([^ ]+).*/\1 \2/' <<<"$line")
        case $place in
            dir*) [[ ! -d ${place#* } ]] || fail "refused: $line" ;;
            path*) [[ ! -d $(dirname "${place#* }") ]] || fail "refused: $line" ;;
            *) fail "refused: $line" ;;
        esac
        echo "$line"
    done </run/numbers >$out/refused
}

[[ -x /usr/local/bin/integritywatch ]] || fail "no program, name one with run rules --program FILE"
serve_payloads
install_program backup-helper /usr/local/sbin/backup-helper 4755
echo '* * * * * root ps -e | wc -l >/var/log/report' >/etc/cron.d/report

mkdir -p /var/log/audit
auditd
try_samples

integritywatch rules auditd >/run/printed.rules
auditctl -R /run/printed.rules >/run/said 2>&1 || fail "auditctl -R ended with $?"
look_at_refused /run/printed.rules /run/said
auditctl -l >/run/loaded
auditctl -D >/dev/null
cp /run/printed.rules /etc/audit/rules.d/60-integritywatch.rules
augenrules --load >/run/said 2>&1 || fail "augenrules ended with $?"
look_at_refused /etc/audit/audit.rules /run/said
auditctl -l >$out/listing
cmp /run/loaded $out/listing || fail "augenrules loaded something else than auditctl -R"
integritywatch rules check /etc/audit/rules.d >$out/check.txt || fail "rules check ended with $?"
integritywatch rules check - <$out/listing >$out/check-listing.txt || fail "rules check of the listing ended with $?"

integritywatch rules ima >/run/printed.policy
while IFS= read -r line; do
    printf '%s\n' "$line"
done </run/printed.policy >/sys/kernel/security/ima/policy || fail "the IMA policy was refused"
sleep 1
grep -E 'type=INTEGRITY_POLICY_RULE|op=policy_update' /var/log/audit/audit.log >$out/policy || true
grep -q 'op=policy_update cause=completed' $out/policy || fail "the IMA policy is not in force, see policy"
grep '^[a-z]' /run/printed.policy >/run/policy-rules
while read -r action function _; do
    grep -Eq "action=\"?$action\"? .*func=${function#func=} .*res=1" $out/policy || fail "the kernel did not take $action $function"
done </run/policy-rules

warm_up
ordinary_work
rm /etc/cron.d/report
integritywatch baseline capture --quiet --yes --reason "before the intrusion" || fail "the capture ended with $?"
intrude
capture after /tmp/java /etc/cron.d/root /etc/ld.so.preload
for key in T1140-Deobfuscate_Decode_Files_or_Information T1053.003-Scheduled_Task_Cron T1574.006-Dynamic_Linker_Hijacking; do
    grep -q "type=SYSCALL.* key=\"$key\"" /var/log/audit/audit.log || fail "no event has the key $key"
done

code=0
integritywatch scan --quiet >$out/scan.txt || code=$?
[[ $code == 2 ]] || fail "the scan ended with $code, not 2"
for technique in T1140 T1053.003 T1574.006; do
    grep -q "^[A-Z]* new technique .* techniques=$technique " $out/scan.txt || fail "the scan does not tell of $technique, see scan.txt"
done
grep -q '^CRITICAL new known-bad /usr/local/lib/libntp.so .* is an indicator of Rocke' $out/scan.txt || fail "libntp.so is not known bad"
grep -q '^CRITICAL new known-bad /tmp/java .* parent=/usr/local/sbin/backup-helper' $out/scan.txt || fail "the miner's parent is not told"
code=0
integritywatch findings --format navigator --output $out/layer.json || code=$?
[[ $code == 2 ]] || fail "the layer ended with $code, not 2"
for technique in T1140 T1053.003 T1574.006; do
    grep -q "\"techniqueID\": \"$technique\"" $out/layer.json || fail "the layer lacks $technique"
done
