"""Whether a change leaves pages and articles the same to the byte: digests of both kept, and compared with others."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from bench.case import read_rows
from onrecord.article import find_article
from onrecord.kit import Kit, open_kit
from onrecord.read import Found, read_bytes


def digests(data: Path, kit: Kit) -> Iterator[tuple[str, list[str]]]:
    """The name of each row (``file``, ``html`` or ``text``) with a digest of its pages and one of their articles."""
    for number, row in enumerate(read_rows(data), 1):
        raw = (data.parent / row["file"]).read_bytes() if "file" in row else None
        given = raw if raw is not None else str(row.get("html") or row["text"]).encode("utf-8", "replace")
        form = None if raw is not None or "html" in row else "text"
        found = list(read_bytes(row["id"], given, form, url=row.get("url")))
        pages = [one.page if isinstance(one, Found) else one for one in found]
        articles = [find_article(one.page, kit) for one in found if isinstance(one, Found)]
        yield f"{number} {row['id']}", [_digest(pages), _digest(articles)]


def _digest(records: Sequence[object]) -> str:
    return hashlib.sha256(msgspec.json.encode(records)).hexdigest()


def main() -> None:
    """Writes the digests of a file of pages; with ``--against`` names the rows that differ, and ends with code 1."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--against", type=Path)
    given = options.parse_args()
    own = dict(digests(given.data, open_kit(fast=True)))
    given.out.write_bytes(msgspec.json.encode(own))
    if given.against is None:
        return
    other = msgspec.json.decode(given.against.read_bytes(), type=dict[str, list[str]])
    changed = sorted(name for name in own.keys() | other.keys() if own.get(name) != other.get(name))
    print(f"{len(own)} pages here, {len(changed)} changed", *changed, sep="\n")
    raise SystemExit(1 if changed else 0)


if __name__ == "__main__":
    main()
