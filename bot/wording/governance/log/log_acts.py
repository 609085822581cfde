"""The administrative acts of the public log and what is noted of each, by name."""

from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.services.ports import LogEntry
from bot.wording.executors.registry import EXECUTOR_WORDING
from bot.wording.language import Language

_NAME_LIMIT = 40


def act_in(entry: LogEntry, say: Language) -> str:
    """What was done, and in which part of the server where that isn't the whole."""
    words = act_words(entry.act, say)
    if (space := entry.details.get("space")) is None:
        return words
    name = say.markup.name(space, LONGEST_SPACE_NAME)
    return say.pgettext("act", "{act} in {space}").format(act=words, space=name)


def act_words(act: str, say: Language) -> str:
    """What was done. An act that has no words, as one of a later version, is named as it is stored."""
    match act:
        case "setup":
            return say.pgettext("act", "set up")
        case "voters":
            return say.pgettext("act", "named whom a vote mentions when it opens")
        case "track add":
            return say.pgettext("act", "track added")
        case "track edit":
            return say.pgettext("act", "track edited")
        case "track template":
            return say.pgettext("act", "changed what proposals on a track begin with")
        case "track retire":
            return say.pgettext("act", "track retired")
        case "pages":
            return say.pgettext("act", "decided who may see the pages")
        case "panel":
            return say.pgettext("act", "decided where the start panel stands")
        case "events":
            return say.pgettext("act", "decided whether votes have events in the calendar")
        case "digest":
            return say.pgettext("act", "decided when the weekly digest comes")
        case "consent":
            return say.pgettext("act", "decided whether members are asked before something is stored")
        case "retention":
            return say.pgettext("act", "decided for how long something is kept")
        case "links":
            return say.pgettext("act", "decided which links of wallets this log shows")
        case "jury draw":
            return say.pgettext("act", "had a jury drawn by lot")
        case "roles add":
            return say.pgettext("act", "rule made by which members get a role")
        case "roles remove":
            return say.pgettext("act", "rule for a role taken away")
        case "roles given":
            return say.pgettext("act", "role given by a rule")
        case "roles taken":
            return say.pgettext("act", "role taken by a rule")
        case "roles halted":
            return say.pgettext("act", "a rule for a role gives and takes nothing now: see `/gov doctor`")
        case "policy apply":
            return say.pgettext("act", "policy applied")
        case "policy upload":
            return say.pgettext("act", "policy uploaded")
        case "paused":
            return say.pgettext("act", "paused")
        case "resumed":
            return say.pgettext("act", "resumed")
        case "registry_omitted":
            return say.pgettext("act", "vote opened without what wallets delegate on chain")
        case "cancelled":
            return say.pgettext("act", "cancelled")
        case "statement_removed":
            return say.pgettext("act", "a member's statement taken away")
        case "vetoed":
            return say.pgettext("act", "vetoed")
        case "address add":
            return say.pgettext("act", "entry added to the address book")
        case "address remove":
            return say.pgettext("act", "entry removed from the address book")
        case "auditor add":
            return say.pgettext("act", "auditor named")
        case "auditor remove":
            return say.pgettext("act", "auditor taken away")
        case "mirror add":
            return say.pgettext("act", "contract mirrored")
        case "mirror omitted":
            return say.pgettext(
                "act", "a mirrored contract filled a block with events: what it proposed there is not shown"
            )
        case "mirror remove":
            return say.pgettext("act", "contract mirrored no more")
        case "treasury watch":
            return say.pgettext("act", "treasury looks at something more")
        case "treasury forget":
            return say.pgettext("act", "treasury looks at something no more")
        case "treasury target":
            return say.pgettext("act", "shares set that the treasury is to have")
        case "treasury untarget":
            return say.pgettext("act", "treasury has no target shares any more")
        case "voter key":
            return say.pgettext("act", "names behind a record's numbers given to an auditor")
        case "evidence":
            return say.pgettext("act", "signed ballots given to an auditor")
        case "unreadable":
            return say.pgettext(
                "act",
                "a proposal can't go on: its rows in the database can't be read. Tell the bot's operator",
            )
        case "wallet linked":
            return say.pgettext("act", "wallet linked")
        case "wallet unlinked":
            return say.pgettext("act", "wallet unlinked")
        case "wallet moved":
            return say.pgettext("act", "wallet moved to the account that signed with it")
        case "wallet revoked":
            return say.pgettext(
                "act", "wallet unlinked, as it has signed itself, without its Discord account"
            )
        case "asked_again":
            return say.pgettext("act", "what failed asked for again")
        case "retry":
            return say.pgettext("act", "deliveries tried again")
        case "moderators lost":
            return say.pgettext(
                "act",
                "nobody moderates here by a role any more, it was deleted: who has Manage Server does, and names "
                "another role with `/gov setup`",
            )
        case "moderators missing":
            return say.pgettext(
                "act",
                "nobody moderates any more, the role was deleted: a proposal with the line `moderators @Role` names "
                "another one",
            )
        case "settings import":
            return say.pgettext("act", "settings of another server taken")
        case "guardians empty":
            return say.pgettext(
                "act",
                "nobody has the guardians' role, so that nobody can veto: give it to somebody, or name another one "
                "with `/gov setup`; votes go on",
            )
        case "moderators empty":
            return say.pgettext(
                "act",
                "nobody has the moderators' role: give it to somebody, or name another one with `/gov setup`; until "
                "then only those with Manage Server moderate the server itself",
            )
        case "guardians lack":
            return say.pgettext(
                "act",
                "nobody has the guardians' role here, so that nobody can veto: give it to somebody, or name another "
                "one by a proposal with the line `guardians @Role`; votes go on",
            )
        case "moderators lack":
            return say.pgettext(
                "act",
                "nobody has the moderators' role here: give it to somebody, or name another one by a proposal with the "
                "line `moderators @Role`",
            )
        case "auditor left":
            return say.pgettext(
                "act", "an auditor has left the server: `/gov auditors remove` takes them off"
            )
        case "author left":
            return say.pgettext(
                "act",
                "the author has left the server: its vote opens all the same; co-authors may change it or take it "
                "back, and moderators cancel it",
            )
        case "handover begin":
            return say.pgettext("act", "server handed over to another operator: nothing new is stored here")
        case "handover cancel":
            return say.pgettext("act", "server taken back from the handover")
        case "handover import":
            return say.pgettext("act", "server taken over from another operator, who has signed it")
        case "history import":
            return say.pgettext("act", "votes of another server taken in by the operator, marked as imported")
        case "history forget":
            return say.pgettext("act", "imported votes of other servers taken away by the operator")
        case _:
            return _of_server(act, say) or _of_executor(act, say) or say.markup.name(act, _NAME_LIMIT)


