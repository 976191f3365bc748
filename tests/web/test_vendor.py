"""Vendored scripts are what their packages hold, byte for byte, and each has its licence beside it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import onrecord.web

FOLDERS = (Path(onrecord.web.__file__).parent / "static" / "vendor", Path(__file__).parent / "vendor")
ROW = re.compile(r"^\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|$", re.M)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_each_vendored_script_is_listed_with_its_digest_and_licence(folder: Path) -> None:
    listed = dict(ROW.findall((folder / "README.md").read_text(encoding="utf-8")))
    scripts = sorted(folder.glob("*.js"))
    assert {script.name for script in scripts} == set(listed)
    for script in scripts:
        assert hashlib.sha256(script.read_bytes()).hexdigest() == listed[script.name]
        assert (folder / f"{script.name.split('-')[0]}-LICENSE.txt").is_file()
