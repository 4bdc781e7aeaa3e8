"""What is to be told: which verdicts are due, as pure decisions, and how each of them is said."""
