"""Ingest: facts come in over HTTP and from `eyelevel.raw`, are accepted or rejected with a reason, and go to the
one ordered history of every agreement that names their service; once a second it writes what time it is there.

It keeps no database. `acceptance`, `permission`, `routing`, `repeats` and `quota` decide, `handlers` acts, `api`
and `intake` are the ways in, `ticks` writes the time, `app` puts it all together.
"""
