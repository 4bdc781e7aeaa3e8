"""The outbox: what a transaction wants said is a row of it, and a relay brings the rows to the event log.

`store.add` writes the rows, `relay` publishes them in order and at least once, `positions` keeps a reader's place
in the same database, so that work, words and place stand or fall together.
"""
