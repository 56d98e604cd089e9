"""How the French write days, sums of money and spaces."""
