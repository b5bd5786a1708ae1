"""Part intake: what arrived, in which condition, who brought it and who took it in."""
