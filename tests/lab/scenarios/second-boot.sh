# shellcheck shell=bash
# One host, two boots of the same disk, the audit log going on in the same file.
#
# `first`: ordinary work; afterwards /opt/app/agent is installed, and not run. `second`, after a reboot: the same work
# (the kernel tells it all again: new boot, new list, new audit records), and /opt/app/agent runs for the first time.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

# shellcheck disable=SC2154 # boot comes from the library
start_host
as_deploy 'ls -l >/dev/null; ps >/dev/null; id >/dev/null; openssl version >/dev/null'

if [[ $boot == 1 ]]; then
    capture first /usr/bin/ls /usr/bin/ps
    fact first /usr/bin/ps "standard program" 1000 1000 bash /usr/bin/bash "ima audit disk"
    install_program tool /opt/app/agent
    : >/run/lab/out/again
else
    /opt/app/agent >/dev/null
    fact second /usr/bin/ps "standard program, the same digest" 1000 1000 bash /usr/bin/bash "ima audit disk"
    fact second /opt/app/agent "new in the second boot" 0 0 bash /usr/bin/bash "ima audit disk"
    capture second /usr/bin/ls /usr/bin/ps /opt/app/agent
fi
