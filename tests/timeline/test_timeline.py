"""The timeline of several pages, all about an invented dam."""

from __future__ import annotations

import msgspec

from onrecord.groups import Copy, Event, Party, Passage, Story
from onrecord.kit import open_kit
from onrecord.spans import view_of
from onrecord.timeline import find_events, timeline_of_pages, timeline_of_party
from onrecord.times import find_times, when_said
from onrecord.types import Article, Block, Clipping, Dated, Dateline, Mention, Page, Span, Statement


def _clip(name: str, text: str, day: str | None = None, **bounds: str) -> Clipping:
    page = Page(id=name, name=f"{name}.txt", text=text)
    dated = Dated(value=day, after=bounds.get("after"), before=bounds.get("before"))
    article = Article(id=f"{name}:a", page=name, blocks=(Block(Span(0, len(text))),), published=dated)
    times = find_times(page, article, view_of(text, article.blocks), open_kit(fast=True))
    return Clipping(page=page, article=article, timexes=tuple(times))


def _told(clips: list[Clipping], copies: tuple[Copy, ...] = ()) -> list[tuple[Event, str]]:
    texts = {clip.page.id: clip.page.text for clip in clips}
    found = find_events(clips, copies)
    return [(event, texts[event.page][event.what.start : event.what.end]) for event in found if event.timex]


def test_each_date_in_a_sentence_is_an_event_that_rests_on_its_words() -> None:
    text = "The mayor spoke. The dam failed on Monday and the mill closed on July 3, 2012."
    clip = _clip("aa", text, "2016-06-15")
    (early, early_words), (late, late_words) = _told([clip])
    assert early_words == late_words == "The dam failed on Monday and the mill closed on July 3, 2012."
    assert [(early.date, early.precision), (late.date, late.precision)] == [
        ("2012-07-03", "day"),
        ("2016-06-13", "day"),
    ]
    assert late.when and text[late.when.start : late.when.end] == "Monday"


def test_coarse_dates_say_the_days_they_run_over() -> None:
    ((event, _),) = _told([_clip("aa", "The dam failed earlier this month.", "2016-06-15")])
    assert (event.date, event.precision, event.after, event.before) == ("2016-06", "month", "2016-06-01", "2016-06-15")


def test_a_range_is_one_entry_that_says_how_far_it_runs() -> None:
    ((event, _),) = _told([_clip("aa", "She ran the mill from 2005 to 2010.", "2016-06-15")])
    assert (event.date, event.after, event.before) == ("2005", "2005-01-01", "2010-12-31")
    assert event.why == '"2005 to 2010", up to 2010'


def test_a_weekday_on_an_undated_page_has_no_date_but_the_bracket_of_its_page() -> None:
    ((event, _),) = _told([_clip("aa", "The dam failed on Monday.", after="2012-07-03", before="2013-01-01")])
    assert (event.date, event.precision, event.after, event.before) == (None, "day", "2012-07-03", "2013-01-01")
    assert "Monday" in event.why


def test_lengths_and_vague_times_make_no_events() -> None:
    assert (
        _told([_clip("aa", "It recently rained for three days, as it does every week in the 1990s.", "2016-06-15")])
        == []
    )


def test_every_article_has_its_publication_on_the_timeline() -> None:
    dated, undated = find_events([_clip("aa", "The dam failed.", "2016-06-15T10:00"), _clip("bb", "It held.")], ())
    assert (dated.page, dated.date, dated.precision) == ("aa", "2016-06-15", "day")
    assert (undated.page, undated.date, undated.precision) == ("bb", None, "unknown")


def test_two_pages_that_tell_one_event_of_a_day_make_one_event() -> None:
    first = _clip("aa", "The Velmar dam failed on Monday after heavy rain, the council said.", "2016-06-15")
    second = _clip("bb", "After heavy rain the Velmar dam failed on June 13, council officials said.", "2016-06-16")
    ((event, _),) = _told([second, first])
    assert (event.page, event.date, len(event.others)) == ("aa", "2016-06-13", 1)


def test_two_events_of_one_day_stay_two() -> None:
    first = _clip("aa", "The Velmar dam failed on Monday after heavy rain.", "2016-06-15")
    second = _clip("bb", "The envoy met the mayor in Tarn on Monday for talks about fish.", "2016-06-15")
    assert len(_told([first, second])) == 2


def test_a_copied_passage_is_one_event_with_the_narrower_bracket() -> None:
    words = "Earlier this month the mayor toured the coast."
    left, right = _clip("aa", words), _clip("bb", "Tarn. " + words, after="2012-07-03")
    copy = Copy(id="aa:c", left="aa", right="bb", kind="partial", passages=(Passage(Span(0, 46), Span(6, 52)),))
    ((event, _),) = _told([left, right], (copy,))
    assert (event.page, event.date, event.after, len(event.others)) == ("aa", None, "2012-07-03", 1)


