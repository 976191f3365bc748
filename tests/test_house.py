"""The house rules a program can check: floors, file and function size, headers, annotations, names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "onrecord"
FILES = sorted(HOUSE.rglob("*.py"))
MODULES = {
    ".".join(("onrecord", *file.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__") for file in FILES
}
FLOORS = (
    ("types", "labels", "groups", "errors"),
    ("spans", "kit"),
    (
        "read",
        "article",
        "quotes",
        "people",
        "times",
        "timeline",
        "copies",
        "stories",
        "threads",
        "positions",
        "judged",
        "piles",
    ),
    ("stages",),
    ("store", "run"),
    ("record",),
    ("report", "export", "cli", "web", "mcp", "notebook"),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
ROOMS = 2
DOORS = 6
LINES = 400
FUNCTION_LINES = 50
ARGUMENTS = 6
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "core", "tools"}
DATABASE = {"sqlite3": "store"}


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def room_of(file: Path) -> str:
    inside = file.relative_to(HOUSE)
    return inside.parts[0].removesuffix(".py") if len(inside.parts) > 1 else inside.stem


@cache
def imports_of(file: Path) -> tuple[str, ...]:
    found = []
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{name.name}" for name in node.names]
            found += [module if module in MODULES else node.module for module in inner]
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names]
    return tuple(found)


@cache
def graph() -> dict[str, set[str]]:
    """What each file imports of ours."""
    return {named(file): {m for m in imports_of(file) if m.startswith("onrecord.")} for file in FILES}


def named(file: Path) -> str:
    return ".".join(("onrecord", *file.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")


def functions_of(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


each_file = pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(HOUSE)))


def test_the_house_has_its_rooms() -> None:
    built = {room_of(file) for file in FILES} - {"__init__", "__main__"}
    assert built <= set(FLOOR_OF), "a room without a floor: add it to FLOORS"
    assert {"types", "read", "article", "quotes", "people", "stages", "store", "record", "cli"} <= built


@each_file
def test_imports_go_down_the_floors(file: Path) -> None:
    room = room_of(file)
    for module in imports_of(file):
        if not module.startswith("onrecord.") or room in {"__init__", "__main__"}:
            continue
        other = module.split(".")[1]
        if other == room or other not in FLOOR_OF:
            continue
        floor, below = FLOOR_OF[room], FLOOR_OF[other]
        stays = (floor == DOORS or floor == 4 or floor < ROOMS) and below == floor
        assert below < floor or stays, f"{room} may not import {other}"


@each_file
def test_the_database_is_opened_in_the_store_alone(file: Path) -> None:
    for module in imports_of(file):
        home = DATABASE.get(module.split(".")[0])
        assert home in (None, room_of(file)), f"{module} belongs in {home}/"


@each_file
def test_a_file_says_what_it_does_and_stays_short(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no header"
    assert len(text.splitlines()) <= LINES, f"more than {LINES} lines: split by meaning"
    assert not VAGUE & set(file.relative_to(HOUSE).with_suffix("").parts), "a room without a meaning"


@each_file
def test_functions_are_short_and_annotated(file: Path) -> None:
    for function in functions_of(file):
        size = (function.end_lineno or 0) - function.lineno + 1
        assert size <= FUNCTION_LINES, f"{function.name} has {size} lines"
        given = function.args
        plain = [a for a in (*given.posonlyargs, *given.args, *given.kwonlyargs) if a.arg not in ("self", "cls")]
        if room_of(file) != "cli":
            assert len(plain) <= ARGUMENTS, f"{function.name} takes {len(plain)} arguments"
        assert function.returns is not None, f"{function.name} does not say what comes back"
        assert all(a.annotation for a in plain), f"{function.name} has an argument without a type"


@each_file
def test_no_two_files_import_one_another(file: Path) -> None:
    start = named(file)
    seen: set[str] = set()
    ahead = [m for m in graph()[start] if m in graph()]
    while ahead:
        module = ahead.pop()
        assert module != start, f"{start} imports itself in a round"
        if module not in seen:
            seen.add(module)
            ahead += [m for m in graph()[module] if m in graph()]


@each_file
def test_nothing_happens_on_import(file: Path) -> None:
    for node in tree_of(file).body:
        bare = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        assert not bare, f"line {node.lineno} calls something on import"


@each_file
def test_the_broad_except_stands_in_the_runner_alone(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ExceptHandler) and room_of(file) != "run":
            named = ast.unparse(node.type) if node.type else ""
            assert named and "Exception" not in named.split("(")[-1].replace(")", "").split(", "), f"line {node.lineno}"
