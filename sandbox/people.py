"""Who lives in the playground: people whom one can be, each with a part in the DAO and a wallet."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.chain import Account
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe, deploy_safe
from sandbox.discord.people.people import Person
from sandbox.discord.world.permissions import P
from sandbox.stage import SecondChain, Stage, Voter

TOKEN = 10**18
DOLLAR = 10**6
TREASURY_COINS, TREASURY_TOKENS, TREASURY_DOLLARS = 100 * TOKEN, 100_000 * TOKEN, 250_000 * DOLLAR


@dataclass(frozen=True)
class Character:
    """Somebody whom one can be."""

    name: str
    part: str
    """What they are, in a word or two."""
    about: str
    """What one can do as them, in a sentence."""
    tokens: int = 0
    """Whole tokens in their wallet."""
    dollars: int = 0
    votes_go_to: str = ""
    """The name of whom the tokens' votes are delegated to; empty: to nobody, so that they count for nothing."""
    owner: int = 0
    """Which of the treasury Safe's owners their wallet is, from 1; 0 for none."""
    manages: bool = False
    """Whether they may set the server up."""
    shares_a_wallet: bool = False
    """Whether the wallet is a Safe of its own, for which two keys sign."""


PLAYGROUND = (
    Character(
        "fiona",
        "founder",
        "Sets the server up with /gov setup, and owns a third of the Safe's signatures.",
        tokens=40_000,
        dollars=2_000,
        votes_go_to="fiona",
        owner=1,
        manages=True,
    ),
    Character(
        "mona", "moderator", "Changes the rules in the open, pauses, and cancels with a public reason."
    ),
    Character("gus", "guardian", "Can veto what passed before it is carried out, with a public reason."),
    Character(
        "wanda",
        "whale",
        "Holds more votes than all others together: see how rules with caps and roots count her.",
        tokens=300_000,
        dollars=50_000,
        votes_go_to="wanda",
    ),
    Character(
        "nils",
        "newcomer",
        "Has tokens, but has linked no wallet and delegated no votes yet: they count for nothing until he does.",
        tokens=250,
        dollars=40,
    ),
    Character(
        "dora",
        "delegate",
        "Votes with what lena delegated to her on the chain, until lena takes it back.",
        tokens=5_000,
        votes_go_to="dora",
    ),
    Character(
        "lena",
        "delegator",
        "Has delegated her votes to dora; takes them back by delegating to herself in her wallet.",
        tokens=60_000,
        dollars=500,
        votes_go_to="dora",
    ),
    Character(
        "olga",
        "owner of the Safe",
        "Signs in the browser what passed, as one of three; two signatures are enough.",
        tokens=1_000,
        votes_go_to="olga",
        owner=2,
    ),
    Character("otto", "owner of the Safe", "The third owner: signs, or sends what two have signed.", owner=3),
    Character(
        "clara",
        "of the club",
        "Votes with the club's tokens, which are in a Safe: two keys sign for it (ERC-1271).",
        tokens=20_000,
        votes_go_to="clara",
        shares_a_wallet=True,
    ),
)


@dataclass(frozen=True)
class Resident:
    """A character on a stage."""

    character: Character
    person: Person
    wallet: Account | LocalSafe


@dataclass(frozen=True)
class Residents:
    """All of them, and the tokens that they have beside the one that votes."""

    people: tuple[Resident, ...]
    dollar: Contract
    """A token of six decimals without votes."""

    def __getitem__(self, name: str) -> Resident:
        return next(each for each in self.people if each.character.name == name)


async def settle(stage: Stage, characters: tuple[Character, ...] = PLAYGROUND) -> Residents:
    """Let them join the stage, with money in their wallets and in the treasury. Who has a key of their own is one of
    the stage's voters, too."""
    people = tuple([await _resident(stage, character) for character in characters])
    dollar = await stage.chain.deploy("PlainToken", "Sandbox Dollar", "SUSD", 6)
    deployer, treasury = stage.chain.deployer, stage.safe.address
    await stage.chain.fund(treasury, TREASURY_COINS)
    addresses = [treasury, *(each.wallet.address for each in people)]
    held = [TREASURY_TOKENS, *(each.character.tokens * TOKEN for each in people)]
    await stage.token.send("airdrop", addresses, held, False, sender=deployer)
    dollars = [TREASURY_DOLLARS, *(each.character.dollars * DOLLAR for each in people)]
    await dollar.send("airdrop", addresses, dollars, sender=deployer)
    residents = Residents(people, dollar)
    for each in people:
        if each.character.votes_go_to:
            await _delegate(stage, each.wallet, residents[each.character.votes_go_to].wallet.address)
    if stage.second:
        await _spread(stage.second, [each for each in people if isinstance(each.wallet, Account)])
    await stage.finalize()
    return residents


async def _spread(away: SecondChain, people: list[Resident]) -> None:
    """Who can sign on the second chain has coins there; who votes with their own tokens, a tenth as many of them."""
    for each in people:
        await away.chain.fund(each.wallet.address, TOKEN)
    voting = [each for each in people if each.character.votes_go_to == each.character.name]
    addresses = [each.wallet.address for each in voting]
    held = [each.character.tokens * TOKEN // 10 for each in voting]
    await away.token.send("airdrop", addresses, held, True, sender=away.chain.deployer)


async def _resident(stage: Stage, character: Character) -> Resident:
    known = {each.name: each for each in (stage.moderator, stage.guardian)}
    person = known.get(character.name) or stage.guild.create_member(
        character.name, permissions=P.MANAGE_GUILD if character.manages else None
    )
    if character.shares_a_wallet:
        owners = [stage.chain.account(f"{character.name} key {number}") for number in (1, 2)]
        for owner in owners:
            await stage.chain.fund(owner, TOKEN)
        return Resident(character, person, await deploy_safe(stage.chain, owners=owners, threshold=2))
    wallet = (
        stage.owners[character.owner - 1]
        if character.owner
        else stage.chain.account(f"voter {character.name}")
    )
    await stage.chain.fund(wallet, TOKEN)
    stage.voters[character.name] = Voter(person, wallet)
    return Resident(character, person, wallet)


async def _delegate(stage: Stage, wallet: Account | LocalSafe, to: str) -> None:
    data = stage.token.data("delegate", to)
    if isinstance(wallet, Account):
        await stage.chain.send(wallet, stage.token.address, 0, data)
        return
    digest = await wallet.transaction_hash(stage.token.address, data=data)
    signatures = [wallet.sign(owner, digest) for owner in wallet.owners]
    await wallet.execute(stage.token.address, data=data, signatures=signatures, sender=wallet.owners[0])