def _of_server(act: str, say: Language) -> str | None:
    """An act on the server that a proposal brought."""
    match act:
        case "server grant_role":
            return say.pgettext("act", "role given, as voted")
        case "server end_role":
            return say.pgettext("act", "role taken, as its time is over")
        case "server take_role":
            return say.pgettext("act", "role taken, as voted")
        case "server create_role":
            return say.pgettext("act", "role created, as voted")
        case "server change_rules":
            return say.pgettext("act", "rules changed, as voted")
        case "server retire_track":
            return say.pgettext("act", "track retired, as voted")
        case "server change_moderators":
            return say.pgettext("act", "another role moderates, as voted")
        case "server create_space":
            return say.pgettext("act", "part created by a vote")
        case "server limit_space":
            return say.pgettext("act", "what a part may move set by a vote")
        case "server archive_space":
            return say.pgettext("act", "part dissolved by a vote")
        case "server create_channel":
            return say.pgettext("act", "channel created, as voted")
        case "server rename_channel":
            return say.pgettext("act", "channel renamed, as voted")
        case "server archive_channel":
            return say.pgettext("act", "channel archived, as voted")
        case "server veto":
            return say.pgettext("act", "what passed in a part vetoed by a vote")
        case "server change_guardians":
            return say.pgettext("act", "another role may veto, as voted")
        case _:
            return None


