"""The facts that a figure rests on, each with what it does there (SEMANTICS.md, the ledger of a period)."""
