"""Turns: a client has so many queries under way, the next ones in order, and none is forgotten."""

import asyncio

import pytest

from kennisgraaf.errors import TooManyError
from kennisgraaf.settings import Limits
from kennisgraaf.web.endpoint import client_of
from kennisgraaf.web.turns import Places, Turns

LIMITS = Limits(queries_per_client=2, queue_seconds=30.0)
HASTY = Limits(queries_per_client=2, queue_seconds=0.05)


async def let_others_run() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_turns_come_in_order() -> None:
    async def run() -> list[int]:
        turns, order = Turns(1), list[int]()

        async def query(number: int) -> None:
            await turns.begin("a", LIMITS)
            order.append(number)

        tasks = [asyncio.create_task(query(number)) for number in range(6)]
        await let_others_run()
        assert order == [0, 1]
        for count in range(3, 7):
            turns.end("a")
            await let_others_run()
            assert len(order) == count
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(run()) == [0, 1, 2, 3, 4, 5]


def test_clients_do_not_wait_for_each_other() -> None:
    async def run() -> None:
        turns = Turns(1)
        for client in "aabbcc":
            await asyncio.wait_for(turns.begin(client, LIMITS), 5)

    asyncio.run(run())


def test_who_waits_too_long_or_with_too_many_is_refused() -> None:
    async def run() -> list[object]:
        turns = Turns(2)
        await turns.begin("a", HASTY)
        waiting = [asyncio.create_task(turns.begin("a", HASTY)) for _ in range(10)]
        return await asyncio.gather(*waiting, return_exceptions=True)

    outcomes = asyncio.run(run())
    assert {type(outcome) for outcome in outcomes} == {TooManyError}


@pytest.mark.parametrize("is_given", [False, True])
def test_turn_of_who_goes_away_is_for_the_next(is_given: bool) -> None:
    async def run() -> None:
        turns = Turns(2)
        await turns.begin("a", LIMITS)
        gone = asyncio.create_task(turns.begin("a", LIMITS))
        next_one = asyncio.create_task(turns.begin("a", LIMITS))
        await let_others_run()
        if is_given:
            turns.end("a")
        gone.cancel()
        await let_others_run()
        if not is_given:
            turns.end("a")
        await asyncio.wait_for(next_one, 5)
        turns.end("a")
        await asyncio.wait_for(turns.begin("a", LIMITS), 5)
        assert gone.cancelled()

    asyncio.run(run())


def test_places_are_shared_by_quick_queries_and_exceeded_by_slow_ones() -> None:
    async def run() -> None:
        places = Places(2)
        limits = Limits(query_processes=4)
        for _ in range(2):
            await places.take(limits)
        waiting = [asyncio.create_task(places.take(limits)) for _ in range(2)]
        await let_others_run()
        assert not any(task.done() for task in waiting)
        places.leave()
        await let_others_run()
        assert [task.done() for task in waiting] == [True, False]
        await asyncio.wait_for(waiting[1], 5)  # Nobody leaves: it does not wait for that.

    asyncio.run(run())


def test_place_of_who_goes_away_is_free() -> None:
    async def run() -> None:
        places, limits = Places(1), Limits(query_processes=1)
        await places.take(limits)
        gone = asyncio.create_task(places.take(limits))
        await let_others_run()
        gone.cancel()
        await let_others_run()
        places.leave()
        await asyncio.wait_for(places.take(limits), 5)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:0db8:0000:0000"),
        ("2001:db8::2", "2001:0db8:0000:0000"),
        ("2001:db8:0:1::1", "2001:0db8:0000:0001"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80:0000:0000:0000"),
        ("a:proxy", "a:proxy"),
    ],
)
def test_client_of_ipv6_is_a_network(address: str, client: str) -> None:
    """However the address is written; one customer has 64 bits of them."""
    assert client_of({"client": (address, 1)}) == client
