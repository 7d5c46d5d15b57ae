# shellcheck shell=bash
# What build, run and capture-all share: places, messages, packages.

lab_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${IW_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/integritywatch-lab}
export PATH=$PATH:/usr/sbin:/sbin

say() { printf 'lab: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# need PACKAGE...: installs what is missing, or says what to install.
need() {
    local package missing=()
    for package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done
    [[ ${#missing[@]} -eq 0 ]] && return
    [[ $EUID -eq 0 ]] || die "packages missing: ${missing[*]}, install them as root"
    say "installing ${missing[*]}"
    apt-get update -q >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" >&2 ||
        die "packages could not be installed: ${missing[*]}, see the lines above"
}
