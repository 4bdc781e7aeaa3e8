"""Ratios of counted requests (SEMANTICS.md, ratio)."""
