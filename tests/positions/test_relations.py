"""Who affirms, denies, clarifies, repeats; and what is never called a contradiction."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord import labels
from onrecord.groups import Party, Position, Relation, Role, Story, Thread, Utterance
from onrecord.kit import open_kit
from onrecord.positions import find_positions, find_relations
from onrecord.positions.claims import desk_of
from onrecord.types import Article, Block, Clipping, Dated, Mention, Page, Span, Statement

UNDATED = Dated()


class Said(msgspec.Struct, frozen=True):
    """A statement as a test writes it: speaker, cue and content as they stand in the text."""

    who: str | None
    cue: str
    content: str
    act: labels.Act = "say"
    modality: labels.Modality = "said"
    form: labels.Form = "named"


def clip(name: str, text: str, said: Sequence[Said], published: Dated = UNDATED, also: Sequence[str] = ()) -> Clipping:
    """A page with these statements; speakers and the names in ``also`` are mentions wherever they stand."""
    mentions: list[Mention] = []
    for who in sorted({s.who for s in said if s.who and not s.who.startswith("unnamed:")} | set(also)):
        at = text.find(who)
        first = ""
        while at >= 0:
            span = Span(at, at + len(who))
            first = first or f"{name}:m{at}-{span.end}"
            kind: labels.Kind = "body" if who.startswith("the ") else "person"
            mentions.append(Mention(f"{name}:m{at}-{span.end}", name, span, kind, "name", first, name=who))
            at = text.find(who, span.end)
    statements = []
    for s in said:
        content = text.index(s.content)
        cue = text.rfind(s.cue, 0, content) if text.rfind(s.cue, 0, content) >= 0 else text.index(s.cue)
        spans = (Span(content, content + len(s.content)),)
        mention = next((m.id for m in mentions if m.name == s.who), None)
        statements.append(
            Statement(
                f"{name}:s{content}-{spans[0].end}", name, spans, cue=(Span(cue, cue + len(s.cue)),), speaker=s.who,
                mention=mention, form=s.form, act=s.act, modality=s.modality,
            )
        )  # fmt: skip
    article = Article(f"{name}:a", name, (Block(Span(0, len(text))),), published=published)
    return Clipping(Page(name, name, text), article, tuple(mentions), (), tuple(statements))


def parties_of(pages: Sequence[Clipping], offices: dict[str, str] | None = None) -> list[Party]:
    """One party a name, over all pages; ``offices`` gives some a title."""
    entities: dict[str, dict[str, labels.Kind]] = {}
    for page in sorted(pages, key=lambda page: page.page.id):
        for mention in page.mentions:
            if mention.name:
                entities.setdefault(mention.name, {})[mention.entity] = mention.kind
    found = []
    for name, own in sorted(entities.items()):
        title = (offices or {}).get(name)
        roles = (Role(title, next(iter(own)).split(":")[0], Span(0, 1)),) if title else ()
        kind = next(iter(own.values()))
        found.append(Party(next(iter(own)).replace(":m", ":p"), name, kind, ((name, 1),), tuple(own), roles))
    return found


def line_up(
    pages: Sequence[Clipping],
    *,
    stories: Sequence[Sequence[str]] = (),
    utterances: Sequence[Utterance] = (),
    offices: dict[str, str] | None = None,
) -> tuple[list[Relation], list[Position]]:
    """Relations and positions of pages in one thread; by default all pages are one story."""
    groups = stories or [[page.page.id for page in pages]]
    told = [Story(f"{group[0]}:y", tuple(group)) for group in groups]
    threads = [Thread(f"{told[0].id}:t", tuple(story.id for story in told))]
    parties = parties_of(pages, offices)
    relations = find_relations(pages, utterances, desk_of(parties, threads, told, open_kit(fast=True)))
    return relations, find_positions(relations, pages, parties, threads, told)


def between(relations: Sequence[Relation], left: str, right: str) -> set[str]:
    """The relations from a statement of one page to a statement of another (or the same)."""
    return {r.relation for r in relations if r.left.startswith(f"{left}:") and r.right.startswith(f"{right}:")}


OFFER = "Minister Davo Renn said Ostra has offered the league joint ferry crews on the Vell estuary."
OFFERED = "has offered the league joint ferry crews on the Vell estuary"
REFUSAL = "The harbour guard has declined the offer made by Davo Renn of joint ferry crews on the Vell estuary."
REFUSED = "the offer made by Davo Renn of joint ferry crews on the Vell estuary"


def offer(name: str = "p0", modality: str = "said") -> Clipping:
    said = Said("Davo Renn", "said", OFFERED, modality="planned" if modality == "planned" else "said")
    return clip(name, OFFER, [said], Dated("2031-04-02"))


def refusal(name: str = "p1", date: str = "2031-04-05") -> Clipping:
    said = Said("harbour guard", "has declined", REFUSED, act="rule_out", form="body")
    return clip(name, REFUSAL, [said], Dated(date), also=["Davo Renn"])


def test_a_refusal_of_an_offer_contradicts_it() -> None:
    relations, _ = line_up([offer(), refusal()])
    assert between(relations, "p1", "p0") == {"contradicts"}
    assert "ferry" in relations[0].matter


def test_a_guard_that_no_other_page_names_still_refuses() -> None:
    page = refusal()
    nameless = msgspec.structs.replace(page, mentions=tuple(m for m in page.mentions if m.name == "Davo Renn"))
    assert between(line_up([offer(), nameless])[0], "p1", "p0") == {"contradicts"}


def test_sources_who_tell_of_a_refusal_do_not_themselves_refuse() -> None:
    text = "Sources said the harbour guard rejected joint ferry crews on the Vell estuary, offered by Davo Renn."
    words = "the harbour guard rejected joint ferry crews on the Vell estuary"
    said = Said("unnamed: Sources", "said", words, form="anon_bare")
    relations, _ = line_up([offer(), clip("p1", text, [said], Dated("2031-04-05"), also=["Davo Renn"])])
    assert between(relations, "p1", "p0") <= {"related"}


def test_a_refusal_quotes_words_both_pages_hold_and_points_at_its_cue() -> None:
    pages = [offer(), refusal()]
    relation = line_up(pages)[0][0]
    assert all(word in OFFER or word in REFUSAL for word in relation.matter.split(", "))
    texts = {page.page.id: page.page.text for page in pages}
    assert {texts[page][span.start : span.end] for page, span in relation.grounds} == {"has declined", "said"}


def test_planned_words_contradict_nothing() -> None:
    relations, _ = line_up([offer(modality="planned"), refusal()])
    assert {r.relation for r in relations} <= {"related"}


def test_a_refusal_of_another_decade_does_not_contradict_an_offer() -> None:
    old = "Guard chief Ilda Tarn ruled out joint ferry crews on the Vell estuary."
    said = Said("Ilda Tarn", "ruled out", "joint ferry crews on the Vell estuary", act="rule_out")
    pages = [clip("p1", old, [said], Dated("2021-04-05")), offer()]
    relations, _ = line_up(pages, stories=[["p1"], ["p0"]])
    assert "contradicts" not in {r.relation for r in relations}


def test_a_reprint_is_no_second_statement() -> None:
    pages = [offer("p0"), offer("p2"), refusal()]
    carried = [s.id for page in pages[:2] for s in page.statements]
    utterance = Utterance("p0:u", tuple(carried), ("p0", "p2"))
    relations, _ = line_up(pages, utterances=[utterance])
    assert [(r.left[:2], r.right[:2]) for r in relations] == [("p1", "p0")]


def test_he_later_clarified_is_of_what_he_had_just_said() -> None:
    text = OFFER + " However, Davo Renn later clarified that he never said foreign sailors would be let aboard."
    said = [
        Said("Davo Renn", "said", OFFERED),
        Said("Davo Renn", "later clarified", "that he never said foreign sailors would be let aboard", act="clarify"),
    ]
    relations, _ = line_up([clip("p0", text, said)])
    found = next(r for r in relations if r.relation == "clarifies")
    assert found.directed
    assert int(found.left.split(":s")[1].split("-")[0]) > int(found.right.split(":s")[1].split("-")[0])


def test_a_clarification_is_of_the_offer_even_where_another_page_carries_the_offer_first() -> None:
    text = OFFER + " However, Davo Renn later clarified that he never said foreign sailors would be let aboard."
    clarified = "that he never said foreign sailors would be let aboard"
    said = [Said("Davo Renn", "said", OFFERED), Said("Davo Renn", "later clarified", clarified, act="clarify")]
    pages = [offer("p0"), clip("p1", text, said)]
    carried = (pages[0].statements[0].id, pages[1].statements[0].id)
    relations, _ = line_up(pages, utterances=[Utterance("p0:u", carried, ("p0", "p1"))])
    assert between(relations, "p1", "p0") == {"clarifies"}


def test_a_denial_is_of_what_another_said() -> None:
    claim = "Ilda Tarn said the harbour guard had sunk two smuggling boats off Skerry Point."
    denial = "The harbour guard denied that it had sunk smuggling boats off Skerry Point, as Ilda Tarn had said."
    pages = [
        clip("p0", claim, [Said("Ilda Tarn", "said", claim.removeprefix("Ilda Tarn said ").rstrip("."))]),
        clip("p1", denial, [Said("harbour guard", "denied", "that it had sunk smuggling boats off Skerry Point",
                                 act="deny", form="body")], also=["Ilda Tarn"]),
    ]  # fmt: skip
    assert between(line_up(pages)[0], "p1", "p0") == {"denies"}


def refuses(name: str, who: str, words: str, date: str) -> Clipping:
    return clip(name, f"{who} said {words}.", [Said(who, "said", words)], Dated(date))


def test_one_speaker_years_later_repeats() -> None:
    pages = [
        refuses("p0", "Ilda Tarn", "joint ferry crews on the estuary were unacceptable", "2026-04-02"),
        refuses("p1", "Ilda Tarn", "joint ferry crews on the estuary are out of the question", "2031-04-02"),
    ]
    relations, positions = line_up(pages, stories=[["p0"], ["p1"]])
    assert between(relations, "p1", "p0") == {"repeats"}
    assert any("5 years apart" in reason for reason in relations[0].reasons)
    assert len(positions) == 1
    assert [s[:2] for s in positions[0].statements] == ["p0", "p1"]
    assert positions[0].moves == (relations[0].id,)


def test_two_officers_years_apart_hold_one_position() -> None:
    pages = [
        refuses("p0", "Ilda Tarn", "joint ferry crews on the estuary were unacceptable", "2026-04-02"),
        refuses("p1", "Orvan Mott", "joint ferry crews on the estuary are out of the question", "2031-04-02"),
    ]
    offices = {"Ilda Tarn": "Navy chief Admiral", "Orvan Mott": "navy spokesman Captain"}
    relations, positions = line_up(pages, stories=[["p0"], ["p1"]], offices=offices)
    assert between(relations, "p1", "p0") == {"affirms"}
    assert any(reason.startswith("one body's voice") for reason in relations[0].reasons)
    assert len(positions) == 2


def test_officers_in_other_words_are_joined_by_what_their_navy_said() -> None:
    plan = "it rejected the plan to let foreign sailors aboard joint ferry crews"
    pages = [
        refuses("p0", "Ilda Tarn", "joint ferry crews were unacceptable", "2026-04-02"),
        refuses("p1", "Orvan Mott", "we will never let foreign sailors aboard", "2031-04-02"),
        clip(
            "p2",
            f"the navy said {plan}.",
            [Said("the navy", "said", plan, act="rule_out", form="body")],
            Dated("2031-04-02"),
        ),
    ]
    offices = {"Ilda Tarn": "Navy chief Admiral", "Orvan Mott": "navy spokesman Captain"}
    relations, _ = line_up(pages, stories=[["p0"], ["p1", "p2"]], offices=offices)
    assert between(relations, "p1", "p0") == {"affirms"}


def test_the_same_words_of_the_next_day_are_not_another_occasion() -> None:
    words = "joint ferry crews on the estuary were unacceptable"
    pages = [refuses("p0", "Ilda Tarn", words, "2031-04-02"), refuses("p1", "Ilda Tarn", words, "2031-04-03")]
    assert "repeats" not in {r.relation for r in line_up(pages)[0]}


def test_a_demand_that_others_allow_something_takes_no_side() -> None:
    text = "Orvan Mott demanded that the port allow joint ferry crews on the estuary."
    wanted = "that the port allow joint ferry crews on the estuary"
    pages = [
        refuses("p0", "Ilda Tarn", "joint ferry crews on the estuary were unacceptable", "2031-04-02"),
        clip("p1", text, [Said("Orvan Mott", "demanded", wanted, act="demand")], Dated("2031-04-02")),
    ]
    assert {r.relation for r in line_up(pages)[0]} <= {"related"}


def test_a_denial_by_nobody_in_particular_denies_nobody() -> None:
    words = "the harbour guard had sunk two smuggling boats off Skerry Point"
    pages = [
        refuses("p0", "Ilda Tarn", words, "2031-04-02"),
        clip("p1", f"It was denied that {words}.", [Said(None, "was denied", words, act="deny", form="none")]),
    ]
    assert {r.relation for r in line_up(pages)[0]} <= {"related"}


def test_figures_that_grow_over_days_are_later_not_contradicted() -> None:
    def toll(name: str, who: str, number: str, date: str) -> Clipping:
        words = f"{number} weavers died in the Marrow Street mill fire"
        return clip(name, f"{who} said {words}.", [Said(who, "said", words)], Dated(date))

    days = line_up([toll("p0", "Ilda Tarn", "9", "2031-04-02"), toll("p1", "Orvan Mott", "12", "2031-04-04")])[0]
    assert between(days, "p1", "p0") == {"later"}
    same = line_up([toll("p0", "Ilda Tarn", "9", "2031-04-02"), toll("p1", "Orvan Mott", "12", "2031-04-02")])[0]
    assert between(same, "p1", "p0") == {"differs_in_detail"}


def test_statements_on_other_matters_stand_in_no_relation() -> None:
    pages = [
        refuses("p0", "Ilda Tarn", "the herring quota was unacceptable", "2031-04-02"),
        refuses("p1", "Orvan Mott", "he welcomed the new opera house", "2031-04-02"),
    ]
    assert line_up(pages) == ([], [])


def test_two_threads_are_never_compared() -> None:
    pages = [offer(), refusal()]
    stories = [Story("p0:y", ("p0",)), Story("p1:y", ("p1",))]
    threads = [Thread("p0:t", ("p0:y",)), Thread("p1:t", ("p1:y",))]
    assert find_relations(pages, [], desk_of([], threads, stories, open_kit(fast=True))) == []


def test_to_deny_a_charge_is_to_refuse_no_offer() -> None:
    offered = "we have offered foreign inspectors a visit to look for smugglers' coves on the Vell estuary"
    denied = "that smugglers' coves lie on the Vell estuary"
    pages = [
        clip("p0", f"Davo Renn said {offered}.", [Said("Davo Renn", "said", offered)], Dated("2031-04-02")),
        clip("p1", f"the harbour guard denied {denied}.",
             [Said("the harbour guard", "denied", denied, act="deny", form="body")], Dated("2031-04-02")),
    ]  # fmt: skip
    assert "contradicts" not in {r.relation for r in line_up(pages)[0]}


def test_the_order_of_pages_changes_nothing() -> None:
    pages = [offer(), refusal()]
    assert line_up(pages) == line_up(pages[::-1], stories=[["p0", "p1"]])
