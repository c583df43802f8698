"""Pages of a cooperation, by topic."""
