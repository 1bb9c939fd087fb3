"""Memory that was freed: kept for the next pass, given back when asked."""

import ctypes
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from index import memory

glibc = pytest.mark.skipif(memory._of_glibc("mallopt") is None, reason="no glibc")


# In a process of its own: in this one other tests may have told the C library already. Each round
# takes and frees 40 MiB, more than glibc keeps by itself: 50,000 faults in 20 rounds.
_ROUNDS = """
import resource, sys
import numpy as np
from index.memory import keep_freed

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def round():
    blocks = [np.ones(2**20) for _ in range(5)]

if sys.argv[1] == "kept":
    keep_freed()
round()
before = faults()
for _ in range(20):
    round()
print(faults() - before)
"""


def faults_of_20_rounds(how: str) -> int:
    command = [sys.executable, "-c", _ROUNDS, how]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@glibc
def test_freed_memory_is_used_again_without_asking_the_system():
    assert faults_of_20_rounds("kept") < 1_000


@glibc
def test_memory_that_was_kept_is_given_back_when_asked():
    def held() -> int:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() // 2**20

    memory.keep_freed()
    blocks = [torch.ones(2**20) for _ in range(25)]
    full = held()
    del blocks
    # Less than the 128 MiB that are kept.
    assert held() > full - 20
    memory.give_back()
    assert held() < full - 80


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch):
    def never(name: str | None) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", never)
    memory.keep_freed()
    memory.give_back()


def test_a_c_library_without_these_functions_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    memory.keep_freed()
    memory.give_back()
