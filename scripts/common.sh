# Sourced by the entry points here: where the project is, and how missing packages are installed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '%s\n' "$*"; }

packages() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$root/scripts/packages.txt"; }

# Is the package there, or another one that provides it (a nodejs that brings its own npm)?
installed() {
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed' ||
        dpkg-query -W -f='${db:Status-Abbrev}${Provides}\n' | grep '^ii' | grep -qE "[ ,]$1( |,|\$)"
}

# Installs what scripts/packages.txt names and is not there; says so; asks nothing.
ensure_packages() {
    local missing=() p
    for p in $(packages); do
        installed "$p" || missing+=("$p")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "These Debian packages are missing; install them as root: ${missing[*]}" >&2
        exit 3
    fi
    say "Installing Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build PRESET FOLDER [TARGET…]
build() {
    local preset=$1 folder=$2
    shift 2
    [ -f "$folder/build.ninja" ] || cmake --preset "$preset" >/dev/null
    ninja -C "$folder" "$@" >"$folder/last-build.log" 2>&1 || { cat "$folder/last-build.log" >&2; exit 1; }
}
