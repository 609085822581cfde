"""What names of accounts stood for when a moderator used them."""

from collections.abc import Sequence

from bot.domain.accounts.accounts import NamedAccount, NamedBy
from bot.domain.ids import MemberId
from bot.wording.language import Language


def name_lines(names: Sequence[NamedAccount], say: Language) -> list[str]:
    """For which accounts the names stand by which accounts were written."""
    return [f"✅ {_stands_for(each, say)}" for each in names]


def _stands_for(named: NamedAccount, say: Language) -> str:
    account = say.markup.account(named.account)
    match named.by:
        case NamedBy.ENS:
            return say._(
                "{name} is {account} by block {block}; later changes of the name change nothing"
            ).format(name=say.markup.name(named.name), account=account, block=named.block)
        case NamedBy.MEMBER:
            return say._("the wallet of {member} is {account}").format(
                member=say.markup.member(MemberId(int(named.name))), account=account
            )
        case NamedBy.BOOK:
            return say._("{name} of the address book is {account}").format(
                name=say.markup.name(named.name), account=account
            )
