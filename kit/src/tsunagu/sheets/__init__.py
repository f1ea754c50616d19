"""How a programme takes part in Tsunagu sheets: its inbox, and the commands that answer."""
