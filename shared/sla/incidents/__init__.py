"""The clocks of incidents (SEMANTICS.md, clocks of incidents)."""
