"""What an agreement version says, as the calculus takes it (CONTRACT.md, 1)."""
