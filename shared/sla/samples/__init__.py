"""Single numbers told of a service: satisfaction and measurements (CONTRACT.md, 1)."""
