"""How two statements on one matter stand to one another: rules from the surest to the loosest.

A pair comes earlier statement first. A rule that does not hold gives nothing, and where none holds the
pair is at most ``related``: planned speech, words of unknown voice, and facts that developed over
months are never a contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from onrecord import labels
from onrecord.positions.claims import Claim, speaker_of
from onrecord.positions.voices import one_voice
from onrecord.spans import overlap

# Cosine of two statements' terms. Read by eye on pairs of one thread: from .2 most pairs speak of one matter,
# below .1 hardly any do.
SAME_STAND = 0.15
SAME_WORDS = 0.5
OPPOSED = 0.18
DENIED = 0.2
ANSWERED = 0.1
RELATED = 0.25
SHARED_TERMS = 2
# Statements further apart than this speak of two times: no dispute unless one names the other's speaker.
ONE_TIME_DAYS = 60
ONE_SPEECH_DAYS = 3
# A clarification with no words in common is of what the speaker said this close before it.
BESIDE_CHARS = 500
ANSWERS = {"deny", "clarify"}


class Pair(msgspec.Struct, frozen=True):
    """Two claims, the earlier one first, with how alike they are and the stems both use, heaviest first.

    ``carried`` where both carry one utterance.
    """

    left: Claim
    right: Claim
    alike: float
    shared: tuple[str, ...]
    gap_days: int | None = None
    forms: Mapping[str, str] = msgspec.field(default_factory=dict)
    carried: bool = False


class Found(msgspec.Struct, frozen=True):
    """A relation between the claims of a pair: from the later to the earlier one unless ``turned``.

    ``learnt`` where a judge alone says so, not a rule.
    """

    relation: labels.Relation
    sure: float
    reasons: tuple[str, ...]
    directed: bool = True
    turned: bool = False
    learnt: bool = False


def relate(pair: Pair) -> Found | None:
    """The surest relation that holds, or nothing."""
    left, right = pair.left, pair.right
    if not (left.firm and right.firm):
        return _planned(pair)
    for rule in (_clarifies, _denies, _opposes, _stands, _differs, _says_same):
        found = rule(pair)
        if found:
            return found
    return _related(pair)


def _clarifies(pair: Pair) -> Found | None:
    """The same speaker narrows what was said: "he later clarified that he never said ..."."""
    left, right = pair.left, pair.right
    if right.party is None or left.party != right.party:
        return None
    if not right.retreats or left.retreats or (pair.gap_days or 0) > ONE_TIME_DAYS:
        return None
    beside = any(
        page == other and 0 <= after.start - before.end <= BESIDE_CHARS
        for page, before in left.places
        for other, after in right.places
    )
    if not beside and pair.alike < ANSWERED:
        return None
    where = "said just before" if beside else f"on {_words(pair)}"
    return Found("clarifies", 0.8 if beside else 0.65, (f"{right.name} clarifies own words {where}",))


def _denies(pair: Pair) -> Found | None:
    """A denial of what another said, wherever it stands when the order is not known."""
    for denial, claim, turned in ((pair.right, pair.left, False), (pair.left, pair.right, True)):
        if denial.kind != "deny" or claim.kind == "deny" or _same_voice(denial, claim):
            continue
        if _of_very_words(denial, claim):
            reason = f"{speaker_of(denial)} denies the very words of {speaker_of(claim)}"
            return Found("denies", 0.85, (reason,), turned=turned)
        if claim.lean < 0:
            continue
        if one_voice(denial.voices, claim.voices) or denial.party is None or claim.party is None:
            continue
        if denial.retreats and claim.party not in denial.addressed:
            continue
        if turned and (pair.gap_days or 0) > 0:
            continue
        answered = claim.party in denial.addressed and pair.alike >= ANSWERED
        charged = denial.party in claim.addressed and pair.alike >= DENIED and len(pair.shared) >= SHARED_TERMS
        if not (answered or (charged and _one_time(pair))) or (pair.gap_days or 0) > ONE_TIME_DAYS:
            continue
        reason = f"{speaker_of(denial)} denies what {speaker_of(claim)} said"
        return Found("denies", 0.75 if answered else 0.6, (reason, f"on {_words(pair)}"), turned=turned)
    return None


def _of_very_words(denial: Claim, claim: Claim) -> bool:
    """Whether a denial takes up another's words where they stand: "..., an allegation the ministry denies"."""
    return any(
        page == other and overlap(words, denied) for page, words in claim.places for other, denied in denial.places
    )


def _opposes(pair: Pair) -> Found | None:
    """One is ready for what the other refuses, at one time or in answer."""
    left, right = pair.left, pair.right
    if left.lean * right.lean != -1 or "clarify" in (left.kind, right.kind):
        return None
    refusal, offer = (right, left) if right.lean < 0 else (left, right)
    if refusal.kind == "deny" and refusal.statement.act == "deny":
        # To deny a charge is to refuse nothing.
        return None
    answered = offer.party is not None and offer.party in refusal.addressed
    needed = ANSWERED if answered else OPPOSED
    on_one_matter = len(pair.shared) >= SHARED_TERMS and leans_together(pair) and refusal.own
    if pair.alike < needed or not (on_one_matter or answered) or left.statement.form == "none":
        return None
    turned = refusal is left
    if one_voice(left.voices, right.voices) and left.party != right.party:
        return None
    if left.party is not None and left.party == right.party:
        if not _other_occasion(pair) or pair.alike < RELATED:
            return None
        reason = f"{right.name} leaned the other way before"
        return Found("contradicts", 0.5, (reason, f"on {_words(pair)}"), directed=False)
    if left.party is None or right.party is None:
        # "Sources said the ministry refused": who leans is not who speaks.
        return None
    if not (_one_time(pair) or (answered and pair.gap_days is None)):
        return None
    reasons = [f"{speaker_of(refusal)} refuses what {speaker_of(offer)} is ready for", f"on {_words(pair)}"]
    if answered:
        reasons.append(f"the refusal names {offer.name}")
    return Found("contradicts", 0.8 if answered else 0.55, tuple(reasons), directed=False, turned=turned)


