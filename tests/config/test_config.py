from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import config
from kiosk.config import Config, find_config, load_config
from kiosk.domain.loader import DATA, shipped
from kiosk.problems import ConfigError

ROOT = DATA.parent.parent
GOOD = (ROOT / "peripherals.yaml").read_text(encoding="utf-8")
POINTS = shipped().points


def load(folder: Path, text: str | bytes, **options: str) -> Config:
    path = folder / "peripherals.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_config(path, POINTS, **options)


def mistakes(folder: Path, text: str | bytes, **options: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text, **options)
    prefix = f"{folder / 'peripherals.yaml'}"
    return [line.removeprefix(prefix) for line in str(caught.value).split("\n")]


def test_the_shipped_file_names_only_devices_that_are_built(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD)
    assert {d.role: (d.kind, d.model, d.port) for d in loaded.devices} == {
        "id_card": ("id_card", "sam_v", "virtual"),
        "social_card": ("smart_card", "social_security", "virtual"),
        "receipt": ("receipt_printer", "escpos_80mm", "virtual"),
        "label": ("label_printer", "tspl", "virtual"),
        "pages": ("page_printer", "cups", "virtual"),
        "scanner": ("code_scanner", "serial_2d", "virtual"),
        "speaker": ("speaker", "espeak_ng", "virtual"),
    }
    assert (loaded.terminal.id, loaded.terminal.number, loaded.terminal.level) == (
        "XC-K-005",
        "0005",
        "district",
    )
    assert loaded.demo
    assert loaded.platform.embedded
    assert loaded.terminal.screen.px_per_mm == pytest.approx(4.03, abs=0.01)


def test_the_packaged_default_is_the_same_file() -> None:
    assert (DATA / "peripherals.yaml").read_bytes() == (ROOT / "peripherals.yaml").read_bytes()


