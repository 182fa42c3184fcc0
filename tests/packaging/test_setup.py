"""The set-up scripts, run in a small project of their own that needs no network."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = [*sorted(ROOT.glob("packaging/*.sh")), ROOT / ".ci" / "run"]
ABSENT = "jinban-no-such-package"

# A backend in 15 lines: the editable install runs through pip as the real one does.
BACKEND = """
import zipfile
from pathlib import Path
META = "small-1.dist-info/"
def build_editable(folder, settings=None, metadata=None):
    assert settings == {"editable_mode": "compat"}
    name = "small-1-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder) / name, "w") as out:
        out.writestr("small.pth", str(Path.cwd()) + "\\n")
        out.writestr(META + "METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1\\n")
        out.writestr(META + "WHEEL",
            "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        out.writestr(META + "entry_points.txt", "[console_scripts]\\nkiosk = small:main\\n")
        out.writestr(META + "RECORD", "")
    return name
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


def small_project(where: Path) -> Path:
    (where / "packaging").mkdir(parents=True)
    for name in ("setup.sh", "env.sh", "compile.py"):
        shutil.copy(ROOT / "packaging" / name, where / "packaging")
    (where / "packaging" / "apt-packages.txt").write_text("run  dpkg  always there\n")
    (where / "pyproject.toml").write_text(PROJECT)
    (where / "backend.py").write_text(BACKEND)
    (where / "small.py").write_text("def main():\n    print('runs')\n")
    (where / "requirements.lock").write_text("# nothing\n")
    (where / "kiosk").mkdir()
    (where / "kiosk" / "room.py").write_text("'''a room'''\n")
    return where


def program(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def set_up(
    project: Path, stubs: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return subprocess.run(
        [project / "packaging" / "setup.sh"],
        env={
            "PATH": f"{stubs}:{path}" if stubs else path,
            "HOME": str(project),
            "TMPDIR": str(project),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(project),
            **more,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def kiosk_says(project: Path) -> str:
    return subprocess.check_output([project / ".venv" / "bin" / "kiosk"], text=True, cwd="/")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_sound_shell(script: Path) -> None:
    first = script.read_text("utf-8").splitlines()[0]
    shell = "bash" if "bash" in first else "sh"
    subprocess.run([shell, "-n", script], check=True)
    if script.name != "env.sh":
        assert first.startswith("#!")
        assert script.stat().st_mode & stat.S_IXUSR
        assert "\nset -eu" in script.read_text("utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project after its first start; tests leave it set up."""
    made = small_project(tmp_path_factory.mktemp("first") / "tree")
    first = set_up(made)
    assert first.returncode == 0, first.stderr
    return made


def test_the_first_start_installs_and_the_second_touches_no_installer(
    project: Path, tmp_path: Path
) -> None:
    assert kiosk_says(project) == "runs\n"
    assert list((project / "kiosk" / "__pycache__").glob("room.*.pyc"))
    stubs = tmp_path / "stubs"
    for name in ("apt-get", "sudo", "flock"):
        program(stubs, name, "echo installer >&2; exit 9")
    python = project / ".venv" / "bin" / "python"
    kept = python.rename(python.with_name("kept"))
    program(python.parent, "python", "echo installer >&2; exit 9")
    second = set_up(project, stubs)
    kept.replace(python)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_a_package_that_is_not_the_locked_one_is_refused(project: Path) -> None:
    kept = (project / "requirements.lock").read_text()
    wheel = project / "part-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as out:
        out.writestr("part.py", "")
        for name, text in (
            ("METADATA", "Metadata-Version: 2.1\nName: part\nVersion: 1\n"),
            ("WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
            ("RECORD", ""),
        ):
            out.writestr(f"part-1.dist-info/{name}", text)
    true = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for digest, status in (("0" * 64, 1), ("", 1), (true, 0)):
        pinned = f" --hash=sha256:{digest}" if digest else ""
        (project / "requirements.lock").write_text(f"part==1{pinned}\n")
        done = set_up(project)
        assert done.returncode == status, done.stderr
        assert (project / ".venv" / ".jinban-run").exists() == (not status)
        assert status == 0 or "HASHES" in done.stderr.upper()
    (project / "requirements.lock").write_text(kept)


def test_a_moved_tree_is_set_up_again(project: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(project, tmp_path / "elsewhere", symlinks=True))
    (moved / "small.py").write_text("def main():\n    print('runs elsewhere')\n")
    assert kiosk_says(moved) == "runs\n"  # its scripts still name the old place
    assert set_up(moved).returncode == 0
    assert kiosk_says(moved) == "runs elsewhere\n"


def test_whoever_may_not_install_gets_the_line_for_an_administrator(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tree")
    (project / "packaging" / "apt-packages.txt").write_text(
        f"run  dpkg  always there\nrun  {ABSENT}  missing\ntest  other-missing  not asked for\n"
    )
    stubs = tmp_path / "stubs"
    program(stubs, "id", '[ "$1" = -u ] && echo 1000 || echo somebody')
    program(stubs, "sudo", "exit 1")
    done = set_up(project, stubs)
    assert done.returncode == 2
    assert f"apt-get install --yes --no-install-recommends {ABSENT}\n" in done.stderr
    assert not (project / ".venv").exists()


@pytest.mark.parametrize("user", [0, 1000], ids=["root", "sudo"])
def test_only_missing_packages_are_installed_and_nothing_is_asked(
    tmp_path: Path, user: int
) -> None:
    project = small_project(tmp_path / "tree")
    (project / "packaging" / "apt-packages.txt").write_text(
        f"run  dpkg  always there\nrun  {ABSENT}  missing\n"
    )
    stubs, said = tmp_path / "stubs", tmp_path / "said"
    program(stubs, "id", f"echo {user}")
    program(stubs, "sudo", 'shift; PATH="$PATH" exec "$@"')
    program(stubs, "apt-get", f'echo "$DEBIAN_FRONTEND $@" >>{said}')
    done = set_up(project, stubs, PYTHON="/bin/false")
    assert "is not Python 3.11" in done.stderr  # the next step, which is none of this test's
    wait = "noninteractive -qq -o DPkg::Lock::Timeout=600"
    assert said.read_text().splitlines() == [
        f"{wait} update",
        f"{wait} install --yes --no-install-recommends {ABSENT}",
    ]


def environment(tmp_path: Path, **given: str) -> dict[str, str]:
    """What env.sh makes of an environment when it is read twice by a strict shell."""
    said = subprocess.check_output(
        ["/bin/sh", "-euc", f". {ROOT}/packaging/env.sh; . {ROOT}/packaging/env.sh; env -0"],
        env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), **given},
        text=True,
    )
    return dict(line.split("=", 1) for line in said.split("\0") if line)


def test_the_environment_is_utf8_private_and_needs_no_screen(tmp_path: Path) -> None:
    found = environment(tmp_path, LC_ALL="C", XDG_RUNTIME_DIR=str(tmp_path / "gone"))
    assert (found["LC_ALL"], found["TZ"]) == ("C.UTF-8", "UTC")
    assert (found["QT_QPA_PLATFORM"], found["QT_QUICK_BACKEND"]) == ("offscreen", "software")
    private = Path(found["XDG_RUNTIME_DIR"]).stat()
    assert (stat.S_IMODE(private.st_mode), private.st_uid) == (0o700, os.getuid())


def test_a_screen_and_what_is_already_set_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir(mode=0o700)
    found = environment(
        tmp_path, DISPLAY=":7", QT_QUICK_BACKEND="rhi", XDG_RUNTIME_DIR=str(mine), http_proxy="p"
    )
    assert "QT_QPA_PLATFORM" not in found
    assert found["QT_QUICK_BACKEND"] == "rhi"
    assert found["XDG_RUNTIME_DIR"] == str(mine)
    assert found["http_proxy"] == "p"
    assert environment(tmp_path, QT_QPA_PLATFORM="eglfs")["QT_QPA_PLATFORM"] == "eglfs"


def start(tmp_path: Path, *options: str, **given: str) -> subprocess.CompletedProcess[str]:
    """start.sh in a tree whose set-up is done and whose kiosk says what it was asked for."""
    tree = tmp_path / "tree"
    if not tree.exists():
        (tree / "packaging").mkdir(parents=True)
        for name in ("start.sh", "env.sh"):
            shutil.copy(ROOT / "packaging" / name, tree / "packaging")
        program(tree / "packaging", "setup.sh", "")
        (tree / ".venv").mkdir()
        program(tree / ".venv" / "bin", "kiosk", 'printf "<%s>" "$@"; echo; exit ${STATUS:-0}')
    return subprocess.run(
        [tree / "packaging" / "start.sh", *options],
        env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_with_a_screen_the_terminal_runs_with_all_options(tmp_path: Path) -> None:
    done = start(tmp_path, "--dock", "--data", "a b", DISPLAY=":7")
    assert done.stdout == "<run><--dock><--data><a b>\n"
    assert start(tmp_path, DISPLAY=":7", STATUS="3").returncode == 3


def test_without_a_screen_a_visit_is_played_and_its_record_named(tmp_path: Path) -> None:
    done = start(tmp_path, "--dock", "--data", "a b", "--windowed")
    out = tmp_path / "tree" / "out" / "first-visit"
    visit = tmp_path / "tree" / "docs" / "visits" / "allowance-80-mail.yaml"
    assert f"<play><{visit}><--out><{out}><--data><a b>\n" in done.stdout
    assert (done.returncode, f"{out}/spoken.txt" in done.stdout) == (0, True)
    failed = start(tmp_path, STATUS="1")
    assert (failed.returncode, "played through" in failed.stdout) == (1, False)
