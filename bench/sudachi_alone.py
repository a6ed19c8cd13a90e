"""Sudachi and nothing else: what any program that cuts these texts into words has to pay."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from sudachipy import Dictionary, SplitMode

from careerrelay.text.folding import fold_for_search

TEXTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Alone:
    """With the processes and their dictionaries ready."""

    per_second: float
    cpu_seconds: float


def sudachi_alone(texts: Sequence[str], *, processes: int) -> Alone:
    batches = [texts[at : at + TEXTS_AT_ONCE] for at in range(0, len(texts), TEXTS_AT_ONCE)]
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_open_dictionary
    ) as pool:
        list(pool.map(_cut, [texts[:1]] * (4 * processes)))
        began = time.perf_counter()
        cpu_seconds = sum(pool.map(_cut, batches))
        return Alone(len(texts) / (time.perf_counter() - began), cpu_seconds)


def _open_dictionary() -> None:
    _cut(["東京都"])


def _cut(texts: Sequence[str]) -> float:
    """CPU seconds of it."""
    began = time.process_time()
    tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
    for text in texts:
        for morpheme in tokenizer.tokenize(fold_for_search(text)):
            morpheme.normalized_form()
    return time.process_time() - began


_opened: list[Dictionary] = []


def _dictionary() -> Dictionary:
    if not _opened:
        _opened.append(Dictionary(dict="core"))
    return _opened[0]
