"""Makes the timeline of stories and scores it: dates and words right, events told twice, members that do not belong.

    python -m bench.timeline --data bench/gold/timeline.jsonl --out PRED.jsonl [--texts FOLDER]

Rows name a story's pages and its time words by page and offsets, each with the events its sentence tells then (first
the one it is about; none where the words date nothing) and the right date; ``--texts`` holds the articles
(``SET.jsonl``). The pages of a row are one story; copies and tellings of one utterance are found. Entries of
publication are left out.
"""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.case import SHARED, keep_cases, parser, read_rows, write_rows
from bench.stories import date_of
from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.groups import Event, Story
from onrecord.kit import Kit, open_kit
from onrecord.stages import work_page
from onrecord.timeline import find_events
from onrecord.timeline.told import is_dated
from onrecord.types import Article, Clipping, Mention, Page, Span, Statement, Tag, Timex, extent_of, page_of

Row = Mapping[str, Any]
PARTS = ("dev", "test")
# Words that date nothing ("the Christmas party on Friday") do no harm in the entry of their own sentence.
BESIDE_CHARS = 200


class Entry(msgspec.Struct, frozen=True):
    """An entry of a found timeline: the gold's time words it rests on, the leading ones first, and its bounds."""

    mentions: tuple[Row, ...]
    begin: str | None
    end: str | None


def main() -> None:
    """Predict, write ``{story, page, span, entry}``, print the shares of each part."""
    options = parser(__doc__)
    options.add_argument("--texts", type=Path, default=SHARED / "stories", help="folder of the articles")
    given = options.parse_args()
    rows = read_rows(given.data)
    events = {row["id"]: timeline_of(clippings, open_kit()) for row, clippings in clip_stories(rows, given.texts)}
    write_rows(given.out, (line for row in rows for line in _lines(row, events[row["id"]])))
    if rows and "mentions" in rows[0]:
        entries = {row["id"]: entries_of(row, events[row["id"]]) for row in rows}
        for part in [part for part in PARTS if any(row["part"] == part for row in rows)]:
            print("\n".join(told(part, [entries[row["id"]] for row in rows if row["part"] == part])))
        keep_cases(given.out, {row["id"]: b_cubed([entries[row["id"]]]) for row in rows})


def clip_stories(rows: Iterable[Row], texts: Path) -> list[tuple[Row, list[Clipping]]]:
    """Each story with its pages worked."""
    kit = open_kit()
    articles: dict[str, dict[str, Row]] = {}
    found = []
    for row in rows:
        if row["set"] not in articles:
            articles[row["set"]] = {a["id"]: a for a in read_rows(texts / f"{row['set']}.jsonl")}
        pages = [articles[row["set"]][page] for page in row["pages"]]
        found.append((row, [clip for clip in (_clip(page, kit) for page in pages) if clip]))
    return found


def _clip(row: Row, kit: Kit) -> Clipping | None:
    """One page as a record works it; None where it holds no article."""
    stated = (("key:title", row.get("headline")), ("key:date", date_of(row)))
    tags = tuple(Tag(name, str(value)) for name, value in stated if value)
    page = Page(row["id"], row["id"], row["text"], url=row.get("url"), tags=tags)
    records = [record for done in work_page(page, kit) for record in done.records]
    article = next((record for record in records if isinstance(record, Article)), None)
    if article is None:
        return None
    return Clipping(
        page,
        article,
        tuple(r for r in records if isinstance(r, Mention)),
        tuple(r for r in records if isinstance(r, Timex)),
        tuple(r for r in records if isinstance(r, Statement)),
    )


def timeline_of(clippings: Sequence[Clipping], kit: Kit) -> list[Event]:
    """The dated events of a story in order, its publications left out."""
    copies = find_copies(clippings, kit)
    utterances = find_utterances(clippings, copies, kit)
    events = find_events(clippings, copies, stories=[story_of(clippings)], utterances=utterances)
    return [event for event in events if is_dated(event)]


def story_of(clippings: Sequence[Clipping]) -> Story:
    """The story of some pages."""
    pages = tuple(sorted(clipping.page.id for clipping in clippings))
    return Story(f"{pages[0]}:y", pages)


def entries_of(row: Row, events: Iterable[Event]) -> list[Entry]:
    """The found entries over the gold's time words; those that lead with words the gold does not know are left out."""
    near: dict[str, list[Row]] = defaultdict(list)
    for mention in row["mentions"]:
        near[mention["page"]].append(mention)
    entries = []
    for event in events:
        places = [(event.page, event.when or event.what), *((page_of(o), extent_of(o)) for o in event.others)]
        members = [mention for page, span in places if (mention := mention_at(near[page], span))]
        if members and members[0]["page"] == event.page:
            entries.append(Entry(tuple(members), *_bounds(event)))
    return entries


