"""The notifier: every verdict and notice reaches both parties' webhooks, with the same bytes.

A verdict taken from its topic becomes one delivery for each receiver of provider and customer, in one transaction
with the topic's offset (`intake`, `routing`). Deliveries are sent when they are due, in order for each receiver
(`deadlines`, `channels`), what follows from an answer is a pure decision (`retry`), and every attempt is a row and,
by the outbox, a receipt on `eyelevel.deliveries.v1`. Both parties read the receipts of both (`api`).
"""
