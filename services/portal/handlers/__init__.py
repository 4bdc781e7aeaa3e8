"""What the portal does when it is asked to: load, decide, keep, say. No framework here, only `ports`."""
