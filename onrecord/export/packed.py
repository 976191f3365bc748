"""ZIP files that are the same bytes whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

# The earliest time a ZIP can hold: a file made today is the one made tomorrow.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of these files, by name, in this order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, data in files:
            kept.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
