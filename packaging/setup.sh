#!/bin/sh
# Installs what is missing: `packaging/setup.sh [--test]`. With nothing missing it starts no
# installer and needs no network. Exit 2: somebody with more rights has to run the line shown.
#
# PYTHON names another interpreter than /usr/bin/python3; proxies, certificates and a package mirror
# come from the environment (https_proxy, PIP_CERT, PIP_INDEX_URL …) and are none of the project's.
set -eu
umask 022
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
. packaging/env.sh

case ${1:-} in
    '') name=run groups=run locks=requirements.lock ;;
    --test) name=test groups='run|test' locks='requirements.lock requirements-test.lock' ;;
    *) echo "usage: packaging/setup.sh [--test]" >&2; exit 2 ;;
esac

# ---- Debian packages ----

missing_packages() {
    wanted=$(awk -v groups="^($groups)\$" '$1 ~ groups { print $2 }' packaging/apt-packages.txt)
    # shellcheck disable=SC2086
    dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
        awk -v wanted="$(echo $wanted)" '
            $1 == "installed" { there[$2] = 1 }
            END { n = split(wanted, all, " "); for (i = 1; i <= n; i++) if (!(all[i] in there)) print all[i] }'
}

install_packages() {
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        echo "Debian packages are missing, and $(id -un) may not install them. An administrator runs:" >&2
        echo "  apt-get update && apt-get install --yes --no-install-recommends $1" >&2
        exit 2
    fi
    echo "installing $(echo "$1" | wc -w) Debian packages ..."
    # Proxies are named one by one because sudo drops the environment.
    apt="$as_root env DEBIAN_FRONTEND=noninteractive
        ${http_proxy:+http_proxy=$http_proxy} ${https_proxy:+https_proxy=$https_proxy}
        ${no_proxy:+no_proxy=$no_proxy} apt-get -qq -o DPkg::Lock::Timeout=600"
    # shellcheck disable=SC2086
    { $apt update && $apt install --yes --no-install-recommends $1; } >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        echo "apt could not install: $1" >&2
        exit 1
    }
}

log=$(mktemp "${TMPDIR:-/tmp}/jinban-setup-XXXXXX")
trap 'rm -f "$log"' EXIT
if command -v dpkg-query >/dev/null; then
    missing=$(missing_packages | tr '\n' ' ')
    missing=${missing% }
    [ -z "$missing" ] || install_packages "$missing"
else
    echo "not a Debian system: the counterparts of packaging/apt-packages.txt must be there" >&2
fi

# ---- .venv/ ----

python=${PYTHON:-/usr/bin/python3}
venv=$root/.venv
stamp=$venv/.jinban-$name
# shellcheck disable=SC2086
want="$root
$(cat $locks pyproject.toml | sha256sum | cut -d' ' -f1)"

up_to_date() { [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; }

make_venv() {
    if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        echo "$python is not Python 3.11; name one: PYTHON=/path/to/python3.11 $0" >&2
        exit 2
    fi
    # Scripts in a venv hold its path: after a move, or with a broken interpreter, it is made anew.
    if ! "$venv/bin/python" -c '' 2>/dev/null ||
        { [ -e "$venv/.jinban-home" ] && [ "$(cat "$venv/.jinban-home")" != "$root" ]; }; then
        "$python" -m venv --clear "$venv"
    fi
    echo "$root" >"$venv/.jinban-home"
}

install_python() {
    rm -f "$stamp"
    echo "installing Python packages into .venv/ ..."
    pip="$venv/bin/python -m pip --quiet --disable-pip-version-check --no-input"
    for lock in $locks; do
        # shellcheck disable=SC2086
        $pip install --require-hashes -r "$lock" || return 1
    done
    # The project itself stays where it is; setuptools comes from the lock, so no network is used.
    # shellcheck disable=SC2086
    $pip install --no-index --no-deps --no-build-isolation --config-settings editable_mode=compat \
        --editable . || return 1
    printf '%s\n' "$want" >"$stamp"
}

compiled=$venv/.jinban-compiled
stale() {
    [ ! -e "$compiled" ] || [ -n "$(find kiosk drivers backend_client ui packaging/compile.py \
        -name '*.py' -newer "$compiled" -print -quit 2>/dev/null)" ]
}

if ! up_to_date; then
    mkdir -p "$venv" 2>/dev/null || { echo "$venv: $(id -un) may not write here" >&2; exit 2; }
    exec 9>"$root/.venv.lock"  # two first starts at once: one waits for the other
    flock 9
    if ! up_to_date; then
        make_venv
        install_python || { echo "pip could not install the Python packages" >&2; exit 1; }
        rm -f "$compiled"
    fi
    exec 9>&-
fi
if stale && { : >"$compiled"; } 2>/dev/null; then
    PYTHONNODEBUGRANGES=1 "$venv/bin/python" packaging/compile.py
fi
