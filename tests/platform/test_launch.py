from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys

import pytest

from backend_client.client import PlatformClient
from backend_client.errors import UnavailableError
from backend_client.identity import load_identity
from backend_client.reference.settings import SettingsError, settings_of_line
from backend_client.reference.vault import Vault, VaultError, open_vault
from backend_client.secret_file import SecretFileError
from tests.platform.server import FILES, ROOT, allowance, key, record, running

COMMAND = [sys.executable, "-m", "backend_client.reference"]


def run(*flags: str, line: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *flags],
        input=line,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=30,
    )


def test_a_restarted_platform_has_everything_and_goes_on_counting(tmp_path):
    data = tmp_path / "data"
    case, mine = allowance(), key()
    with running(data) as first:
        before = first.client().submit_case(case, mine)
    assert first.process.returncode == 0  # it ended because standard input closed
    with running(data) as second:
        assert second.client().submit_case(case, mine) == before
        after = second.client().submit_case(allowance(), key())
        staff = second.staff().get_case(case.case_no)
    assert int(after.platform_no) == int(before.platform_no) + 1
    assert staff.platform_no == before.platform_no
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in data.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}


def test_a_changed_row_is_found_and_not_served(tmp_path):
    case = record()
    with running(tmp_path / "data") as server:
        server.client().submit_case(case, key())
        with sqlite3.connect(tmp_path / "data" / "platform.db") as database:
            (sealed,) = database.execute("select sealed from cases").fetchone()
            worse = bytes([*sealed[:-1], sealed[-1] ^ 1])
            database.execute("update cases set sealed = ?", (worse,))
        database.close()
        with pytest.raises(UnavailableError) as caught:
            server.client().get_case(case.case_no)
        assert caught.value.code == "internal"
        assert "VaultError in open" in server.log_with("VaultError")


def by_hand(data):
    flags = [f"--{name}={path}" for name, path in FILES.items()]
    process = subprocess.Popen(
        [*COMMAND, "--port=0", f"--data={data}", "--terminal=XC-K-007:0007", *flags],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    with process:
        first = json.loads(process.stdout.readline())
        identity = load_identity(data / "terminal-XC-K-007.token")
        client = PlatformClient(first["url"], identity.terminal_id, identity.token)
        assert client.catalogue() is not None
        client.close()
        process.terminate()
    return first, identity


def test_started_by_hand_it_leaves_a_token_file_that_a_terminal_can_use(tmp_path):
    data = tmp_path / "data"
    first, identity = by_hand(data)
    assert first["tokens"] == [str(data / "terminal-XC-K-007.token"), str(data / "staff.token")]
    assert identity.number == "0007"
    for part in data.glob("platform.db*"):
        part.unlink()  # a lost database costs no terminal its token
    assert by_hand(data)[1] == identity


def test_what_others_can_read_or_is_no_database_is_said_in_one_line(tmp_path):
    files = {name: str(path) for name, path in FILES.items()}
    line = json.dumps({"data": str(tmp_path), **files}) + "\n"
    (tmp_path / "key").mkdir()
    (tmp_path / "key" / "platform.key").write_bytes(b"k" * 64)
    (tmp_path / "key" / "platform.key").chmod(0o644)
    done = run(line=line)
    assert (done.returncode, done.stderr) == (1, "platform.key: others can read it; chmod 600\n")
    (tmp_path / "key" / "platform.key").chmod(0o600)
    (tmp_path / "platform.db").write_bytes(b"not a database" * 100)
    done = run(line=line)
    assert (done.returncode, done.stderr) == (1, "the database cannot be used: DatabaseError\n")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "one line of JSON"),
        ("[1]", "a JSON object"),
        ("{}", "'data' is missing"),
        ('{"dat": "x"}', "unknown setting dat"),
        ('{"data":"x","matters":"x","points":"x","calendar":"x","port":"y"}', "wrong form"),
    ],
)
def test_wrong_settings_say_what_is_wrong(line, says):
    with pytest.raises(SettingsError, match=says):
        settings_of_line(line)


def test_the_process_ends_with_2_when_its_settings_are_wrong():
    for done in (run(line="{}\n"), run("--terminal=x"), run("--matters=x")):
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr


def test_a_data_file_that_is_none_is_named(tmp_path):
    broken = tmp_path / "matters.json"
    broken.write_text('{"format":1,"columns":["code"],"rows":[["XC-MZ-008"]]}')
    files = {name: str(path) for name, path in FILES.items()} | {"matters": str(broken)}
    done = run(line=json.dumps({"data": str(tmp_path / "d"), **files}) + "\n")
    assert done.returncode == 1
    assert "matters.json: KeyError" in done.stderr


def test_sample_people_with_a_mistake_are_named_but_not_shown(tmp_path):
    people = tmp_path / "people.yaml"
    people.write_text("people: {one: {name: 李样例, birth: x, kind: resident}}")
    files = {name: str(path) for name, path in FILES.items()} | {"people": str(people)}
    done = run(line=json.dumps({"data": str(tmp_path / "d"), **files}) + "\n")
    assert done.returncode == 1
    assert "people.one" in done.stderr
    assert "李样例" not in done.stderr


def test_a_key_that_others_can_read_is_refused(tmp_path):
    open_vault(tmp_path / "platform.key")
    os.chmod(tmp_path / "platform.key", 0o640)
    with pytest.raises(SecretFileError, match="others can read it"):
        open_vault(tmp_path / "platform.key")


def test_a_sealed_row_is_good_for_its_own_place_only():
    vault = Vault(b"k" * 64)
    sealed = vault.seal("cases", "1", b"plain")
    assert vault.open("cases", "1", sealed) == b"plain"
    for table, row, key_bytes in (("cases", "2", b"k"), ("notes", "1", b"k"), ("cases", "1", b"j")):
        with pytest.raises(VaultError):
            Vault(key_bytes * 64).open(table, row, sealed)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(VaultError):
            vault.open("cases", "1", bytes(changed))
