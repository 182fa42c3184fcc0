"""Libraries that come with the operating system and not with the environment of the terminal.

pyscard and pycups have no wheels: Debian's packages of them serve, so that no terminal needs a
compiler (docs/decisions/0012). Only child processes of drivers import through here.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

DEBIAN = "/usr/lib/python3/dist-packages"


def system_library(name: str) -> ModuleType:
    """Import a module from here or, where it is missing, from the system's Python packages.

    Raises ImportError (name = the module) when neither has it. Nothing else of the system's
    packages becomes importable.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        sys.path.append(DEBIAN)
        try:
            return importlib.import_module(name)
        finally:
            sys.path.remove(DEBIAN)
