"""What both parties agree on afterwards or ahead: maintenance, its quotas, corrections (SEMANTICS.md)."""
