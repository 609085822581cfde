"""What is said of the modules of a Safe."""

from bot.domain.executors import DelayModule, RolesModule, SafeExtensions
from bot.domain.ids import Address
from bot.wording.language import Language

_MOST_COUNTED = 1_000_000
"""A module that names more in its queue is said to have so many and more."""


def module_lines(found: SafeExtensions, say: Language) -> list[str]:
    """Each module with what it says of itself: that it is no less dangerous by that stands first."""
    return [_module_line(module, found, say) for module in found.modules]


def _module_line(module: Address, found: SafeExtensions, say: Language) -> str:
    danger = say._("⚠️ Module {module}: it can move all that the Safe has, without the owners.").format(
        module=say.markup.account(module)
    )
    known = next((each for each in found.zodiac if each.account == module), None)
    match known:
        case None:
            return danger
        case RolesModule():
            says = say._(
                "It answers as Zodiac's Roles: members of its roles have the Safe do what those allow."
            )
            return f"{danger} {says}"
        case DelayModule():
            return f"{danger} {_of_delay(known, say)}"


def _of_delay(delay: DelayModule, say: Language) -> str:
    if delay.expiration is None:
        rule = say._("It answers as Zodiac's Delay: what it is asked for waits {cooldown} first.")
        words = [rule.format(cooldown=say.duration(delay.cooldown))]
    else:
        rule = say._(
            "It answers as Zodiac's Delay: what it is asked for waits {cooldown} first, and expires {expiration} after "
            "that."
        )
        words = [
            rule.format(cooldown=say.duration(delay.cooldown), expiration=say.duration(delay.expiration))
        ]
    if delay.first_from is None:
        return words[0]
    number = min(delay.waiting, _MOST_COUNTED)
    queue = say.ngettext(
        "{number} call waits in it, and can be made from {moment} on.",
        "{number} calls wait in it; the first can be made from {moment} on.",
        number,
    )
    words.append(queue.format(number=say.number(number), moment=say.moment(delay.first_from)))
    if delay.first_until is not None:
        words.append(say._("It expires {moment}.").format(moment=say.moment(delay.first_until)))
    return " ".join(words)
