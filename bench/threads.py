"""Groups articles into stories, stories into threads, and scores the clusters.

python -m bench.threads --data stories/hlgd-threads.jsonl --out PRED.jsonl
"""

from __future__ import annotations

from bench.case import parser, read_rows, write_rows
from bench.stories import doc_of, report
from onrecord.kit.terms import count_terms
from onrecord.stories import group_texts
from onrecord.threads import group_stories


def main() -> None:
    """Works the rows, writes ``{id, cluster}`` and prints the scores."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
    docs = [doc_of(row) for row in rows]
    stories = group_texts(docs)
    counts = [[count_terms(docs[at].text, docs[at].headline) for at in story] for story in stories]
    numbers = [0] * len(docs)
    for number, thread in enumerate(group_stories(counts)):
        for at in (at for story in thread for at in stories[story]):
            numbers[at] = number
    write_rows(given.out, ({"id": r["id"], "cluster": n} for r, n in zip(rows, numbers, strict=True)))
    report(rows, numbers, given.data, given.score)


if __name__ == "__main__":
    main()
