"""What every bench script shares: its options, its rows, and the scorer that lies beside the data."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "bench"
MISSING = 2


def parser(doc: str | None) -> argparse.ArgumentParser:
    """Options of a bench script: ``--data FILE --out PRED.jsonl --score FOLDER``."""
    options = argparse.ArgumentParser(description=(doc or "").strip().splitlines()[0])
    options.add_argument("--data", type=Path, required=True, help="rows to work, one JSON object a line")
    options.add_argument("--out", type=Path, required=True, help="where the predictions go")
    options.add_argument("--score", type=Path, help="folder of the scorers (default: found above the data)")
    return options


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file; ends the program with exit code 2 when the file is not there."""
    if not path.is_file():
        stop(f"{path}: not there. This bench needs the shared data; pass --data FILE.")
    decode = msgspec.json.Decoder().decode
    return [decode(line) for line in path.read_bytes().splitlines() if line.strip()]


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes one JSON object a line, keys in the order given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    encode = msgspec.json.Encoder().encode
    path.write_bytes(b"".join(encode(dict(row)) + b"\n" for row in rows))


def scorer(name: str, data: Path, folder: Path | None = None) -> ModuleType | None:
    """The scorer ``NAME.py`` from ``folder`` or from a ``score/`` folder above the data; None if there is none."""
    places = [folder] if folder else [up / "score" for up in data.resolve().parents] + [SHARED / "score"]
    for place in places:
        file = place / f"{name}.py"
        if file.is_file():
            spec = importlib.util.spec_from_file_location(f"score_{name}", file)
            if spec is None or spec.loader is None:
                continue
            module = importlib.util.module_from_spec(spec)
            sys.dont_write_bytecode = True
            spec.loader.exec_module(module)
            return module
    return None


def keep_cases(out: Path, scores: Mapping[str, float]) -> None:
    """Leaves each case's score beside the predictions, so that ``python -m bench`` can tell won from lost."""
    out.with_suffix(".cases.json").write_bytes(msgspec.json.encode(dict(sorted(scores.items()))))


def stop(reason: str) -> None:
    """Says why on stderr and ends with exit code 2."""
    print(reason, file=sys.stderr)
    raise SystemExit(MISSING)
