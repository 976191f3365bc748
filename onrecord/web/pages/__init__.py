"""The pages of the local web and the addresses they answer to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record
from onrecord.web.pages import (
    adding,
    article,
    copies,
    evidence,
    graph,
    home,
    ingest,
    judging,
    keys,
    lists,
    outlet,
    person,
    picking,
    positions,
    report,
    review,
    runs,
    search,
    statement,
    statements,
    story,
    thread,
    timeline,
    verify,
    watches,
)

Show = Callable[[Record, Request], Response]
Write = Callable[[Request], Awaitable[Response]]

PAGES: tuple[tuple[str, Show], ...] = (
    ("/", home.show_home),
    ("/s/{id}", statement.show_statement),
    ("/a/{id}", article.show_article),
    ("/st/{id}", story.show_story),
    ("/p/{id}", person.show_person),
    ("/th/{id}", thread.show_thread),
    ("/outlet/{name:path}", outlet.show_outlet),
    ("/verify", verify.show_verify),
    ("/timeline", timeline.show_timeline),
    ("/positions", positions.show_positions),
    ("/copies", copies.show_copies),
    ("/copies/{left}/{right}", copies.show_compare),
    ("/graph", graph.show_graph),
    ("/search", search.show_search),
    ("/review", review.show_review),
    ("/report", report.show_report),
    ("/report/{kind}", report.show_paper),
    ("/watches", watches.show_watches),
    ("/runs", runs.show_runs),
    ("/runs/{number:int}", runs.show_run),
    ("/take/{form}", runs.take),
    ("/ingest", ingest.show_ingest),
    ("/e/{page}/{ranges}", evidence.show_evidence),
    ("/statements", statements.show_statements),
    ("/articles", lists.show_articles),
    ("/people", lists.show_people),
    ("/stories", lists.show_stories),
    ("/threads", lists.show_threads),
    ("/relations", lists.show_relations),
    ("/outlets", lists.show_outlets),
    ("/problems", lists.show_problems),
    ("/decisions", judging.show_decisions),
    ("/keys", keys.show_keys),
    ("/adding", adding.show_adding),
)
WRITES: tuple[tuple[str, Write], ...] = (
    ("/add", adding.add_pages),
    ("/verify", verify.verify_draft),
    ("/judge", judging.judge),
    ("/merge", judging.merge),
    ("/undo", judging.undo),
    ("/seen", judging.seen),
    ("/pick", picking.pick),
    ("/watch", watches.watch),
    ("/learn", adding.learn),
    ("/load", judging.load),
)
