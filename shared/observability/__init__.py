"""What a service tells of itself: `logs`, `health` (ready or why not), `metrics`, and the `workers` it runs."""