def _of_executor(act: str, say: Language) -> str | None:
    """An act about an executor: its kind stands before it."""
    kind, _, what = act.partition(" ")
    return EXECUTOR_WORDING[kind].act(what, say) if kind in EXECUTOR_WORDING else None


def detail_name(name: str, say: Language) -> str:
    """What a value beneath an act is."""
    match name:
        case "template":
            return say.pgettext("detail of an act", "template")
        case "asked":
            return say.pgettext("detail of an act", "asked")
        case "version":
            return say.pgettext("detail of an act", "version")
        case "words":
            return say.pgettext("detail of an act", "added")
        case "kept":
            return say.pgettext("detail of an act", "kept")
        case "days":
            return say.pgettext("detail of an act", "days")
        case "track":
            return say.pgettext("detail of an act", "track")
        case "preset":
            return say.pgettext("detail of an act", "preset")
        case "hash":
            return say.pgettext("detail of an act", "hash")
        case "jury":
            return say.pgettext("detail of an act", "jury")
        case "rule":
            return say.pgettext("detail of an act", "rule")
        case "members":
            return say.pgettext("detail of an act", "members")
        case "to":
            return say.pgettext("detail of an act", "to")
        case "from":
            return say.pgettext("detail of an act", "from")
        case "why":
            return say.pgettext("detail of an act", "why")
        case "policy":
            return say.pgettext("detail of an act", "policy")
        case "sources":
            return say.pgettext("detail of an act", "sources")
        case "pages":
            return say.pgettext("detail of an act", "pages")
        case "name":
            return say.pgettext("detail of an act", "name")
        case "account":
            return say.pgettext("detail of an act", "account")
        case "member":
            return say.pgettext("detail of an act", "member")
        case "role":
            return say.pgettext("detail of an act", "role")
        case "until":
            return say.pgettext("detail of an act", "until")
        case "chain":
            return say.pgettext("detail of an act", "chain")
        case "channel":
            return say.pgettext("detail of an act", "channel")
        case "proposal":
            return say.pgettext("detail of an act", "proposal")
        case "limits":
            return say.pgettext("detail of an act", "limits")
        case "timelock":
            return say.pgettext("detail of an act", "shortest timelock")
        case "shares":
            return say.pgettext("detail of an act", "shares")
        case "band":
            return say.pgettext("detail of an act", "band")
        case "every":
            return say.pgettext("detail of an act", "every")
        case "feed":
            return say.pgettext("detail of an act", "price feed")
        case "kind":
            return say.pgettext("detail of an act", "kind")
        case "signer":
            return say.pgettext("detail of an act", "signer")
        case "server":
            return say.pgettext("detail of an act", "server")
        case "wallet":
            return say.pgettext("detail of an act", "wallet")
        case "wallets":
            return say.pgettext("detail of an act", "wallets")
        case "before":
            return say.pgettext("detail of an act", "before, of the account")
        case "events":
            return say.pgettext("detail of an act", "events")
        case "weekday":
            return say.pgettext("detail of an act", "weekday")
        case "hour":
            return say.pgettext("detail of an act", "hour")
        case "zone":
            return say.pgettext("detail of an act", "time zone")
        case "fingerprint":
            return say.pgettext("detail of an act", "fingerprint")
        case "successor":
            return say.pgettext("detail of an act", "the other bot")
        case "votes":
            return say.pgettext("detail of an act", "votes")
        case "file":
            return say.pgettext("detail of an act", "file")
        case "deliveries":
            return say.pgettext("detail of an act", "deliveries")
        case kind if kind in EXECUTOR_WORDING:
            return EXECUTOR_WORDING[kind].kind(say)
        case _:
            return say.markup.name(name, _NAME_LIMIT)
