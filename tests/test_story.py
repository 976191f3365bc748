"""The example story, read as an analyst would: what its record must show."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.groups import Party
from onrecord.labels import KEPT_ROLES
from onrecord.record import Shelf
from onrecord.types import Clipping, Statement

CHIEF = "2019-lake-patrols-ruled-out.txt"
WIRE = "2019-wire-embassy.txt"
COURIER = "2024-courier-offer.html"
LANTERN = "2024-lantern-agenda.txt"
HERALD = "2024-herald-borrowed.txt"
ROW = "2024-wire-rows.jsonl"


def page(shelf: Shelf, name: str) -> Clipping:
    return next(c for c in shelf.clippings.values() if Path(c.page.name).name.startswith(name))


def article(clipping: Clipping) -> str:
    kept = [b.span for b in clipping.article.blocks if b.role in KEPT_ROLES]
    return "\n".join(clipping.page.text[s.start : s.end] for s in kept)


def said(shelf: Shelf, name: str, words: str) -> Statement:
    """The statement of a page whose content holds these words; the shortest if several do."""
    clipping = page(shelf, name)
    found = [s for s in clipping.statements if words in shelf.words(clipping.page.id, s.content)]
    assert found, f"no statement holds {words!r}"
    return min(found, key=lambda s: len(shelf.words(clipping.page.id, s.content)))


def party(shelf: Shelf, name: str) -> Party:
    found = [p for p in shelf.parties if name in [form for form, _ in p.names] or p.name == name]
    assert len(found) == 1, f"{name}: {[p.name for p in found]}"
    return found[0]


class TestArticles:
    @pytest.mark.parametrize("words", ["SAVE 25%", "Renews automatically", "Pike season", "Subscribe", "Next story"])
    def test_sales_text_and_links_stay_out(self, shelf: Shelf, words: str) -> None:
        assert words in page(shelf, COURIER).page.text
        assert words not in article(page(shelf, COURIER))

    def test_a_body_printed_twice_is_kept_once(self, shelf: Shelf) -> None:
        text = article(page(shelf, LANTERN))
        assert text.count("have drawn up their agenda") == 1
        assert text.count("another source told the Lantern") == 1
        assert "Share this post" not in text
        assert "Skip to main content" not in text

    def test_a_quotation_never_closed_is_kept(self, shelf: Shelf) -> None:
        found = said(shelf, COURIER, "We have told the Tolvians")
        assert found.manner == "direct"

    def test_comments_stay_comments_and_speak_for_nobody(self, shelf: Shelf) -> None:
        clipping = page(shelf, CHIEF)
        comments = [b.span for b in clipping.article.blocks if b.role == "comment"]
        words = " ".join(clipping.page.text[s.start : s.end] for s in comments)
        assert "asking the fishermen" in words
        assert "Our lake, our law" in words
        first = min(s.start for s in comments)
        assert all(piece.end <= first for s in clipping.statements for piece in s.content)


class TestMetadata:
    def test_a_shown_date_is_kept_with_what_states_it(self, shelf: Shelf) -> None:
        published = page(shelf, COURIER).article.published
        assert published.value is not None
        assert published.value.startswith("2024-03-12")
        assert published.span or published.tag

    def test_a_page_without_a_date_stays_unknown_with_a_bracket(self, shelf: Shelf) -> None:
        published = page(shelf, CHIEF).article.published
        assert published.value is None
        assert published.after == "2019-05-03"
        assert published.reasons
        assert page(shelf, LANTERN).article.published.value is None

    def test_outlet_wire_and_dateline(self, shelf: Shelf) -> None:
        courier = page(shelf, COURIER).article
        assert courier.outlet is not None
        assert "Orsa Courier" in courier.outlet.value
        assert courier.wire is not None
        assert courier.wire.value == "LPA"
        wire = page(shelf, WIRE).article
        assert wire.dateline is not None
        assert wire.published.value == "2019-06-15"
        assert wire.published.span == wire.dateline.span
        assert wire.dateline.place.casefold().startswith("velden")
        assert wire.wire is not None
        assert page(shelf, HERALD).article.dateline is not None
        assert page(shelf, LANTERN).article.outlet is None


class TestSpeakers:
    def test_an_office_is_the_man_who_holds_it_in_the_article(self, shelf: Shelf) -> None:
        found = said(shelf, COURIER, "This has been our stance")
        assert shelf.speaker(found) == "Orlen Baskar"

    def test_he_and_the_army_chief_are_the_general(self, shelf: Shelf) -> None:
        assert shelf.speaker(said(shelf, CHIEF, "It will never be the result")) == "Idris Valkar"

    def test_he_after_a_nameless_official_is_that_official(self, shelf: Shelf) -> None:
        found = said(shelf, CHIEF, "both sides had discussed ways")
        assert found.speaker is not None
        assert found.speaker.startswith("unnamed:")
        assert "security official" in found.speaker

    def test_two_men_who_share_a_name_stay_two(self, shelf: Shelf) -> None:
        minister, general = party(shelf, "Davit Orlen"), party(shelf, "Orlen Baskar")
        assert minister.id != general.id
        assert "Davit Jan Orlen" in [form for form, _ in minister.names]

    def test_one_woman_with_two_offices_is_one(self, shelf: Shelf) -> None:
        holt = party(shelf, "Ragna Holt")
        assert len({entity.split(":")[0] for entity in holt.entities}) == 4
        assert any("ecretary" in role.title for role in holt.roles)


class TestStatements:
    def test_words_reach_the_page_hop_by_hop(self, shelf: Shelf) -> None:
        found = said(shelf, COURIER, "Our crews have full capacity")
        assert shelf.speaker(found) == "Orlen Baskar"
        names = [relay.name.casefold() for relay in found.relays]
        assert [n.removeprefix("the ") for n in names] == ["daily lantern", "lpa", "orsa courier"]
        assert all(relay.span or relay.tag for relay in found.relays)

    def test_planned_words_are_planned(self, shelf: Shelf) -> None:
        assert said(shelf, HERALD, "willing to widen the exchange").modality == "planned"
        assert said(shelf, HERALD, "relations with Tolvia on the basis").modality == "planned"

    def test_the_hearer_is_never_the_speaker(self, shelf: Shelf) -> None:
        found = said(shelf, ROW, "would act against any smuggler")
        assert found.speaker is None
        assert found.modality == "received"
        assert found.act == "receive"

    def test_a_spokesperson_without_a_name_is_not_anonymous(self, shelf: Shelf) -> None:
        assert said(shelf, ROW, "made its expectations clear").form == "spokes_unnamed"

    def test_a_source_in_a_source(self, shelf: Shelf) -> None:
        inner = said(shelf, CHIEF, "would not help efforts to mend ties")
        assert shelf.speaker(inner) == "Idris Valkar"
        outer = shelf.statements[inner.within or ""]
        assert outer.form == "anon_described"

    def test_acts_follow_the_cue(self, shelf: Shelf) -> None:
        assert said(shelf, CHIEF, "any joint patrol with Tolvian boats").act == "rule_out"
        assert said(shelf, LANTERN, "foreign boats on its half").act in ("clarify", "say", "deny")
        assert said(shelf, COURIER, "lake was safer").act == "insist"


class TestAcrossPages:
    def test_a_borrowed_page_is_found_and_adds_no_origin(self, shelf: Shelf) -> None:
        lantern, herald = page(shelf, LANTERN).page.id, page(shelf, HERALD).page.id
        pair = next(c for c in shelf.copies if {c.left, c.right} == {lantern, herald})
        assert pair.kind in ("partial", "reprint")
        group = shelf.carriers(said(shelf, LANTERN, "relations with Tolvia on the basis"))
        assert group is not None
        assert set(group.pages) == {lantern, herald}
        assert group.origins is not None
        assert group.origins.at_most == 1

    def test_drift_shows_the_inserted_title_and_the_changed_label(self, shelf: Shelf) -> None:
        group = shelf.carriers(said(shelf, LANTERN, "relations with Tolvia on the basis"))
        assert group is not None
        assert any("Ms" in (d.left_words, d.right_words) for d in group.drifts)
        labels = next(d for d in group.drifts if d.kind == "source_label")
        shown = sorted((labels.left_words, labels.right_words))
        assert shown[0].startswith("another source")
        assert shown[1] == "one official"

    def test_one_wire_report_at_two_outlets_is_one_origin(self, shelf: Shelf) -> None:
        rows = [c.page.id for c in shelf.clippings.values() if Path(c.page.name).name.startswith(ROW)]
        story = shelf.story_of[rows[0]]
        assert set(rows) == set(story.pages)
        assert story.origins is not None
        assert story.origins.at_most == 1

    def test_years_apart_are_stories_apart_in_one_thread(self, shelf: Shelf) -> None:
        stories = {name: shelf.story_of[page(shelf, name).page.id].id for name in (CHIEF, COURIER, ROW)}
        assert len(set(stories.values())) == 3
        assert len({shelf.thread_of[story].id for story in stories.values()}) == 1

    def test_offer_clarification_and_refusal_stand_linked(self, shelf: Shelf) -> None:
        def linked(left: str, right: str) -> set[str]:
            return {
                r.relation
                for r in shelf.relations
                for one, other in [(shelf.statements[r.left], shelf.statements[r.right])]
                if {shelf.speaker(one), shelf.speaker(other)} == {left, right}
            }

        minister = party(shelf, "Davit Orlen").name
        assert "clarifies" in linked(minister, minister)
        army = {
            r.relation
            for r in shelf.relations
            for one, other in [(shelf.statements[r.left], shelf.statements[r.right])]
            if minister in (shelf.speaker(one), shelf.speaker(other)) and shelf.speaker(one) != shelf.speaker(other)
        }
        assert army & {"contradicts", "denies"}

    def test_a_denial_answers_the_charge_it_takes_up_and_no_other(self, shelf: Shelf) -> None:
        denial = next(s for s in page(shelf, HERALD).statements if s.act == "deny")
        assert "Skarn ring" in shelf.words(denial.page, denial.content)
        firm = [r for r in shelf.relations_of(denial.id) if r.relation != "related"]
        assert [r.relation for r in firm] == ["denies"]
        assert "Tolvian officials" in shelf.speaker(shelf.statements[firm[0].right])

    def test_the_timeline_keeps_precision_and_words(self, shelf: Shelf) -> None:
        dates = {event.date for event in shelf.events}
        assert "2019-05-03" in dates
        for event in shelf.events:
            assert shelf.words(event.page, event.what)
            assert event.date is None or len(event.date) >= 4
