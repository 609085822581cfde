"""What mypy knows of `dataclasses.replace`, for structs too: that what is replaced is there, and of its type.

It says as well where the `replace` of the one is given the other, which neither takes.
"""

from collections.abc import Callable

from mypy.errorcodes import TYPE_VAR
from mypy.plugin import FunctionSigContext, Plugin
from mypy.plugins.dataclasses import replace_function_sig_callback
from mypy.types import CallableType, Instance, Type, TypeVarType, UnionType, get_proper_type


class TypedReplace(Plugin):
    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], CallableType] | None:
        if fullname == "msgspec.structs.replace":
            return _of_structs
        return _of_dataclasses if fullname == "dataclasses.replace" else None


def _of_structs(context: FunctionSigContext) -> CallableType:
    if _is_struct(context) is False:
        context.api.fail("Not a struct: take `replace` from dataclasses", context.context, code=TYPE_VAR)
    return replace_function_sig_callback(context)


def _of_dataclasses(context: FunctionSigContext) -> CallableType:
    if _is_struct(context):
        context.api.fail("A struct: take `replace` from msgspec.structs", context.context, code=TYPE_VAR)
    return replace_function_sig_callback(context)


def _is_struct(context: FunctionSigContext) -> bool | None:
    """None where mypy knows too little of what is replaced."""
    if not context.args or len(context.args[0]) != 1:
        return None
    return _struct(context.api.get_expression_type(context.args[0][0]))


def _struct(replaced: Type) -> bool | None:
    kind = get_proper_type(replaced)
    if isinstance(kind, TypeVarType):
        return _struct(kind.upper_bound)
    if isinstance(kind, UnionType):
        kinds = set(map(_struct, kind.items))
        return kinds.pop() if len(kinds) == 1 else None
    if not isinstance(kind, Instance):
        return None
    return any(base.fullname.startswith("msgspec") and base.name == "Struct" for base in kind.type.mro)


def plugin(version: str) -> type[Plugin]:
    return TypedReplace
