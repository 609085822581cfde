"""A treasury that has drifted from its target shares, what brings it back, and people who are paid little by little."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.tour.checks import in_discussion, said, told
from sandbox.tour.play import TOKEN, Play
from sandbox.tour.presses import Choose, Click, Command, Execute, Fill
from sandbox.tour.scenario import Scenario, Seen, Step
from sandbox.tour.steps import (
    MODERATOR,
    close_the_vote,
    count_again,
    end_the_timelock,
    link,
    open_the_vote,
    propose,
    prove_the_safe,
    set_up,
    sign,
    vote_by_button,
)

_DOLLAR = 10**8
"""Of a feed with eight decimals."""


@dataclass(frozen=True)
class _Token:
    symbol: str
    decimals: int
    held: int
    """Whole tokens in the Safe."""
    dollars: int
    """For one of them."""

    @property
    def key(self) -> str:
        return self.symbol.lower()


_TOKENS = (_Token("WBTC", 8, 4, 80_000), _Token("USDC", 6, 480_000, 1), _Token("DAI", 18, 10_000, 1))
_ETHER_DOLLARS = 1_900
"""The Safe has 100 ETH: with the tokens that is $1,000,000, of which 19, 32, 48 and 1 %."""


async def _build(play: Play) -> None:
    """Tokens in the Safe, and a price feed for each of them and for the coin."""
    chain, safe = play.stage.chain, play.stage.safe.address
    feed = await chain.deploy("PriceFeed", "ETH / USD", 8, _ETHER_DOLLARS * _DOLLAR)
    play.named["feed_of_eth"] = feed.address
    streams = play.stage.streams
    for each in _TOKENS:
        if streams is not None and each.symbol == "USDC":
            # The one for which there is a contract that pays by the second.
            token = streams.dollar
        else:
            token = await chain.deploy("PlainToken", each.symbol, each.symbol, each.decimals)
        await token.send("mint", safe, each.held * 10**each.decimals, sender=chain.deployer)
        feed = await chain.deploy("PriceFeed", f"{each.symbol} / USD", 8, each.dollars * _DOLLAR)
        play.named[f"token_{each.key}"], play.named[f"feed_of_{each.key}"] = token.address, feed.address
    if streams is not None:
        play.stage.contracts["who pays by the second"] = streams.payroll
        play.stage.contracts["who pays out vestings"] = streams.lockup
    await play.stage.finalize()


async def _put_aside(play: Play) -> Seen:
    """Both streams are there, and whole: nobody has taken anything out yet."""
    message = play.said(play.stage.announcements, "the safe executed the proposal")
    streams = play.stage.streams
    if streams is None or message is None:
        return None
    paid = await streams.dollar.call("balanceOf", streams.payroll.address)
    vested = await play.stage.token.call("balanceOf", streams.lockup.address)
    return message if (paid, vested) == (12_000 * 10**6, 4_800 * TOKEN) else None


def _watch(symbol: str, given: dict[str, str]) -> Step:
    return Step(
        MODERATOR,
        f"Name {symbol}, and who tells its price",
        "Anybody can send a Safe a token that calls itself anything. What has a value is named by moderators.",
        (Command("gov treasury watch", {"name": symbol, **given}, "#governance-log"),),
        "What the feed says of itself.",
        told(MODERATOR, f"calls itself `{symbol} / USD`"),
    )


_TITLE = "Rebalance the treasury"
_SALARY = "Pay those who look after the well"

TREASURY = Scenario(
    "treasury",
    "A treasury kept in balance",
    "A quarter each of four assets has drifted to 19, 32, 48 and 1 %: members are told, and propose the way back. Then "
    "they pay people by the second, and over years.",
    {"ada": 60_000, "ben": 25_000},
    (
        Step(
            MODERATOR,
            "Set the shares that it is to have",
            "A quarter each, and no further from that than five points. The log says who has set it.",
            (
                Command(
                    "gov treasury target",
                    {"shares": "ETH 25%, WBTC 25%, USDC 25%, DAI 25%", "band": "5%"},
                    "#governance-log",
                ),
            ),
            "The shares; and in #announcements, a moment later, that it is out of balance already.",
            said("#announcements", "is to be rebalanced"),
        ),
        Step(
            "ada",
            "Ada looks at the treasury, and drafts what brings it back",
            "The bot computes the amounts and proposes nothing by itself: a member does, and may change every word.",
            (
                Command("treasury show"),
                Click("Draft a rebalancing"),
                Choose("main", "Choose a track…"),
                Fill({"Title": _TITLE}),
                Click("Submit"),
            ),
            "A post in #proposals with what is to be sold and bought, to the last unit.",
            in_discussion(_TITLE),
        ),
        open_the_vote(),
        vote_by_button("ada", "For", 1),
        vote_by_button("ben", "For", 2),
        close_the_vote("**Passed**", "85\u202f000 FOLK"),
        count_again("ben"),
        propose(
            "ada",
            _SALARY,
            "A year of pay, by the second; and shares over four years, for who stays at least one.",
            actions=(
                "stream 12000 {token_usdc} to {grantee} over 12 months\n"
                "vest 4800 {token} to {ben} over 4 years cliff 1 year"
            ),
        ),
        open_the_vote("Open for voting", "lasts 365 days", "over 1\u202f460 days from its execution on"),
        vote_by_button("ada", "For", 1),
        close_the_vote("**Passed**", "60\u202f000 FOLK"),
        end_the_timelock(),
        sign("olga", 1),
        sign("otto", 2),
        Step(
            "olga",
            "Olga executes",
            "Exactly what is needed is put aside. Where a stream is cancelled, what isn't due yet comes back.",
            (Execute(),),
            "The announcement; and 12 000 USDC and 4 800 FOLK are with the contracts that pay them out.",
            _put_aside,
        ),
        Step(
            "ben",
            "Ben looks at what was spent",
            "What is put aside counts whole, to who gets it, when it is made: nobody has to add up what is due.",
            (Command("treasury spending", {"by": "recipient"}),),
            "12 000 USDC to the grantee, and 4 800 FOLK to Ben.",
            told("ben", "12\u202f000", "4\u202f800"),
        ),
    ),
    build=_build,
    before=(
        set_up(),
        prove_the_safe(),
        link("ada"),
        link("ben"),
        _watch("ETH", {"kind": "coin", "feed": "{feed_of_eth}"}),
        *(
            _watch(
                each.symbol,
                {
                    "kind": "erc20",
                    "address": f"{{token_{each.key}}}",
                    "feed": f"{{feed_of_{each.key}}}",
                },
            )
            for each in _TOKENS
        ),
    ),
)
