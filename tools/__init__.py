"""Commands for people who work on spotpop; none of them is part of the wheel."""
