"""`python -m drivers.virtual`: the virtual devices that are named on standard input."""

from __future__ import annotations

import sys

from drivers.virtual.host import serve_all

sys.exit(serve_all(sys.stdin, sys.stdout))
