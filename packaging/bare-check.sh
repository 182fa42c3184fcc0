#!/bin/bash
# Proves the two commands on a bare Debian 12: `packaging/bare-check.sh [CASE…]`, as root.
#
#   root       start.sh, then test.sh, as root
#   sudo       the same as an ordinary user who may use sudo
#   nosudo     start.sh as a user who may not: must end with exit 2 and the line for apt
#   --start    leave test.sh out
#
# debootstrap --variant=minbase with python3, and the committed tree copied in. Handed over at run
# time, as any site behind a proxy must: trusted certificates, resolv.conf, proxy variables, and the
# package mirrors named by MIRROR, PIP_INDEX_URL, PIP_EXTRA_INDEX_URL. Takes 1 GB a case.
set -euo pipefail
[[ $EUID -eq 0 ]] || { echo "bare-check.sh needs root: debootstrap, chroot, mount" >&2; exit 2; }
[[ -x $(command -v debootstrap) ]] || { echo "bare-check.sh needs debootstrap" >&2; exit 2; }
# A mount namespace of its own: whatever is mounted below is gone with this script.
[[ ${BARE_CHECK_INSIDE:-} ]] || BARE_CHECK_INSIDE=1 exec unshare --mount --propagation private "$0" "$@"

cd "$(dirname "$0")/.."
commit=$(git rev-parse --short HEAD)
# The mirror that this machine itself uses, unless another is named.
mirror=${MIRROR:-$({
    sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb +(\[[^]]*\] +)?([^ ]+).*/\2/p' \
        /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list \
        2>/dev/null || : # some of these files are not there
} | sed -n 1p)}
[[ $mirror ]] || { echo "bare-check.sh finds no mirror: name one by MIRROR" >&2; exit 2; }
certificates=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
with_tests=yes
cases=()
for word; do
    case $word in
        --start) with_tests= ;;
        root | sudo | nosudo) cases+=("$word") ;;
        *) echo "bare-check.sh: unknown case $word" >&2; exit 2 ;;
    esac
done
[[ ${cases[*]:-} ]] || cases=(root sudo nosudo)

work=$(mktemp -d "${TMPDIR:-/var/tmp}/jinban-bare-XXXXXX")
trap 'umount -q "$work"/*/{proc,dev/pts,dev/shm,dev} 2>/dev/null || :; rm -rf --one-file-system "$work"' EXIT
chmod 0755 "$work"

megabytes() { du -sm --one-file-system "$1" | cut -f1; }

make_base() {
    debootstrap --variant=minbase --include=python3 bookworm "$work/base" "$mirror" >"$work/debootstrap.log" 2>&1 ||
        { tail -n 20 "$work/debootstrap.log"; exit 1; }
    rm -rf "$work"/base/var/cache/apt/archives/*.deb
    cp /etc/resolv.conf "$work/base/etc/resolv.conf"
    install -D -m 0644 "$certificates" "$work/base/usr/local/share/ca-certificates/site.crt"
}

# prepare NAME: a copy of the base with devices, /proc comes with each command.
prepare() {
    local here=$work/$1
    cp -a "$work/base" "$here"
    mount -t tmpfs -o mode=0755 tmpfs "$here/dev"
    mkdir "$here/dev/pts" "$here/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$here/dev/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$here/dev/shm"
    local node
    for node in "null 1 3" "zero 1 5" "full 1 7" "random 1 8" "urandom 1 9" "tty 5 0"; do
        # shellcheck disable=SC2086
        mknod -m 0666 "$here/dev/${node%% *}" c ${node#* }
    done
    ln -s pts/ptmx "$here/dev/ptmx"
    ln -s /proc/self/fd "$here/dev/fd"
    mkdir -p "$here/home/terminal/jinban"
    git archive "$commit" | tar -x -C "$here/home/terminal/jinban"
    chroot "$here" useradd --no-create-home --home-dir /home/terminal --shell /bin/sh terminal
    if [[ $1 != root ]]; then chroot "$here" chown -R terminal: /home/terminal; fi
}

# inside NAME USER COMMAND…: run in that chroot, in a process namespace that ends with it.
inside() {
    local here=$work/$1 user=$2 name
    shift 2
    local given=("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "USER=$user"
        "SSL_CERT_FILE=/usr/local/share/ca-certificates/site.crt"
        "PIP_CERT=/usr/local/share/ca-certificates/site.crt")
    if [[ $user == root ]]; then given+=("HOME=/root"); else given+=("HOME=/home/terminal"); fi
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY PIP_INDEX_URL \
        PIP_EXTRA_INDEX_URL PIP_DEFAULT_TIMEOUT; do
        if [[ ${!name:-} ]]; then given+=("$name=${!name}"); fi
    done
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child sh -c '
        mount -t proc proc "$1/proc"
        here=$1 user=$2; shift 2
        exec chroot --userspec="$user:$user" "$here" /usr/bin/env -i "$@"
    ' inside "$here" "$user" "${given[@]}" sh -c 'cd /home/terminal/jinban && "$@"' inside "$@"
}

# timed TITLE CASE USER COMMAND…: run it, say how long it took and how large the case is by then.
timed() {
    local title=$1 name=$2 status=0
    local from=$SECONDS
    shift
    inside "$@" >"$work/said" 2>&1 || status=$?
    local took=$((SECONDS - from))
    printf '%-28s exit %d  %d.%d min  %d MB\n' "$title" "$status" $((took / 60)) \
        $((took % 60 / 6)) "$(megabytes "$work/$name")"
    # Of a check that passed, the last lines say what is to be known.
    if [[ $status -ne 0 ]]; then sed 's/^/    /' "$work/said"; else tail -n 18 "$work/said" | sed 's/^/    /'; fi
    return "$status"
}

serve() {
    local name=$1 user=$2 bad=0
    timed "$name: start.sh" "$name" "$user" packaging/start.sh || bad=1
    timed "$name: start.sh again" "$name" "$user" packaging/start.sh || bad=1
    if [[ $with_tests ]]; then
        timed "$name: test.sh" "$name" "$user" packaging/test.sh || bad=1
    fi
    return "$bad"
}

failed=0
make_base
echo "debootstrap minbase + python3: $(megabytes "$work/base") MB; commit $commit"
for name in "${cases[@]}"; do
    prepare "$name"
    case $name in
        root) serve root root || failed=1 ;;
        sudo)
            { inside sudo root apt-get -qq update && inside sudo root env DEBIAN_FRONTEND=noninteractive \
                apt-get -qq install --yes --no-install-recommends sudo; } >"$work/said" 2>&1 ||
                { cat "$work/said"; exit 1; }
            echo 'terminal ALL=(ALL) NOPASSWD: ALL' >"$work/sudo/etc/sudoers.d/terminal"
            serve sudo terminal || failed=1
            ;;
        nosudo)
            status=0
            inside nosudo terminal packaging/start.sh >"$work/said" 2>&1 || status=$?
            echo "nosudo: start.sh exit $status"
            sed 's/^/    /' "$work/said"
            grep -q 'apt-get install --yes --no-install-recommends .*libgl1' "$work/said" || status=1
            [[ $status -eq 2 ]] || failed=1
            ;;
    esac
    umount "$work/$name"/dev/{pts,shm} "$work/$name/dev"
    rm -rf --one-file-system "${work:?}/$name"
done
exit "$failed"
