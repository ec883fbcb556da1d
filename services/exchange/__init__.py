"""Tables in and out: the school's lists into the database, invitations out of it."""
