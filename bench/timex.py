"""Scores time expressions: rows with text and dct in, rows with timexes out."""

from __future__ import annotations

import time
from typing import Any

from bench import case
from onrecord.kit import Kit, open_kit
from onrecord.times import find_times_in


def predict(row: dict[str, Any], kit: Kit) -> dict[str, Any]:
    """The row's id with the time expressions found in its text, counted from its ``dct``."""
    found = find_times_in(row["text"], row.get("dct"), kit)
    times = [{"start": one.start, "end": one.end, "type": one.type, "value": one.value} for one in found]
    return {"id": row["id"], "timexes": times}


def main() -> None:
    """Works a file, writes the predictions, prints the scores."""
    options = case.parser(__doc__).parse_args()
    rows, kit = case.read_rows(options.data), open_kit(fast=True)
    began = time.process_time()
    predictions = [predict(row, kit) for row in rows]
    seconds = time.process_time() - began
    case.write_rows(options.out, predictions)
    print(f"timex: {len(rows)} pages, {len(rows) / max(seconds, 1e-9):.0f} pages/s of one core")
    scorer = case.scorer("timex", options.data, options.score)
    if scorer and all("timexes" in row for row in rows):
        found = {row["id"]: row["timexes"] for row in predictions}
        scores = scorer.score(rows, found)
        case.keep_cases(options.out, {row["id"]: scorer.score([row], found)["value_f1"] for row in rows})
        print(
            "  ".join(
                f"{name} {value:.4f}" if isinstance(value, float) else f"{name} {value}"
                for name, value in scores.items()
            )
        )


if __name__ == "__main__":
    main()
