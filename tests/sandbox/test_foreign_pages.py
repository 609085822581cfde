"""A website that its visitor's browser has open reaches nothing of the sandbox on the same machine."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
import pytest_asyncio
from yarl import URL

from sandbox.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Machine:
    stage: Stage
    http: aiohttp.ClientSession

    def act(self, service: str) -> tuple[str, bytes]:
        """The address and the body of a request that changes something."""
        stage = self.stage
        match service:
            case "control":
                return f"{stage.discord.world.base_url}/control/guild", json.dumps({"name": "Taken"}).encode()
            case "api":
                return f"{stage.discord.api_url}/channels/{stage.log.id}/messages", b'{"content": "Taken"}'
            case "chain":
                asked = {"jsonrpc": "2.0", "id": 1, "method": "folkmoot_mine", "params": []}
                return stage.chain.url, json.dumps(asked).encode()
            case "chain in a batch":
                asked = {"jsonrpc": "2.0", "id": 1, "method": "folkmoot_mine", "params": []}
                return stage.chain.url, json.dumps([asked]).encode()
            case "safe service":
                return f"{stage.service.url}/v2/delegates/", b"{}"
        raise LookupError(service)

    async def state(self) -> tuple[int, int, int]:
        """What those requests would change."""
        head = int(str(await self.stage.chain.request("eth_blockNumber", [])), 16)
        return len(self.stage.discord.world.guilds), len(self.stage.log.messages), head

    async def sent(self, service: str, **headers: str) -> int:
        url, body = self.act(service)
        token = {"Authorization": f"Bot {self.stage.app.token}"} if service == "api" else {}
        given = {"Content-Type": "application/json", **token, **headers}
        async with self.http.post(url, data=body, headers=given) as answer:
            return answer.status


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def machine() -> AsyncIterator[Machine]:
    async with Stage.open(strict_limits=False) as stage, aiohttp.ClientSession() as http:
        yield Machine(stage, http)


SERVICES = ["control", "api", "chain", "chain in a batch", "safe service"]
each_service = pytest.mark.parametrize("service", SERVICES)


@pytest.mark.attack("web")
@each_service
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json"])
@pytest.mark.parametrize(
    "origin",
    [
        "https://bank.example",
        "null",
        "http://127.0.0.1:1",
        "http://localhost",
        "https://{host}",
        "http://{host}.bank.example",
    ],
)
async def test_what_a_page_of_another_site_sends_is_refused_and_does_nothing(
    machine: Machine, service: str, kind: str, origin: str
) -> None:
    before = await machine.state()
    origin = origin.format(host=URL(machine.act(service)[0]).authority)
    assert await machine.sent(service, **{"Content-Type": kind, "Origin": origin}) == 403
    assert await machine.state() == before


@pytest.mark.attack("web")
@each_service
@pytest.mark.parametrize(
    "host",
    [
        "bank.example",
        "bank.example:{port}",
        "127.0.0.1.bank.example:{port}",
        "localhost.bank.example:{port}",
        "127.0.0.1:{port}@bank.example",
        "bank.example@127.0.0.1:{port}",
        "0.0.0.0:{port}",
    ],
)
async def test_a_name_that_another_site_has_for_this_machine_leads_to_nothing(
    machine: Machine, service: str, host: str
) -> None:
    before = await machine.state()
    name = host.format(port=URL(machine.act(service)[0]).port)
    assert await machine.sent(service, Host=name) == 421
    assert await machine.sent(service, Host=name, Origin=f"http://{name}") == 421
    assert await machine.state() == before


@pytest.mark.attack("web")
@pytest.mark.parametrize("path", ["gateway", "gateway/?v=10&encoding=json"])
async def test_a_page_of_another_site_does_not_get_to_the_gateway(machine: Machine, path: str) -> None:
    url = f"{machine.stage.discord.world.base_url}/{path}"
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await machine.http.ws_connect(url, origin="https://bank.example")
    assert refused.value.status == 403


@pytest.mark.attack("web")
@pytest.mark.parametrize("answer", ["authorize", "cancel"])
async def test_a_page_of_another_site_does_not_log_its_visitor_in(machine: Machine, answer: str) -> None:
    app = machine.stage.app
    app.redirects.add("http://127.0.0.1:9/login")
    query = {
        "client_id": str(app.id),
        "redirect_uri": "http://127.0.0.1:9/login",
        "response_type": "code",
        "scope": "identify",
    }
    page = URL(f"{machine.stage.discord.world.base_url}/oauth2/authorize").with_query(query)
    form = {"user": str(machine.stage.moderator.id), "answer": answer}
    for origin, status in (("https://bank.example", 403), (str(page.origin()), 302)):
        async with machine.http.post(
            page, data=form, headers={"Origin": origin}, allow_redirects=False
        ) as told:
            assert told.status == status


@each_service
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_programs_of_this_machine_are_let_in_by_its_own_names(
    machine: Machine, service: str, name: str
) -> None:
    before = await machine.state()
    host = f"{name}:{URL(machine.act(service)[0]).port}"
    status = await machine.sent(service, Host=host)
    # The body for the Safe service is one that it reads, and finds nothing in.
    assert status == (400 if service == "safe service" else 200)
    assert service == "safe service" or await machine.state() != before
