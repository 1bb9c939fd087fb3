"""How much memory a process holds, in MiB."""

import resource
import sys
from pathlib import Path

from index.errors import UserError


def highest() -> float:
    """Return the most that this process ever held."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        # macOS counts bytes, other systems KiB.
        unit = 2**20 if sys.platform == "darwin" else 2**10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    # `ru_maxrss` of a new process begins with that of the one that started it.
    return _of(status, "VmHWM:")


def held(process: int) -> int:
    """Return what a process holds now.

    Raises:
        UserError: It has ended, or the system is not Linux.
    """
    try:
        return round(_of(Path(f"/proc/{process}/status").read_text(encoding="utf-8"), "VmRSS:"))
    except (OSError, StopIteration) as error:
        raise UserError(
            f"process {process} tells nothing of its memory: it has ended, or this is not Linux."
            " See what it said above"
        ) from error


def _of(status: str, name: str) -> float:
    """Return a figure of Linux's account of a process, which is in KiB there."""
    line = next(line for line in status.splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024
