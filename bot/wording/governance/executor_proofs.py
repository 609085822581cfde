"""How it is proved that an executor belongs to a server, in words: the message to sign, and what came of it."""

from collections.abc import Sequence

from bot.domain.executors import AnyExecutor, AnyExtensions, BindingState, ProofRequest
from bot.wording.executors.registry import words_of
from bot.wording.language import Language


def sign_line(request: ProofRequest, say: Language) -> str:
    """Who signs what, and until when; the message itself stands beneath."""
    return say._(
        "**{signer} signs this message** to prove that {executor} belongs to this server. Signing moves nothing and "
        "costs nothing. It can be signed until {moment}, once."
    ).format(
        signer=say.markup.account(request.signer),
        executor=words_of(request.executor.kind).named(request.executor, say),
        moment=say.moment(request.expires_at),
    )


def how_to_sign_lines(file: str, say: Language) -> list[str]:
    """How to sign the message, which is also in the file of this name, and what then."""
    return [
        say._(
            "**How**: send the text, or the file below, to whoever holds that account. They copy all of it into “sign "
            "message” of their wallet, or of a block explorer such as etherscan.io (More, Verified Signatures, Sign "
            'Message); with Foundry they run `cast wallet sign --interactive "$(cat {file})"`. A contract signs it as '
            "an EIP-1271 message."
        ).format(file=file),
        say._("**Then** press the button and paste the signature. Any moderator can."),
    ]


def proved_lines(state: BindingState, say: Language) -> list[str]:
    """What came of a signature that was handed in."""
    executor = words_of(state.executor.kind).named(state.executor, say)
    if state.holds:
        return [
            say._(
                "✅ **It is proved that {executor} belongs to this server.** The public log says so."
            ).format(executor=executor),
            say._("Proposals with actions can be submitted now."),
        ]
    return [
        say._("✅ **The signature is kept:** {signed} of {needed} for {executor}.").format(
            signed=state.signed, needed=state.needed, executor=executor
        ),
        say._("Use `/gov safe prove` again for the next one."),
    ]


def binding_line(state: BindingState, say: Language) -> str:
    """Whether an executor belongs to the server, in one line, with what to do."""
    words = words_of(state.executor.kind)
    executor = words.named(state.executor, say)
    found = binding_words(state, say)
    if state.holds:
        return f"✅ {executor}: {found}"
    return f"⚠️ {executor}: {found} → {say._('**Mend:** {mend}').format(mend=words.how_to_prove(say))}"


def binding_words(state: BindingState, say: Language) -> str:
    """Whether it is proved that it belongs to the server, as a clause."""
    if state.holds and state.standing and state.standing.itself:
        return say._("proved by its own signature")
    if state.holds:
        return say.ngettext(
            "proved by {number} signature", "proved by {number} signatures", state.signed
        ).format(number=state.signed)
    if state.bound:
        return say._("it must be proved again: {signed} of {needed} signatures still count").format(
            signed=state.signed, needed=state.needed
        )
    if state.signed:
        return say._("not proved yet: {signed} of {needed} signatures").format(
            signed=state.signed, needed=state.needed
        )
    return say._("not proved to belong to this server")


def binding_lines(states: Sequence[tuple[BindingState, AnyExtensions]], say: Language) -> list[str]:
    """All that carry out what passes in a server, with what beside those who sign decides what each does."""
    if not states:
        return [say._("No track of this server names anything that carries out what passes.")]
    return [
        line
        for state, found in states
        for line in (
            binding_line(state, say),
            *words_of(state.executor.kind).extensions(found, say),
        )
    ]


def released_lines(executor: AnyExecutor, say: Language) -> list[str]:
    """That an executor was let go."""
    return [
        say._("**{executor} does not belong to this server any more.** The public log says so.").format(
            executor=words_of(executor.kind).named(executor, say)
        ),
        say._("Nothing is asked of it until it is proved again; another server can prove it now."),
    ]
