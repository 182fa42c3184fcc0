"""What holds for every test: no screen, a clean tree, long tests on request, no silent skips."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
# The tree may belong to somebody else.
os.environ.setdefault(
    "HYPOTHESIS_STORAGE_DIRECTORY", str(Path(tempfile.gettempdir()) / f"hypothesis-{os.getuid()}")
)

import pytest
from hypothesis import settings
from PySide6.QtGui import QGuiApplication

settings.register_profile("jinban", database=None, deadline=None)
settings.load_profile("jinban")

CANNOT_RUN_HERE = frozenset(
    line.partition("\t")[0]
    for line in (Path(__file__).parent / "cannot-run-here.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """What the product itself makes; a test that came before may have made it already."""
    return QGuiApplication


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the tests marked long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests out as if they had not been asked for; skipping is for what cannot run."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the machine lacks fails a test unless it is listed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.nodeid not in CANNOT_RUN_HERE:
        report.outcome = "failed"
        report.longrepr = f"skipped, and not in tests/cannot-run-here.txt: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself."""
    report = yield
    if report.skipped and collector.nodeid not in CANNOT_RUN_HERE:
        report.outcome = "failed"
        report.longrepr = f"skipped, and not in tests/cannot-run-here.txt: {report.longrepr}"
    return report
