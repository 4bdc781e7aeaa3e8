"""The measures of outages: count, longest, mean time to restore and between failures (SEMANTICS.md)."""