def _stands(pair: Pair) -> Found | None:
    """Both lean the same way on one matter: one speaker again, or another speaker too."""
    left, right = pair.left, pair.right
    # To deny a charge is to take no side on what the charge speaks of.
    if left.lean == 0 or left.lean != right.lean or "deny" in (left.kind, right.kind):
        return None
    if pair.alike < SAME_STAND or len(pair.shared) < SHARED_TERMS or not leans_together(pair):
        return None
    return _same_position(pair, 0.6, f"both {'for' if left.lean > 0 else 'against'} it")


def leans_together(pair: Pair) -> bool:
    """Whether both lean on a word they share, so that it is the matter they take sides on."""
    return bool(set(pair.shared) & pair.left.leans_on & pair.right.leans_on)


def _says_same(pair: Pair) -> Found | None:
    """Much the same words without a word of readiness or refusal."""
    alike_enough = pair.alike >= SAME_WORDS and len(pair.shared) > SHARED_TERMS
    if not alike_enough or pair.left.lean != pair.right.lean or {pair.left.kind, pair.right.kind} & ANSWERS:
        return None
    return _same_position(pair, 0.5, "much the same words")


def _same_position(pair: Pair, sure: float, reason: str) -> Found | None:
    left, right = pair.left, pair.right
    if left.party is None or right.party is None:
        return None
    reasons = [reason, f"on {_words(pair)}", *distance_of(pair)]
    if left.party == right.party:
        if not _other_occasion(pair):
            return None
        return Found("repeats", sure + 0.1, (f"{right.name} on another occasion", *reasons))
    if left.statement.page == right.statement.page:
        return None
    if one_voice(left.voices, right.voices):
        reasons.append(f"one body's voice: {_titled(left)}; {_titled(right)}")
    return Found("affirms", sure, tuple(reasons))


def _differs(pair: Pair) -> Found | None:
    """The same thing counted differently: of two times it is a development, at one time a detail."""
    left, right = pair.left, pair.right
    if pair.alike < RELATED or left.statement.page == right.statement.page:
        return None
    units = [u for u in left.numbers if u in right.numbers and left.numbers[u] != right.numbers[u] and u in left.forms]
    if not units:
        return None
    unit = sorted(units)[0]
    reason = f"{left.numbers[unit]} and {right.numbers[unit]} {right.forms.get(unit, left.forms[unit])}"
    if pair.gap_days:
        return Found("later", 0.6, (reason, *distance_of(pair)))
    return Found("differs_in_detail", 0.55, (reason, f"on {_words(pair)}"), directed=False)


def _planned(pair: Pair) -> Found | None:
    found = _related(pair)
    if not found:
        return None
    return msgspec.structs.replace(found, reasons=(*found.reasons, "one was only planned or conditional"))


def _related(pair: Pair) -> Found | None:
    left, right = pair.left, pair.right
    if pair.alike < RELATED or len(pair.shared) < SHARED_TERMS:
        return None
    if left.statement.id in (right.statement.within, None) or right.statement.id == left.statement.within:
        return None
    return Found("related", 0.5, (f"both on {_words(pair)}",), directed=False)


def _same_voice(left: Claim, right: Claim) -> bool:
    if left.party is None and right.party is None:
        return left.statement.speaker == right.statement.speaker
    return left.party == right.party


def _other_occasion(pair: Pair) -> bool:
    """Whether two statements of one speaker are surely not one speech that pages report on following days."""
    return (pair.gap_days or 0) > ONE_SPEECH_DAYS or pair.left.story != pair.right.story


def _one_time(pair: Pair) -> bool:
    """Whether two statements may speak of one state of things."""
    if pair.left.story == pair.right.story:
        return (pair.gap_days or 0) <= ONE_TIME_DAYS
    return pair.gap_days is not None and pair.gap_days <= ONE_TIME_DAYS


def distance_of(pair: Pair) -> tuple[str, ...]:
    """How far apart in time, where the dates tell."""
    if not pair.gap_days:
        return ()
    years = round(pair.gap_days / 365.25)
    apart = (
        f"{years} year{'s' * (years != 1)}"
        if pair.gap_days >= 300
        else f"{pair.gap_days} day{'s' * (pair.gap_days != 1)}"
    )
    return (f"at least {apart} apart" if pair.left.before != pair.left.after else f"{apart} apart",)


def _titled(claim: Claim) -> str:
    return f"{claim.name}, {claim.offices[0]}" if claim.offices else claim.name


def _words(pair: Pair) -> str:
    return matter_of(pair) or "the same matter"


def matter_of(pair: Pair) -> str:
    """The words both statements use, as the later one writes them, heaviest first."""
    known = {**pair.forms, **pair.left.forms, **pair.right.forms}
    return ", ".join(known[stem] for stem in pair.shared[:4] if stem in known)
