"""Memory is counted in MiB, on each system by its own account."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval import memory
from index.errors import UserError


@pytest.mark.skipif(sys.platform != "linux", reason="by Linux's account")
def test_a_process_holds_no_more_than_at_its_highest():
    assert 0 < memory.held(os.getpid()) <= memory.highest() + 1


@pytest.mark.parametrize(("system", "told"), [("darwin", 3 * 2**20), ("linux", 3 * 2**10)])
def test_without_linuxs_account_each_system_has_its_own_unit(monkeypatch, system, told):
    def gone(self, **_):
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", gone)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(resource, "getrusage", lambda _: SimpleNamespace(ru_maxrss=told))
    assert memory.highest() == 3.0


def test_a_process_that_has_ended_is_told_of():
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        pass
    with pytest.raises(UserError) as caught:
        memory.held(child.pid)
    assert str(caught.value) == (
        f"process {child.pid} tells nothing of its memory: it has ended, or this is not Linux."
        " See what it said above"
    )
