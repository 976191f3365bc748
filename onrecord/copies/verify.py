"""Quotations of a draft held against the collection: verbatim, altered, cut short, said by another, and so on."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.copies.direction import DAY
from onrecord.copies.fitting import Fit, find_fits
from onrecord.copies.lookup import LookUp
from onrecord.copies.pasted import Pasted, find_pasted, probes_of
from onrecord.copies.wording import known_name, plain_words
from onrecord.groups import Checked, Collection
from onrecord.labels import Check, Modality
from onrecord.spans import words_of
from onrecord.types import Clipping, Statement

# Not (or not yet) said: "Holt will be told that ...", "did not say that ...".
NOT_SAID: tuple[Modality, ...] = ("planned", "conditional", "negated")
# Of altered fits only those about as near as the nearest are looked at.
NEAR = 0.05


def verify(draft: Clipping, look_up: LookUp, *, collection: Collection | None = None) -> list[Checked]:
    """What the collection says of each quotation of a draft, in reading order.

    ``look_up`` gives the pages that hold most of some rare words (``look_in`` for pages at hand). A speaker or day
    the draft does not give is not checked; one the page does not give is told as unknown, never as wrong.
    """
    return [_check(pasted, draft, look_up, collection) for pasted in find_pasted(draft)]


def collection_of(clippings: Sequence[Clipping]) -> Collection:
    """How many pages, and the days of the first and last dated one."""
    days = sorted(value[:DAY] for c in clippings if (value := c.article.published.value))
    return Collection(len(clippings), days[0] if days else None, days[-1] if days else None, len(clippings) - len(days))


def _check(pasted: Pasted, draft: Clipping, look_up: LookUp, collection: Collection | None) -> Checked:
    fits = [fit for clipping in look_up(probes_of(pasted.words)) for fit in find_fits(pasted, clipping)]
    asked = Checked(
        asked=pasted.span,
        words=words_of(draft.page.text, pasted.pieces),
        kind="not_here",
        speaker=pasted.speaker,
        said=pasted.begin,
        reasons=(_searched(collection),),
    )
    best = _nearest(fits)
    if not best:
        return asked
    kind, chosen, reasons = _judge(pasted, best)
    first = chosen[0]
    return Checked(
        asked=asked.asked,
        words=asked.words,
        kind=kind,
        speaker=asked.speaker,
        said=asked.said,
        statement=first.statement.id if first.statement else None,
        page=first.clipping.page.id,
        spans=first.spans,
        full=first.full,
        differences=first.differences,
        others=tuple(dict.fromkeys(fit.statement.id for fit in chosen[1:] if fit.statement)),
        reasons=tuple(reasons),
    )


def _searched(collection: Collection | None) -> str:
    if collection is None:
        return "no page looked at has words like these"
    dated = f"dated {collection.first} to {collection.last}" if collection.first else "none of them dated"
    unknown = f", {collection.undated} without a date" if collection.undated and collection.first else ""
    return f"nothing like these words in the {collection.pages} pages of this collection ({dated}{unknown})"


def _nearest(fits: Sequence[Fit]) -> list[Fit]:
    """The fits to judge by, best first: the very words where any page has them in marks, else the nearest."""
    exact = [fit for fit in fits if fit.how != "altered" and fit.marks == "all"]
    if not exact:
        exact = [fit for fit in fits if fit.how != "altered"]
    if not exact:
        top = max((fit.weight for fit in fits), default=0.0)
        exact = [fit for fit in fits if fit.weight >= top - NEAR]
    return sorted(exact, key=_rank)


def _rank(fit: Fit) -> tuple[bool, int, float, str, str, tuple[object, ...]]:
    dated = fit.clipping.article.published.value or "~"
    order = {"verbatim": 0, "cut_short": 1, "altered": 2}[fit.how]
    return fit.statement is None, order, -fit.weight, dated, fit.clipping.page.id, fit.spans


def _judge(pasted: Pasted, best: Sequence[Fit]) -> tuple[Check, list[Fit], list[str]]:
    """The kind, the fits that show it, the reasons: the speaker first, then whether and when it was said, the words."""
    told = [fit for fit in best if fit.statement is not None] or list(best)
    fits = [fit for fit in told if _may_be_by(pasted, fit.statement)]
    if not fits:
        return "said_by_another", told, [*(_given_to(fit) for fit in told[:3]), *_wording(told[0])]
    fits = sorted(fits, key=lambda fit: not _is_by(pasted, fit.statement))
    said = [fit for fit in fits if fit.statement is None or fit.statement.modality not in NOT_SAID]
    if not said:
        return "planned", fits, [_not_said(fits[0]), *_wording(fits[0])]
    dated = [fit for fit in said if _may_be_on(pasted, fit)]
    if not dated:
        return "other_date", said, [*(_when(fit) for fit in said[:3]), *_wording(said[0])]
    several = _several(pasted, dated)
    if several:
        return "ambiguous", dated, several
    dated = sorted(dated, key=_rank)
    kind, reasons = _of_words(dated[0])
    return kind, dated, [*reasons, *_unknown(pasted, dated[0])]


def _of_words(fit: Fit) -> tuple[Check, list[str]]:
    if fit.marks != "all":
        return "altered", [f"{fit.clipping.page.file} has these words outside quotation marks", *_wording(fit)]
    return fit.how, _wording(fit) or [f"the words stand so on {fit.clipping.page.file}"]


def _wording(fit: Fit) -> list[str]:
    """What differs in the words, or that they were cut."""
    if fit.how == "verbatim":
        return []
    full = words_of(fit.clipping.page.text, fit.full)
    if fit.how == "cut_short":
        return [f"cut from: {full}"]
    changes = [f"{d.kind}: {d.left_words or '-'} > {d.right_words or '-'}" for d in fit.differences]
    return [f"the words on {fit.clipping.page.file} differ ({'; '.join(changes)}): {full}"]


def _is_by(pasted: Pasted, statement: Statement | None) -> bool:
    """Whether a page names the speaker the draft names."""
    return bool(pasted.speaker and statement and _names_agree(pasted.speaker, known_name(statement) or ""))


def _may_be_by(pasted: Pasted, statement: Statement | None) -> bool:
    """Whether a statement may be the speaker's of the draft; a speaker either does not give is no other one."""
    if pasted.speaker is None or statement is None or statement.speaker is None:
        return True
    name = known_name(statement)
    return name is not None and _names_agree(pasted.speaker, name)


