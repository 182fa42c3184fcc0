#!/bin/sh
# Starts the terminal: installs what is missing, then runs it with the embedded platform and the
# devices of peripherals.yaml (all virtual as shipped). Options go to `kiosk run`.
# Without a screen it plays the demonstration visit offscreen, says where the record is, and ends.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
"$root/packaging/setup.sh"
. "$root/packaging/env.sh"

kiosk=$root/.venv/bin/kiosk
case " $* " in *" --help "*) exec "$kiosk" run --help ;; esac
if [ "${QT_QPA_PLATFORM:-}" != offscreen ]; then
    exec "$kiosk" run "$@"
fi

out=${JINBAN_OUT:-$root/out/first-visit}
[ -n "${JINBAN_OUT:-}" ] || rm -rf "$out" 2>/dev/null || :  # an earlier visit's pictures
mkdir -p "$out" 2>/dev/null && [ -w "$out" ] || out=$(mktemp -d "${TMPDIR:-/tmp}/jinban-visit-XXXXXX")
for option; do  # what only a window knows is not for the player
    shift
    case $option in --dock | --windowed | --fullscreen) ;; *) set -- "$@" "$option" ;; esac
done
echo "no screen here (DISPLAY and WAYLAND_DISPLAY are unset): playing a visit offscreen ..."
"$kiosk" play "$root/docs/visits/allowance-80-mail.yaml" --out "$out" "$@"
echo "played through:"
echo "  pictures      $out/NN-*.png ($(find "$out" -maxdepth 1 -name '[0-9]*.png' | wc -l))"
echo "  slip          $out/receipts/ (bytes, text and picture)"
echo "  spoken words  $out/spoken.txt"
echo "  what happened $out/summary.json, steps.jsonl"
