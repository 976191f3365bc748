"""The words a record's fields may hold: one list, shared by records, word lists, gold and pages."""

from __future__ import annotations

from typing import Literal

Role = Literal[
    "headline", "standfirst", "byline", "dateline", "body", "caption", "pull_quote", "correction",
    "comment", "related", "promo", "sales", "furniture", "repeat",
]  # fmt: skip
# What a reader would call the article: the words statements, people and dates are looked for in.
KEPT_ROLES: tuple[Role, ...] = ("headline", "standfirst", "dateline", "body", "correction")
# Running text: no headline, since headlines paraphrase and drop attribution (NEWSROOM: never a source for wording).
TEXT_ROLES: tuple[Role, ...] = ("dateline", "body")

Manner = Literal["direct", "mixed", "indirect"]
Form = Literal[
    "document", "named", "office", "body", "spokes_unnamed", "anon_described", "anon_bare", "outlet",
    "generic", "none",
]  # fmt: skip
ANONYMOUS_FORMS: tuple[Form, ...] = ("anon_described", "anon_bare")
Act = Literal[
    "say", "claim", "deny", "clarify", "admit", "confirm", "insist", "rule_out", "promise", "demand",
    "accuse", "report", "attitude", "receive", "no_comment",
]  # fmt: skip
Modality = Literal["said", "planned", "conditional", "negated", "received"]
Tier = Literal["model", "rules"]
Count = Literal["one", "two", "several", "plural", "unstated"]
# How words travelled one hop: "told the X", "reported the X", "the X quoted", "according to the X",
# a wire credit, a leak's publisher, the outlet whose page this is, one person relaying another.
Hop = Literal["told", "reported", "quoted", "according_to", "wire", "leak", "host", "relayed"]

Kind = Literal["person", "body", "place", "group", "people", "other"]
# How a mention names: a name, a title or office, a pronoun, a noun phrase, a group ("officials"), a metonym.
Naming = Literal["name", "title", "pronoun", "noun", "group", "metonym"]

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Precision = Literal["minute", "day", "week", "month", "season", "quarter", "year", "decade", "century", "unknown"]

Overlap = Literal["reprint", "partial", "shared_quote", "same_origin_rewritten", "independent"]
Relation = Literal[
    "same_utterance", "affirms", "repeats", "contradicts", "denies", "clarifies", "later",
    "differs_in_detail", "related",
]  # fmt: skip
DriftKind = Literal["inserted", "dropped", "changed", "source_label", "venue", "strength", "modality"]
# How a quotation someone wants to print stands to what the collection holds.
Check = Literal[
    "verbatim", "altered", "cut_short", "said_by_another", "planned", "other_date", "not_here", "ambiguous",
]  # fmt: skip
Verdict = Literal["yes", "no", "unsure"]
# What a person may decide: that two are one (parties, words, origins, stories, threads), that two pages share text,
# how two statements stand, who speaks, whether a statement is one, whether an event is one, whether a stretch of a
# page is part of its article.
Why = Literal[
    "same-party", "same-quote", "same-origin", "same-story", "same-thread", "copy", "relation", "speaker", "right",
    "event", "cut",
]  # fmt: skip
