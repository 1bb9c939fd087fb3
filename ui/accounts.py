"""Who has an account: a file of names and hashed passwords."""

import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UserError

if TYPE_CHECKING:
    from anyio import CapacityLimiter

FORMAT = 1

# One try takes 32 MB and about a third of a second on one core, as OWASP advises for scrypt
# (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
_COST = {"n": 2**15, "r": 8, "p": 3}
_MEMORY = 64 * 2**20

# Passwords tried at a time; a crowd of strangers must not take all memory and cores.
_TRIES_AT_ONCE = 2

LEAST_PASSWORD = 8
_LONGEST_PASSWORD = 1024
_LONGEST_NAME = 64


class Role(Enum):
    """What somebody may do; the values stand in the file."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Account:
    """One name.

    Attributes:
        role: What it may do.
        salt: Sixteen random bytes.
        hash: Of the password with the salt, by scrypt; 32 bytes.
    """

    role: Role
    salt: bytes
    hash: bytes


class Accounts:
    """The accounts in a file. A change of the file counts at once; threads may share one."""

    def __init__(self, path: Path) -> None:
        """Read the accounts.

        Args:
            path: Made by `quoth user add`.

        Raises:
            UserError: There is no such file, or it holds no accounts.
        """
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._accounts: Mapping[str, Account] = {}
        # What was right once need not be hashed again: an MCP client sends it with each request.
        self._secret = secrets.token_bytes(32)
        self._right: dict[str, tuple[Account, bytes]] = {}
        self._trying: CapacityLimiter | None = None
        if not self.all():
            raise UserError(f"{path} holds no account. Add one: quoth user add NAME --auth {path}")

    def all(self) -> Mapping[str, Account]:
        """Return the accounts by name.

        Raises:
            UserError: The file is gone or damaged.
        """
        with self._lock:
            try:
                status = self.path.stat()
            except OSError as error:
                raise UserError(
                    f"{self.path} cannot be read ({error.strerror})."
                    f" Make it: quoth user add NAME --auth {self.path}"
                ) from error
            stamp = (status.st_mtime_ns, status.st_ino)
            if stamp != self._stamp:
                self._accounts = read(self.path)
                self._stamp = stamp
                self._right.clear()
            return self._accounts

    def check(self, name: str, password: str) -> bool:
        """Return whether a name has this password; it takes as long for a name nobody has."""
        known = self._known(name, password)
        if known is not None:
            return known
        account = self.all().get(name)
        found = _hashed(password, account.salt if account is not None else b"nobody")
        if account is None or not hmac.compare_digest(found, account.hash):
            return False
        self._right[name] = account, self._print(password)
        return True

    async def login(self, name: str, password: str) -> bool:
        """Return whether a name has this password, while the server goes on with other things.

        Who sends none is refused, and who was right before let in, past those whose passwords are
        hashed; these wait without a thread each, of which the server has a few dozen for all it
        does.
        """
        known = self._known(name, password)
        if known is not None:
            return known
        from anyio import CapacityLimiter
        from anyio.to_thread import run_sync

        if self._trying is None:
            self._trying = CapacityLimiter(_TRIES_AT_ONCE)
        return await run_sync(self.check, name, password, limiter=self._trying)

    def _known(self, name: str, password: str) -> bool | None:
        """Return whether a name has this password; None if only hashing it can tell."""
        accounts = self.all()
        # Nobody has the empty name: to answer at once tells a stranger nothing.
        if not name or len(password) > _LONGEST_PASSWORD:
            return False
        # Only of the account as it is now: the file may have changed while a password was hashed.
        account, right = self._right.get(name, (None, b""))
        if account is None or account != accounts.get(name):
            return None
        return hmac.compare_digest(right, self._print(password)) or None

    def _print(self, password: str) -> bytes:
        return hmac.digest(self._secret, _bytes(password), "sha256")

    def may_edit(self, name: str | None) -> bool:
        """Return whether somebody may add and remove documents."""
        account = self.all().get(name or "")
        return account is not None and account.role is Role.EDITOR


class Sessions(dict[str, str]):
    """Who is logged in: names by token. One whose account is removed or changed is out at once.

    It stands in the place of the dictionary that Gradio keeps.
    """

    def __init__(self, accounts: Accounts) -> None:
        """Begin with nobody.

        Args:
            accounts: Those that may log in.
        """
        super().__init__()
        self._accounts = accounts
        self._as_of: dict[str, Account | None] = {}

    def __setitem__(self, token: str, name: str) -> None:
        super().__setitem__(token, name)
        self._as_of[token] = self._accounts.all().get(name)

    def __delitem__(self, token: str) -> None:
        super().__delitem__(token)
        self._as_of.pop(token, None)

    def __contains__(self, token: object) -> bool:
        return self.get(token) is not None

    def get(self, token: Any, default: Any = None) -> Any:
        """Return the name behind a token, if its account is still the one that logged in."""
        name = super().get(token)
        account = self._accounts.all().get(name) if name is not None else None
        return default if account is None or account != self._as_of.get(token) else name


def read(path: Path) -> dict[str, Account]:
    """Return the accounts in a file, by name.

    Raises:
        UserError: It cannot be read, or is no file of accounts.
    """
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields["quoth-accounts"] != FORMAT:
            raise ValueError(f"format {fields['quoth-accounts']}, not {FORMAT}")
        return {
            str(name): Account(Role(one["role"]), bytes.fromhex(one["salt"]), _hash(one["scrypt"]))
            for name, one in fields["accounts"].items()
        }
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). Check the path") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            f"{path} is no file of accounts ({error}). Make one: quoth user add NAME --auth FILE"
        ) from error


def put(path: Path, name: str, password: str, role: Role, *, replace: bool = False) -> None:
    """Write an account into a file, which is made if there is none.

    Args:
        path: The file.
        name: Of letters, digits and signs; no spaces and no colon.
        password: At least `LEAST_PASSWORD` characters.
        role: What it may do.
        replace: Whether an account of this name may go for it.

    Raises:
        UserError: The name or the password will not do, the name is taken, or the file cannot be
            read or written.
    """
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or {*" :"} & {*name}:
        raise UserError(
            f"{name!a} will not do as a name. Take 1 to {_LONGEST_NAME} letters, digits and signs,"
            " without spaces and colons"
        )
    if not LEAST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise UserError(
            f"the password has {len(password)} characters. Take {LEAST_PASSWORD} to"
            f" {_LONGEST_PASSWORD}"
        )
    accounts = read(path) if os.path.lexists(path) else {}
    if name in accounts and not replace:
        raise UserError(f"{name} has an account in {path}. To give it another password: --replace")
    salt = secrets.token_bytes(16)
    _write(path, {**accounts, name: Account(role, salt, _hashed(password, salt))})


def take_out(path: Path, name: str) -> None:
    """Take an account out of a file.

    Raises:
        UserError: There is none of this name, or the file cannot be read or written.
    """
    accounts = read(path)
    if name not in accounts:
        raise UserError(f"{path} has no account {name}. See who has: quoth user list --auth {path}")
    _write(path, {kept: account for kept, account in accounts.items() if kept != name})


def _write(path: Path, accounts: Mapping[str, Account]) -> None:
    """Put a file of accounts in place whole, readable to its owner only."""
    told = {
        name: {"role": one.role.value, "salt": one.salt.hex(), "scrypt": one.hash.hex()}
        for name, one in sorted(accounts.items())
    }
    text = json.dumps({"quoth-accounts": FORMAT, "accounts": told}, indent=2) + "\n"
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise UserError(f"{path} cannot be written ({error.strerror}). Check the path") from error


def _hash(text: str) -> bytes:
    found = bytes.fromhex(text)
    if len(found) != 32:
        raise ValueError(f"a hash of {len(found)} bytes")
    return found


def _hashed(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(_bytes(password), salt=salt, dklen=32, maxmem=_MEMORY, **_COST)


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
