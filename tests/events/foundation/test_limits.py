"""Limits: at most so many in any so many seconds, counted together by all processes."""

import pytest
import time_machine
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache

from events.foundation import limits


def test_only_so_many_are_allowed():
    assert [limits.allow("signup 13812345678", 3, 60) for _try in range(5)] == [True, True, True, False, False]


def test_keys_do_not_meet():
    assert limits.allow("a", 1, 60)
    assert limits.allow("b", 1, 60)
    assert not limits.allow("a", 1, 60)


@pytest.fixture
def memory(monkeypatch):
    """A cache in memory, whatever this run counts in: it follows a moved clock and shows its keys."""
    cache = LocMemCache("limits", {})
    cache.clear()
    monkeypatch.setattr(limits, "cache", cache)
    return cache


def test_a_place_frees_itself_after_its_own_seconds(memory):
    with time_machine.travel("2019-10-14 09:00", tick=False) as clock:
        assert limits.allow("a", 2, 60)
        clock.shift(40)
        assert limits.allow("a", 2, 60)
        assert not limits.allow("a", 2, 60)
        clock.shift(21)
        assert limits.allow("a", 2, 60)
        assert not limits.allow("a", 2, 60)


def test_the_key_itself_is_not_kept(memory):
    limits.allow("13812345678", 1, 60)
    assert memory._cache
    assert not any("13812345678" in key for key in memory._cache)


@pytest.mark.parametrize("times", [1, 4])
def test_the_file_cache_of_the_embedded_run_counts_as_well(tmp_path, monkeypatch, times):
    monkeypatch.setattr(limits, "cache", FileBasedCache(str(tmp_path), {}))
    assert [limits.allow("a", times, 60) for _try in range(times + 1)] == [True] * times + [False]
