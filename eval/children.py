"""Processes that are let loose on a library, in a folder of their own."""

import shutil
import subprocess
import sys
from pathlib import Path

from index.errors import UserError

# Stands in a folder that a run has made, whose files are nobody's.
_OURS = "made-by-quoth-eval"


def emptied(folder: Path) -> Path:
    """Return the full path of a folder that holds nothing; what another run left in it is gone.

    Children work elsewhere, where a relative path would lead to another place.

    Raises:
        UserError: It is no folder, or holds something that no run has made.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is not a folder. Give another --folder")
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _OURS).exists():
            raise UserError(f"{folder} is not empty, and nothing is removed. Give another --folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _OURS).touch()
    return folder


def started(module: str, *given: object) -> "subprocess.Popen[str]":
    """Return a child that runs a module's `--child`, its three streams held by pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", module, "--child", *map(str, given)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
