"""Getting in: invitations, proving who one is, consent; and getting out of an account."""
