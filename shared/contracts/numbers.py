"""Decimals on the wire: a number or a decimal as text, read exactly and never as a binary float."""

import re
from decimal import Decimal
from typing import Any, Final

from shared.contracts.fact_data import Amount

_DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_LONGEST: Final = 60


def parse_amount(value: Any) -> Amount:
    """The exact value of 4.5 or "4.5"; ValueError for anything else, and for more than 60 characters.

    A JSON number means the decimal that was written: the shortest text that reads back as the same float.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = value if isinstance(value, str) else repr(value)
    if not (is_number or isinstance(value, str)) or len(text) > _LONGEST or not _DECIMAL.fullmatch(text):
        raise ValueError("not a decimal number")
    return Amount(Decimal(text))
