"""Closing: the result is final once, and counts from the facts."""

from tests.assembly import Assembly


async def test_the_choice_with_more_power_wins(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10, "ben": 5})
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "Against")
    count = await assembly.close(proposal)
    assert count.scores == {"For": 10, "Against": 5}
    assert count.passed
