#!/bin/sh
# Writes requirements.lock and requirements-test.lock from pyproject.toml; needs uv. Versions that
# still fit stay as they are; `packaging/lock.sh --upgrade` takes the newest that fit.
# The locks name no package index and no path: where packages come from is the machine's business.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
        --python-version 3.11 --custom-compile-command packaging/lock.sh "$@"
}

# setuptools builds the editable install in .venv/ without a network.
compile "$@" pyproject.toml packaging/build-requirements.txt --output-file requirements.lock
compile "$@" --extra test --constraints requirements.lock pyproject.toml \
    packaging/build-requirements.txt --output-file requirements-test.lock