def test_a_statement_with_its_day_joins_the_event_of_its_words() -> None:
    text = "The mayor said on Monday that the dam would hold."
    clip = _clip("aa", text, "2016-06-15")
    statement = Statement(id="aa:s31-48", page="aa", content=(Span(30, 48),), cue=(Span(10, 14),), source=(Span(0, 9),))
    view = view_of(text, clip.article.blocks)
    said = when_said([statement], clip.timexes, clip.article, view)
    ((event, _),) = _told([msgspec.structs.replace(clip, statements=tuple(said))])
    assert (event.statement, event.date) == ("aa:s31-48", "2016-06-13")


def test_the_order_of_pages_does_not_change_the_timeline() -> None:
    clips = [
        _clip("aa", "The dam failed on Monday.", "2016-06-15"),
        _clip("bb", "The dam failed on Monday."),
        _clip("cc", "The dam was built in 1996.", "2016-06-14"),
    ]
    assert find_events(clips, ()) == find_events(clips[::-1], ())


def test_an_undated_reprint_takes_the_date_of_the_dated_page() -> None:
    words = "The Velmar dam failed on Monday."
    dated, undated = _clip("bb", words, "2016-06-15"), _clip("aa", words)
    copy = Copy(id="aa:c", left="bb", right="aa", kind="reprint", passages=(Passage(Span(0, 32), Span(0, 32)),))
    ((event, _),) = _told([dated, undated], (copy,))
    assert (event.page, event.date, event.others) == ("bb", "2016-06-13", ("aa:e25-31",))


def test_a_reprint_of_another_week_is_no_bridge_between_two_dates() -> None:
    words = "The Velmar dam failed on Monday."
    clips = [_clip("aa", words, "2016-06-15"), _clip("bb", words, "2016-06-23"), _clip("cc", words)]
    whole = (Passage(Span(0, 32), Span(0, 32)),)
    copies = tuple(
        Copy(id=f"{left}:c", left=left, right=right, kind="reprint", passages=whole)
        for left, right in (("aa", "bb"), ("aa", "cc"), ("bb", "cc"))
    )
    assert [event.date for event, _ in _told(clips, copies)] == ["2016-06-13", "2016-06-20"]


def test_brackets_that_do_not_fit_together_leave_the_first_pages() -> None:
    words = "The dam above Tarnholm failed on Monday after heavy rain."
    clips = [
        _clip("aa", words, after="2012-07-03", before="2012-08-01"),
        _clip("bb", words, after="2013-01-01", before="2013-02-01"),
        _clip("cc", words, after="2012-07-10"),
    ]
    ((event, _),) = _told(clips)
    assert (event.date, event.after, event.before) == (None, "2012-07-10", "2012-08-01")
    assert "do not fit" in event.why and len(event.others) == 2


def test_a_day_told_twice_in_one_sentence_is_one_entry() -> None:
    found = _told([_clip("aa", "The dam failed on Monday, June 13, 2016, at noon on Monday.", "2016-06-15")])
    assert len({(event.what, (event.date or "")[:10]) for event, _ in found}) == len(found) == 1


def test_a_statement_said_in_a_decade_has_no_day() -> None:
    clip = _clip("aa", "In the 1990s the mayor said the dam was safe.", "2016-06-15")
    said = Statement("aa:s35-51", "aa", (Span(35, 51),), said="199", said_span=Span(3, 12))
    events = find_events([msgspec.structs.replace(clip, statements=(said,))], ())
    assert [event.why.split()[0] for event in events] == ["publication"]


def test_a_storys_timeline_holds_what_its_pages_tell_and_a_partys_what_names_it() -> None:
    words = "The dam above Tarnholm failed on June 3, 2016 after heavy rain."
    clips = [_clip("aa", words), _clip("bb", words), _clip("cc", "The mill closed on June 4, 2016.")]
    at = Span(words.index("Tarnholm"), words.index("Tarnholm") + 8)
    clips[0] = msgspec.structs.replace(clips[0], mentions=(Mention("aa:m1", "aa", at, "body", "name", "aa:m1"),))
    events = find_events(clips, ())
    assert {event.page for event in timeline_of_pages(events, {"bb"})} == {"aa", "bb"}
    party = Party("aa:p1", "Tarnholm", "body", (("Tarnholm", 1),), ("aa:m1",))
    assert [event.date for event in timeline_of_party(events, party, clips) if event.timex] == ["2016-06-03"]


def test_the_date_in_a_pages_own_dateline_is_its_publication_and_no_other_entry() -> None:
    text = "TARNHOLM, June 15, 2016 (LPA) - The dam failed on June 14, 2016."
    clip = _clip("aa", text, "2016-06-15")
    line = Dateline(Span(0, text.index("-")), "Tarnholm", Span(0, 8), "2016-06-15")
    clip = msgspec.structs.replace(clip, article=msgspec.structs.replace(clip.article, dateline=line))
    assert [(event.date, bool(event.timex)) for event in find_events([clip], ())] == [
        ("2016-06-14", True),
        ("2016-06-15", False),
    ]


