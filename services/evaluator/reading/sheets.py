"""Tables as CSV (RFC 4180), with the digits of the JSON beside them; for spreadsheets and for whoever counts.

A text that a spreadsheet would take for a formula gets an apostrophe in front: what a party may name freely, such as
a condition or a change, is opened by the other one.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from fastapi import Response

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def sheet(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str) -> Response:
    """The rows under their columns, as a file of this name; what is absent or null is empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    named = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "_" for sign in name)
    headers = {"Content-Disposition": f'attachment; filename="{named}.csv"'}
    return Response(text.getvalue().encode(), media_type="text/csv", headers=headers)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace("/", "", 1).replace(".", "", 1).isdecimal()
