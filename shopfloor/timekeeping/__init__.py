"""Who worked how long on what: timers that are tapped, hours that are written down, and their corrections."""
