"""Who may come in, and who may change the library."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from index.errors import UserError
from ui.accounts import Accounts


@dataclass(frozen=True, slots=True)
class Access:
    """What visitors may do.

    Attributes:
        accounts: Those that may come in; None lets everybody in.
        near: Whether only this machine can reach the server.
    """

    accounts: Accounts | None = None
    near: bool = True

    def may_edit(self, name: str | None) -> bool:
        """Return whether a visitor may add and remove documents.

        Without accounts that is whoever sits at this machine, and nobody from elsewhere.

        Args:
            name: As logged in; None for nobody.
        """
        return self.near if self.accounts is None else self.accounts.may_edit(name)


def access(host: str, *, auth: Path | None = None, open_to_all: bool = False) -> Access:
    """Return what visitors of a server may do.

    Args:
        host: The address it will listen on.
        auth: The file of accounts.
        open_to_all: Whether it is meant that others come in without an account.

    Raises:
        UserError: Others could come in and nobody said that this is meant, or both was said, or
            the file cannot be read.
    """
    if auth is not None and open_to_all:
        raise UserError("--auth lets in those with an account, --open-to-all everybody. Give one")
    near = is_near(host)
    if auth is None and not near and not open_to_all:
        raise UserError(
            f"everybody who reaches {host} could read these documents. Give --auth FILE (make it:"
            " quoth user add NAME --auth FILE), or --open-to-all if that is meant"
        )
    return Access(Accounts(auth) if auth is not None else None, near and not open_to_all)


def is_near(host: str) -> bool:
    """Return whether a name or address can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
