# shellcheck shell=bash
# What the benchmark scripts share: sourced, not run.
# Each makes its inputs in a folder of its own below $TMPDIR (default /var/tmp) and removes it at the end.

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
repository=$(realpath "$here/../..")

# need COMMAND PACKAGE ...: ends with 3 where a program is missing; nothing is passed over in silence.
need() {
  local missing=()
  while (($#)); do
    PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null || missing+=("$2")
    shift 2
  done
  if ((${#missing[@]})); then
    echo "missing: ${missing[*]}" >&2
    echo "to install them: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 3
  fi
  command -v dotnet >/dev/null || { echo 'missing: the .NET 10 SDK, which builds the generator' >&2; exit 3; }
  PATH=$PATH:/usr/sbin:/sbin
}

# begin PROGRAM: sets $program and $work, and builds the generator. The load is taken first: what is made here is a load of its own.
begin() {
  load=$(cut -d' ' -f1-3 /proc/loadavg)
  program=$(realpath -e "$1") || { echo "no such program: $1" >&2; exit 3; }
  [[ -x $program && -f $program ]] || { echo "not a program: $program" >&2; exit 3; }
  work=$(mktemp -d -p "${TMPDIR:-/var/tmp}" integritywatch-benchmark-XXXXXX)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM
  dotnet build -c Release -v q --nologo "$here/IntegrityWatch.Benchmarks" >"$work/build" 2>&1 || { cat "$work/build" >&2; exit 3; }
}

generate() {
  "$repository/artifacts/bin/IntegrityWatch.Benchmarks/release/IntegrityWatch.Benchmarks" generate "$@" >"$work/generated" || exit 3
}

# machine: a line each about what the figures were taken on.
machine() {
  local running
  printf 'date        %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  printf 'kernel      %s\n' "$(uname -sr)"
  printf 'processors  %s x %s\n' "$(nproc)" "$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)"
  printf 'memory      %s\n' "$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo)"
  printf 'load        %s (1, 5 and 15 minutes, before anything was made)\n' "$load"
  # On a busy machine elapsed times say little, and a program that uses both processors loses most.
  running=$(awk -v processors="$(nproc)" '$1 > processors / 2 { print " -- the machine was busy with other things" }' <<<"$load")
  [[ -z $running ]] || printf 'note       %s\n' "$running"
  printf 'ours        %s, %s\n' "$("$program" --version | head -1)" "$(sha256sum "$program" | cut -c1-12)"
}

# timed NAME HIGHEST COMMAND...: runs it once; its standard output goes to $work/out. A line in $work/rounds:
# NAME, elapsed seconds, processor seconds, peak memory in KB. An exit code above HIGHEST ends everything.
timed() {
  local name=$1 highest=$2 code=0
  shift 2
  local TIMEFORMAT='%R %U %S'
  # bash counts in milliseconds, and time(1) alone knows the memory.
  { time /usr/bin/time -q -o "$work/peak" -f %M "$@" >"$work/out" 2>"$work/errors"; } 2>"$work/time" || code=$?
  if ((code > highest)); then
    printf 'exit %s: %s\n' "$code" "$*" >&2
    tail -5 "$work/errors" >&2
    exit 3
  fi
  awk -v name="$name" -v peak="$(<"$work/peak")" '{ printf "%s %.3f %.3f %d\n", name, $1, $2 + $3, peak }' "$work/time" >>"$work/rounds"
  tail -1 "$work/rounds" >&2
}

# median NAME FIELD: of the rounds; FIELD is 2 (elapsed), 3 (processor). highest NAME: the highest peak memory in KB.
median() {
  awk -v name="$1" -v field="$2" '$1 == name { print $field }' "$work/rounds" | sort -g |
    awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

highest() { awk -v name="$1" '$1 == name && $4 > most { most = $4 } END { print most + 0 }' "$work/rounds"; }