def mention_at(mentions: Iterable[Row], span: Span) -> Row | None:
    """The time words of the gold that a span shares most with."""
    shared = [(min(m["span"][1], span.end) - max(m["span"][0], span.start), m) for m in mentions]
    return max((pair for pair in shared if pair[0] > 0), key=lambda pair: pair[0], default=(0, None))[1]


def _bounds(event: Event) -> tuple[str | None, str | None]:
    if not event.date:
        return None, None
    return first_day(event.after or event.date), last_day(event.before or event.date)


def first_day(prefix: str) -> str:
    """The first day of a date prefix."""
    return prefix[:10] + {4: "-01-01", 7: "-01"}.get(len(prefix[:10]), "")


def last_day(prefix: str) -> str:
    """The last day of a date prefix."""
    if len(prefix) == len("2031-03"):
        return f"{prefix}-{calendar.monthrange(int(prefix[:4]), int(prefix[5:]))[1]:02}"
    return prefix[:10] + ("-12-31" if len(prefix) == len("2031") else "")


def is_dated_right(entry: Entry) -> bool:
    """Whether an entry's days meet those of one of its time words, or both are unknown."""
    dates = [mention["date"] for mention in entry.mentions if set(mention["events"]) & {event_of(entry)}]
    if entry.begin is None or entry.end is None:
        return entry.mentions[0]["date"] is None
    for date in filter(None, dates):
        begin, _, end = date.partition("..")
        if first_day(begin) <= entry.end and entry.begin <= last_day(end or begin):
            return True
    return False


def has_right_words(entry: Entry) -> bool:
    """Whether the leading sentence tells what happened at the time its words give."""
    return bool(entry.mentions[0]["events"]) and entry.mentions[0].get("words", True)


def event_of(entry: Entry) -> str | None:
    """The event an entry is of: what most of its sentences are about, else what the first is; None for none."""
    first = [mention["events"][0] for mention in entry.mentions if mention["events"]]
    counts = Counter(first)
    return max(counts, key=lambda event: (counts[event], -first.index(event)), default=None)


def strangers_of(entry: Entry) -> list[Row]:
    """The members of an entry that tell nothing of its event; words that date nothing are none beside some that do."""
    event = event_of(entry)
    if event is None:
        return []
    own = [mention for mention in entry.mentions if event in mention["events"]]

    def is_beside(mention: Row) -> bool:
        places = (o["span"][0] for o in own if o["page"] == mention["page"])
        return not mention["events"] and any(abs(place - mention["span"][0]) <= BESIDE_CHARS for place in places)

    return [mention for mention in entry.mentions if event not in mention["events"] and not is_beside(mention)]


def told(part: str, stories: Sequence[Sequence[Entry]]) -> list[str]:
    """Lines of shares over the entries of a part."""
    entries = [entry for story in stories for entry in story]
    size = max(1, len(entries))
    again = shared = 0
    for story in stories:
        counts = Counter(event for entry in story if (event := event_of(entry)))
        again += sum(count - 1 for count in counts.values())
        shared += sum(count for count in counts.values() if count > 1)
    merged = sum(len(entry.mentions) - 1 for entry in entries)
    wrong = sum(len(strangers_of(entry)) for entry in entries)
    dated, worded = [is_dated_right(entry) for entry in entries], [has_right_words(entry) for entry in entries]
    right = sum(date and words for date, words in zip(dated, worded, strict=True))
    return [
        f"{part}: {len(stories)} stories, {len(entries)} entries of {merged + len(entries)} time words,"
        f" B-cubed {b_cubed(stories):.3f}",
        f"  right date and words {right / size:.1%} (date {sum(dated) / size:.1%}, words {sum(worded) / size:.1%})",
        f"  told again {again / size:.1%} ({again}); entries that share their event {shared / size:.1%} ({shared})",
        f"  members that do not belong {wrong / max(1, merged):.1%} ({wrong} of {merged})",
    ]


def b_cubed(stories: Sequence[Sequence[Entry]]) -> float:
    """F1 of the groups of time words against the events they are about (Bagga and Baldwin, 1998)."""
    precision = recall = total = 0.0
    for story in stories:
        groups = [Counter(m["events"][0] for m in entry.mentions if m["events"]) for entry in story]
        whole = sum(groups, Counter())
        precision += sum(count * count / group.total() for group in groups for count in group.values())
        recall += sum(count * count / whole[event] for group in groups for event, count in group.items())
        total += whole.total()
    return 2 * precision * recall / (precision + recall) / total if total else 0.0


def _lines(row: Row, events: Iterable[Event]) -> list[dict[str, Any]]:
    """The entry of each time word found."""
    places = ((event, ref) for event in events for ref in (event.id, *event.others))
    lines = [
        {"story": row["id"], "page": page_of(ref), "span": extent_of(ref), "entry": event.id, "date": event.date}
        for event, ref in places
    ]
    return sorted(lines, key=lambda line: (line["page"], line["span"]))


if __name__ == "__main__":
    main()
