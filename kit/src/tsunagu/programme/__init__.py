"""What a programme promises to others, checked: its contracts, and payloads against them."""
