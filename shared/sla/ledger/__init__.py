"""The ledger of a period: each microsecond in one class, and its sums (SEMANTICS.md, the ledger of a period)."""
