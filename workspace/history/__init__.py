"""Who changed what and when: read from the tables that the database's own triggers write."""
