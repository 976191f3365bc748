"""The verbs that take pages in and give the record out: add, report, status, export, doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.lines import AsJson, RecordFile, now, open_record, put, put_json, put_problems, safe, write_out

DONE_WITH_PROBLEMS = 1


def add(
    pages: Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input.")],
    record: RecordFile = Path("onrecord.db"),
    form: Annotated[
        str | None,
        typer.Option("--as", help="Read everything as this format; csv:COLUMN or jsonl:KEY name the body."),
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes (default: one a core).")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Work pages again that failed before.")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Read by rules alone, without the model.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read pages, work them and store what they hold. Adding the same pages again changes nothing.

    Example: onrecord add pages/ more/*.html
    """
    from onrecord.cli.progress import Bar

    with open_record(record, write=True, fast=fast) as opened, Bar() as bar:
        began = now()
        summary = opened.add(*pages, form=form, workers=workers, retry=retry, progress=bar.show)
        opened.history.stamp(began, now())
    if as_json:
        put_json([summary])
    else:
        fresh = f"{summary.new} new" if summary.new else "nothing new"
        put(f"read {summary.read} pages: {fresh}")
        _put_summary(summary)
    put_problems(summary.problems)
    if summary.problems:
        raise typer.Exit(DONE_WITH_PROBLEMS if summary.pages else 2)


def report(
    record: RecordFile = Path("onrecord.db"),
    kind: Annotated[
        str, typer.Option(help="record (everything), extracts, brief, ledger, chronology, positions, checks.")
    ] = "record",
    of: Annotated[str | None, typer.Option(help="A story or thread id, latest, or picked (default: all).")] = None,
    form: Annotated[str, typer.Option("--format", help="html or md; also docx, csv or json but for record.")] = "html",
    out: Annotated[
        Path | None, typer.Option(help="Where to write (default report.html and so on; - is stdout).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the sourced record for people: whole, or as extracts, brief, ledger, chronology, positions, checks.

    Example: onrecord report --kind brief --of latest --format docx
    """
    from onrecord.report import FORMS, KINDS, PAPER_FORMS, make_paper, paper_of_picks, print_paper, write_report

    if kind not in KINDS:
        raise typer.BadParameter(f"{kind}: choose one of {', '.join(KINDS)}", param_hint="--kind")
    forms = FORMS if kind == "record" else PAPER_FORMS
    if form not in forms:
        raise typer.BadParameter(f"{form}: choose one of {', '.join(forms)}", param_hint="--format")
    if kind == "record" and of is not None:
        raise typer.BadParameter("the whole record has no part; name a --kind", param_hint="--of")
    with open_record(record) as opened:
        if kind == "record":
            written = write_report(opened.shelf, form).encode("utf-8", "replace")
        elif of == "picked":
            picks = ((pick.id, pick.note) for pick in opened.picks)
            written = print_paper(paper_of_picks(opened.shelf, kind, picks), form)
        else:
            written = print_paper(make_paper(opened.shelf, kind, of), form)
    where = out or Path(f"{'report' if kind == 'record' else kind}.{form}")
    if str(where) == "-":
        sys.stdout.buffer.write(written)
        return
    write_out(where, [written])
    if as_json:
        put_json([{"written": str(where), "kind": kind, "format": form}])
    else:
        put(f"wrote {where}")


def status(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """Say what the record holds.

    Example: onrecord status --json
    """
    with open_record(record) as opened:
        summary = opened.summary()
        problems = opened.problems()
    if as_json:
        put_json([summary])
    else:
        put(f"{record}")
        _put_summary(summary)
    if problems:
        put(f"problems    {len(problems)} (onrecord problems)", sys.stderr)
        raise typer.Exit(DONE_WITH_PROBLEMS)


def export(
    form: Annotated[str, typer.Option("--format", help="A format of --list.")] = "jsonl",
    record: RecordFile = Path("onrecord.db"),
    table: Annotated[str, typer.Option(help="What csv and parquet hold: statements, people, ...")] = "statements",
    out: Annotated[Path | None, typer.Option(help="Where to write (default: stdout; - is stdout).")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the formats and tables, and end.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the record for other programs; every item carries its page, range and words.

    Example: onrecord export --format csv --out statements.csv
    """
    from onrecord.export import EXPORTS, TABLES
    from onrecord.export import export as write

    if listed:
        for name, each in EXPORTS.items():
            put(f"{name:<11} {each.what}")
        put(f"tables of csv and parquet: {', '.join(TABLES)}")
        return
    if form not in EXPORTS:
        raise typer.BadParameter(f"{form}: choose one of {', '.join(EXPORTS)}", param_hint="--format")
    if table not in TABLES:
        raise typer.BadParameter(f"{table}: choose one of {', '.join(TABLES)}", param_hint="--table")
    to_stdout = out is None or str(out) == "-"
    if EXPORTS[form].binary and to_stdout and sys.stdout.isatty():
        raise typer.BadParameter(f"{form} is no text: name a file, --out record.{EXPORTS[form].suffix}")
    with open_record(record) as opened:
        pieces = write(opened.shelf, form, table=table)
        if out is None or to_stdout:
            sys.stdout.buffer.writelines(pieces)
            return
        write_out(out, pieces)
    if as_json:
        put_json([{"written": str(out), "format": form}])
    else:
        put(f"wrote {out}")


def doctor(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """Check the installation and the record file: model, word lists, every span and record.

    Example: onrecord doctor --record story.db
    """
    from onrecord.record import examine

    findings = examine(record)
    wrong = [finding for finding in findings if not finding.good]
    if as_json:
        put_json(findings)
    else:
        for finding in findings:
            put(f"{'ok  ' if finding.good else 'FAIL'} {finding.what}: {safe(finding.detail)}")
    if wrong:
        raise typer.Exit(DONE_WITH_PROBLEMS)


def _put_summary(summary: object) -> None:
    for field in ("pages", "articles", "statements", "speakers", "stories"):
        put(f"{field:<11} {getattr(summary, field)}")
    put(f"{'origins':<11} at most {getattr(summary, 'origins')}")  # noqa: B009
