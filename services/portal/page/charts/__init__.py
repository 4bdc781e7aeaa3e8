"""Pictures that answer a question, drawn as SVG anew for each width: what was left, when did it happen, how does it
go over the months, how were the last thirty days.
"""
