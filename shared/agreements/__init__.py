"""The agreement document: read with positions, checked field by field, and turned into terms of the calculus.

`reading.read_agreement` gives the versions in a text as `document.Document`s or raises `faults.BadAgreement`
with every fault; `meaning.terms_of` turns one into what `shared.sla` computes with; `evidence` does so for
facts; `figure_json` writes figures as the contract says; `linter` advises, `sentences` says each clause in
plain English and German; `explained` says why a figure is what it is, and `explanation_json` writes it down.
"""
