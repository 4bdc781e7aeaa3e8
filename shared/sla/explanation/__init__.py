"""A figure with all that explains it, and the difference of two (SEMANTICS.md, the ledger of a period; closing)."""
