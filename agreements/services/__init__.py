"""Every write to agreements, by topic."""
