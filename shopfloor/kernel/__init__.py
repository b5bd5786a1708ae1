"""Pure rules of the trade: standard library only, no database, no web."""
