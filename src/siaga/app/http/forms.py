"""Forms as browsers without a script send them, and as machines abuse them."""

from __future__ import annotations

from typing import Any

from litestar.exceptions import ClientException

from siaga.app.http.guard import AnyRequest
from siaga.channels.webform.form import is_id
from siaga.platform.ids import new_id


def one_each(values: Any) -> dict[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)}


async def read_form_fields(request: AnyRequest) -> tuple[Any, dict[str, str]] | None:
    """(form, its texts); None for a body that is no form."""
    try:
        form = await request.form()
    except (UnicodeDecodeError, ClientException) as reason:
        if getattr(reason, "status_code", 400) != 400:
            raise
        return None
    return form, one_each(form)


def once_of(fields: dict[str, str]) -> str:
    """The id of one filled-in form; without it only the protection from a double is lost."""
    text = fields.get("once", "")
    return text if is_id(text) else str(new_id())
