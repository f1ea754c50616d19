"""Read models made of other services' facts: the archive, projections rebuilt from it, paging."""
