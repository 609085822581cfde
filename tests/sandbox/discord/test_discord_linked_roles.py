"""Fields of linked roles, and what an application tells of an account with its member's word."""

import aiohttp
from yarl import URL

WALLETS = {"type": 2, "key": "wallets", "name": "Wallets", "description": "How many are linked"}
READ = {"type": 6, "key": "read", "name": "Read", "description": "When it was read"}
CARRIES = {"type": 7, "key": "carries", "name": "Carries votes", "description": "Whether others delegate"}
REDIRECT = "https://vote.example.org/login"


async def test_the_fields_of_linked_roles_are_five_at_most_with_keys_of_their_own(town, raw):
    path = f"/applications/{town.app.id}/role-connections/metadata"
    assert (await raw("PUT", path, [WALLETS, READ]))[1] == [WALLETS, READ]
    assert (await raw("GET", path))[1] == [WALLETS, READ]
    for refused in (
        [{**WALLETS, "key": f"w{number}"} for number in range(6)],
        [WALLETS, WALLETS],
        [{**WALLETS, "key": "Wallets!"}],
        [{**WALLETS, "type": 9}],
    ):
        assert (await raw("PUT", path, refused))[1]["code"] == 50035
    assert (await raw("PUT", "/applications/7/role-connections/metadata", []))[0] == 403


async def test_an_account_is_told_of_with_its_members_word_alone(town, server, raw):
    fields = [WALLETS, READ, CARRIES]
    await raw("PUT", f"/applications/{town.app.id}/role-connections/metadata", fields)
    town.app.redirects.add(REDIRECT)
    api = server.api_url.rstrip("/")
    path = f"{api}/users/@me/applications/{town.app.id}/role-connection"
    async with aiohttp.ClientSession() as http:

        async def token(scope: str) -> str:
            query = {"response_type": "code", "client_id": str(town.app.id), "scope": scope}
            page = URL(api).origin().with_path("/oauth2/authorize")
            back = server.authorization.approve(
                str(page.with_query({**query, "redirect_uri": REDIRECT})), town.ada
            )
            form = {
                "grant_type": "authorization_code",
                "code": URL(back).query["code"],
                "redirect_uri": REDIRECT,
            }
            client = {"client_id": str(town.app.id), "client_secret": town.app.client_secret}
            async with http.post(f"{api}/oauth2/token", data={**form, **client}) as answer:
                return (await answer.json())["access_token"]

        async def put(granted: str, **metadata: str) -> int:
            headers = {"Authorization": f"Bearer {granted}"}
            async with http.put(path, json={"metadata": metadata}, headers=headers) as answer:
                return answer.status

        identified, connected = await token("identify"), await token("identify role_connections.write")
        assert await put(identified, wallets="1") == 403
        assert await put("nobody's", wallets="1") == 401
        for wrong in ({"wallets": "many"}, {"read": "soon"}, {"carries": "2"}, {"others": "1"}):
            assert await put(connected, **wrong) == 400
        assert await put(connected, wallets="2", read="2026-11-29T12:00:00+00:00", carries="1") == 200
    assert town.app.role_connections[town.ada.id]["metadata"]["wallets"] == "2"
