"""`eyelevel demo`: a made-up month for one agreement, played at speed, then real time.

`agreement.yaml` is what the two parties signed, `story` says what happened, `player` lets it happen,
`command` starts everything, shows the progress and prints where to look.
"""
