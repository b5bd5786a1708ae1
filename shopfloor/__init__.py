"""Shopfloor: a job shop run from the phone in a worker's hand."""
