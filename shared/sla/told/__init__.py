"""The versions and facts of one agreement: which are known at an instant, which count, what may be forgotten."""
