import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_setup_says_what_it_found_on_chain_and_stores_it(fresh):
    answer = await fresh.set_up()
    print(answer.text)
    assert "The space is set up" in answer.text
