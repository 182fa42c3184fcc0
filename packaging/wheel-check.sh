#!/bin/sh
# Proves the wheel: built here, installed with its locked dependencies into an empty environment,
# it plays a visit from / without this tree. `packaging/wheel-check.sh [OUT]`; OUT keeps the record.
# Needs .venv/ (packaging/setup.sh) to build, and a package index for the empty environment.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/packaging/env.sh"
export QT_QPA_PLATFORM=offscreen
unset DISPLAY WAYLAND_DISPLAY PYTHONPATH JINBAN_DATA JINBAN_PERIPHERALS || :
work=$(mktemp -d "${TMPDIR:-/tmp}/jinban-wheel-XXXXXX")
trap 'rm -rf "$work"' EXIT
out=${1:-$work/visit}
mkdir -p "$out" && out=$(cd "$out" && pwd)

# Built from a copy, so that the tree stays as it is.
mkdir "$work/tree"
for part in pyproject.toml README.md LICENSE THIRD_PARTY.md kiosk drivers backend_client ui; do
    cp -R "$root/$part" "$work/tree/"
done
find "$work/tree" -name __pycache__ -prune -exec rm -rf {} +
"$root/.venv/bin/python" -m pip wheel --quiet --disable-pip-version-check --no-index --no-deps \
    --no-build-isolation --wheel-dir "$work" "$work/tree"
"${PYTHON:-/usr/bin/python3}" -m venv "$work/venv"
pip="$work/venv/bin/python -m pip --quiet --disable-pip-version-check --no-input"
$pip install --require-hashes -r "$root/requirements.lock"
$pip install --no-index --no-deps "$work"/jinban-*.whl
cp "$root/docs/visits/allowance-80-mail.yaml" "$work/visit.yaml"
rm -rf "$work/tree"
cd /
"$work/venv/bin/kiosk" play "$work/visit.yaml" --out "$out"
echo "the wheel ($(du -k "$work"/jinban-*.whl | cut -f1) KB) played a visit from /"
