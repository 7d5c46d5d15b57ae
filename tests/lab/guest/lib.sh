# shellcheck shell=bash
# What scenarios call, in the guest.

share=/run/lab
programs=/usr/local/share/lab/programs
# shellcheck disable=SC2034 # for scenarios that boot twice
boot=$(<$share/boot)

# start_audit [SETTING=VALUE...]: auditd as Debian ships it, but for the settings named, with the keyed rules.
start_audit() {
    local setting
    for setting; do
        sed -i "s/^${setting%%=*} = .*/${setting%%=*} = ${setting#*=}/" /etc/audit/auditd.conf
    done
    mkdir -p /var/log/audit
    cp $share/guest/audit.rules /etc/audit/rules.d/integrity.rules
    auditd
    auditctl -R /etc/audit/rules.d/integrity.rules >/dev/null
}

# load_policy [RULE...]: the measuring and auditing policy, after the rules named.
load_policy() {
    { [[ $# -eq 0 ]] || printf '%s\n' "$@"; cat $share/guest/ima.policy; } >/etc/ima-policy
    cat /etc/ima-policy >/sys/kernel/security/ima/policy
}

# start_host [RULE...]: what every ordinary scenario begins with.
start_host() {
    start_audit
    load_policy "$@"
    warm_up
}

# A capture that is thrown away: afterwards the programs that capturing itself needs are part of what the host
# has run before, and no later step shows them as new.
warm_up() {
    capture warm-up /etc/hostname
    fact warm-up /etc/hostname "$(uname -r)"
    sed -i /^warm-up/d $share/out/facts
    rm $share/out/warm-up.tar
}

# capture STEP [FILE...]: an evidence root as share/out/STEP.tar, with the files named as they are on disk.
# PCRs come first, then the list, so that the list holds at least what the PCRs say.
capture() {
    local step=$1 stage=/run/stage bank file ima=sys/kernel/security/ima
    shift
    sleep 1 # auditd writes what it has
    rm -rf $stage
    mkdir -p $stage/$ima $stage/proc/sys/kernel/random $stage/etc "$stage"/var/log/audit "$stage"/var/lib/dpkg
    for bank in /sys/class/tpm/tpm0/pcr-*; do
        mkdir -p "$stage$bank"
        for file in 10 11; do
            cat "$bank/$file" >"$stage$bank/$file"
        done
    done
    for file in "/$ima"/{binary_runtime_measurements*,ascii_runtime_measurements*,runtime_measurements_count,violations,policy}; do
        [[ ! -e $file ]] || cat "$file" >"$stage$file" 2>/dev/null || rm -f "$stage$file"
    done
    for file in /proc/sys/kernel/random/boot_id /proc/uptime /proc/cmdline /etc/{hostname,passwd,os-release}; do
        cat "$file" >"$stage$file"
    done
    cp -p /var/log/audit/audit.log* "$stage"/var/log/audit/ 2>/dev/null || true
    if [[ ! ${lists_only:-} ]]; then
        cp -p /var/lib/dpkg/{status,diversions} "$stage"/var/lib/dpkg/
        cp -p /var/log/dpkg.log "$stage"/var/log/
        capture_manifests
    fi
    tar -cf "$share/out/$step.tar" -C "$stage" .
    for file; do
        # Nobody who unpacks a capture wants a set-user-id program.
        tar -rf "$share/out/$step.tar" --mode=ug-s --no-unquote -C / "./${file#/}"
    done
}

# The lists of the packages whose programs scenarios run, not of all: they are what is big.
capture_manifests() {
    local package file
    mkdir -p "$stage"/var/lib/dpkg/info
    for package in ${manifests:-openssl libssl3 procps coreutils bash dash curl base-files}; do
        for file in /var/lib/dpkg/info/"$package"{,:*}.{list,md5sums}; do
            [[ ! -e $file ]] || cp -p "$file" "$stage"/var/lib/dpkg/info/
        done
    done
}

# fact STEP PATH WHAT UID EUID COMM EXE SOURCES: one line of the ground truth. COMM and EXE are the launcher's;
# a path is written as bash would quote it. from=FILE names the file to hash where PATH is none.
fact() {
    local step=$1 path=$2 digest
    digest=$(sha256sum 2>/dev/null <"${from:-$path}") || digest=-
    shift 2
    {
        printf '%s\t%s\t%s' "$step" "$(printf %q "$path")" "${digest%% *}"
        printf '\t%s' "$@"
        printf '\n'
    } >>$share/out/facts
}

# install_program NAME PATH [MODE]: puts one of the lab's compiled programs in place.
install_program() { install -D -m "${3:-755}" "$programs/$1" "$2"; }

# as_deploy COMMAND: a shell command of the user who has logged in; the audit user id stays with it.
as_deploy() {
    (
        echo 1000 >/proc/self/loginuid
        cd ~deploy || exit
        HOME=~deploy exec setpriv --reuid 1000 --regid 1000 --clear-groups -- bash -c "$1"
    )
}

# as_web COMMAND: a shell command that the web server, a perl program, runs for whoever asked.
# shellcheck disable=SC2016 # the dollar is perl's
as_web() { (cd / && exec setpriv --reuid 33 --regid 33 --clear-groups -- perl -e 'system("/bin/sh", "-c", $ARGV[0])' "$1"); }

# wait_for FILE: until a cron job has written it; cron looks once a minute.
wait_for() {
    local tries
    for tries in {1..75}; do
        [[ ! -e $1 ]] || return 0
        sleep 1
    done
    echo "lab: $1 did not appear after $tries s" >&2
    return 1
}
