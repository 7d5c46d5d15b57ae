# shellcheck shell=bash
# An ordinary morning on a web server. A user logs in, looks at processes and logs, asks openssl for its
# version, calls a port where nothing listens, compiles a small file; cron runs a job; root loads a module.
# Then the same kind of work again: `after` holds no path and no digest that `before` does not hold.
# Nothing runs from a folder for temporary files, nothing is deleted, and there is no violation.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

work() {
    as_deploy 'ls -l / >/dev/null; ps aux | grep -c root >/dev/null; id >/dev/null
        openssl version >/dev/null; curl -s http://127.0.0.1:9/ || true
        echo "int main(void) { return 0; }" >nothing.c; gcc -c nothing.c; perl -e "exit 0"'
}

# The job is there before the rules are, as on a host that has had it for years.
echo '* * * * * root ps -e | wc -l >/var/log/report' >/etc/cron.d/report
modprobe dummy && rmmod dummy

start_host
modprobe dummy
work
cron # only now, so that the user's programs are first run by the user
wait_for /var/log/report
capture before /usr/bin/ls /usr/bin/ps
fact before /usr/bin/ls "standard program" 1000 1000 bash /usr/bin/bash "ima audit disk"
for path in /usr/bin/openssl /usr/bin/perl; do
    fact before $path "standard program" 1000 1000 bash /usr/bin/bash "ima audit"
done
fact before /usr/bin/curl "standard program, keyed execution T1140" 1000 1000 bash /usr/bin/bash "ima audit"
fact before "/usr/lib/modules/$(uname -r)/kernel/drivers/net/dummy.ko" "kernel module that no package owns" 0 0 modprobe /usr/bin/kmod "ima audit"
work
rm /var/log/report
wait_for /var/log/report
capture after /usr/bin/ls /usr/bin/ps
