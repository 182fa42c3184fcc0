#!/bin/sh
# Checks every QML file: qmllint without a single warning, and the format. --fix writes the format.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
types=$(mktemp -d)
trap 'rm -rf "$types"' EXIT
QT_QPA_PLATFORM=offscreen "$bin/python" packaging/qmltypes.py "$types"
files=$(find ui/Jinban -name '*.qml' | sort)
bad=0
for file in $files; do
    if [ "${1:-}" = --fix ]; then
        "$bin/pyside6-qmlformat" -i "$file"
    elif ! "$bin/pyside6-qmlformat" "$file" | cmp -s - "$file"; then
        echo "not formatted: $file" >&2
        bad=1
    fi
done
# shellcheck disable=SC2086
"$bin/pyside6-qmllint" --max-warnings 0 -I "$types" -I ui $files
exit $bad
