"""The database of a service: SQLite where everything runs in one process, PostgreSQL anywhere else.

`engine` opens it and gives transactions, `offsets` keeps where a reader stands, `leadership` lets one process in
many do a thing, `migrations` brings the tables up to date. SQLAlchemy Core, no ORM.
"""
