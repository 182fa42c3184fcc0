from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.commands.application import app

VISIT = Path(__file__).parents[2] / "docs/visits/allowance-80-mail.yaml"
SERVICE = """version: 1
mode: service
terminal:
  {id: XC-K-005, number: "0005", point: SP002,
   screen: {width_px: 1080, height_px: 1920, width_mm: 268, height_mm: 476}}
platform: {url: "https://platform.example", credential_file: CREDENTIAL}
devices:
  receipt: {kind: receipt_printer, model: escpos_80mm, port: "tcp://127.0.0.1:9"}
"""


def kiosk(*arguments: str, stdin: str | bytes = ""):
    return CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)


@pytest.fixture
def service(tmp_path):
    credential = tmp_path / "credential.json"
    credential.write_text('{"terminal": "XC-K-005", "number": "0005", "token": "0123456789abcdef"}')
    credential.chmod(0o600)
    file = tmp_path / "service.yaml"
    file.write_text(SERVICE.replace("CREDENTIAL", str(credential)))
    return file


@pytest.mark.parametrize(
    "arguments",
    [
        ["postal", "list"],
        ["run", "--profile", "window"],
        ["run", "--lang", "de"],
        ["run", "--screen", "big"],
        ["search", "x", "--channel", "shop"],
        ["bench", "nothing"],
        ["devices", "test", "teapot"],
        ["devices", "test", "id_card", "--card", "nobody"],
        ["play", "/dev/null", "--out", "/nowhere"],
        ["check-config", "/nowhere.yaml"],
        ["case", "list", "--everything"],
    ],
)
def test_wrong_use_and_what_is_not_built_end_with_2_and_say_why(arguments):
    result = kiosk(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()


def test_lists_of_a_terminal_that_has_kept_nothing_are_empty_json(tmp_path):
    for command in ("case", "outbox"):
        result = kiosk(command, "list", "--json", "--data", tmp_path / "none")
        assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert kiosk("outbox", "retry", "1", "--data", tmp_path / "none").exit_code == 1


def test_search_tells_what_was_promised_and_a_line_for_each_query():
    (first, *_others) = json.loads(kiosk("search", "高龄津贴", "--json").stdout)
    assert first["code"] == "XC-MZ-008"
    keys = "code name short_name department score matched channels kiosk_mode"
    assert set(first) == set(keys.split())
    assert json.loads(kiosk("search", "qwertz", "--json").stdout) == []
    lines = kiosk("search", "--batch", stdin="高龄津贴\n\n社保证明\n").stdout.splitlines()
    assert [bool(json.loads(line)) for line in lines] == [True, False, True]


def test_a_batch_has_one_line_out_for_each_line_in_whatever_bytes_it_holds():
    odd = ["\ufeff身份證\r".encode(), b"", b"\xff\xfe" + "社保卡丢了".encode() + b"\xc3"]
    odd += [
        b"\x00\x1b[2J",
        b"\x80" * 100_000,
        "残疾证 ".encode() * 20_000,
        "🙂ＫＴＶ\u2028".encode(),
    ]
    lines = kiosk("search", "--batch", "--limit", "1", stdin=b"\n".join(odd)).stdout.split("\n")
    codes = ["XC-GA-008", "", "XC-RS-032", "", "", "XC-CL-001", "XC-WL-001"]
    assert [json.loads(line) for line in lines[:-1]] == [[code] if code else [] for code in codes]


def test_service_refuses_the_dock_and_names_what_is_broken(service, tmp_path):
    assert kiosk("check-config", service).exit_code == 0
    refused = kiosk("run", "--dock", "--peripherals", service, "--data", tmp_path)
    assert refused.exit_code == 2
    assert "--dock" in refused.stderr
    rows = kiosk("devices", "list", "--json", "--peripherals", service, "--data", tmp_path)
    (printer,) = json.loads(rows.stdout)
    keys = "role kind model port state who detail consumables serial ladder"
    assert set(printer) == set(keys.split())
    assert (printer["state"], printer["who"]) == ("disconnected", "staff")


def test_the_doctor_finds_broken_devices_platform_data_and_damaged_copies(service, tmp_path):
    (tmp_path / "data/terminal/damaged-20261123T000000Z").mkdir(parents=True)
    ill = kiosk("doctor", "--json", "--peripherals", service, "--data", tmp_path / "data")
    found = {c["name"]: c for c in json.loads(ill.stdout)["checks"]}
    assert ill.exit_code == 1
    assert set(found["store"]) == set(["name", "role", "kind", "state", "detail", "who", "since"])
    assert found["store"]["state"] == "ready"
    assert found["damaged_copy"]["who"] == "engineer"
    assert found["receipt"]["state"] == found["platform"]["state"] == "disconnected"
    file = tmp_path / "file"
    file.touch()
    ill = kiosk("doctor", "--json", "--peripherals", service, "--data", file)
    found = {c["name"]: c for c in json.loads(ill.stdout)["checks"]}
    assert (ill.exit_code, found["store"]["state"]) == (1, "fault")


@pytest.mark.parametrize(
    ("what", "content", "detail"),
    [
        (
            "credential",
            '{"terminal": "XC-K-001", "number": "0001", "token": "0123456789abcdef"}',
            "belongs",
        ),
        ("credential", "[]", "not a terminal"),
        ("ca", "no certificate", ""),
    ],
)
def test_the_doctor_names_credentials_and_certificates_that_are_none(
    service, tmp_path, what, content, detail
):
    file = tmp_path / f"{what}.json"
    file.write_text(content)
    file.chmod(0o600)
    if what == "ca":
        text = service.read_text().replace("credential_file", f"ca: {file}, credential_file")
        service.write_text(text)
    result = kiosk("doctor", "--json", "--peripherals", service, "--data", tmp_path / "data")
    (found,) = [c for c in json.loads(result.stdout)["checks"] if c["name"] == "platform"]
    assert found["state"] in ("fault", "disconnected")
    assert detail in found["detail"]


def test_without_a_place_for_the_log_no_words_of_an_error_are_printed(tmp_path):
    file = tmp_path / "file"
    file.touch()
    program = (
        "import sys, pathlib, logging, kiosk.log as c\n"
        "assert c.keep_log(pathlib.Path(sys.argv[1]))\n"
        "logging.getLogger('kiosk.app').error('crashed', exc_info=ValueError('13800000000'))\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True
    )
    assert "138" not in found.stdout + found.stderr


def test_a_visit_is_not_played_where_nothing_can_be_written(tmp_path):
    file = tmp_path / "file"
    file.touch()
    result = kiosk("play", VISIT, "--out", tmp_path / "out", "--data", file)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    result = kiosk("play", VISIT, "--out", file, "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert "--out" in result.stderr
