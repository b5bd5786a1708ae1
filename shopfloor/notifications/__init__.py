"""Who hears of what, on which device: the log's readers that knock at people's pockets."""
