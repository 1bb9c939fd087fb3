"""What this processor is, as far as numbers are computed faster on one than on another."""

import platform
from contextlib import suppress
from functools import cache
from pathlib import Path

import torch


def units() -> set[str]:
    """Return what it can compute with beyond the usual, such as "amx_bf16"."""
    return {name for name, there in torch.cpu.get_capabilities().items() if there}


@cache
def maker() -> str:
    """Return who made it, as it says itself; "" where that is not told."""
    told = platform.processor().rpartition(", ")[2]
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
        told = next((line for line in lines.splitlines() if line.startswith("vendor_id")), told)
    return told.split()[-1] if told else ""
