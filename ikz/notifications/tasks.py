"""Wake-up calls for the outbox."""
