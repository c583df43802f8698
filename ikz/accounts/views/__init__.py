"""Pages of the own account that allauth does not bring."""
