"""Schools: reading the registers of Länder and lists, and finding who runs each school."""
