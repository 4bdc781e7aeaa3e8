"""Availability: the figure, its breach and what comes by time alone (SEMANTICS.md, Breach)."""