def _names_agree(asked: str, name: str) -> bool:
    """One name is the other, a part of it, or ends like it with a title before ("Gen. Valkar", "Idris Valkar")."""
    one, two = (value.casefold().replace(".", "").split() for value in (asked, name))
    if not one or not two:
        return False
    return set(one) <= set(two) or set(two) <= set(one) or one[-1] == two[-1]


def _given_to(fit: Fit) -> str:
    statement, page = fit.statement, fit.clipping.page
    label = words_of(page.text, statement.source) if statement and statement.source else "nobody by name"
    name = known_name(statement) if statement else None
    return f"{page.file} gives these words to {name or 'a source without a name'} ({label})"


def _not_said(fit: Fit) -> str:
    what = fit.statement.modality if fit.statement else "planned"
    told = {"planned": "were only planned", "conditional": "were only supposed"}.get(what, "were not said")
    return f"{fit.clipping.page.file} tells that these words {told}"


def _may_be_on(pasted: Pasted, fit: Fit) -> bool:
    """Whether the words may have been said in the days the draft gives; nothing is said after it was printed."""
    if pasted.begin is None:
        return True
    said = fit.statement.said if fit.statement else None
    if said is not None and said[:4].isdigit():
        size = min(len(said), len(pasted.begin), DAY)
        return pasted.begin[:size] <= said[:size] <= (pasted.end or pasted.begin)[:size]
    printed = fit.clipping.article.published.value
    size = min(len(printed or ""), len(pasted.begin), DAY)
    return printed is None or pasted.begin[:size] <= printed[:size]


def _when(fit: Fit) -> str:
    said = fit.statement.said if fit.statement else None
    if said:
        return f"{fit.clipping.page.file} has them said on {said}"
    return f"{fit.clipping.page.file} printed them on {(fit.clipping.article.published.value or '')[:DAY]}"


def _several(pasted: Pasted, fits: Sequence[Fit]) -> list[str]:
    """Why it cannot be told which of several sayings is meant: two names, or one name and two days."""
    named = [(name, fit) for fit in fits if fit.statement and (name := known_name(fit.statement))]
    if pasted.speaker is None and any(not _names_agree(named[0][0], name) for name, _ in named):
        return list(dict.fromkeys(_given_to(fit) for _, fit in named))
    days = {fit.statement.said[:DAY]: fit for _, fit in named if fit.statement and fit.statement.said}
    if pasted.begin is None and len(_apart(sorted(days))) > 1:
        return [_when(days[day]) for day in _apart(sorted(days))]
    texts = {tuple(plain_words(f.clipping.page.text, f.full)) for f in fits if f.how == "altered"}
    if len(texts) > 1 and len({name for name, _ in named}) > 1:
        return ["several quotations are equally near", *dict.fromkeys(_given_to(fit) for _, fit in named)]
    return []


def _apart(days: Sequence[str]) -> list[str]:
    """Days that are surely different: "2019-05" and "2019-05-03" may be one."""
    return [day for k, day in enumerate(days) if not any(day.startswith(other) for other in days[:k])]


def _unknown(pasted: Pasted, fit: Fit) -> list[str]:
    found = []
    statement = fit.statement
    if statement is None:
        found.append(f"who said it was not found on {fit.clipping.page.file}")
    elif pasted.unnamed and known_name(statement):
        found.append(f"{fit.clipping.page.file} names the speaker: {known_name(statement)}")
    if pasted.begin and not (statement and statement.said):
        found.append(f"{fit.clipping.page.file} does not tell when it was said")
    return found
