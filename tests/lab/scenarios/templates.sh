# shellcheck shell=bash
# Small measurement lists in every template that the kernel offers: each step is one boot, with the kernel arguments
# that stand in its proc/cmdline (and in tests/lab/templates). Lists, PCRs, counts and audit log only.
#
# In every step `id` and `/opt/app/my tool` ran, and /srv/data/tomtou gave one violation. The digests below are SHA-256,
# also where the list is in SHA-1. Also:
# `ima-buf`: the kernel's version as critical data, and certificates added to keyrings: the kernel's own, and one
# added to the session keyring "_ses".
# `pcr-11`: programs of user 2000 are measured into PCR 11 (/opt/app/eleven, /opt/app/twelve), all else into PCR 10.
# `signed`: /opt/app/rsa and /opt/app/ecdsa bear valid signatures in security.ima, /opt/app/altered was changed after it
# had been signed; the certificates are etc/keys/rsa.der and etc/keys/ecdsa.der.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

step=$(sed -n 's/.*lab\.step=\([^ ]*\).*/\1/p' /proc/cmdline)
rules=('measure func=FILE_CHECK mask=^MAY_READ fowner=2001')
# shellcheck disable=SC2034 # read by capture
lists_only=yes

# keys NAME PARAMETERS...: a key and its certificate in /etc/keys.
keys() {
    mkdir -p /etc/keys
    openssl req -new -x509 -newkey "${@:2}" -nodes -sha256 -days 36500 -subj "/CN=lab $1" \
        -addext subjectKeyIdentifier=hash -addext keyUsage=digitalSignature \
        -keyout "/run/$1.key" -outform DER -out "/etc/keys/$1.der"
}

# program PATH
program() {
    install_program plain "$1"
    printf '%s' "$1" >>"$1"
}

mkdir -p /srv/data
echo data >/srv/data/tomtou
chown 2001 /srv/data/tomtou
program '/opt/app/my tool'
files=()

case $step in
    ima-buf)
        rules+=('measure func=CRITICAL_DATA' 'measure func=KEY_CHECK')
        keys rsa rsa:2048
        files=(/etc/keys/rsa.der)
        ;;
    pcr-11)
        rules+=('measure func=BPRM_CHECK mask=MAY_EXEC fowner=2000 pcr=11')
        for name in eleven twelve; do
            program /opt/app/$name
            chown 2000 /opt/app/$name
        done
        ;;
    signed)
        keys rsa rsa:2048
        keys ecdsa ec -pkeyopt ec_paramgen_curve:P-256
        for name in rsa ecdsa altered; do
            program /opt/app/$name
        done
        evmctl ima_sign --hashalgo sha256 --key /run/rsa.key /opt/app/rsa
        evmctl ima_sign --hashalgo sha256 --key /run/ecdsa.key /opt/app/ecdsa
        evmctl ima_sign --hashalgo sha256 --key /run/rsa.key /opt/app/altered
        printf altered >>/opt/app/altered
        files=(/etc/keys/rsa.der /etc/keys/ecdsa.der /opt/app/rsa /opt/app/ecdsa /opt/app/altered)
        ;;
esac

start_audit
load_policy "${rules[@]}"
id >/dev/null
'/opt/app/my tool' >/dev/null
fact "$step" '/opt/app/my tool' "program" 0 0 bash /usr/bin/bash "ima audit"
fact "$step" /usr/bin/id "program" 0 0 bash /usr/bin/bash "ima audit"
# shellcheck disable=SC2094 # reading what is being written is the point
exec 3</srv/data/tomtou 4>>/srv/data/tomtou
exec 3<&- 4>&-

case $step in
    ima-buf) keyctl padd asymmetric "" @s </etc/keys/rsa.der ;;
    pcr-11)
        for name in eleven twelve; do
            /opt/app/$name
            fact pcr-11 /opt/app/$name "measured into PCR 11" 0 0 bash /usr/bin/bash "ima audit"
        done
        ;;
    signed)
        for name in rsa ecdsa altered; do
            /opt/app/$name
            fact signed /opt/app/$name "signed (\"altered\" by the RSA key, before its content changed)" 0 0 bash /usr/bin/bash "ima audit disk"
        done
        ;;
esac
capture "$step" "${files[@]}"
