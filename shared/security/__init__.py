"""Who asks, and what they may: keys, short-lived inner tokens, the directory that says who is who, and signatures.

`keys` makes and compares them, `keyring` turns an Authorization header into a `principal.Principal` or a refusal,
`directory` holds what the portal publishes, `tokens` lets the portal ask others with its viewer's rights,
`webhooks` signs what is sent out, `master` is the one secret the others derive from.
"""
