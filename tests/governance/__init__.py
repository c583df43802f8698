"""Bodies, meetings, votes and minutes."""
