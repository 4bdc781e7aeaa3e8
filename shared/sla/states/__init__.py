"""The state of a service from what its sources say (SEMANTICS.md, the state of a service)."""
