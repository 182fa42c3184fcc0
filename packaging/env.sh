# The environment of the terminal: read by scripts and service units with `. packaging/env.sh`.
# Reading it twice changes nothing; what is already set wins, except for locale and time zone.

# Names and addresses are UTF-8 everywhere; business time is the program's own (Asia/Shanghai).
export LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC

# Qt complains about, and Wayland needs, a directory that belongs to nobody else (XDG base
# directories: mode 0700).
if [ -z "${XDG_RUNTIME_DIR:-}" ] || [ ! -O "${XDG_RUNTIME_DIR:-}" ]; then
    XDG_RUNTIME_DIR=/run/user/$(id -u)
    if [ ! -O "$XDG_RUNTIME_DIR" ]; then
        XDG_RUNTIME_DIR=${TMPDIR:-/tmp}/jinban-runtime-$(id -u)
        mkdir -m 0700 "$XDG_RUNTIME_DIR" 2>/dev/null || :
        # Somebody else's directory, or a link to one, under this name: take one that is new.
        if [ ! -O "$XDG_RUNTIME_DIR" ] || [ -L "$XDG_RUNTIME_DIR" ]; then
            XDG_RUNTIME_DIR=$(mktemp -d "${TMPDIR:-/tmp}/jinban-runtime-XXXXXX")
        fi
        chmod 0700 "$XDG_RUNTIME_DIR"
    fi
fi
export XDG_RUNTIME_DIR

if [ -z "${QT_QPA_PLATFORM:-}" ] && [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
    export QT_QPA_PLATFORM=offscreen
fi

# Software drawing takes half the memory of OpenGL without a GPU: docs/decisions/0003-qml.md.
export QT_QUICK_BACKEND="${QT_QUICK_BACKEND:-software}"
