"""The command: each verb parses, makes one call on the record, and prints.

Results go to stdout, everything else to stderr. Exit 0 done, 1 done with problems, 2 could not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer

from onrecord.cli import asking, assistants, fetching, judging, searching, serve, taking, verifying, versions
from onrecord.errors import OnrecordError

COULD_NOT = 2

# The order is the order of --help.
COMMANDS: tuple[Callable[..., None], ...] = (
    taking.add,
    fetching.fetch,
    taking.report,
    serve.serve,
    taking.status,
    asking.show,
    asking.statements,
    asking.people,
    asking.copies,
    versions.versions,
    asking.stories,
    asking.timeline,
    asking.positions,
    searching.search,
    searching.watch,
    searching.learn,
    verifying.verify,
    asking.problems,
    judging.judge,
    judging.judgements,
    judging.undo,
    judging.import_,
    judging.remove,
    taking.export,
    assistants.mcp,
    taking.doctor,
)


def make_app() -> typer.Typer:
    """The command with all its verbs."""
    app = typer.Typer(
        name="onrecord",
        help="A sourced record of a pile of news pages. Start with: onrecord add pages/ && onrecord report",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_version)
    for command in COMMANDS:
        app.command(command.__name__.rstrip("_"))(command)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command on the given arguments (those of the process by default) and exits with its code."""
    try:
        make_app()(args=list(arguments) if arguments is not None else None)
    except OnrecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(COULD_NOT) from None
    except BrokenPipeError:
        # The reader of our pipe went away ("| head"): nothing is wrong.
        sys.stderr.close()
        raise SystemExit(0) from None


def _version(
    version: bool = typer.Option(False, "--version", help="Show the version and end.", is_eager=True),
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("onrecord"))
        raise typer.Exit
