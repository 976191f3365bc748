"""Charsets declared, checked, detected."""

from __future__ import annotations

import pytest

from onrecord.read.decode import decode

RUSSIAN = '<meta charset="windows-1251"><p>Дождь шёл всю ночь'


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("café".encode(), "café"),
        ("\ufeffcafé".encode(), "café"),
        ("café".encode("utf-16"), "café"),
        ("café in the rain".encode("latin-1"), "café in the rain"),
        (b'<meta charset="utf-8"><p>caf\xe9 in the rain by the old harbour wall', None),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        ('<meta charset="iso-8859-1"><p>“Rain”'.encode("cp1252"), '<meta charset="iso-8859-1"><p>“Rain”'),
        ('<meta charset="iso-8859-1"><p>“Rain”'.encode(), '<meta charset="iso-8859-1"><p>“Rain”'),
    ],
)  # fmt: skip
def test_a_charset_is_believed_only_when_it_fits(data: bytes, text: str | None) -> None:
    found = decode(data)
    assert found is not None
    assert found[0] == (text or '<meta charset="utf-8"><p>café in the rain by the old harbour wall')


def test_one_bad_byte_leaves_utf8_utf8() -> None:
    found = decode("„Regen“ fiel überall, später Hagel. ".encode() * 20 + b"\xff")
    assert found is not None and found[1] == "utf-8" and found[0].endswith("\ufffd")
