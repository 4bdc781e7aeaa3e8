"""The wire: what travels on topics and over HTTP, and nothing about what it means.

`envelope` reads and writes CloudEvents, `facts` knows the data of each incoming type, `verdicts` that of each
outgoing one, `directory` who may what, `topics` where each stands, `instants` how an instant is written.
"""
