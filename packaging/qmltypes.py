"""Writes the QML type description of the Python types, so that qmllint knows module Jinban.App."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import PySide6
from PySide6.QtCore import QMetaMethod, QMetaObject, QObject

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ui.dock import DockVM
from ui.viewmodels.app_vm import App
from ui.viewmodels.page_vm import PageVM
from ui.viewmodels.values import ActVM, BannerVM, FieldVM, SignVM

MODULES: dict[str, tuple[type[QObject], ...]] = {
    "Jinban.App": (ActVM, BannerVM, FieldVM, SignVM, PageVM, App),
    "Jinban.DockApp": (DockVM,),
}
LIBEXEC = Path(PySide6.__file__).parent / "Qt" / "libexec"


def properties(meta: QMetaObject) -> list[dict[str, Any]]:
    """Own properties as qmltyperegistrar reads them."""
    found: list[dict[str, Any]] = []
    for at in range(meta.propertyOffset(), meta.propertyCount()):
        part = meta.property(at)
        entry: dict[str, Any] = {
            "name": part.name(),
            "type": part.typeName(),
            "index": at - meta.propertyOffset(),
            "read": part.name(),
        }
        if part.isConstant():
            entry["constant"] = True
        else:
            entry["notify"] = bytes(part.notifySignal().name().data()).decode()
        found.append(entry)
    return found


def methods(meta: QMetaObject, kind: QMetaMethod.MethodType) -> list[dict[str, Any]]:
    """Own signals or slots."""
    found: list[dict[str, Any]] = []
    for at in range(meta.methodOffset(), meta.methodCount()):
        method = meta.method(at)
        if method.methodType() != kind:
            continue
        types = [bytes(name.data()).decode() for name in method.parameterTypes()]
        found.append(
            {
                "access": "public",
                "name": bytes(method.name().data()).decode(),
                "returnType": method.typeName(),
                "arguments": [{"name": f"a{n}", "type": name} for n, name in enumerate(types)],
            }
        )
    return found


def describe(kind: type[QObject]) -> dict[str, Any]:
    """One class as moc would describe it."""
    meta: QMetaObject = kind.staticMetaObject
    infos = [{"name": "QML.Element", "value": "auto"}]
    if kind is App:
        infos.append({"name": "QML.Singleton", "value": "true"})
    elif kind is not DockVM:
        infos.append({"name": "QML.Creatable", "value": "false"})
        infos.append({"name": "QML.UncreatableReason", "value": "made by the shell"})
    return {
        "className": kind.__name__,
        "qualifiedClassName": kind.__name__,
        "object": True,
        "superClasses": [{"access": "public", "name": "QObject"}],
        "classInfos": infos,
        "properties": properties(meta),
        "signals": methods(meta, QMetaMethod.MethodType.Signal),
        "slots": methods(meta, QMetaMethod.MethodType.Slot),
    }


def write(out: Path, module: str, kinds: tuple[type[QObject], ...]) -> None:
    """OUT/Jinban/<module>/{qmldir,types.qmltypes}."""
    folder = out.joinpath(*module.split("."))
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "types.json"
    classes = [describe(kind) for kind in kinds]
    source.write_text(json.dumps([{"classes": classes, "outputRevision": 68}]), encoding="utf-8")
    command: list[str | Path] = [LIBEXEC / "qmltyperegistrar", source]
    command += ["--generate-qmltypes", folder / "types.qmltypes", "-o", folder / "unused.cpp"]
    command += ["--import-name", module, "--major-version", "1"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    # It cannot look up QObject, which QtQml describes
    told = [line for line in ran.stderr.splitlines() if "QObject is used as base" not in line]
    sys.stderr.write("\n".join(told))
    (folder / "qmldir").write_text(
        f"module {module}\ntypeinfo types.qmltypes\ndepends QtQml\n", encoding="utf-8"
    )


def main() -> None:
    """Every module of Python types, below the folder given."""
    for module, kinds in MODULES.items():
        write(Path(sys.argv[1]), module, kinds)


if __name__ == "__main__":
    main()
