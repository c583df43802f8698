"""The partner search: joins register, needs, cooperations and Steckbriefe for the rule in municipalities.matching."""
