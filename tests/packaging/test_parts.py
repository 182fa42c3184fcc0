"""What the project is made of: licences, declared packages, locks, links, what a wheel carries."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("kiosk", "drivers", "backend_client", "ui")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# Offered by Qt under GPL-3 or a commercial licence only.
GPL_QT = re.compile(
    r"Qt(?:Charts|DataVisualization|Graphs\w*|VirtualKeyboard|Quick3D\w*|NetworkAuth|HttpServer"
    r"|Lottie\w*|QuickTimeline\w*|Mqtt|Coap|ShaderTools)\b|QtQuick\.(?:VirtualKeyboard|Timeline)"
)
FREE = re.compile(
    r"MIT(?:-0|-CMU)?|Apache-2\.0|BSD-[23]-Clause|ISC|PSF-2\.0|MPL-2\.0|LGPL-(?:2\.1|3\.0)-\S+"
)


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def sources(*suffixes: str) -> list[Path]:
    return [p for room in ROOMS for p in (ROOT / room).rglob("*") if p.suffix in suffixes]


def roots(path: Path) -> Iterator[str]:
    """The packages that a file imports, by their first name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[ ]", name)[0]).lower()


def test_no_qt_module_that_is_gpl_only_is_imported() -> None:
    assert GPL_QT.search("import QtQuick.VirtualKeyboard")
    assert GPL_QT.search("from PySide6.QtCharts import QChart")
    imports = re.compile(r"^\s*(?:import|from)\s.*$", re.M)
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in sources(".py", ".qml")
        for line in imports.findall(path.read_text("utf-8"))
        if GPL_QT.search(line)
    ]
    assert not found


def test_every_package_of_the_terminal_can_be_had_under_a_free_licence_without_gpl() -> None:
    third_party = load("third_party")
    assert not FREE.fullmatch("GPL-3.0-only")
    bound = [
        f"{one.name}: {one.licence}"
        for one in third_party.parts("requirements.lock")
        if not any(FREE.fullmatch(word) for word in third_party.words(one.licence))
    ]
    assert not bound


def test_packages_that_are_imported_are_declared_and_none_besides() -> None:
    owners = packages_distributions()
    used = {
        plain(owner)
        for path in sources(".py")
        for root in roots(path)
        if root not in ROOMS
        for owner in owners.get(root, [])
    }
    declared = {plain(line) for line in PROJECT["project"]["dependencies"]}
    read_as_data = {"tzdata", "pyttsx3"}  # zoneinfo finds the one, the voice loads the other
    needed = used - {"shiboken6", "starlette"}  # PySide6's and FastAPI's own parts
    assert needed - declared == set()
    assert declared - needed - read_as_data == set()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_a_hash_for_each_package_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|(?<![\w.])/\w|--(?:extra-)?index|--find-links", text)
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert len(blocks) > 30
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_terminal_and_its_tests_are_locked_to_the_same_versions() -> None:
    third_party = load("third_party")
    run, test = (
        third_party.locked(ROOT / f) for f in ("requirements.lock", "requirements-test.lock")
    )
    assert run.items() <= test.items()
    assert run["pyside6-essentials"].startswith("6.11.")


def test_every_link_of_the_documents_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert len(pages) > 10
    assert not broken


def test_the_wheel_carries_every_file_that_the_program_reads(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY.md"):
        shutil.copy(ROOT / name, tree)
    build = "import sys; from setuptools import build_meta as b; b.build_wheel(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", build, tmp_path], cwd=tree, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("jinban-*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    built_from = {".csv", ".py"}  # sources of the JSON files; modules are checked by importing
    read = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file()
        and not {"__pycache__", "source"} & set(path.parts)
        and path.suffix not in built_from
        and not path.name.startswith(".")
    }
    assert len(read) > 100
    assert read - carried == set()


@pytest.mark.long
def test_the_installed_wheel_plays_a_visit_from_the_root_directory(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "packaging" / "wheel-check.sh", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"ok": true' in (tmp_path / "summary.json").read_text("utf-8")
