"""The door: who may come in, what a refusal looks like, what every answer carries. Knows no feature."""
