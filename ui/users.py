"""What the commands about users do: give accounts, take them away, show who has one."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from index.errors import UserError
from ui import accounts
from ui.accounts import Role
from ui.terminal import ANSWERED, printable, say


def add(options: argparse.Namespace) -> int:
    """Give somebody an account; the password is asked for, or read from standard input."""
    path = Path(options.auth)
    role = Role.EDITOR if options.editor else Role.READER
    if not options.replace and os.path.lexists(path) and options.name in accounts.read(path):
        # Before anybody has typed a password in vain.
        raise UserError(
            f"{options.name} has an account in {path}. To give it another password: --replace"
        )
    accounts.put(path, options.name, _password(options.name), role, replace=options.replace)
    say(f"{printable(options.name)} may come in as {role.value}")
    return ANSWERED


def remove(options: argparse.Namespace) -> int:
    """Take an account away; who is logged in with it is out at once."""
    accounts.take_out(Path(options.auth), options.name)
    say(f"{printable(options.name)} has no account any more")
    return ANSWERED


def list_(options: argparse.Namespace) -> int:
    """Show who has an account, and of which kind."""
    for name, account in accounts.read(Path(options.auth)).items():
        say(f"{account.role.value}  {printable(name)}")
    return ANSWERED


def _password(name: str) -> str:
    """Return a password: the first line of standard input, or typed twice where that is a person.

    Raises:
        UserError: It was not typed, or not alike.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        password = getpass.getpass(f"Password for {printable(name)}: ")
        again = getpass.getpass("Once more: ")
    except EOFError as error:
        raise UserError("no password was given. Nothing was changed") from error
    if again != password:
        raise UserError("the two are not alike. Nothing was changed")
    return password
