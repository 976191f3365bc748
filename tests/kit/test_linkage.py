"""Groups by mean likeness: no chain joins what is not alike on the whole."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from onrecord.kit.linkage import join_alike, joins_of


def table(size: int, **alike: float) -> sp.csr_matrix:
    full = np.zeros((size, size))
    for pair, value in alike.items():
        i, j = int(pair[1]), int(pair[2])
        full[i, j] = full[j, i] = value
    return sp.csr_matrix(full)


def test_a_chain_of_two_links_is_not_one_group() -> None:
    assert join_alike(table(3, p01=0.5, p12=0.4), 0.3) == [[0, 1], [2]]


def test_three_alike_on_average_are_one_group() -> None:
    assert join_alike(table(3, p01=0.5, p12=0.4, p02=0.3), 0.3) == [[0, 1, 2]]


def test_a_forbidden_pair_keeps_groups_apart() -> None:
    assert join_alike(table(4, p01=0.9, p23=0.9, p12=0.8, p03=-9.0, p02=0.8, p13=0.8), 0.3) == [[0, 1], [2, 3]]


def test_nothing_alike_is_everyone_alone() -> None:
    assert join_alike(table(3), 0.3) == [[0], [1], [2]]


def test_joins_are_told_most_alike_first_with_the_mean_of_all_pairs() -> None:
    joins = joins_of(table(3, p01=0.5, p12=0.4, p02=0.2).toarray())
    assert [(left, right) for left, right, _ in joins] == [(0, 1), (2, 3)]
    assert [round(mean, 6) for _, _, mean in joins] == [0.5, 0.3]


def test_one_page_alone_has_no_joins() -> None:
    assert joins_of(np.zeros((1, 1))) == []
