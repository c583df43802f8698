"""When a person's data have to go: names and addresses give way to the function, records stay."""
