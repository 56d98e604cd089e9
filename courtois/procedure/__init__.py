"""What comes next, and when: the steps, the remedies after the last letter, the days to come."""
