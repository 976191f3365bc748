"""Weights beside the card that says what they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from onrecord.kit import WEIGHTS


def write(name: str, data: bytes, told: Mapping[str, object]) -> None:
    """Writes ``name.json``, and its card: name, digest, and what is ``told`` of data, licence, script and figures."""
    (WEIGHTS / f"{name}.json").write_bytes(data)
    card = {"name": name, "sha256": hashlib.sha256(data).hexdigest(), **told}
    (WEIGHTS / f"{name}.card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
