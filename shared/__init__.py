"""What the services share; docs/architecture.md has the layers."""

__version__ = "0.1.0"
