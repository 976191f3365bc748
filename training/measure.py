"""How weights score on the development files, with a bootstrap interval, for their card."""

from pathlib import Path
from typing import Any

from bench.case import read_rows, scorer, stop
from bench.quotes import predict
from onrecord.kit import linking, tagger

FILES = ("dev", "world-dev")
FIGURES = ("full", "full/speech", "full/direct", "full/mixed", "full/indirect", "content_half")
RESAMPLES = 1000


def measure(data: Path, weights: Path) -> dict[str, dict[str, Any]]:
    """F1 in hundredths by file and figure, `source_given` and `tok_macro`, and the interval of each F1."""
    found: dict[str, dict[str, Any]] = {}
    for name in FILES:
        path = data / f"quotes/{name}.jsonl"
        rows, module = read_rows(path), scorer("quotes", path)
        if module is None:
            stop(f"{path}: no scorer quotes.py above it.")
            break
        attributions = predict([row["text"] for row in rows], weights=weights, nested=name != "dev")
        predicted = [{"id": r["id"], "attributions": a} for r, a in zip(rows, attributions, strict=True)]
        scores, counts = module.score(rows, predicted, per_article=True)
        ranges = module.bootstrap(counts.values(), FIGURES, RESAMPLES)
        found[name] = {figure: _shown(scores[figure]["f1"], *ranges[figure]) for figure in FIGURES}
        found[name]["source_given"] = round(100 * scores["source_given"]["acc"], 1)
        found[name]["tok_macro"] = round(100 * scores["tok_macro"]["f1"], 1)
    return found


def _shown(*shares: float) -> list[float]:
    return [round(100 * share, 1) for share in shares]


def thresholds() -> dict[str, float]:
    """The thresholds the scores were reached with."""
    names = ("ATTACH", "SHARE", "FALLBACK", "LEAST_SURE", "NESTED_SURE")
    return {name.lower(): getattr(linking, name) for name in names} | {"stride": tagger.STRIDE}
