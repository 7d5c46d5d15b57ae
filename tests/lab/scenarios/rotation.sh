# shellcheck shell=bash
# An audit log in RAW format that rotates, and a daemon that stops.
#
# `before`: the programs one and two ran. `after`, in this order:
# 1. three ran; the log was rotated (SIGUSR1); four ran; rotated; five ran; rotated: audit.log.3 is the oldest.
# 2. auditd was stopped, six ran, auditd was started again: the kernel kept the records and delivered them late,
#    with times before the daemon's start.
# 3. A rule hid INTEGRITY_RULE records (auditctl -a always,exclude), seven ran, the rule was removed: the list knows
#    seven, the log does not.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

# ran NAME WHAT SOURCES
ran() {
    local path=/opt/app/$2
    install_program plain "$path"
    printf '%s' "$2" >>"$path"
    "$path" >/dev/null
    fact "$1" "$path" "$3" 0 0 bash /usr/bin/bash "${4:-ima audit disk}"
}

rotate() {
    sleep 1
    kill -USR1 "$(cat /run/auditd.pid)"
    sleep 1
}

start_audit log_format=RAW
load_policy
warm_up
ran before one "first"
ran before two "second"
capture before /opt/app/{one,two}

ran after three "then the log rotated"
rotate
ran after four "then the log rotated"
rotate
ran after five "then the log rotated"
rotate

kill -TERM "$(cat /run/auditd.pid)"
sleep 2
ran after six "while auditd was stopped"
auditd
sleep 2

auditctl -a always,exclude -F msgtype=INTEGRITY_RULE
ran after seven "while a rule hid INTEGRITY_RULE records" "ima disk"
auditctl -d always,exclude -F msgtype=INTEGRITY_RULE
capture after /opt/app/{one,two,three,four,five,six,seven}
