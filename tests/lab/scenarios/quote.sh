# shellcheck shell=bash
# The TPM signs what it holds: quotes over PCR 10 while the list grows on, as a verifier would ask for them.
# Lists, PCRs, counts and audit log only, and /etc/quote with what tpm2-tools wrote (tpm2_quote -m, -s):
# NAME.msg (TPMS_ATTEST) and NAME.sig (TPMT_SIGNATURE), all over the nonce in nonce.hex, and the attestation keys KEY.pem.
# `rsa`: RSASSA with SHA-256 over sha256:10. `banks`: the same key over sha1:10 and sha256:10.
# `pcrs`: the same key over sha256:10 and sha256:11, into which nothing was measured. `pss`: RSAPSS over sha256:10.
# `ecc`: ECDSA on P-256 over sha256:10. `plain`: the same key, the signature without the TPM's framing (-f plain).

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

# shellcheck disable=SC2034 # read by capture
lists_only=yes
nonce=00112233445566778899aabbccddeeff
export TPM2TOOLS_TCTI=device:/dev/tpmrm0
mkdir -p /etc/quote
cd /run

# key NAME ALGORITHM SCHEME: an attestation key under an endorsement key of its own kind.
key() {
    [[ -e ek-$2.ctx ]] || tpm2_createek -Q -c "ek-$2.ctx" -G "$2" -u "ek-$2.pub"
    tpm2_createak -Q -C "ek-$2.ctx" -c "$1.ctx" -G "$2" -g sha256 -s "$3" -u "/etc/quote/$1.pem" -f pem -n "$1.name"
}

# quote NAME KEY PCRS [OPTION...]
quote() {
    tpm2_quote -Q -c "$2.ctx" -l "$3" -q "$nonce" -m "/etc/quote/$1.msg" -s "/etc/quote/$1.sig" "${@:4}"
}

start_host
printf '%s\n' "$nonce" >/etc/quote/nonce.hex
key rsa rsa rsassa
key pss rsa rsapss
key ecc ecc ecdsa
quote rsa rsa sha256:10
install_program plain /opt/app/between
/opt/app/between
fact quoted /opt/app/between "ran after the quote rsa and before the others" 0 0 bash /usr/bin/bash "ima audit"
quote banks rsa sha1:10+sha256:10
quote pcrs rsa sha256:10,11
quote pss pss sha256:10 --scheme rsapss
quote ecc ecc sha256:10 --scheme ecdsa
quote plain ecc sha256:10 --scheme ecdsa -f plain
install_program plain /opt/app/after
printf after >>/opt/app/after
/opt/app/after
fact quoted /opt/app/after "ran after all quotes" 0 0 bash /usr/bin/bash "ima audit"
capture quoted /etc/quote/*
