"""What the live evaluator asks of a history beside its figures: since when, and when next."""
