"""What is wrong with the file of a policy."""

from bot.domain.errors.governance import policy_files
from bot.wording.errors.base import clause
from bot.wording.language import Language


@clause.register
def _(fault: policy_files.FileTooLarge, say: Language) -> str:
    return say._("the file has more than {limit} bytes, which is the most: leave some out").format(
        limit=fault.limit
    )


@clause.register
def _(fault: policy_files.NotUtf8, say: Language) -> str:
    return say._("this is not text in UTF-8")


@clause.register
def _(fault: policy_files.NestedTooDeeply, say: Language) -> str:
    return say.ngettext(
        "has more than {most} list or table inside another: write it flatter",
        "has more than {most} lists or tables inside each other: write it flatter",
        fault.most,
    ).format(most=fault.most)


@clause.register
def _(fault: policy_files.TooManyDots, say: Language) -> str:
    return say.ngettext(
        "has a key with more than {most} dot: no field of a policy needs as many",
        "has a key with more than {most} dots: no field of a policy needs as many",
        fault.most,
    ).format(most=fault.most)


@clause.register
def _(fault: policy_files.TooManyValues, say: Language) -> str:
    return say._("the file has more than {most} keys, list items and tables: leave some out").format(
        most=fault.most
    )


@clause.register
def _(fault: policy_files.WordTooLong, say: Language) -> str:
    return say._("has a key or number of more than {longest} characters: write a shorter one").format(
        longest=fault.longest
    )


@clause.register
def _(fault: policy_files.NotToml, say: Language) -> str:
    return say._("this is not TOML: {detail}").format(detail=say.markup.name(fault.detail, 200))
