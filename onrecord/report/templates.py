"""Templates of this room filled in: HTML escaped throughout, Markdown with its marks made plain."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def fill_template(template: str, *, escape: bool, **given: object) -> str:
    """A template of this folder filled in; ``escape`` for HTML. Raises UndefinedError for a name not given."""
    environment = Environment(
        loader=PackageLoader("onrecord.report", "."),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = _markdown_safe
    return environment.get_template(template).render(**given)


def _markdown_safe(text: object) -> str:
    # Page words may hold marks that Markdown or HTML would obey.
    special = str(text).replace("\\", "\\\\")
    for mark in "`*_[]<>#|":
        special = special.replace(mark, "\\" + mark)
    return " ".join(special.split())
