"""Accounts: who may come in, who may change the library, and the commands that say so."""

import asyncio
import io
import json
import stat
import sys
import threading
from argparse import Namespace

import pytest

from index.errors import UserError
from ui import accounts, users
from ui.access import Access, access
from ui.accounts import Accounts, Role, Sessions

SECRET = "correct horse"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A file with a reader and an editor; to make one takes a second, so it is made once."""
    path = tmp_path_factory.mktemp("accounts") / "people.json"
    accounts.put(path, "ada", SECRET, Role.EDITOR)
    accounts.put(path, "ben", "battery staple", Role.READER)
    return path


@pytest.fixture
def people(written, tmp_path):
    path = tmp_path / "people.json"
    path.write_bytes(written.read_bytes())
    return path


def test_only_the_right_password_of_the_right_name_lets_in(people):
    found = Accounts(people)
    assert found.check("ada", SECRET)
    assert not found.check("ada", "battery staple")
    assert not found.check("ben", SECRET)
    assert not found.check("eve", SECRET)
    assert not found.check("", "")
    assert not found.check("ada", SECRET * 1000)


def test_a_password_that_was_right_is_not_hashed_again(people, monkeypatch):
    found = Accounts(people)
    assert found.check("ada", SECRET)
    monkeypatch.setattr(accounts, "_hashed", lambda *_: pytest.fail("hashed"))
    assert found.check("ada", SECRET)


def test_a_password_that_is_changed_while_it_is_checked_is_not_remembered(people, monkeypatch):
    found, hashed = Accounts(people), accounts._hashed
    printed = found._print

    def hashing(password: str, salt: bytes) -> bytes:
        monkeypatch.setattr(accounts, "_hashed", hashed)
        monkeypatch.setattr(found, "_print", changing)
        return hashed(password, salt)

    def changing(password: str) -> bytes:
        monkeypatch.setattr(found, "_print", printed)
        accounts.put(people, "ada", "another one", Role.EDITOR, replace=True)
        # Somebody else's request reads the new file first.
        assert found.may_edit("ada")
        return printed(password)

    monkeypatch.setattr(accounts, "_hashed", hashing)
    # It was the right one when it was sent.
    assert found.check("ada", SECRET)
    assert not found.check("ada", SECRET)
    assert found.check("ada", "another one")


def test_a_server_checks_without_standing_still(people):
    assert asyncio.run(Accounts(people).login("ben", "battery staple"))


def test_who_sends_no_name_is_refused_without_hashing(people, monkeypatch):
    found = Accounts(people)
    monkeypatch.setattr(accounts, "_hashed", lambda *_: pytest.fail("hashed"))
    assert not found.check("", SECRET)
    assert not asyncio.run(found.login("", SECRET))


def test_two_passwords_are_hashed_at_a_time(people, monkeypatch):
    hashed, lock = accounts._hashed, threading.Lock()
    now: list[str] = []
    at_once: list[int] = []

    def counted(password: str, salt: bytes) -> bytes:
        with lock:
            now.append(password)
            at_once.append(len(now))
        found = hashed(password, salt)
        with lock:
            now.remove(password)
        return found

    monkeypatch.setattr(accounts, "_hashed", counted)
    found = Accounts(people)

    async def all_at_once() -> list[bool]:
        said = [("ada", SECRET), ("eve", "wrong"), ("ben", "battery staple"), ("ada", "wrong")]
        return await asyncio.gather(*(found.login(*one) for one in said))

    assert asyncio.run(all_at_once()) == [True, False, True, False]
    assert max(at_once) == 2


def test_only_editors_may_edit(people):
    found = Accounts(people)
    assert [found.may_edit(name) for name in ("ada", "ben", "eve", None)] == [
        True,
        False,
        False,
        False,
    ]


def test_the_file_holds_no_password_and_is_its_owners_only(people, written):
    text = written.read_text()
    assert SECRET not in text
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    fields = json.loads(text)
    assert {name: one["role"] for name, one in fields["accounts"].items()} == {
        "ada": "editor",
        "ben": "reader",
    }
    hashes = {one["scrypt"] for one in fields["accounts"].values()}
    salts = {one["salt"] for one in fields["accounts"].values()}
    assert [len(each) for each in hashes | salts].count(64) == 2
    assert [len(each) for each in hashes | salts].count(32) == 2


def test_an_account_taken_away_is_out_at_once(people):
    found = Accounts(people)
    sessions = Sessions(found)
    sessions["t1"], sessions["t2"] = "ada", "ben"
    assert [sessions.get("t1"), sessions.get("t2"), sessions.get("t3")] == ["ada", "ben", None]
    assert found.check("ben", "battery staple")
    accounts.take_out(people, "ben")
    assert sessions.get("t2") is None
    assert "t2" not in sessions
    assert "t1" in sessions
    assert not found.check("ben", "battery staple")
    del sessions["t1"]
    assert sessions.get("t1", "nobody") == "nobody"


def test_another_password_ends_what_the_old_one_began(people):
    sessions = Sessions(Accounts(people))
    sessions["t1"] = "ada"
    accounts.put(people, "ada", "another one", Role.READER, replace=True)
    assert sessions.get("t1") is None
    found = Accounts(people)
    assert not found.check("ada", SECRET)
    assert found.check("ada", "another one")
    assert not found.may_edit("ada")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "is no file of accounts"),
        ("[]", "is no file of accounts"),
        ("null", "is no file of accounts"),
        ('{"quoth-accounts": 2, "accounts": {}}', "format 2, not 1"),
        ('{"quoth-accounts": 1, "accounts": []}', "is no file of accounts"),
        ('{"quoth-accounts": 1, "accounts": {"a": {"role": "king"}}}', "is no file of accounts"),
        (
            '{"quoth-accounts": 1, "accounts":'
            ' {"a": {"role": "editor", "salt": "00", "scrypt": "00"}}}',
            "a hash of 1 bytes",
        ),
        ('{"quoth-accounts": 1, "accounts": {}}', "holds no account. Add one: quoth user add"),
    ],
)
def test_a_file_that_holds_no_accounts_is_an_error_and_lets_nobody_in(tmp_path, text, line):
    path = tmp_path / "people.json"
    path.write_text(text)
    with pytest.raises(UserError, match=line):
        Accounts(path)


def test_a_file_that_is_gone_is_an_error_before_and_while_serving(people):
    found = Accounts(people)
    people.unlink()
    with pytest.raises(UserError, match="cannot be read"):
        found.check("ada", SECRET)
    with pytest.raises(UserError, match="cannot be read"):
        Accounts(people)


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\nb", "x" * 65])
def test_a_name_that_will_not_do_is_refused(tmp_path, name):
    with pytest.raises(UserError, match="will not do as a name"):
        accounts.put(tmp_path / "people.json", name, SECRET, Role.READER)


@pytest.mark.parametrize("password", ["", "1234567", "x" * 1025])
def test_a_password_that_will_not_do_is_refused(tmp_path, password):
    with pytest.raises(UserError, match=f"has {len(password)} characters. Take 8 to 1024"):
        accounts.put(tmp_path / "people.json", "ada", password, Role.READER)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(UserError, match="cannot be written"):
        accounts.put(tmp_path / "nowhere" / "people.json", "ada", SECRET, Role.READER)


# -- who may come in -----------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_this_machine_needs_no_account_and_may_edit(host):
    assert access(host) == Access(None, near=True)
    assert access(host).may_edit(None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "quoth.example"])
def test_others_come_in_only_where_somebody_said_so(host):
    with pytest.raises(UserError, match=r"--auth FILE .*--open-to-all"):
        access(host)
    opened = access(host, open_to_all=True)
    assert opened == Access(None, near=False)
    # Whoever comes from elsewhere without an account may read only.
    assert not opened.may_edit(None)
    assert not opened.may_edit("ada")


def test_where_all_come_in_who_sits_at_the_machine_may_read_only_too():
    # What a server before this one hands on comes from here as well.
    opened = access("127.0.0.1", open_to_all=True)
    assert opened == Access(None, near=False)
    assert not opened.may_edit(None)


def test_accounts_decide_everywhere(people):
    for host in ("127.0.0.1", "0.0.0.0"):
        found = access(host, auth=people)
        assert [found.may_edit(name) for name in ("ada", "ben", None)] == [True, False, False]
    with pytest.raises(UserError, match="Give one"):
        access("0.0.0.0", auth=people, open_to_all=True)


# -- the commands --------------------------------------------------------------------------


def typed(monkeypatch, text: str) -> None:
    stream = io.StringIO(text)
    stream.isatty = lambda: False
    monkeypatch.setattr(sys, "stdin", stream)


def options(path, name="", *, editor=False, replace=False) -> Namespace:
    return Namespace(auth=path, name=name, editor=editor, replace=replace)


def test_accounts_are_given_listed_and_taken_away(tmp_path, monkeypatch, capsys):
    path = tmp_path / "people.json"
    typed(monkeypatch, f"{SECRET}\n")
    assert users.add(options(path, "ada", editor=True)) == 0
    typed(monkeypatch, "battery staple\n")
    assert users.add(options(path, "ben")) == 0
    assert users.list_(options(path)) == 0
    assert users.remove(options(path, "ada")) == 0
    assert capsys.readouterr().out == (
        "ada may come in as editor\n"
        "ben may come in as reader\n"
        "editor  ada\n"
        "reader  ben\n"
        "ada has no account any more\n"
    )
    assert Accounts(path).check("ben", "battery staple")
    with pytest.raises(UserError, match="has no account ada"):
        users.remove(options(path, "ada"))


def test_a_name_is_not_taken_over_by_mistake(people, monkeypatch):
    typed(monkeypatch, "another one\n")
    with pytest.raises(UserError, match=r"ada has an account .*--replace"):
        users.add(options(people, "ada"))
    with pytest.raises(UserError, match=r"ada has an account .*--replace"):
        accounts.put(people, "ada", "another one", Role.READER)
    assert users.add(options(people, "ada", replace=True)) == 0
    assert Accounts(people).check("ada", "another one")


def test_who_types_no_password_changes_nothing(tmp_path, monkeypatch):
    def ended(prompt):
        raise EOFError

    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", stream)
    monkeypatch.setattr("getpass.getpass", ended)
    with pytest.raises(UserError, match=r"no password was given\. Nothing was changed"):
        users.add(options(tmp_path / "people.json", "ada"))
    assert list(tmp_path.iterdir()) == []


def test_a_path_below_a_file_or_in_a_closed_folder_is_told_in_one_line(
    people, tmp_path, monkeypatch
):
    with pytest.raises(UserError, match=r"x\.json cannot be written \(Not a directory\)"):
        accounts.put(people / "x.json", "bo", SECRET, Role.READER)

    def closed(path, *how):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.lstat", closed)
    monkeypatch.setattr("os.open", closed)
    with pytest.raises(UserError, match=r"x\.json cannot be written \(Permission denied\)"):
        accounts.put(tmp_path / "x.json", "bo", SECRET, Role.READER)


def test_a_person_types_the_password_twice(tmp_path, monkeypatch):
    path = tmp_path / "people.json"
    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", stream)
    said = iter([SECRET, "correct house", SECRET, SECRET])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(said))
    with pytest.raises(UserError, match="not alike"):
        users.add(options(path, "ada"))
    assert not path.exists()
    assert users.add(options(path, "ada")) == 0
    assert Accounts(path).check("ada", SECRET)
