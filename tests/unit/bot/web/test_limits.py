"""Who asks too much waits; places are given back."""

import pytest

from bot.web.limits import Places, RateLimit
from spotpop.errors import TooManyQuestions


def test_tokens_come_back_with_time():
    now = [0.0]
    limit = RateLimit(per_min=60, burst=2, clock=lambda: now[0])
    limit.take("a")
    limit.take("a")
    limit.take("b")
    with pytest.raises(TooManyQuestions) as refused:
        limit.take("a")
    assert refused.value.params == {"retry_after_s": 1}
    now[0] = 1.0
    limit.take("a")


async def test_places_are_given_back():
    places = Places(each=1, in_all=2)
    async with places.taken("a"):
        with pytest.raises(TooManyQuestions):
            async with places.taken("a"):
                pass
        async with places.taken("b"):
            with pytest.raises(TooManyQuestions):
                async with places.taken("c"):
                    pass
    async with places.taken("a"):
        pass
