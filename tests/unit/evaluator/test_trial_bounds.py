"""How far a trial may go: its time, and the places for trials."""

import pytest

from services.evaluator.reading.trial_bounds import Busy, Leash, Places, TooLong


def test_a_trial_goes_on_until_its_time_is_over():
    now = [100.0]
    leash = Leash(5, lambda: now[0])
    now[0] = 104.999
    leash.check()
    now[0] = 105.0
    with pytest.raises(TooLong):
        leash.check()


def test_a_trial_for_which_nobody_waits_ends():
    leash = Leash(5, lambda: 0.0)
    leash.let_go()
    with pytest.raises(TooLong):
        leash.check()


def test_a_caller_has_one_place_and_gives_it_back():
    places = Places(2)
    with places.taken("acme"):
        with pytest.raises(Busy) as refused, places.taken("acme"):
            pass
        assert refused.value.own
    with places.taken("acme"):
        pass


def test_a_place_is_given_back_after_a_fault():
    places = Places(1)
    with pytest.raises(TooLong), places.taken("acme"):
        raise TooLong
    with places.taken("acme"):
        pass


def test_there_are_so_many_places_and_no_more():
    places = Places(2)
    with places.taken("acme"), places.taken("globex"):
        with pytest.raises(Busy) as refused, places.taken("initech"):
            pass
        assert not refused.value.own
    with places.taken("initech"):
        pass
