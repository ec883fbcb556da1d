"""Who studies where: classes, groups and memberships by date, and the forms of people's data."""