def test_a_caption_in_nearly_the_same_words_is_no_second_entry() -> None:
    text = (
        "The dam above Tarnholm failed on June 3, 2016.\n\nThe dam above Tarnholm village failed on June 3, 2016. Done."
    )
    ((event, _),) = _told([_clip("aa", text)])
    assert len(event.others) == 1


def _story(*pages: str) -> Story:
    return Story(f"{pages[0]}:y", pages)


def test_retellings_in_one_story_are_one_entry_in_fewer_common_words_than_elsewhere() -> None:
    clips = [
        _clip("aa", "The band, founded in 1984, wears masks on stage.", "2016-06-15"),
        _clip("bb", "He had been part of the band since it was founded in 1984 and sang under another name."),
    ]
    assert len(_told(clips)) == 2
    assert len(_in_story(clips)) == 1


def test_a_date_on_one_page_and_a_weekday_on_another_are_one_entry_under_the_date() -> None:
    clips = [
        _clip("aa", "Police found the dam keeper dead in his hut on Monday evening."),
        _clip("bb", "The keeper of the dam was found dead in his hut on Monday.", "2016-06-15"),
    ]
    ((event, _),) = _in_story(clips)
    assert (event.page, event.date, len(event.others)) == ("bb", "2016-06-13", 1)


def test_a_month_and_a_day_in_it_are_one_entry_under_the_day() -> None:
    clips = [
        _clip("aa", "The band released its last record in May 2016 and toured.", "2016-06-15"),
        _clip("bb", "The band released its last record on May 4, 2016.", "2016-06-16"),
    ]
    ((event, _),) = _in_story(clips)
    assert (event.page, event.date) == ("bb", "2016-05-04")


def test_pages_that_give_two_days_for_one_event_are_one_entry_that_shows_both() -> None:
    words = "The warship foiled an attack of nine boats on grain ships in Tarn Bay and held 26 pirates on {}."
    clips = [_clip("aa", words.format("Monday"), "2016-06-15"), _clip("bb", words.format("Tuesday"), "2016-06-15")]
    ((event, _),) = _in_story(clips)
    assert (event.date, event.others) == ("2016-06-13", ("bb:e93-100",))
    (other,) = event.disputed
    assert (other.event, other.page, other.date) == ("bb:e93-100", "bb", "2016-06-14")
    assert other.when and clips[1].page.text[other.when.start : other.when.end] == "Tuesday"
    assert "different dates" in event.why


def test_a_page_that_tells_both_days_tells_two_events() -> None:
    words = "The warship foiled an attack of nine boats on grain ships in Tarn Bay and held 26 pirates on {}."
    both = f"{words.format('Monday')} {words.format('Tuesday').replace('The', 'Again the')}"
    clips = [_clip("aa", both, "2016-06-15"), _clip("bb", words.format("Tuesday"), "2016-06-15")]
    found = _in_story(clips)
    assert [(event.date, event.disputed) for event, _ in found] == [("2016-06-13", ()), ("2016-06-14", ())]


def test_what_two_people_said_on_one_day_stays_two_entries() -> None:
    text = "{} said on Monday that the dam keeper had died in his hut by the lake."
    clips = []
    for page, name in (("aa", "Orla Venn"), ("bb", "Tam Brask")):
        clip = _clip(page, text.format(name), "2016-06-15")
        spoken = Statement(
            f"{page}:s30-80", page, (Span(30, 80),), source=(Span(0, 9),), speaker=name, said_span=clip.timexes[0].span
        )
        clips.append(msgspec.structs.replace(clip, statements=(spoken,)))
    assert len(_in_story(clips)) == 2


def test_an_old_day_printed_in_full_is_no_other_pages_weekday() -> None:
    clips = [
        _clip(
            "aa",
            "In this photo of Thursday, March 23, 2000, the old bishop greets pilgrims at the shrine.",
            "2014-04-24",
        ),
        _clip("bb", "The old bishop greets pilgrims at the shrine on Thursday."),
    ]
    assert len(_in_story(clips)) == 2


def _in_story(clips: list[Clipping]) -> list[tuple[Event, str]]:
    texts = {clip.page.id: clip.page.text for clip in clips}
    found = find_events(clips, (), stories=[_story(*texts)])
    return [(event, texts[event.page][event.what.start : event.what.end]) for event in found if event.when]


def test_odd_dates_of_pages_stop_nothing() -> None:
    text = "The dam failed on Monday, 9 years ago, last month, on 9999-12-31 and 5000 months ago. It stood last year."
    days = ("0001-01-01", "9999-12-31", "2016-13-45", "2016", None, "2016-06")
    clips = [_clip(f"p{at}", text, day) for at, day in enumerate(days)]
    brackets = [_clip("b0", text, after="0001", before="9999"), _clip("b1", text, after="2016-99", before="2016-99-99")]
    assert {event.page for event, _ in _in_story(clips + brackets)}
