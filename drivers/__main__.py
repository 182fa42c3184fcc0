"""`python -m drivers`: list what can be driven, try a device, serve virtual ones."""

from __future__ import annotations

import sys

from drivers.cli import main

sys.exit(main())
