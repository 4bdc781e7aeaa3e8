"""The event log: topics of ordered records, one port with two adapters.

`port` says what every adapter gives, `kafka` and `embedded` (SQLite) give it, `consumer` runs a handler over
it with the offsets kept in the handler's own database.
"""
