"""The command line: `kiosk run`, `kiosk play`, and what staff and engineers need."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. `run` does without the library that reads the others' options."""
    if sys.argv[1:2] == ["run"]:
        from kiosk.commands.run import run

        sys.exit(run(sys.argv[2:]))
    from kiosk.commands.application import app

    sys.exit(app())
