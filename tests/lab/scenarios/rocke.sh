# shellcheck shell=bash
# The intrusion of the group Rocke on a web server, with harmless programs of its own.
#
# `before`: ordinary work by deploy and by the web server (perl, www-data), which has run every standard program
# that the intruder will use, and the careless set-user-id program /usr/local/sbin/backup-helper.
#
# `after`, in this order:
# 1. The web server runs `curl .../a | base64 -d | sh` as www-data. The decoded script fetches /tmp/java with wget
#    and runs it through backup-helper, with real uid 33 and effective uid 0.
# 2. Root installs and runs /var/tmp/kworkerds and /dev/shm/kworkerds; the latter reads a program from a pipe and
#    runs it from memory, as `kthreadd`.
# 3. Root writes /etc/cron.d/root and root's crontab; cron runs /usr/sbin/kworkerds.
# 4. Root starts /tmp/watchdogs and deletes it while it runs; it then starts /usr/sbin/netdns.
# 5. Root installs /usr/local/lib/libntp.so, names it in /etc/ld.so.preload, and `id` loads it.
# 6. Root replaces /usr/bin/ps by another program and runs it.
# 7. deploy runs "/opt/app/my tool", whose name has a space.

# shellcheck source=tests/lab/guest/intrusion.sh
source /run/lab/guest/intrusion.sh

# Both servers ran before anything was measured, as the attacker's would elsewhere.
serve_payloads
install_program backup-helper /usr/local/sbin/backup-helper 4755
echo '* * * * * root ps -e | wc -l >/var/log/report' >/etc/cron.d/report

start_host
ordinary_work
capture before /usr/bin/ps /usr/local/sbin/backup-helper
fact before /usr/bin/ps "as procps installed it" 1000 1000 bash /usr/bin/bash "ima audit disk"
fact before /usr/bin/dash "shell" 33 33 perl /usr/bin/perl "ima audit"
fact before /usr/bin/curl "keyed T1140" 33 33 sh /usr/bin/dash "ima audit"
fact before /usr/local/sbin/backup-helper "set-user-id, owned by no package" 33 33 sh /usr/bin/dash "ima audit disk"
rm -f /etc/cron.d/report

intrude
capture after /tmp/java /var/tmp/kworkerds /dev/shm/kworkerds /etc/cron.d/root /usr/sbin/{kworkerds,netdns} \
    /usr/local/lib/libntp.so /etc/ld.so.preload /usr/bin/ps "/opt/app/my tool" /usr/local/sbin/backup-helper
