"""The journal as a page: a class and the dates of a subject, for those who keep and check it."""
