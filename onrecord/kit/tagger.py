"""The trained tagger: reads sentences, names and attributions of texts in one pass of a small encoder."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.errors import WeightsError
from onrecord.kit.decode import Pointing, Scores, find_names, find_sentences
from onrecord.kit.linking import find_attributions
from onrecord.kit.pieces import Pieces, cut_pieces
from onrecord.kit.reading import Attribution, Name, Reading

__all__ = ["Attribution", "Name", "Reading", "Tagger"]

MODEL, TOKENIZER, CARD = "attribution.onnx", "attribution.tokenizer.json", "attribution.card.json"
WINDOW = 254  # pieces the model reads at once, as in training
SURELY_NONE = -0.01  # log chance of "no role" above which where a piece points is not kept
STRIDE = 222  # every piece is read with 16 more on either side; 190 gains 0.1 of full F1 for a tenth more time


class Tagger:
    """Holds the model open.

    Windows are read one by one. int8 takes the range of numbers from the whole batch, so that in a
    batch a text would read otherwise than alone.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Raises WeightsError when a file is missing or is not the one the card describes."""
        _check(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self._edges = (self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]"))

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order; a text reads the same alone and among others."""
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Reading:
        pieces = cut_pieces(self.tokenizer, text)
        scores = self.score(pieces)
        return Reading(
            find_sentences(text, pieces, scores.starts),
            find_names(text, pieces, scores.names),
            find_attributions(text, pieces, scores),
            "model",
        )

    def score(self, pieces: Pieces) -> Scores:
        """What the model says of each piece; where windows overlap, the one with more context on that side speaks."""
        count = len(pieces.ids)
        roles, names = np.zeros((count, 2, 7), np.float32), np.zeros((count, 11), np.float32)
        starts, pointings = np.zeros(count, np.float32), []
        for first, start, end, last in _windows(count):
            by_role, points, by_name, begins = self._session.run(None, self._inputs(pieces, first, last))
            here = slice(start - first + 1, end - first + 1)
            roles[start:end], names[start:end], starts[start:end] = by_role[0, here], by_name[0, here], begins[0, here]
            busy = roles[start:end, :, 0].min(1) < SURELY_NONE
            row = np.concatenate(([0], np.cumsum(busy)))
            pointings.append(Pointing(first, start, end, row, points[0, :, here, :-1][:, busy]))
        return Scores(roles, names, starts, pointings)

    def _inputs(self, pieces: Pieces, first: int, last: int) -> dict[str, NDArray[np.int64]]:
        edge = (0,)
        rows = {
            "ids": (self._edges[0], *pieces.ids[first:last], self._edges[1]),
            "case": (*edge, *pieces.case[first:last], *edge),
            "para": (*edge, *pieces.para[first:last], *edge),
            "quote": (*edge, *pieces.quote[first:last], *edge),
        }
        return {name: np.array([row], dtype=np.int64) for name, row in rows.items()}


def _windows(count: int) -> list[tuple[int, int, int, int]]:
    """Windows of like length over `count` pieces: first piece, the stretch it speaks for, end."""
    if not count:
        return []
    number = 1 if count <= WINDOW else 1 + -(-(count - WINDOW) // STRIDE)
    firsts = [k * (count - WINDOW) // max(1, number - 1) for k in range(number)] if number > 1 else [0]
    lasts = [min(count, first + WINDOW) for first in firsts]
    cuts = [0, *((last + first) // 2 for last, first in zip(lasts, firsts[1:], strict=False)), count]
    return [(firsts[k], cuts[k], cuts[k + 1], lasts[k]) for k in range(number)]


def _check(folder: Path) -> None:
    """Compare both files with the digests of the card."""
    try:
        card = msgspec.json.decode((folder / CARD).read_bytes(), type=dict[str, object])
        digests = msgspec.convert(card.get("sha256"), dict[str, str])
        for name in (MODEL, TOKENIZER):
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digests.get(name):
                raise WeightsError(f"{folder / name}: not the file its card describes. Install the package again.")
    except OSError as error:
        raise WeightsError(f"{error.filename}: missing. Install the package again, or read by rules.") from error
    except msgspec.MsgspecError as error:
        raise WeightsError(f"{folder / CARD}: no card ({error}). Install the package again.") from error
