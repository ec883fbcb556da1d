"""Control works from the teacher's line to the family's page, on both databases."""
