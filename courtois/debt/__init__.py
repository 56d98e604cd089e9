"""What is owed on a day: late interest, the statement, and until when a court can be asked."""
