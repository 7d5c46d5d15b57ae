#!/bin/bash
# Runs in the guest as its first process: starts the host's services, then the scenario, and leaves its exit
# code on the share. Scripts are run as `bash FILE`, so that the lab itself is no program that the kernel measures.
set -u
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
share=/run/lab

if [[ ! -d /run/systemd/system ]]; then
    mount -t securityfs securityfs /sys/kernel/security
    mkdir -p /dev/shm /dev/pts
    mount -t tmpfs -o mode=1777 tmpfs /dev/shm
    mount -t tmpfs -o mode=1777 tmpfs /tmp
    mount -t devpts devpts /dev/pts
    hostname "$(</etc/hostname)"
    busybox ip link set lo up
fi
[[ ! -f $share/program ]] || install -m 755 "$share/program" /usr/local/bin/integritywatch

code=0
bash -eu -o pipefail "$share/scenarios/$(<$share/scenario).sh" || code=$?

# The audit daemon writes its last lines, the disk is kept for a second boot.
kill -TERM "$(pidof auditd)" 2>/dev/null
sleep 1
echo "lab: scenario ended with $code"
echo "$code" >"$share/out/end"
sync
mount -o remount,ro / 2>/dev/null
