"""Work at a time: what there is, what ticks, and what notices that the clock was moved."""
