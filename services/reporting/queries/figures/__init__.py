"""The reports: each module counts people in the rows of `projections` and returns plain data."""
