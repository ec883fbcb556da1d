"""Work that is still owed: said by a teacher, told once and then weekly, closed by its mark."""
