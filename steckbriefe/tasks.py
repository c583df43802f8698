"""Wake-up calls for PDF orders."""
