"""The read API: figures, what explains them and what stands behind them, and trials of drafts."""
