"""The pages on which a space is set up. What a page shows follows from the answers that are kept; its menus and buttons
name the draft of the one member who sees them."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui
from msgspec.structs import asdict

from bot.domain.ids import ChannelId
from bot.domain.policy.model import preset_names
from bot.domain.spaces.setup import CHANNELS, NO_ROLE, ROLES
from bot.services.governance.setup.guided_setup import SetupProgress, Step
from bot.wording.governance.checks import check_line
from bot.wording.governance.policies.presets import preset_words
from bot.wording.governance.setup import setup as words
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from bot.wording.markup.plain_text import cut
from cogs.components.interactions.custom_ids import TOKEN, CustomId, Part
from cogs.components.limits import within_limits
from cogs.governance.channels import check_channels

SETUP_CHOICE = CustomId(
    "setup-choice",
    draft=TOKEN,
    field=Part("announcements|discussion|log|voters|moderators|guardians|preset|trust|chain|quorum"),
)
SETUP_POWER_ROLE = CustomId("setup-power-role", draft=TOKEN)
SETUP_ADDRESSES = CustomId("setup-addresses", draft=TOKEN)
SETUP_NO_SAFE = CustomId("setup-no-safe", draft=TOKEN)
SETUP_NUMBERS = CustomId("setup-numbers", draft=TOKEN)
SETUP_PAGE = CustomId("setup-page", draft=TOKEN, page=Part("places|rules|power|summary"))
SETUP_SAVE = CustomId("setup-save", draft=TOKEN, seen=TOKEN)
SETUP_GIVE_UP = CustomId("setup-give-up", draft=TOKEN)
KEEP = "keep"
"""The choice in the menu of rules that leaves them as they are."""
_VOTERS = (5, 10, 15, 25, 50, 100, 250)
_MOST_OPTIONS = 25
_HEAD = 600
"""Characters that may stand above a page."""
_TALK = [discord.ChannelType.forum, discord.ChannelType.text]
_POSTS = [discord.ChannelType.text, discord.ChannelType.news]

Row = ui.ActionRow[ui.LayoutView]
Items = list[ui.Item[Any]]


def setup_view(
    progress: SetupProgress, server: discord.Guild, say: Language, page: Step | None = None, head: str = ""
) -> ui.LayoutView:
    """The page that comes next or, of what is answered already, the page that was asked for; `head` stands above it."""
    shown = page or progress.step
    items = {
        Step.PLACES: _places,
        Step.RULES: _rules,
        Step.POWER: _power,
        Step.QUORUM: _quorum,
        Step.SUMMARY: _summary,
    }[shown](progress, server, say)
    buttons: Items = []
    if page is not None and page != Step.SUMMARY:
        buttons.append(_to(progress, Step.SUMMARY, say))
    buttons.append(
        ui.Button(label=words.give_up_label(say), custom_id=SETUP_GIVE_UP(draft=progress.draft.token))
    )
    view = ui.LayoutView(timeout=None)
    if head:
        view.add_item(ui.TextDisplay(cut(head, _HEAD)))
    for item in [*items, ui.ActionRow(*buttons)]:
        view.add_item(item)
    return within_limits(view)


def _places(progress: SetupProgress, server: discord.Guild, say: Language) -> Items:
    answers, space = progress.draft.answers, progress.earlier[0] if progress.earlier else None
    chosen: Mapping[str, int | None] = {
        name: getattr(answers, name) or getattr(space, name, None) for name in (*CHANNELS, "voters", *ROLES)
    }
    if answers.voters == NO_ROLE:
        chosen = {**chosen, "voters": None}
    items: Items = [ui.TextDisplay(words.places_head(say))]
    for name, place in chosen.items():
        custom_id = SETUP_CHOICE(draft=progress.draft.token, field=name)
        hint = words.place_placeholder(name, say)
        defaults = [discord.Object(place)] if place else []
        lines = [words.place_line(name, say)]
        menu: ui.Item[Any]
        if name in CHANNELS:
            kinds = _TALK if name == "discussion" else _POSTS
            menu = ui.ChannelSelect(
                custom_id=custom_id,
                placeholder=hint,
                channel_types=kinds,
                default_values=[_default(each, discord.SelectDefaultValueType.channel) for each in defaults],
            )
            if place:
                found = check_channels(server, {name: ChannelId(place)})
                lines += [check_line(check, say) for check in found if not check.good]
        else:
            menu = ui.RoleSelect(
                custom_id=custom_id,
                placeholder=hint,
                min_values=0 if name == "voters" else 1,
                default_values=[_default(each, discord.SelectDefaultValueType.role) for each in defaults],
            )
        items += [ui.TextDisplay("\n".join(lines)), ui.ActionRow(menu)]
    return items


def _rules(progress: SetupProgress, server: discord.Guild, say: Language) -> Items:
    chosen = progress.draft.answers.preset
    options = [
        discord.SelectOption(
            label=name, value=name, description=preset_words(name, say), default=name == chosen
        )
        for name in preset_names()
    ]
    if progress.earlier is not None:
        kept = discord.SelectOption(label=words.keep_preset_label(say), value=KEEP, default=not chosen)
        options.insert(0, kept)
    items: Items = [
        ui.TextDisplay(words.rules_head(say)),
        _menu(progress, "preset", options, words.preset_placeholder(say)),
    ]
    if len(progress.trust_levels) > 1 and progress.rules_chosen:
        levels = [
            discord.SelectOption(
                label=level.value,
                value=level.value,
                description=words.trust_description(level, say),
                default=level is progress.trust,
            )
            for level in progress.trust_levels
        ]
        items += [
            ui.TextDisplay(words.trust_line(say)),
            _menu(progress, "trust", levels, words.trust_placeholder(say)),
        ]
    return items


def _power(progress: SetupProgress, server: discord.Guild, say: Language) -> Items:
    token, answers = progress.draft.token, progress.draft.answers
    items: Items = [ui.TextDisplay("\n".join(words.power_lines(progress, say)))]
    if len(progress.chains) > 1:
        options = [
            discord.SelectOption(label=name, value=name, default=name == answers.chain)
            for name in progress.chains[:_MOST_OPTIONS]
        ]
        items.append(_menu(progress, "chain", options, words.chain_placeholder(say)))
    if not progress.chain_chosen:
        return items
    enter = ui.Button[ui.LayoutView](
        label=words.addresses_label(say),
        style=discord.ButtonStyle.primary,
        custom_id=SETUP_ADDRESSES(draft=token),
    )
    buttons = [enter]
    if not (progress.wants_sources or progress.wants_executor):
        buttons.append(ui.Button(label=words.no_safe_label(say), custom_id=SETUP_NO_SAFE(draft=token)))
    items.append(ui.ActionRow(*buttons))
    role = ui.RoleSelect[ui.LayoutView](
        custom_id=SETUP_POWER_ROLE(draft=token), placeholder=words.power_role_placeholder(say)
    )
    items.append(ui.ActionRow(role))
    return items


def _quorum(progress: SetupProgress, server: discord.Guild, say: Language) -> Items:
    options = [
        discord.SelectOption(label=words.voters_label(number, say), value=f"{number} voters")
        for number in _VOTERS
    ]
    return [
        ui.TextDisplay("\n".join(words.quorum_lines(progress, say))),
        _menu(progress, "quorum", options, words.quorum_placeholder(say)),
        ui.ActionRow(_numbers(progress, say), *_pages(progress, say)),
    ]


def _summary(progress: SetupProgress, server: discord.Guild, say: Language) -> Items:
    prepared = progress.prepared
    if prepared is None:
        lines = words.refused_lines(progress, say)
        again = _to(progress, Step.SUMMARY, say)
        buttons: Items = [again]
    else:
        places = asdict(prepared.places)
        checks = check_channels(server, {name: places[name] for name in CHANNELS})
        lines = words.summary_lines(progress, prepared, checks, say)
        save = ui.Button[ui.LayoutView](
            label=words.save_label(say),
            style=discord.ButtonStyle.success,
            custom_id=SETUP_SAVE(draft=progress.draft.token, seen=progress.seen),
        )
        buttons = [save]
    return [
        ui.TextDisplay(say.fitted(lines, LAYOUT_LIMIT - _HEAD)),
        ui.ActionRow(*buttons, *_pages(progress, say), _numbers(progress, say)),
    ]


def _pages(progress: SetupProgress, say: Language) -> list[ui.Button[Any]]:
    return [_to(progress, step, say) for step in (Step.PLACES, Step.RULES, Step.POWER)]


def _to(progress: SetupProgress, step: Step, say: Language) -> ui.Button[Any]:
    custom_id = SETUP_PAGE(draft=progress.draft.token, page=step.value)
    return ui.Button(label=words.step_label(step.value, say), custom_id=custom_id)


def _numbers(progress: SetupProgress, say: Language) -> ui.Button[Any]:
    return ui.Button(label=words.numbers_label(say), custom_id=SETUP_NUMBERS(draft=progress.draft.token))


def _menu(
    progress: SetupProgress, field: str, options: Sequence[discord.SelectOption], placeholder: str
) -> Row:
    custom_id = SETUP_CHOICE(draft=progress.draft.token, field=field)
    return ui.ActionRow(ui.Select(custom_id=custom_id, placeholder=placeholder, options=list(options)))


def _default(thing: discord.Object, kind: discord.SelectDefaultValueType) -> discord.SelectDefaultValue:
    return discord.SelectDefaultValue(id=thing.id, type=kind)
