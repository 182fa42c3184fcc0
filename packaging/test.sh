#!/bin/sh
# Checks everything: packaging/test.sh [--long] [pytest arguments]. Installs what is missing first.
# --long adds the long tests and writes the measured figures into docs/measured.md.
# A failed check does not stop the others; exit 1 if any failed.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
long=
if [ "${1:-}" = --long ]; then
    long=--long
    shift
fi
packaging/setup.sh --test
. packaging/env.sh
export QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1
unset DISPLAY WAYLAND_DISPLAY

bin=$root/.venv/bin
work=$(mktemp -d "${TMPDIR:-/tmp}/jinban-test-XXXXXX")
trap 'rm -rf "$work"' EXIT
began=$(date +%s)
failed=

# check NAME COMMAND…: one line a check; its whole output only when it fails.
check() {
    name=$1
    shift
    start=$(date +%s)
    if "$@" >"$work/said" 2>&1; then result='ok    '; else result=FAILED failed="$failed $name"; fi
    echo "$result $name ($(($(date +%s) - start)) s)"
    [ "$result" != FAILED ] || sed 's/^/    /' "$work/said"
}

data_is_up_to_date() {
    "$bin/python" packaging/build_data.py --out "$work/data" || return 1
    for file in "$work"/data/*.json; do
        cmp "$file" "kiosk/data/${file##*/}" || return 1
    done
}

tests() {
    status=0
    "$bin/python" -m pytest -n 2 --quiet $long "$@" >"$work/pytest" 2>&1 || status=$?
    # The list of tests that ran is of no use; failures and the last line are.
    [ "$status" -eq 0 ] || cat "$work/pytest"
    tail -n 1 "$work/pytest" >"$work/count"
    return $status
}

mkdir -p "$work/data"
check "ruff" "$bin/ruff" check --no-cache --quiet .
check "format" "$bin/ruff" format --no-cache --quiet --check .
check "types" "$bin/pyright" --warnings
check "imports" "$bin/lint-imports" --no-cache
check "qml" packaging/lint_qml.sh
check "data" data_is_up_to_date
check "messages" "$bin/python" packaging/build_messages.py --check
check "openapi.json" "$bin/python" packaging/write_openapi.py --check
check "messages.md" "$bin/python" packaging/messages_doc.py --check
check "faults.md" "$bin/python" packaging/write_faults_doc.py --check
check "THIRD_PARTY.md" "$bin/python" packaging/third_party.py --check
check "tests" tests "$@"
cat "$work/count"
if [ -n "$long" ] && [ -z "$failed" ]; then
    check "figures" "$bin/python" packaging/measure.py
fi

echo "$(($(date +%s) - began)) s in all${failed:+, FAILED:$failed}"
[ -z "$failed" ]