def test_all_mistakes_of_a_file_come_at_once_with_line_and_hint(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """version: 1
mode: servce
terminal: {id: XC-K-006, number: 0005, point: SP002, profil: elderly}
devices:
  reciept: {kind: receipt_printer, model: escpos_8mm, port: virtual}
  receipt: {kind: receipt_printer, model: escpos_80mm, port: virtual, options: {colums: 48}}
  speaker: {kind: speaker, model: espeak_ng, port: virtual, enabled: yes}
  speaker: {}
  scanner: [1]
""",
    )
    assert found == [
        ":2: mode: 'servce' is not known; did you mean service?",
        """:3: terminal.number: must be a text, not '0005'; write "0005" in quotes""",
        ":3: terminal.profil: is not a key of this place; did you mean profile?",
        ":5: devices.reciept: nobody asks for this role; did you mean receipt?",
        ":5: devices.reciept.model: 'escpos_8mm' is not known; did you mean escpos_80mm?",
        ":6: devices.receipt.options.colums: 'colums' is not known; did you mean columns?",
        ":7: devices.speaker.enabled: must be true or false, not 'yes'",
        ":8: devices.speaker: stands in line 7 already",
        ":9: devices.scanner: must be a mapping of keys and values",
    ]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("XC-K-005", "XC-K-013", "there is no machine XC-K-013; they are XC-K-001 to XC-K-012"),
        ("XC-K-005", "XC-K-006", "XC-K-006 has the number 0006, not 0005"),
        ("XC-K-005", "XC-W-101", "0005 is the number of a machine"),
        ("XC-K-005", "kiosk5", "is no terminal"),
        ('"0005"', '"5"', "must be four digits"),
        ("SP002", "SP099", "'SP099' is not known"),
        ("SP002", "SP001", "XC-K-005 stands at SP002"),
        ("1080", "108", "must be between 320 and 16384 pixels"),
        ("width_mm: 268", "width_mm: 0", "does not fit the pixels"),
        ("width_mm: 268", "width_mm: .nan", "must be a number"),
        ("version: 1", "version: 2", "this program reads version 1, not 2"),
        ("version: 1", "", "version: is missing"),
        ("url: embedded", "url: ftp://a", "is not a URL"),
        ("url: embedded", "url: 'http://['", "is not a URL"),
        ("url: embedded", "url: 'https://a:b@c.example'", "names a user or password"),
        ("url: embedded", "url: embedded\n  ca: nowhere.pem", "there is no such file"),
        (
            "speaker: {kind: speaker, model: espeak_ng, port: virtual",
            "speaker: {kind: speeker, model: espeak_ng, port: virtual",
            "did you mean speaker?",
        ),
        (
            "speaker: {kind: speaker, model: espeak_ng, port: virtual",
            "speaker: {kind: code_scanner, model: serial_2d, port: virtual",
            "speaker must be a speaker, not a code_scanner",
        ),
        ("columns: 48", "columns: 47", "47"),
        ("columns: 48", "columns: [48]", "must be a single value"),
    ],
)
def test_one_mistake_is_named(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    assert old in GOOD
    assert any(wanted in line for line in mistakes(tmp_path, GOOD.replace(old, new, 1)))


def test_a_password_in_a_url_does_not_get_into_the_message(tmp_path: Path) -> None:
    found = mistakes(tmp_path, GOOD.replace("url: embedded", "url: 'https://a:hunter2@c.example'"))
    assert "hunter2" not in "\n".join(found)


def real(text: str) -> str:
    lines = [
        line for line in text.split("\n") if "port: virtual" not in line or line.startswith("#")
    ]
    devices = (
        '  id_card: {kind: id_card, model: sam_v, port: "serial:///dev/ttyUSB0?baud=115200"}\n'
        '  receipt: {kind: receipt_printer, model: escpos_80mm, port: "tcp://192.168.1.87:9100"}\n'
    )
    return "\n".join(lines).replace("mode: demo", "mode: service") + devices


def test_service_refuses_everything_that_is_only_played(tmp_path: Path) -> None:
    found = mistakes(tmp_path, GOOD.replace("mode: demo", "mode: service"))
    assert sum("in service nothing is virtual" in line for line in found) == 7
    assert any("in service is not embedded" in line for line in found)
    assert any("credential_file: is missing" in line for line in found)


def test_service_takes_real_ports_and_a_proven_platform(tmp_path: Path) -> None:
    secret = tmp_path / "credential"
    secret.write_text("x")
    secret.chmod(0o600)
    text = real(GOOD).replace(
        "url: embedded", "url: https://p.example\n  credential_file: credential"
    )
    loaded = load(tmp_path, text)
    assert (loaded.demo, loaded.platform.credential_file) == (False, secret)
    assert (
        load(tmp_path, text.replace("https://p.example", "http://127.0.0.1:8000")).mode == "service"
    )
    off_loopback = mistakes(tmp_path, text.replace("https://p.example", "http://10.0.0.1"))
    assert any("plain http leaves this machine" in line for line in off_loopback)
    secret.chmod(0o644)
    assert any("can be read by others; chmod 600" in line for line in mistakes(tmp_path, text))


def test_two_devices_cannot_share_a_port(tmp_path: Path) -> None:
    text = (
        real(GOOD)
        .replace("mode: service", "mode: demo")
        .replace("tcp://192.168.1.87:9100", "serial:///dev/ttyUSB0?baud=115200")
    )
    assert any("port: is that of id_card already" in line for line in mistakes(tmp_path, text))


def test_the_command_line_outweighs_the_file(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD, platform="https://p.example", profile="elderly")
    assert (loaded.platform.url, loaded.terminal.profile) == ("https://p.example", "elderly")
    found = mistakes(tmp_path, GOOD, platform="gopher", profile="window")
    assert [line.split(": ")[1] for line in found] == ["--platform", "--profile"]


def test_the_file_is_looked_for_where_it_was_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = {"JINBAN_PERIPHERALS": "/somewhere/p.yaml"}
    assert find_config("/named.yaml", environ) == Path("/named.yaml")
    assert find_config("", environ) == Path("/somewhere/p.yaml")
    system = tmp_path / "system.yaml"
    monkeypatch.setattr(config, "SYSTEM_FILE", system)
    assert find_config("", {}) == ROOT / "peripherals.yaml"
    system.write_text("x")
    assert find_config("", {}) == system
    monkeypatch.setattr(config, "SYSTEM_FILE", tmp_path / "none")
    monkeypatch.setattr(config, "PACKAGE", tmp_path / "site-packages" / "kiosk")
    assert find_config("", {}) == tmp_path / "site-packages" / "kiosk" / "data" / "peripherals.yaml"


def test_a_file_that_is_not_there_is_an_error_and_not_the_next_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.yaml", POINTS)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path, POINTS)


BOMB = "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a,*a]\n" for n in range(9))
HOSTILE: dict[str, str | bytes] = {
    "empty": "",
    "only a comment": "# nothing",
    "a list": "- 1",
    "a word": "hello",
    "not utf-8": b"version: \xff\xfe",
    "a nul": "version: \x001",
    "a control character": "version: \x1b1",
    "two documents": "version: 1\n---\nversion: 1",
    "tabs": "version:\t1\n\tmode: x",
    "an open quote": 'version: "1',
    "a billion laughs": BOMB,
    "a loop": "&a [*a]",
    "a python object": "!!python/object/apply:os.system ['true']",
    "a python object inside": "version: !!python/object/apply:os.system ['true']",
    "a binary": "version: !!binary aGVsbG8=",
    "a merge": "<<: {version: 1}",
    "deep": "[" * 1500 + "]" * 1500,
    "deep maps": "{a: " * 1500 + "1" + "}" * 1500,
    "deep and open": "[" * 3000,
    "many": "a: 1\n" * 3000,
    "large": "#" * 70_000,
    "a huge number": f"version: {'9' * 5000}",
    "a null": "version: ~\nterminal: ~\ndevices: ~",
    "a complex key": "? [a, b]\n: 1",
    "a number as key": "1: 2",
    "a date": "version: 2026-01-01",
    "bidi": "version: '\u202e1'",
    "surrogate": b"version: \xed\xa0\x80",
    "astral": "version: 𠮷",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_clear_error_and_nothing_else(tmp_path: Path, name: str) -> None:
    found = mistakes(tmp_path, HOSTILE[name])
    assert all(line and line.isprintable() and len(line) < 400 for line in found)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a billion laughs", "anchors and aliases"),
        ("a loop", "anchors and aliases"),
        ("deep", "is nested too deep"),
        ("deep maps", "is nested too deep"),
        ("many", "is too long"),
        ("large", "is larger than 64 KB"),
        ("not utf-8", "is not UTF-8"),
        ("bidi", "must be a whole number"),
    ],
)
def test_the_reason_for_refusing_a_hostile_file_is_the_true_one(
    tmp_path: Path, name: str, reason: str
) -> None:
    assert any(reason in line for line in mistakes(tmp_path, HOSTILE[name]))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path: Path, raw: bytes) -> None:
    place = int.from_bytes(raw[:2], "big") % len(GOOD)
    for text in (raw, GOOD.encode()[:place] + raw + GOOD.encode()[place:]):
        try:
            load(tmp_path, text)
        except ConfigError as error:
            assert str(error)  # noqa: PT017


def test_the_environment_is_read_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "JINBAN_PERIPHERALS", "/x.yaml")
    assert find_config() == Path("/x.yaml")
