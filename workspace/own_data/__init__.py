"""What is stored about a person, for that person (Art. 15 and 20 DSGVO)."""
