"""The page that both parties open: pure, from what the APIs said to HTML.

`seen` reads what the evaluator answered, `agreed` holds what the page needs of the agreement's document, the
files named after a part of the page turn both into words and numbers, `charts` draws, `render` fills templates.
Nothing here asks a server, a store or the clock.
"""
