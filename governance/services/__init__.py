"""Every write to governance, by topic."""
