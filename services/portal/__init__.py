"""The portal: agreements, keys, receivers and sign-in links come in here, and both parties open its page.

`handlers` do what is asked, `admission` decides what may be put, `storage` keeps it,
the outbox publishes it. The page asks the evaluator with the viewer's rights (`evaluator`), adds who was told
(`intake`) and is drawn by `page`, which is pure. `api` and `pages` are the ways in, `app` puts it all together.
"""
