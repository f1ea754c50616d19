"""What happens at intake: the events of each aggregate, in the order of its life."""
