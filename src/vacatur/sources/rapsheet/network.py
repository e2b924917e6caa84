"""The network that reads rows of print, run on this machine from the models in rapidocr's wheel.

Only the file of its weights is used: no part of rapidocr itself runs, so that nothing is ever fetched or logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from vacatur.sources.rapsheet.pdf import Grey

STRIDE = 8
"""Dots of a row's image for which the network gives one answer."""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*:-/.,()#&$'+"
"""What sheets are printed with. Blank space is told by where letters stand, not by the network."""

BLANK = 0
"""The network's answer where no letter begins; that for `ALPHABET[i]` is `i + 1`."""

_THREADS = 2
_BATCH = 6
_LIKE = {
    "-": "–—_−~", "*": "×✱＊", ":": "；;：", ".": "·•。", ",": "，", "(": "（[{", ")": "）]}", "#": "＃", "/": "／",
    "I": "|", "'": "`’‘\"", "0": "Ø", "&": "＆",
}  # fmt: skip
"""Other answers of the network that on a sheet can only mean one letter."""


@dataclass(frozen=True)
class _Network:
    session: onnxruntime.InferenceSession
    groups: list[np.ndarray]
    """For each of our letters, the positions of the network's answers that mean it."""


@lru_cache(maxsize=1)
def _network() -> _Network:
    """Load the network once.

    Raises:
        ModuleNotFoundError: rapidocr is not installed, or its wheel holds no model of this kind.
    """
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("No module named 'rapidocr'", name="rapidocr")
    models = sorted((Path(found.origin).parent / "models").glob("*rec*.onnx"))
    if not models:
        raise ModuleNotFoundError("rapidocr comes without its model", name="rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads, options.log_severity_level = _THREADS, 1, 4
    session = onnxruntime.InferenceSession(str(models[0]), options, providers=["CPUExecutionProvider"])
    letters = ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines()]
    places = {letter: position for position, letter in reversed(list(enumerate(letters)))}
    groups = [np.array([0])]
    for letter in ALPHABET:
        means = dict.fromkeys((letter, letter.lower(), *_LIKE.get(letter, "")))
        groups.append(np.array([places[each] for each in means if each in places]))
    return _Network(session, groups)


def read_rows(rows: Sequence[Grey], dots: Sequence[int]) -> list[np.ndarray]:
    """What the network makes of rows: for each, a table of steps by blank and letters, of likelihoods.

    Args:
        rows: images of one row each.
        dots: the width to which each is scaled before.
    """
    network = _network()
    order = sorted(range(len(rows)), key=lambda index: dots[index])
    out: list[np.ndarray] = [np.empty((0, 0))] * len(rows)
    for start in range(0, len(order), _BATCH):
        chosen = order[start : start + _BATCH]
        widest = -(-max(dots[index] for index in chosen) // STRIDE) * STRIDE + STRIDE
        batch = np.zeros((len(chosen), 3, 48, widest), dtype=np.float32)
        for place, index in enumerate(chosen):
            width = max(STRIDE, dots[index])
            smaller = width < rows[index].shape[1]
            row = cv2.resize(rows[index], (width, 48), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
            batch[place, :, :, :width] = (row.astype(np.float32) / 127.5 - 1.0)[None]
        (answers,) = network.session.run(None, {network.session.get_inputs()[0].name: batch})
        for place, index in enumerate(chosen):
            steps = -(-dots[index] // STRIDE)
            answer = answers[place, :steps]
            out[index] = np.stack([answer[:, group].max(axis=1) for group in network.groups], axis=1)
    return out
