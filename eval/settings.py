"""What a run is: the order, and its first line with every setting, version and the machine."""

import hashlib
import os
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from eval.questions import QuestionSet
from qa.assistant import DEFAULT_READER, Assistant

_PACKAGES = ("quoth", "faiss-cpu", "numpy", "sentence-transformers", "tokenizers", "torch")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run.

    Attributes:
        questions: Files or BEIR folders.
        setting: "open": the question is asked of a whole library; "given": of the one text it was
            written about, so that only the reader is judged.
        out: The run's file.
        documents: A folder the questions are about; None makes a library of all texts that come
            with the questions.
        library: A library to ask instead; nothing is added to it.
        limit: The most questions of each file.
        seed: Of the choice of those, and of slips.
        slips: Whether each question is asked with a slip of the keys.
        reader: As `quoth ask --reader` takes it.
        threshold: As `quoth ask --threshold` takes it.
    """

    questions: tuple[Path, ...]
    setting: str
    out: Path
    documents: Path | None = None
    library: Path | None = None
    limit: int | None = None
    seed: int = 0
    reader: str = DEFAULT_READER
    threshold: float | None = None
    slips: bool = False


def settings_of(order: Order, sets: Sequence[QuestionSet], notes: Sequence[str]) -> dict[str, Any]:
    """Return what is known before the documents are."""
    return {
        "format": 1,
        "setting": order.setting,
        "questions": [
            {
                "file": str(one.path),
                "set": one.name,
                "sha256": _sha256(one.path),
                "asked": len(one.questions),
            }
            for one in sets
        ],
        "documents": order.documents and str(order.documents),
        "limit": order.limit,
        "seed": order.seed,
        **({"slips": True} if order.slips else {}),
        "notes": notes,
        "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "code": code_of("index", "qa"),
        "versions": {"python": platform.python_version(), **dict(_versions())},
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "memory_gib": _memory_gib(),
            "system": platform.platform(),
        },
    }


def judging(assistant: Assistant) -> dict[str, Any]:
    """Return by what the answers are found and judged."""
    reader, calibration = assistant.reader, assistant.calibration
    return {
        "reader": {"name": reader.name, "sha256": reader.fingerprint},
        "calibration": {
            "slope": calibration.slope,
            "offset": calibration.offset,
            "target": calibration.target,
        },
        "threshold": calibration.threshold,
    }


def _versions() -> Iterator[tuple[str, str]]:
    for name in _PACKAGES:
        yield name, version(name)


def code_of(*packages: str) -> str:
    """Return the sha256 of some packages of the program, with all below them."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(path for name in packages for path in (root / name).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")


def _memory_gib() -> float:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()
