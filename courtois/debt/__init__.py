"""What is owed on a day: the late interest, the statement, and the limitation period."""
