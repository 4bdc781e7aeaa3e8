"""An explanation in words, in English and German: one file for each of its parts.

Every sentence is made from the figures and the document alone, and says who and what by name.
"""
