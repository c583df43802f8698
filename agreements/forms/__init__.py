"""Forms of this room, by topic."""
