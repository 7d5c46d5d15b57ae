# shellcheck shell=bash
# What test and test-service share: places, messages, and a small Debian to install into.

packaging=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$packaging/../.." && pwd)
cache=${IW_PACKAGING:-${XDG_CACHE_HOME:-$HOME/.cache}/integritywatch-packaging}
release=bookworm
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# program_of ARGUMENTS...: the native program that --program names, or a new one. Sets $program.
program_of() {
    program=
    while (($#)); do
        case $1 in
        --program)
            (($# > 1)) || die "--program needs a value"
            program=$2
            shift 2
            ;;
        *) die "no such option: $1, see the head of $0" ;;
        esac
    done
    [[ -z $program ]] || return 0
    dotnet publish "$repository/src/IntegrityWatch" -r linux-x64 --nologo -v q >&2
    program=$repository/artifacts/publish/IntegrityWatch/release_linux-x64/integritywatch
}

# debian NAME PACKAGES: makes $cache/NAME where it is not there yet.
debian() {
    local mirror
    [[ ! -d $cache/$1 ]] || return 0
    [[ $EUID -eq 0 ]] || die "a Debian is installed into a folder, run this as root"
    command -v debootstrap >/dev/null || apt-get install -qy --no-install-recommends debootstrap >&2
    # The mirror is the one that this machine itself uses.
    mirror=$(apt-get indextargets --format "\$(REPO_URI) \$(CODENAME) \$(COMPONENT)" 'Created-By: Packages' |
        awk -v release="$release" '$2 == release && $3 == "main" { print $1; exit }')
    [[ $mirror ]] || die "no source for Debian $release main in apt's sources, add one"
    mkdir -p "$cache"
    rm -rf "$cache/$1.new"
    debootstrap --variant=minbase --include="$2" "$release" "$cache/$1.new" "$mirror" >"$cache/$1.log" 2>&1 ||
        die "debootstrap failed, see $cache/$1.log"
    mv "$cache/$1.new" "$cache/$1"
}
