"""The summary of fourteen days that goes to every family by itself, and what it is made of."""
